"""SARIF 2.1.0 for code scanning: findings, broken budgets, loosenings, what could not be estimated.

Kept to what GitHub takes: one run, relative percent-encoded paths, a whole region for each result, a
fingerprint of our own, and no more than it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.errors import DataError
from carbongate.model import Report
from carbongate.reports import contract
from carbongate.reports.descriptors import Descriptor, descriptors
from carbongate.reports.headline import MEANING, meaning
from carbongate.reports.json import block, line
from carbongate.reports.plain import sentence, shortened
from carbongate.reports.quantities import totals
from carbongate.reports.results import Result, clean, results

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST = 5_000  # results that code scanning shows; of more it keeps the gravest by its own measure
BYTES = 10_000_000  # of a compressed file
NOTES = 50
TITLE, TEXT, TAG = 1024, 1024, 100  # characters
LINK = re.compile(r"\](?=\()")  # `[text](address)` would be a link, also in plain text


def render(report: Report) -> str:
    """The gravest results, as many as may be uploaded. Errors: DataError for a number that is not
    finite."""
    found = results(report)
    shown = found[:MOST]
    text = document(report, shown, len(found))
    while len(shown) > 1 and too_large(text):
        shown = shown[: len(shown) // 2]
        text = document(report, shown, len(found))
    return text


def too_large(text: str) -> bool:
    """Whether the upload would be refused."""
    data = text.encode("utf-8")
    if len(data) <= BYTES:
        return False
    import zlib

    return len(zlib.compress(data)) > BYTES


def document(report: Report, shown: Sequence[Result], of: int) -> str:
    """The file, one result on a line."""
    rules = descriptors(report, shown)
    index = {rule.id: number for number, rule in enumerate(rules)}
    compared = any(one.new is not None for one in shown)
    run = {
        "tool": {
            "driver": {
                "name": "carbongate",
                "version": clean(report.fingerprint.tool),
                "rules": [described(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": category(report)},
        "invocations": [invocation(report, len(shown), of)],
        "columnKind": "unicodeCodePoints",
        "properties": properties(report),
        "results": [result(one, index, compared=compared) for one in shown],
    }
    try:
        fields = [f"    {line(key)}: {block(value)}" for key, value in run.items()]
    except ValueError as error:
        raise DataError(f"the report holds a number that is not finite: {error}") from error
    head = f'{{\n  "$schema": {line(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [{{\n'
    return head + ",\n".join(fields) + "\n  }]\n}\n"


def category(report: Report) -> str:
    """What an upload replaces: that of the same folder of the same repository."""
    return f"carbongate/{uri(report.prefix)}/" if report.prefix else "carbongate/"


# ---- a result ----------------------------------------------------------------------------------


def result(one: Result, index: Mapping[str, int], *, compared: bool) -> dict[str, Any]:
    """One result. Where any of a run is compared with what was before, all must be."""
    shown: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": index[one.rule],
        "level": one.level,
        "message": {"text": plain(one.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri(one.path)},
                    "region": region(one),
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": one.fingerprint},
        "suppressions": suppressions(one),
    }
    if compared:
        shown["baselineState"] = "unchanged" if one.new is False else "new"
    return shown


def suppressions(one: Result) -> list[dict[str, str]]:
    """Why it does not count. The list stands in every result, or in none."""
    if one.excuse is None:
        return []
    kind = "inSource" if one.excuse.by == "comment" else "external"
    return [{"kind": kind, "status": "accepted", "justification": plain(one.excuse.why)}]


def region(one: Result) -> dict[str, int]:
    """The whole place; of a line alone its first character, of a file alone that of its first line."""
    start, column = max(one.line, 1), max(one.column, 1)
    end = max(one.end_line, start)
    behind = one.end_column
    if behind < 1 or (end == start and behind <= column):
        end, behind = start, column + 1
    return {"startLine": start, "startColumn": column, "endLine": end, "endColumn": behind}


def uri(path: str) -> str:
    """A path as a relative reference: what is no letter, digit or `-._~/` is percent-encoded."""
    from urllib.parse import quote

    parts = [quote(part, safe="", errors="replace") for part in path.split("/") if part != "."]
    return "/".join(parts).lstrip("/") or "-"


def plain(text: str) -> str:
    """A message that holds no link."""
    return LINK.sub("] ", text)


# ---- what it is of -----------------------------------------------------------------------------


def described(rule: Descriptor) -> dict[str, Any]:
    """A rule with its page. No security severity: carbon is no vulnerability."""
    return {
        "id": rule.id,
        "shortDescription": {"text": plain(shortened(sentence(rule.title), TITLE))},
        "fullDescription": {"text": plain(shortened(sentence(rule.text), TEXT))},
        "help": {"text": plain(rule.help), "markdown": rule.markdown},
        "defaultConfiguration": {"level": rule.level},
        "properties": {
            "tags": [shortened(sentence(tag), TAG) for tag in rule.tags],
            "precision": rule.precision,
            "problem.severity": rule.problem,
        },
    }


def invocation(report: Report, shown: int, of: int) -> dict[str, Any]:
    """How the run ended, and what a reader should know of it."""
    notes = [notice("note", note) for note in report.notes[:NOTES]]
    if shown < of:
        said = f"{shown:,} of {of:,} results are in this file, the gravest first; the JSON report has all"
        notes.insert(0, notice("warning", said))
    code = report.verdict.exit_code
    return {
        "executionSuccessful": code not in (2, 5),
        "exitCode": code,
        "exitCodeDescription": meaning(report) or MEANING.get(code, "unknown"),
        "toolExecutionNotifications": notes,
    }


def notice(level: str, text: str) -> dict[str, Any]:
    """One sentence of the run itself."""
    return {"level": level, "message": {"text": plain(clean(text))}}


def properties(report: Report) -> dict[str, Any]:
    """Verdict and totals, as the JSON report has them."""
    return {
        "mode": report.mode,
        "verdict": contract.verdict(report.verdict),
        "totals": totals(report.totals),
        "coverage": contract.coverage(report.coverage),
        "stacks": [
            {"name": found.stack.name, "totals": totals(found.totals)}
            for found in sorted(report.stacks, key=lambda found: found.stack.name)
        ],
        "fingerprint": contract.fingerprint(report.fingerprint),
    }

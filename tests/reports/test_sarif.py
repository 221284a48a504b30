"""SARIF, held against the schema of OASIS and what GitHub's code scanning asks for."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from carbongate.code.rules import load, text
from carbongate.errors import DataError
from carbongate.model import Report, RuleText
from carbongate.reports import sarif
from carbongate.reports.contract import document
from carbongate.reports.plain import UNSEEN
from tests.project import source
from tests.reports import build, formats, team
from tests.reports.strategies import reports

LEVELS = {"error", "warning", "note"}


@cache
def schema() -> Draft4Validator:
    """The published schema."""
    path = source() / "tests" / "data" / "schemas" / "sarif-schema-2.1.0.json"
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8")))


def run(report: Report) -> Any:
    """The one run, after the file was held against the schema."""
    whole = json.loads(sarif.render(report))
    assert [error.message for error in schema().iter_errors(whole)] == []
    assert (whole["version"], whole["$schema"]) == ("2.1.0", sarif.SCHEMA)
    (found,) = whole["runs"]
    return found


def strings(node: Any) -> Iterator[str]:
    """All texts below a node."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def shown(node: Any) -> Iterator[str]:
    """The texts below a node that a viewer may make links of."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "justification"):
                yield value
            else:
                yield from shown(value)
    elif isinstance(node, list):
        for value in node:
            yield from shown(value)


# ---- what code scanning asks for ----------------------------------------------------------------


@pytest.mark.parametrize("report", formats.CASES)
def test_a_file_is_what_code_scanning_takes(report: Report) -> None:
    found = run(report)
    driver = found["tool"]["driver"]
    assert driver["name"] == "carbongate"
    assert found["automationDetails"]["id"] == "carbongate/"
    assert found["columnKind"] == "unicodeCodePoints"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        held_to_limits(rule)
    for one in found["results"]:
        assert driver["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["message"]["text"]
        assert one["level"] in LEVELS
        (location,) = one["locations"]
        placed(location["physicalLocation"])


def held_to_limits(rule: Any) -> None:
    """The texts of a rule, their lengths, and words that code scanning knows."""
    assert 0 < len(rule["shortDescription"]["text"]) <= 1024
    assert 0 < len(rule["fullDescription"]["text"]) <= 1024
    assert rule["help"]["text"]
    assert rule["help"]["markdown"]
    assert rule["defaultConfiguration"]["level"] in LEVELS
    properties = rule["properties"]
    assert set(properties) == {"tags", "precision", "problem.severity"}
    assert properties["precision"] in {"very-high", "high", "medium", "low"}
    assert properties["problem.severity"] in {"error", "warning", "recommendation"}
    assert 0 < len(properties["tags"]) <= 10
    assert all(properties["tags"])


def placed(place: Any) -> None:
    """A relative address and a whole region that is not empty."""
    uri = place["artifactLocation"]["uri"]
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert uri
    assert not uri.startswith("/")
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    region = place["region"]
    assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
    assert min(region.values()) >= 1
    begin, end = (
        (region["startLine"], region["startColumn"]),
        (region["endLine"], region["endColumn"]),
    )
    assert begin < end


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        pytest.param("a b/ü.py", "a%20b/%C3%BC.py", id="a space and a letter of two bytes"),
        pytest.param("a:b.py", "a%3Ab.py", id="a colon, which would make a scheme"),
        pytest.param("a%20b#c?d.py", "a%2520b%23c%3Fd.py", id="signs that addresses use"),
        pytest.param("./a.py", "a.py", id="this folder"),
        pytest.param("\udcff.py", "%3F.py", id="half a character"),
        pytest.param("", "-", id="no path"),
    ],
)
def test_paths_are_percent_encoded(path: str, uri: str) -> None:
    assert sarif.uri(path) == uri
    assert "\udcff" in path or unquote(uri) in (path, "a.py", "-")


@pytest.mark.parametrize(
    ("changed", "region"),
    [
        pytest.param({"end_column": 30}, (3, 9, 3, 30), id="a part of a line"),
        pytest.param({"end_line": 7, "end_column": 4}, (3, 9, 7, 4), id="several lines"),
        pytest.param({"end_line": 7}, (3, 9, 3, 10), id="lines whose end is not known"),
        pytest.param({"column": 0, "end_line": 0}, (3, 1, 3, 2), id="a line alone"),
        pytest.param({"end_column": 9}, (3, 9, 3, 10), id="a place without width"),
    ],
)
def test_a_region_is_whole(changed: dict[str, int], region: tuple[int, ...]) -> None:
    finding = replace(build.finding("a.py", 3), **changed)  # type: ignore[arg-type]  # numbers
    (one,) = run(build.report(findings=[finding]))["results"]
    found = one["locations"][0]["physicalLocation"]["region"]
    assert (
        found["startLine"],
        found["startColumn"],
        found["endLine"],
        found["endColumn"],
    ) == region


def test_a_folder_of_a_repository_has_a_category_of_its_own() -> None:
    found = run(replace(build.red(), prefix="services/my shop"))
    assert found["automationDetails"]["id"] == "carbongate/services/my%20shop/"
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in found["results"]
    ]
    assert all(uri.startswith("services/my%20shop/") for uri in uris)


# ---- results ------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", formats.CASES)
def test_suppressions_stand_in_all_results(report: Report) -> None:
    for one in run(report)["results"]:
        for each in one["suppressions"]:
            assert each["kind"] in {"inSource", "external"}
            assert each["status"] == "accepted"
            assert each["justification"]
            assert one["level"] == "note"


def test_a_suppression_says_whose_it_is() -> None:
    made = replace(
        team.grown(),
        findings=(
            build.finding("services/report.py", 3, suppressed="waiver W-2 until 2026-11-29: later"),
            build.finding("services/cart.py", 9, suppressed="three rows at most"),
            build.finding("services/mail.py", 1, suppressed=""),
        ),
    )
    found = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: [
            (each["kind"], each["justification"]) for each in one["suppressions"]
        ]
        for one in run(made)["results"]
        if one["ruleId"] == "query-in-loop"
    }
    waiver = "waiver W-2 of data-platform until 2026-11-29: migration until the new cluster is up"
    assert found == {
        "services/report.py": [("external", waiver)],
        "services/cart.py": [("inSource", "three rows at most")],
        "services/mail.py": [],
    }


@pytest.mark.parametrize(
    ("new", "states"),
    [
        pytest.param((True, False), {"new", "unchanged"}, id="compared"),
        pytest.param((None, None), {None}, id="nothing to compare with"),
    ],
)
def test_the_baseline_stands_in_all_results_or_in_none(
    new: tuple[bool | None, ...], states: set[str | None]
) -> None:
    made = build.shop(
        findings=[build.finding("a.py", line, new=one) for line, one in enumerate(new, 1)]
    )
    assert {one.get("baselineState") for one in run(made)["results"]} == states


def test_fingerprints_are_our_own_and_one_for_each_result() -> None:
    found = run(build.red())["results"]
    prints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in found]
    assert len(set(zip(prints, [one["ruleId"] for one in found], strict=True))) == len(found)


# ---- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", load(examples=False), ids=lambda rule: rule.id)
def test_the_page_of_a_rule_has_its_reason_remedy_and_evidence(rule: Any) -> None:
    finding = build.finding("a.py", 1, rule.id, severity=rule.severity, tier=rule.tier)
    made = build.report(findings=[finding], rules=(text(rule),))
    (shown,) = run(made)["tool"]["driver"]["rules"]
    held_to_limits(shown)
    said = text(rule)
    assert shown["shortDescription"]["text"] == " ".join(said.title.split())
    assert shown["fullDescription"]["text"] == said.why
    for part in (said.why, said.instead, said.evidence, f"# carbongate: ignore[{rule.id}] reason"):
        assert part in shown["help"]["text"]
    assert rule.language in shown["properties"]["tags"]
    assert "security-severity" not in shown["properties"]


def test_a_rule_without_a_page_is_still_described() -> None:
    (shown,) = run(build.report(findings=[build.finding("a.py", 1, "who-knows")]))["tool"][
        "driver"
    ]["rules"]
    assert shown["id"] == "who-knows"
    assert "`carbongate explain who-knows`" in shown["help"]["text"]


def test_the_texts_of_a_rule_are_cut_to_what_is_taken() -> None:
    long = RuleText(
        "a", "python", "error", "gate", "high", "t" * 2000, "w" * 2000, "i", "e", "p" * 2000
    )
    (shown,) = run(build.report(findings=[build.finding("a.py", 1, "a")], rules=(long,)))["tool"][
        "driver"
    ]["rules"]
    held_to_limits(shown)
    assert all(len(tag) <= 100 for tag in shown["properties"]["tags"])


# ---- limits -------------------------------------------------------------------------------------


def many(count: int) -> Report:
    """So many hints, and behind them one error."""
    found = [build.finding(f"a{n:05}.py", 1, severity="hint") for n in range(count - 1)]
    return build.report(findings=[*found, build.finding("z.py", 1)])


def test_of_too_many_results_the_gravest_are_kept_and_it_is_said() -> None:
    found = run(many(5_001))
    assert len(found["results"]) == 5_000
    assert found["results"][0]["level"] == "error"
    notice = found["invocations"][0]["toolExecutionNotifications"][0]
    assert notice["level"] == "warning"
    assert notice["message"]["text"].startswith("5,000 of 5,001 results are in this file")


def test_as_many_as_are_shown_need_no_notice() -> None:
    found = run(many(5_000))
    assert (len(found["results"]), found["invocations"][0]["toolExecutionNotifications"]) == (
        5_000,
        [],
    )


def test_a_file_that_is_too_large_holds_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "BYTES", 3_000)
    found = run(many(400))
    assert 1 <= len(found["results"]) < 400
    assert found["results"][0]["level"] == "error"
    assert (
        "of 400 results"
        in found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    )


# ---- verdict, totals, texts ---------------------------------------------------------------------


@pytest.mark.parametrize("report", formats.CASES)
def test_the_verdict_and_the_totals_are_those_of_the_json_report(report: Report) -> None:
    found, contract = run(report), document(report)
    for name in ("verdict", "totals", "coverage", "fingerprint", "mode"):
        assert found["properties"][name] == json.loads(
            json.dumps(contract[name]).replace("\\ud800", "\\ufffd")
        )
    (invocation,) = found["invocations"]
    assert invocation["exitCode"] == report.verdict.exit_code
    assert invocation["executionSuccessful"]


def test_the_notes_of_a_run_are_notices() -> None:
    (invocation,) = run(build.shop(notes=("a.py is not scanned",)))["invocations"]
    assert invocation["toolExecutionNotifications"] == [
        {"level": "note", "message": {"text": "a.py is not scanned"}}
    ]


@pytest.mark.parametrize("report", formats.CASES)
def test_no_text_is_a_link_or_a_command(report: Report) -> None:
    found = run(report)
    for text_ in strings([found["results"], found["invocations"], found["tool"]]):
        assert not UNSEEN.search(text_.replace("\n", ""))
    texts = [found["invocations"], *found["results"], *found["tool"]["driver"]["rules"]]
    for text_ in (said for node in texts for said in shown(node)):
        assert "](" not in text_
    assert not re.search(formats.COMMANDS, sarif.render(report))


def test_each_result_is_a_line() -> None:
    lines = [line for line in sarif.render(build.red()).splitlines() if '"ruleIndex"' in line]
    assert len(lines) == len(run(build.red())["results"])


def test_a_number_that_is_not_finite_is_refused() -> None:
    made = build.report()
    with pytest.raises(DataError, match="not finite"):
        sarif.render(replace(made, coverage=replace(made.coverage, estimated=math.inf)))  # type: ignore[arg-type]  # no count


@settings(deadline=None)
@given(reports())
def test_any_report_makes_a_valid_file(report: Report) -> None:
    run(report)

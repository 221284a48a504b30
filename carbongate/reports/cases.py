"""The report as test cases: the verdict, each limit, the findings of a file, what was covered.

A failure is what the gate says no to, an error what nobody could decide, skipped what only warns or is
let pass. Where a mode lets the run pass, nothing is red.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from carbongate.model import Judgement, Report
from carbongate.model import State as Decided
from carbongate.reports import judged
from carbongate.reports.headline import broke, headline, meaning, word
from carbongate.reports.results import BUDGET, LOOSENED, SKIPPED, Result, enforced, results
from carbongate.words import count, share

State = Literal["pass", "failure", "error", "skipped"]
STATES: Mapping[Decided, State] = {
    "pass": "pass",
    "fail": "failure",
    "undecided": "error",
    "warn": "skipped",
    "off": "skipped",
}
OWN = (BUDGET, LOOSENED, SKIPPED)
MOST = 1_000  # cases of one suite


@dataclass(frozen=True, slots=True)
class Case:
    """One test case; `message` is a sentence, `text` are the lines below it."""

    classname: str
    name: str
    state: State
    message: str = ""
    text: tuple[str, ...] = ()


def suites(report: Report) -> tuple[tuple[str, tuple[Case, ...]], ...]:
    """All suites by name; the first one is never empty."""
    found = results(report)
    every = (
        ("verdict", [verdict(report)]),
        ("budgets", [limit(report, row) for row in report.verdict.judgements]),
        ("findings", findings(report, found)),
        ("coverage", covered(report, found)),
    )
    return tuple((name, (*cases[:MOST], *left(name, cases))) for name, cases in every)


def verdict(report: Report) -> Case:
    """What the run ends with, and why."""
    found = report.verdict
    said = ": ".join(filter(None, (word(report), headline(report))))
    state: State = "pass"
    if found.exit_code != 0:
        state = "failure" if found.outcome == "fail" else "error"
    elif found.enforced != 0:
        state = "skipped"
    return Case("carbongate", "verdict", state, said, (*found.reasons, meaning(report)))


def limit(report: Report, row: Judgement) -> Case:
    """One limit of one budget."""
    state = STATES[row.state]
    if state in ("failure", "error") and not enforced(report):
        state = "skipped"
    said = row.reason or (broke(row) if state != "pass" else "")
    if row.state == "off" and not judged.unjudged(row):
        said = "the budget is switched off"
    name = judged.metric(row)
    return Case(f"carbongate.budgets.{row.budget}", name, state, said, (judged.against(row),))


def findings(report: Report, found: Sequence[Result]) -> list[Case]:
    """One case for each rule and file with findings; one that passes where there are none."""
    groups: dict[tuple[str, str], list[Result]] = {}
    for one in found:
        if one.rule not in OWN:
            groups.setdefault((one.path, one.rule), []).append(one)
    cases = [smells(path, rule, alike) for (path, rule), alike in sorted(groups.items())]
    if not cases and report.scanned:
        cases.append(Case("carbongate.findings", count(report.scanned, "code file"), "pass"))
    return cases


def smells(path: str, rule: str, alike: Sequence[Result]) -> Case:
    """The findings of one rule in one file; the gravest speaks for all."""
    first = alike[0]
    fails = any(one.blocks for one in alike)
    said = f"suppressed: {first.excuse.why}" if first.excuse else first.message
    if len(alike) > 1:
        said += f" ({count(len(alike), 'finding')})"
    lines = tuple(map(smell, sorted(alike, key=lambda one: (one.line, one.column))))
    return Case(path, rule, "failure" if fails else "skipped", said, lines)


def smell(one: Result) -> str:
    """`path:line:column level: message`, and why it does not count."""
    note = f" (suppressed: {one.excuse.why})" if one.excuse else ""
    note += " (was there before)" if one.new is False else ""
    return f"{one.path}:{one.line}:{one.column} {one.level}: {one.message}{note}"


def covered(report: Report, found: Sequence[Result]) -> list[Case]:
    """How much was estimated, and each resource that matters and was not."""
    whole, cases = report.coverage, []
    if whole.share is not None:
        of = whole.estimated + whole.skipped
        said = f"{whole.estimated:,} of {of:,} resources, {share(whole.share)}"
        cases.append(Case("carbongate.coverage", "estimated", "pass", "", (said,)))
    for one in found:
        if one.rule == SKIPPED:
            state: State = "error" if one.blocks else "skipped"
            why = f"{one.message} ({one.excuse.why})" if one.excuse else one.message
            cases.append(Case("carbongate.coverage", one.title, state, why))
    return cases


def left(name: str, cases: Sequence[Case]) -> Iterator[Case]:
    """A case for those that are too many to show, as grave as the gravest of them."""
    rest = [one.state for one in cases[MOST:]]
    if rest:
        worst: State = "failure" if "failure" in rest else "error" if "error" in rest else "skipped"
        said = f"{count(len(rest), 'more case')} in the JSON report"
        yield Case(f"carbongate.{name}", said, worst, said)

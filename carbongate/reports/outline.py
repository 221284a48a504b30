"""What a report for people says, in its order, as plain text that no format has escaped yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carbongate.model import Finding, Report
from carbongate.reports import excuses, remedy
from carbongate.reports.actions import actions
from carbongate.reports.changes import Changes, changes
from carbongate.reports.entries import (
    Budget,
    Gap,
    Row,
    Smell,
    Total,
    assumed,
    budgets,
    counted,
    entry,
    gaps,
    month,
    order,
    smell,
    tenants,
    whole,
)
from carbongate.reports.excuses import Excuse, Looser
from carbongate.reports.headline import headline, meaning, word
from carbongate.reports.largest import estimates, largest
from carbongate.reports.signed import differs, unlike
from carbongate.words import count

LARGEST = 5


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that text and Markdown show.

    `calm` is the sentence of a change that does nothing to carbon and code, and needs no more words.
    """

    word: str
    headline: str
    calm: str
    loosening: str
    loosened: tuple[Looser, ...]
    alerts: tuple[str, ...]
    reasons: tuple[str, ...]
    meaning: str
    coverage: tuple[str, ...]
    actions: tuple[str, ...]
    budgets: tuple[Budget, ...]
    changes: Changes | None
    totals: tuple[Total, ...]
    largest: tuple[Row, ...]
    tenants: tuple[Row, ...]
    resources: int
    smells: tuple[Smell, ...]
    quiet: tuple[Smell, ...]
    smell_count: str
    gaps: tuple[Gap, ...]
    skipped: int
    lines: tuple[str, ...]
    waivers: tuple[Excuse, ...]
    notes: tuple[str, ...]
    assumptions: tuple[str, ...]
    first_config: tuple[str, ...]
    explain: str


def outline(report: Report) -> Outline:
    """The report in the order in which a reader asks."""
    by_name = sorted(report.stacks, key=lambda found: found.stack.name)
    rows = list(estimates(report))
    compared = changes(report.difference) if report.difference else None
    same = report.command == "diff" and compared is not None and not compared.differs
    missing = sorted(
        (row for found in by_name for row in found.skipped),
        key=lambda row: (not row.heavy, row.address, str(row.where), row.why),
    )
    found = sorted(report.findings, key=order)
    judge = report.command not in ("estimate", "diff")
    several = sum(each.totals.carbon.best > 0 for each in by_name) > 1
    return Outline(
        word=word(report),
        headline=headline(report) or (counted(found) if found else ""),
        calm=calm(report, compared) if judge and compared else "",
        loosening=excuses.loosened(report.loosened),
        loosened=excuses.loosenings(report.loosened),
        alerts=excuses.alerts(report.waivers),
        reasons=reasons(report) if judge else (),
        meaning=meaning(report),
        coverage=covered(report, counted(found)),
        actions=actions(report) if judge else (),
        budgets=budgets(report.verdict.judgements) if judge else (),
        changes=compared,
        totals=tuple(map(month, sorted(by_name, key=lambda each: -each.totals.carbon.best))),
        largest=tuple(
            entry(row, whole(row, report), row.stack if several else "")
            for row in largest((row for row in rows if row.tenant_of is None), LARGEST)
        ),
        tenants=tenants(rows),
        resources=sum(not row.idle for row in rows),
        smells=tuple(smell(row) for row in found if not row.suppressed and row.new is not False),
        quiet=tuple(smell(row) for row in found if row.suppressed or row.new is False),
        smell_count=counted(found),
        gaps=() if same else gaps(missing),
        skipped=len(missing),
        lines=() if same else remedy.to_add(missing),
        waivers=excuses.waivers(report.waivers),
        notes=tuple(
            dict.fromkeys((*report.notes, *(note for found in by_name for note in found.notes)))
        ),
        assumptions=() if same else tuple(map(assumed, report.assumptions)),
        first_config=() if report.configured or not judge else remedy.first_budget(by_name),
        explain=explain(report, found),
    )


def explain(report: Report, found: Sequence[Finding]) -> str:
    """What `carbongate explain` is to be asked for: a rule where only findings are wrong, what changed
    most of a difference, else what is largest; "" where it is nothing, or not in this folder."""
    shown = [row for row in found if not row.suppressed and row.new is not False]
    verdict = report.verdict
    broken = {row.metric for row in verdict.judgements if row.state == "fail"}
    if shown and verdict.outcome == "fail" and broken <= {"findings"}:
        return shown[0].rule
    if not report.here:
        return ""
    if report.command == "diff":
        there = report.difference.changes if report.difference else ()
        return next((row.address for row in there if unlike(row) and row.after), "")
    for row in largest((row for row in estimates(report) if row.tenant_of is None), 1):
        return row.resource.address
    return ""


def reasons(report: Report) -> tuple[str, ...]:
    """What decided, each once, and not what the headline says already."""
    first = headline(report)
    return tuple(text for text in dict.fromkeys(report.verdict.reasons) if text != first)


def calm(report: Report, found: Changes) -> str:
    """The sentence of a change that does nothing; "" where there is more to say."""
    fresh = any(not row.suppressed and row.new is not False for row in report.findings)
    difference = report.difference
    other = difference is not None and (difference.data is not None or differs(difference))
    if other or fresh or report.loosened or report.verdict.outcome != "pass":
        return ""
    code = " and no finding" if report.scanned else ""
    return f"Against `{found.base}` this change adds no carbon{code}: {found.still}."


def covered(report: Report, findings: str) -> tuple[str, ...]:
    """How much was looked at: what a green verdict is worth."""
    said, coverage = [], report.coverage
    whole = coverage.estimated + coverage.skipped
    if whole or coverage.free:
        needs = "needs no energy of its" if coverage.free == 1 else "need no energy of their"
        free = f"; {coverage.free:,} {needs} own" if coverage.free else ""
        skipped = f", {coverage.skipped:,} skipped" if coverage.skipped else ""
        said.append(
            f"Estimated {coverage.estimated:,} of {count(whole, 'resource')}{skipped}{free}."
        )
    if spared := excuses.spared(report.waivers):
        said.append(spared)
    if coverage.assumed:
        rest = "rests" if coverage.assumed == 1 else "rest"
        said.append(
            f"{coverage.assumed:,} of the estimated ones {rest} on an assumed type, size, count or "
            "region."
        )
    if report.scanned:
        said.append(f"{count(report.scanned, 'code file')} read, {findings}.")
    return tuple(said)

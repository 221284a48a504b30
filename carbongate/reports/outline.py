"""What a report for people says, in its order, as plain text that no format has escaped yet."""

from __future__ import annotations

from dataclasses import dataclass

from carbongate.model import Coverage, Report
from carbongate.reports import judged, remedy
from carbongate.reports.actions import actions
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
from carbongate.reports.largest import estimates, largest
from carbongate.words import count

LARGEST = 5


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that text and Markdown show."""

    word: str
    headline: str
    reasons: tuple[str, ...]
    meaning: str
    coverage: tuple[str, ...]
    actions: tuple[str, ...]
    budgets: tuple[Budget, ...]
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
    notes: tuple[str, ...]
    assumptions: tuple[str, ...]
    first_config: tuple[str, ...]


def outline(report: Report) -> Outline:
    """The report in the order in which a reader asks."""
    by_name = sorted(report.stacks, key=lambda found: found.stack.name)
    rows = list(estimates(report))
    missing = sorted(
        (row for found in by_name for row in found.skipped),
        key=lambda row: (not row.heavy, row.address, str(row.where), row.why),
    )
    found = sorted(report.findings, key=order)
    judge = report.command != "estimate"
    several = sum(each.totals.carbon.best > 0 for each in by_name) > 1
    return Outline(
        word=judged.word(report),
        headline=judged.headline(report) or (counted(found) if found else ""),
        reasons=reasons(report) if judge else (),
        meaning=judged.meaning(report),
        coverage=covered(report.coverage, counted(found), report.scanned),
        actions=actions(report) if judge else (),
        budgets=budgets(report.verdict.judgements) if judge else (),
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
        gaps=gaps(missing),
        skipped=len(missing),
        lines=remedy.to_add(missing),
        notes=tuple(
            dict.fromkeys((*report.notes, *(note for found in by_name for note in found.notes)))
        ),
        assumptions=tuple(map(assumed, report.assumptions)),
        first_config=() if report.configured or not judge else remedy.first_budget(by_name),
    )


def reasons(report: Report) -> tuple[str, ...]:
    """What decided, each once, and not what the headline says already."""
    headline = judged.headline(report)
    return tuple(text for text in dict.fromkeys(report.verdict.reasons) if text != headline)


def covered(coverage: Coverage, findings: str, scanned: int) -> tuple[str, ...]:
    """How much was looked at: what a green verdict is worth."""
    said = []
    whole = coverage.estimated + coverage.skipped
    if whole or coverage.free:
        free = f"; {coverage.free:,} need no energy of their own" if coverage.free else ""
        skipped = f", {coverage.skipped:,} skipped" if coverage.skipped else ""
        said.append(f"Estimated {coverage.estimated:,} of {whole:,} resources{skipped}{free}.")
    if coverage.assumed:
        said.append(
            f"{coverage.assumed:,} of the estimated ones rest on an assumed type, size, count or region."
        )
    if scanned:
        said.append(f"{count(scanned, 'code file')} read, {findings}.")
    return tuple(said)

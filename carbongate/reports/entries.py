"""The entries of a report for people, each in words: limits, stacks, resources, findings, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carbongate.figure import Figure, Unit
from carbongate.model import (
    Assumption,
    Estimate,
    Finding,
    Judgement,
    Report,
    Skipped,
    StackEstimate,
    State,
)
from carbongate.reports import judged, remedy
from carbongate.reports.largest import largest
from carbongate.words import amount, count, listed, share

STATES = ("fail", "undecided", "warn", "pass", "off")
SEVERITIES = ("error", "warning", "info", "hint")


@dataclass(frozen=True, slots=True)
class Budget:
    """One limit. `word` is its state for a reader, who wants to know of waivers too."""

    id: str
    metric: str
    found: str
    limit: str
    against: str
    room: str
    state: State
    word: str


@dataclass(frozen=True, slots=True)
class Total:
    """One stack's month; `guests` is its share of the machines of another stack, or ""."""

    name: str
    carbon: str
    guests: str
    operational: str
    embodied: str
    energy: str
    score: str


@dataclass(frozen=True, slots=True)
class Row:
    """One resource. `share` is of its stack, of its machines for a tenant."""

    address: str
    what: str
    region: str
    carbon: str
    share: str
    basis: str
    where: str
    stack: str
    host: str


@dataclass(frozen=True, slots=True)
class Smell:
    """One finding; `note` says why it is not to be fixed here: it is old, or suppressed."""

    place: str
    column: int
    rule: str
    severity: str
    message: str
    note: str
    old: bool
    suppressed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Something skipped, and `more` of its type for the same reason; the line to add or ""."""

    address: str
    more: str
    what: str
    where: str
    why: str
    line: str
    weight: str


# ---- carbon ------------------------------------------------------------------------------------


def kg(figure: Figure) -> str:
    """Grams as a reader wants them."""
    kilograms = figure.to(Unit.KG)
    return amount(kilograms.low, kilograms.best, kilograms.high, "kgCO2e")


def plain(figure: Figure) -> str:
    """A figure in its own unit."""
    return amount(figure.low, figure.best, figure.high, figure.unit.value)


def budgets(rows: Iterable[Judgement]) -> tuple[Budget, ...]:
    """All limits, the broken ones first."""
    return tuple(budget(row) for row in sorted(rows, key=weight))


def weight(row: Judgement) -> tuple[int, bool]:
    """The broken ones first; of those that pass, the ones that a waiver lets pass."""
    return STATES.index(row.state), not judged.excused(row)


def budget(row: Judgement) -> Budget:
    """One limit held against what was found."""
    return Budget(
        row.budget,
        judged.metric(row),
        judged.found(row),
        judged.limit(row),
        judged.against(row),
        judged.room(row),
        row.state,
        judged.state(row),
    )


def month(found: StackEstimate) -> Total:
    """One stack's totals and its score."""
    unit, score, totals = found.stack.functional_unit, found.sci, found.totals
    said = "no functional unit"
    if unit is not None and score is not None:
        said = f"{amount(score.low, score.best, score.high, 'gCO2e')} per {unit.name}"
    if not found.estimates:
        skipped = count(len(found.skipped), "resource")
        return Total(found.stack.name, f"nothing estimated, {skipped} skipped", "", "", "", "", "")
    return Total(
        found.stack.name,
        kg(totals.carbon),
        f"{kg(found.guests)} on {found.stack.runs_on}" if found.guests else "",
        kg(totals.operational),
        kg(totals.embodied),
        plain(totals.energy),
        said,
    )


def whole(row: Estimate, report: Report) -> float:
    """Carbon of the stack that a row belongs to, grams."""
    return sum(found.totals.carbon.best for found in report.stacks if found.stack.name == row.stack)


def entry(row: Estimate, of: float, of_what: str = "") -> Row:
    """One resource and its part of a whole in grams."""
    found, figure = row.resource, row.carbon()
    named = found.machine and found.machine != found.type
    kind = f"{found.type} {found.machine}" if named else found.type
    return Row(
        address=found.address,
        what=kind,
        region=found.region or "no region",
        carbon=kg(figure),
        share=portion(figure.best, of, of_what),
        basis=row.basis,
        where=str(found.where),
        stack=row.stack,
        host=row.tenant_of or "",
    )


def portion(part: float, of: float, of_what: str) -> str:
    """The share of a whole, and of which one where there are several."""
    if of <= 0:
        return ""
    said = share(min(1.0, part / of))
    return f"{said} of {of_what}" if of_what else said


def tenants(rows: Iterable[Estimate]) -> tuple[Row, ...]:
    """What runs on declared machines, the largest of each first, with its part of them."""
    guests: dict[str, list[Estimate]] = {}
    for row in rows:
        if row.tenant_of is not None:
            guests.setdefault(row.tenant_of, []).append(row)
    return tuple(
        entry(row, sum(guest.grams() for guest in guests[host]))
        for host in sorted(guests)
        for row in largest(guests[host], len(guests[host]))
    )


# ---- findings and gaps -------------------------------------------------------------------------


def order(found: Finding) -> tuple[bool, int, int, str, int, int, str]:
    """New and unsuppressed ones first, then by weight, then by place."""
    return (
        bool(found.suppressed),
        0 if found.new else 1 if found.new is None else 2,
        SEVERITIES.index(found.severity),
        found.path,
        found.line,
        found.column,
        found.rule,
    )


def smell(found: Finding) -> Smell:
    """One finding in words."""
    notes = []
    if found.new is False:
        notes.append("was there before")
    if found.suppressed:
        notes.append(f"suppressed: {found.suppressed}")
    if found.suppressed == "":
        notes.append("its suppression has no reason and does not count")
    return Smell(
        f"{found.path}:{found.line}",
        found.column,
        found.rule,
        found.severity,
        found.message,
        "; ".join(notes),
        found.new is False,
        bool(found.suppressed),
    )


def counted(findings: Sequence[Finding]) -> str:
    """`3 new findings: 1 error, 2 warnings; 4 older; 1 suppressed`."""
    shown = [row for row in findings if not row.suppressed]
    compared = any(row.new is not None for row in shown)
    fresh = [row for row in shown if row.new is not False]
    severities: Counter[str] = Counter(row.severity for row in fresh)
    by_severity = [count(severities[each], each) for each in SEVERITIES if severities[each]]
    said = count(len(fresh), "new finding" if compared else "finding")
    said += f": {', '.join(by_severity)}" if by_severity else ""
    older, hidden = len(shown) - len(fresh), len(findings) - len(shown)
    said += f"; {older:,} older" if older else ""
    return said + (f"; {hidden:,} suppressed" if hidden else "")


def gaps(rows: Iterable[Skipped]) -> tuple[Gap, ...]:
    """What was skipped, by cause: heavy ones first, then those that are many."""
    causes: dict[tuple[bool, str, str], list[Skipped]] = {}
    for row in rows:
        causes.setdefault((not row.heavy, row.type, remedy.reason(row)), []).append(row)
    ordered = sorted(causes.items(), key=lambda cause: (cause[0][0], -len(cause[1]), cause[0]))
    return tuple(gap(alike) for _, alike in ordered)


def gap(alike: Sequence[Skipped]) -> Gap:
    """What was skipped for one cause, and its remedy."""
    row = alike[0]
    found = remedy.line(row)
    return Gap(
        row.address,
        f"and {len(alike) - 1:,} more" if len(alike) > 1 else "",
        row.type,
        "" if row.address == row.where.path else str(row.where),
        remedy.reason(row),
        f"{found.section}: {found.text}" if found else "",
        "heavy" if row.heavy else "",
    )


def assumed(row: Assumption) -> str:
    """A sentence and what it touches."""
    return f"{row.text} ({listed(row.affects)})" if row.affects else row.text

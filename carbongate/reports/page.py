"""What the Markdown template prints: the outline, what stands open and what is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from carbongate.figure import Unit
from carbongate.model import Report, Source, StackEstimate
from carbongate.reports.disclosure import (
    FORMULAS,
    METHODS,
    PRINCIPLES,
    TRACED,
    Coefficient,
    boundary,
    coefficients,
    exclusions,
)
from carbongate.reports.entries import Budget, Gap, Row, Smell, Total
from carbongate.reports.largest import estimates, largest
from carbongate.reports.outline import Outline, outline
from carbongate.words import amount

T = TypeVar("T")
SIGNS = {
    "ESTIMATE": "📊",
    "PASS": "✅",
    "FAIL": "❌",
    "WOULD FAIL": "🟠",
    "UNDECIDED": "❓",
    "WOULD BE UNDECIDED": "🟠",
    "NOTHING TO LOOK AT": "⚪",
}
STATES = {"pass": "✅", "fail": "❌", "warn": "🟠", "undecided": "❓", "off": "⚪"}
QUANTITIES = {"intensity": "grid intensity", "pue": "PUE", "functional_unit": "R"}
DIGITS = 6  # of a coefficient: it is to be checked against its source
# How much of each list stands open at most, and how many entries together: sixty lines in all.
OPEN = {
    "reasons": 3,
    "budgets": 5,
    "totals": 4,
    "smells": 10,
    "gaps": 5,
    "assumptions": 4,
    "notes": 2,
}
ENTRIES, LEAST = 24, 2
FOLDED, LINES, COEFFICIENTS = 100, 40, 60


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """A list: its first entries stand open, the next ones are folded, `left` are elsewhere."""

    open: tuple[T, ...]
    folded: tuple[T, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a stack's score must say of itself."""

    name: str
    unit: str
    boundary: str
    exclusions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A coefficient: where it stands, its value, its source."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    command: str
    sign: str
    title: str
    meaning: str
    coverage: str
    actions: tuple[str, ...]
    first_config: tuple[str, ...]
    reasons: Shown[str]
    budgets: Shown[tuple[Budget, str]]
    totals: Shown[Total]
    largest: tuple[Row, ...]
    resources: int
    tenants: Shown[Row]
    smell_count: str
    smells: Shown[Smell]
    gaps: Shown[Gap]
    skipped: int
    lines: Shown[str]
    notes: Shown[str]
    assumptions: Shown[str]
    stacks: tuple[Disclosed, ...]
    formulas: tuple[str, ...]
    methods: str
    coefficients: Shown[Cell]
    fingerprint: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def page(report: Report) -> Page:
    """Prepares everything; the template only loops and prints."""
    said = outline(report)
    by_name = sorted(report.stacks, key=lambda found: found.stack.name)
    most = openings(said)
    return Page(
        command=report.command,
        sign=SIGNS[said.word] if said.budgets or said.word != "PASS" or not said.totals else "⚪",
        title=f"{said.word}: {said.headline}" if said.headline else said.word,
        meaning=f"{said.meaning[:1].upper()}{said.meaning[1:]}." if said.meaning else "",
        coverage=" ".join(said.coverage),
        actions=said.actions,
        first_config=said.first_config,
        reasons=shown(said.reasons, most["reasons"]),
        budgets=shown(budgets(said), most["budgets"]),
        totals=shown(said.totals, most["totals"]),
        largest=said.largest,
        resources=said.resources,
        tenants=shown(said.tenants, 0),
        smell_count=said.smell_count,
        smells=shown((*said.smells, *said.quiet), most["smells"]),
        gaps=shown(said.gaps, most["gaps"]),
        skipped=said.skipped,
        lines=shown(said.lines, 0, LINES),
        notes=shown(said.notes, most["notes"]),
        assumptions=shown(said.assumptions, most["assumptions"]),
        stacks=tuple(map(disclosed, by_name)),
        formulas=FORMULAS,
        methods=methods(),
        coefficients=shown(cells(report), 0, COEFFICIENTS),
        fingerprint=fingerprint(report),
        sources=tuple(sorted(report.sources, key=lambda source: source.key)),
    )


def openings(said: Outline) -> dict[str, int]:
    """How many entries of each list stand open: the longest give way until all fit."""
    most = {name: min(limit, len(getattr(said, name))) for name, limit in OPEN.items()}
    room = ENTRIES - len(said.largest) - len(said.actions)
    while sum(most.values()) > room and max(most.values()) > LEAST:
        most[max(most, key=most.__getitem__)] -= 1
    return most


def shown(entries: Sequence[T], most: int, folded: int = FOLDED) -> Shown[T]:
    """The parts of a list."""
    return Shown(
        tuple(entries[:most]),
        tuple(entries[most : most + folded]),
        max(0, len(entries) - most - folded),
    )


def budgets(said: Outline) -> list[tuple[Budget, str]]:
    """Limits with their signs."""
    return [(row, STATES[row.state]) for row in said.budgets]


def disclosed(found: StackEstimate) -> Disclosed:
    """Boundary, exclusions and functional unit of a stack."""
    unit = found.stack.functional_unit
    said = "no functional unit is stated, so no score was computed"
    if unit is not None:
        each = unit.per_month
        said = f"{amount(each.low, each.best, each.high, '')} times {unit.name} a month"
    return Disclosed(found.stack.name, said, boundary(found), exclusions(found))


def methods() -> str:
    """How each quantity was come by, in one sentence."""
    how = ", ".join(f"{QUANTITIES.get(name, name)} {how}" for name, how in METHODS.items())
    return f"{how}; {'; '.join(PRINCIPLES)}"


def cells(report: Report) -> list[Cell]:
    """The coefficients that the largest resources rest on."""
    return [cell(found) for found in coefficients(largest(estimates(report), TRACED))]


def cell(found: Coefficient) -> Cell:
    """One coefficient in words."""
    figure, at = found.figure, found.cell
    unit = "" if figure.unit is Unit.ONE else figure.unit.value
    value = amount(figure.low, figure.best, figure.high, unit, DIGITS)
    column = "" if at.column == "best" else f" {at.column}"
    return Cell(f"{at.table} {at.row}{column}", value, at.source)


def fingerprint(report: Report) -> tuple[tuple[str, str], ...]:
    """What decided the numbers, word by word."""
    found = report.fingerprint
    pairs = (
        ("carbongate", found.tool),
        ("dataset", found.dataset),
        ("grid factors", found.grid_basis),
        ("rules", found.rules),
        ("configuration", found.config),
        ("date", found.date),
        *sorted(found.tools.items()),
    )
    return tuple((name, value) for name, value in pairs if value)

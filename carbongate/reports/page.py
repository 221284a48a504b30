"""What the Markdown template prints: the outline, what stands open and what is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from carbongate.model import Report, Source, StackEstimate
from carbongate.reports.disclosure import (
    FORMULAS,
    METHODS,
    Coefficient,
    boundary,
    coefficients,
    exclusions,
)
from carbongate.reports.largest import estimates, largest
from carbongate.reports.outline import Budget, Gap, Outline, Row, Smell, Total, outline
from carbongate.words import amount

T = TypeVar("T")
SIGNS = {
    "PASS": "✅",
    "FAIL": "❌",
    "WOULD FAIL": "🟠",
    "UNDECIDED": "❓",
    "WOULD BE UNDECIDED": "🟠",
    "NOTHING TO LOOK AT": "⚪",
}
STATES = {"pass": "✅", "fail": "❌", "warn": "🟠", "undecided": "❓", "off": "⚪"}
TRACED = 1_000  # resources whose coefficients are listed
REASONS, BUDGETS, STACKS, SMELLS, GAPS, NOTES, ASSUMPTIONS = 5, 6, 5, 10, 5, 3, 5
OPEN_LINES, FOLDED, LINES, COEFFICIENTS = 6, 100, 40, 60


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
    return Page(
        command=report.command,
        sign=SIGNS[said.word],
        title=f"{said.word}: {said.headline}" if said.headline else said.word,
        meaning=f"{said.meaning}.".capitalize(),
        coverage=" ".join(said.coverage),
        actions=said.actions,
        first_config=said.first_config,
        reasons=shown(said.reasons, REASONS),
        budgets=shown(budgets(said), BUDGETS),
        totals=shown(said.totals, STACKS),
        largest=said.largest,
        resources=said.resources,
        tenants=shown(said.tenants, 0),
        smell_count=said.smell_count,
        smells=shown((*said.smells, *said.quiet), min(SMELLS, len(said.smells))),
        gaps=shown(said.gaps, GAPS),
        lines=shown(said.lines, OPEN_LINES if len(said.lines) <= OPEN_LINES else 0, LINES),
        notes=shown(said.notes, NOTES),
        assumptions=shown(said.assumptions, ASSUMPTIONS),
        stacks=tuple(map(disclosed, by_name)),
        formulas=FORMULAS,
        methods=METHODS,
        coefficients=shown(cells(report), 0, COEFFICIENTS),
        fingerprint=fingerprint(report),
        sources=tuple(sorted(report.sources, key=lambda source: source.key)),
    )


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


def cells(report: Report) -> list[Cell]:
    """The coefficients that the largest resources rest on."""
    return [cell(found) for found in coefficients(largest(estimates(report), TRACED))]


def cell(found: Coefficient) -> Cell:
    """One coefficient in words."""
    figure, at = found.figure, found.cell
    value = amount(figure.low, figure.best, figure.high, figure.unit.value.removeprefix("1"))
    return Cell(f"{at.table} {at.row} {at.column}", value, at.source)


def fingerprint(report: Report) -> tuple[tuple[str, str], ...]:
    """What decided the numbers, word by word."""
    found = report.fingerprint
    pairs = (
        ("tool", found.tool),
        ("dataset", found.dataset),
        ("grid factors", found.grid_basis),
        ("rules", found.rules),
        ("configuration", found.config),
        ("date", found.date),
        *sorted(found.tools.items()),
    )
    return tuple((name, value) for name, value in pairs if value)

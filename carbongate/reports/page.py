"""What the Markdown template prints: the outline, what stands open and what is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from carbongate.figure import Unit
from carbongate.model import Report, Source, StackEstimate
from carbongate.reports.changes import Altered, Changes, Side, one_line
from carbongate.reports.chart import charts
from carbongate.reports.contract import fingerprint
from carbongate.reports.disclosure import (
    FORMULAS,
    METHODS,
    OUTSIDE,
    PRINCIPLES,
    Coefficient,
    boundary,
    coefficients,
    made_with,
    unestimated,
)
from carbongate.reports.entries import Budget, Gap, Row, Smell, Total
from carbongate.reports.excuses import Excuse, Looser
from carbongate.reports.heights import openings
from carbongate.reports.outline import Outline, outline
from carbongate.words import amount

T = TypeVar("T")
SIGNS = {
    "ESTIMATE": "📊",
    "DIFFERENCE": "📊",
    "PASS": "✅",
    "FAIL": "❌",
    "WOULD FAIL": "🟠",
    "UNDECIDED": "❓",
    "WOULD BE UNDECIDED": "🟠",
    "NOTHING TO LOOK AT": "⚪",
}
STATES = {"pass": "✅", "fail": "❌", "warn": "🟠", "undecided": "❓", "off": "⚪"}
WAIVERS = {"ends soon": "⏳", "in force": "🟢", "unused": "⚪", "expired": "⛔", "not held": "⛔"}
QUANTITIES = {"intensity": "grid intensity", "pue": "PUE", "functional_unit": "R"}
DIGITS = 6  # of a coefficient: it is to be checked against its source
FOLDED, LOOSENED, LINES, COEFFICIENTS = 100, 20, 40, 60


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
    said: Outline
    meaning: str
    coverage: str
    loosened: Shown[Looser]
    alerts: Shown[str]
    reasons: Shown[str]
    budgets: Shown[tuple[Budget, str]]
    changes: Changes | None
    unchanged: str
    still: str
    sides: Shown[Side]
    altered: Shown[Altered]
    unknown: Shown[Altered]
    workloads: Shown[Altered]
    moved: Shown[Altered]
    totals: Shown[Total]
    largest: Shown[Row]
    tenants: Shown[Row]
    smells: Shown[Smell]
    gaps: Shown[Gap]
    lines: Shown[str]
    waivers: Shown[tuple[Excuse, str]]
    notes: Shown[str]
    assumptions: Shown[str]
    charts: tuple[tuple[str, ...], ...]
    stacks: tuple[Disclosed, ...]
    formulas: tuple[str, ...]
    methods: str
    outside: tuple[str, ...]
    coefficients: Shown[Cell]
    fingerprint: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def page(report: Report) -> Page:
    """Prepares everything; the template only loops and prints."""
    said = outline(report)
    by_name = sorted(report.stacks, key=lambda found: found.stack.name)
    most = openings(said)
    found = said.changes
    budgets = [(row, STATES[row.state]) for row in said.budgets]
    return Page(
        command=report.command,
        sign=sign(said),
        title=f"{said.word}: {said.headline}" if said.headline else said.word,
        said=said,
        meaning=f"{said.meaning[:1].upper()}{said.meaning[1:]}." if said.meaning else "",
        coverage=" ".join(said.coverage),
        loosened=shown(said.loosened, most["loosened"], LOOSENED),
        alerts=shown(said.alerts, most["alerts"], 0),
        reasons=shown(said.reasons, most["reasons"], 0),
        budgets=shown(budgets, most["budgets"]),
        changes=found,
        unchanged=one_line(found) if found and not found.differs else "",
        still=f"{found.still[:1].upper()}{found.still[1:]}" if found else "",
        sides=shown(found.stacks if found else (), most["sides"]),
        altered=shown(found.counted if found else (), most["changes"]),
        unknown=shown(found.unknown if found else (), most["unknown"]),
        workloads=shown(found.workloads if found else (), 0),
        moved=shown(found.moved if found else (), 0),
        totals=shown(said.totals, most["totals"]),
        largest=shown(said.largest, most["largest"]),
        tenants=shown(said.tenants, 0),
        smells=shown((*said.smells, *said.quiet), most["smells"]),
        gaps=shown(said.gaps, most["gaps"]),
        lines=shown(said.lines, 0, LINES),
        waivers=shown([(row, WAIVERS[row.state]) for row in said.waivers], most["waivers"]),
        notes=shown(said.notes, most["notes"]),
        assumptions=shown(said.assumptions, most["assumptions"]),
        charts=charts(report),
        stacks=tuple(map(disclosed, by_name)),
        formulas=FORMULAS,
        methods=methods(),
        outside=OUTSIDE,
        coefficients=shown(cells(report), 0, COEFFICIENTS),
        fingerprint=made_with(fingerprint(report.fingerprint)),
        sources=tuple(sorted(report.sources, key=lambda source: source.key)),
    )


def sign(said: Outline) -> str:
    """What is seen before a word is read; a pass that held no limit is none."""
    judged = any(row.state != "off" for row in said.budgets)
    held = judged or said.word != "PASS" or not said.totals
    return SIGNS[said.word] if held else "⚪"


def shown(entries: Sequence[T], most: int, folded: int = FOLDED) -> Shown[T]:
    """The parts of a list."""
    return Shown(
        tuple(entries[:most]),
        tuple(entries[most : most + folded]),
        max(0, len(entries) - most - folded),
    )


# ---- method ------------------------------------------------------------------------------------


def disclosed(found: StackEstimate) -> Disclosed:
    """Boundary, exclusions and functional unit of a stack."""
    unit = found.stack.functional_unit
    said = "no functional unit is stated, so no score was computed"
    if unit is not None:
        each = unit.per_month
        said = f"{amount(each.low, each.best, each.high, '')} times {unit.name} a month"
    return Disclosed(found.stack.name, said, boundary(found), unestimated(found))


def methods() -> str:
    """How each quantity was come by, in one sentence."""
    how = ", ".join(f"{QUANTITIES.get(name, name)} {how}" for name, how in METHODS.items())
    return f"{how}; {'; '.join(PRINCIPLES)}"


def cells(report: Report) -> list[Cell]:
    """The coefficients that the largest resources rest on."""
    return [cell(found) for found in coefficients(report)]


def cell(found: Coefficient) -> Cell:
    """One coefficient in words."""
    figure, at = found.figure, found.cell
    unit = "" if figure.unit is Unit.ONE else figure.unit.value
    value = amount(figure.low, figure.best, figure.high, unit, DIGITS)
    column = "" if at.column == "best" else f" {at.column}"
    return Cell(f"{at.table} {at.row}{column}", value, at.source)

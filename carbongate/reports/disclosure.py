"""What a score must say of itself (ISO/IEC 21031): where it ends, what it leaves out, and how and
from which coefficients it was worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from carbongate.figure import Figure, Looked, Unit, total
from carbongate.model import Report, Skipped, StackEstimate
from carbongate.reports.largest import estimates, largest
from carbongate.words import listed

NAMED = 5
# What no estimate of manifests can hold, in the words of the standard: named, not forgotten.
OUTSIDE = (
    "access network and the devices of users",
    "people, their offices and their own machines",
    "services of third parties, such as APIs, software as a service and content delivery networks",
    "what no manifest of this stack declares; manifests that belong to no stack are in the notes",
)

FORMULAS = (
    "SCI = (operational + embodied) / R, after ISO/IEC 21031",
    "operational = energy × grid intensity of the region (location-based yearly average)",
    "energy = (compute + accelerators + memory + storage + network) × PUE",
    "embodied = share of the hardware reserved × its manufacture × time reserved / its life",
)
# How each quantity of the formulas was come by, in the words of the standard.
METHODS = {
    "energy": "modelled",
    "intensity": "sourced",
    "pue": "sourced",
    "embodied": "modelled",
    "functional_unit": "declared",
}
PRINCIPLES = (
    "all that is reserved counts, idle or not",
    "offsets and certificates never lower a score",
    "R of a pipeline is its runs: stated, scheduled, or assumed",
)
TRACED = 1_000  # resources whose coefficients are listed


def boundary(found: StackEstimate) -> str:
    """What is inside: everything that the stack's manifests reserve, for one month."""
    manifests = listed(sorted(found.stack.manifests), NAMED) or "its manifests"
    machines = found.stack.runs_on
    shared = (
        f"; its machines are those of stack {machines}, whose totals count them: "
        "the score holds its share of them"
        if machines
        else ""
    )
    return f"all that is reserved by {manifests} in a month of 730 h, used or idle{shared}"


def exclusions(found: StackEstimate) -> tuple[str, ...]:
    """What is outside, the general first."""
    return (*OUTSIDE, *unestimated(found))


def unestimated(found: StackEstimate) -> tuple[str, ...]:
    """Each type that could not be estimated, also where a waiver takes it out of coverage."""
    return tuple(
        f"{what}: {len(addresses):,} of type {kind} ({listed(sorted(addresses), NAMED)})"
        for what, missing in (
            ("not estimated", found.skipped),
            ("not estimated, as a waiver allows", found.waived),
        )
        for kind, addresses in sorted(by_type(missing).items())
    )


def by_type(missing: Iterable[Skipped]) -> Mapping[str, list[str]]:
    """The addresses of each type."""
    found: dict[str, list[str]] = {}
    for skipped in missing:
        found.setdefault(skipped.type, []).append(skipped.address)
    return found


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A cell of a table that the numbers rest on."""

    cell: Looked
    figure: Figure


def coefficients(report: Report) -> tuple[Coefficient, ...]:
    """Each cell once, in the order of tables, rows and columns: those that the largest resources rest
    on, and the largest changes on the side of the base."""
    found: dict[tuple[str, str, str], Coefficient] = {}
    now = (figure for one in largest(estimates(report), TRACED) for figure in one.figures())
    changes = report.difference.changes[:TRACED] if report.difference else ()
    before = (one.before for one in changes if one.before is not None)
    # One sum over all of them, so that what they share is walked once.
    carbon = total((*now, *before), Unit.GRAM)
    for figure in carbon.leaves():
        cell = figure.origin
        if isinstance(cell, Looked):
            found.setdefault((cell.table, cell.row, cell.column), Coefficient(cell, figure))
    return tuple(found[key] for key in sorted(found))


def made_with(found: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What decided the numbers, word by word, of the fingerprint that the JSON report has."""
    pairs = (
        ("carbongate", found["tool"]),
        ("dataset", found["dataset"]),
        ("grid factors", found["grid_basis"]),
        ("rules", found["rules"]),
        ("configuration", found["config"]),
        ("date", found["date"]),
        *found["tools"].items(),
    )
    return tuple((name, value) for name, value in pairs if value)

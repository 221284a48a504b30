"""The one score and the one sum of a report, where there are any."""

from __future__ import annotations

from carbongate.config import PIPELINE
from carbongate.figure import Figure, Unit
from carbongate.limits.carbon import score
from carbongate.model import Report


def common(report: Report) -> tuple[Figure, str] | None:
    """The score of all stacks and its unit, where all have the same one; the pipeline that builds the
    system is no part of it. None where they have none in common, or nothing was estimated."""
    stacks = [each for each in report.stacks if each.stack.name != PIPELINE] or report.stacks
    unit = stacks[0].stack.functional_unit if stacks else None
    found = score(stacks)
    if unit is None or found is None or not any(each.estimates for each in stacks):
        return None
    return found, unit.name


def total(report: Report) -> Figure | None:
    """kgCO2e of all stacks in a month; nothing estimated is not nothing emitted."""
    if not any(found.estimates for found in report.stacks):
        return None
    return report.totals.carbon.to(Unit.KG)

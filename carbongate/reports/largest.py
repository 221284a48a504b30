"""How much carbon a resource stands for, and which are the largest."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator

from carbongate.figure import Figure, Unit, total
from carbongate.model import Estimate, Report


def estimates(report: Report) -> Iterator[Estimate]:
    """All rows of all stacks, in the order of the report."""
    for found in report.stacks:
        yield from found.estimates


def grams(estimate: Estimate) -> float:
    """Best gCO2e in a month."""
    return math.fsum(part.operational.best + part.embodied.best for part in estimate.parts)


def rank(estimate: Estimate) -> tuple[float, str, str, str]:
    """The largest first; names decide between equals."""
    return (-grams(estimate), estimate.stack, estimate.resource.address, estimate.tenant_of or "")


def largest(found: Iterable[Estimate], most: int) -> list[Estimate]:
    """The largest in that order, without sorting all of them."""
    return heapq.nsmallest(most, found, key=rank)


def carbon(estimate: Estimate) -> Figure:
    """Operational and embodied of all parts, gCO2e a month."""
    return total(
        (figure for part in estimate.parts for figure in (part.operational, part.embodied)),
        Unit.GRAM,
    )

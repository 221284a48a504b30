"""The rows of a report, and which are the largest."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from carbongate.model import Estimate, Report


def estimates(report: Report) -> Iterator[Estimate]:
    """All rows of all stacks, in the order of the report."""
    for found in report.stacks:
        yield from found.estimates


def rank(estimate: Estimate) -> tuple[float, str, str, str]:
    """The largest first; names decide between equals."""
    return (-estimate.grams(), estimate.stack, estimate.resource.address, estimate.tenant_of or "")


def largest(found: Iterable[Estimate], most: int) -> list[Estimate]:
    """The largest in that order, without sorting all of them."""
    return heapq.nsmallest(most, found, key=rank)

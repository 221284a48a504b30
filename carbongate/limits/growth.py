"""What a change adds to the stacks of a budget, or takes off them.

Factors that both sides share cancel. What the base could not estimate is no growth, and what cannot
be estimated any more is no credit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbongate.figure import Figure, Unit, total
from carbongate.limits.carbon import figures, score
from carbongate.limits.scope import Scope
from carbongate.model import FunctionalUnit, Kind, StackEstimate
from carbongate.paired import Delta, paired_difference

GRAMS = 1000.0  # in a kilogram


def month_growth(scope: Scope) -> Delta:
    """kgCO2e in a month."""
    known = single(scope) or paired_difference(*seen(scope), Unit.GRAM)
    return Delta(known.low / GRAMS, known.best / GRAMS, known.high / GRAMS, Unit.KG)


def run_growth(before: Figure, after: Figure) -> Delta:
    """gCO2e of one run."""
    return paired_difference([before], [after], Unit.GRAM_PER_UNIT)


def single(scope: Scope) -> Delta | None:
    """gCO2e, where the difference has it ready: of one stack without workloads elsewhere, or of all."""
    if scope.difference is None:
        return None
    rows = scope.difference.stacks
    mine = [row for row in rows if row.name in scope.both]
    if len(mine) == len(rows):
        return scope.difference.delta
    away = any(one.guests for one in (*scope.head, *(scope.base or ())))
    return mine[0].delta if len(mine) == 1 and not away else None


def score_growth(scope: Scope) -> Delta | None:
    """gCO2e for one unit; None where a side that has stacks has no score."""
    before, after = seen(scope)
    sides = ((scope.base or (), before), (scope.head, after))
    scores: list[list[Figure]] = []
    for stacks, carbon in sides:
        unit = common_unit(stacks)
        if stacks and unit is None:
            return None
        scores.append([per_unit(carbon, unit, stacks)] if unit else [])
    return paired_difference(scores[0], scores[1], Unit.GRAM_PER_UNIT)


def common_unit(stacks: Sequence[StackEstimate]) -> FunctionalUnit | None:
    """The R of stacks that have a score together."""
    return stacks[0].stack.functional_unit if score(stacks) else None


def per_unit(
    carbon: Sequence[Figure], unit: FunctionalUnit, stacks: Sequence[StackEstimate]
) -> Figure:
    """gCO2e for one unit; that of a pipeline grows with its runs."""
    together = all(
        found.resource.kind is Kind.PIPELINE for one in stacks for found in one.estimates
    )
    return total(carbon, Unit.GRAM).over(unit.per_month, unit.key, together=together)


# ---- what both sides know ------------------------------------------------------------------------


def seen(scope: Scope) -> tuple[list[Figure], list[Figure]]:
    """gCO2e of all that is estimated on both sides, or is there on one only: before, and after."""
    lost = {(one.stack, one.was or one.address) for one in scope.changes("lost")}
    understood = {(one.stack, one.address) for one in scope.changes("understood")}
    return list(carbon(scope.base or (), lost)), list(carbon(scope.head, understood))


def carbon(stacks: Sequence[StackEstimate], without: set[tuple[str, str]]) -> Iterator[Figure]:
    """gCO2e, part by part; workloads on machines of a stack that is not among them count here."""
    names = {one.stack.name for one in stacks}
    for one in stacks:
        away = one.guests is not None and one.stack.runs_on not in names
        for found in one.estimates:
            counts = found.tenant_of is None or (away and not found.idle)
            if counts and (one.stack.name, found.resource.address) not in without:
                yield from figures(found)

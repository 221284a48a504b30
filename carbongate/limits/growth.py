"""What a change adds to the stacks of a budget, or takes off them.

Factors that both sides share cancel. What the base could not estimate is no growth, and what cannot
be estimated any more is no credit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbongate.figure import Figure, Unit, total
from carbongate.limits.carbon import figures, score
from carbongate.limits.scope import Scope
from carbongate.model import FunctionalUnit, StackDifference, StackEstimate
from carbongate.paired import Delta, paired_difference

GRAMS = 1000.0  # in a kilogram


def month_growth(scope: Scope) -> Delta:
    """kgCO2e in a month."""
    row = only(scope)
    known = scope.difference.delta if scope.difference and everything(scope) else None
    if row and not any(one.guests for one in (*scope.head, *(scope.base or ()))):
        known = row.delta
    known = known or paired_difference(*seen(scope), Unit.GRAM)
    return Delta(known.low / GRAMS, known.best / GRAMS, known.high / GRAMS, Unit.KG)


def score_growth(scope: Scope) -> Delta | None:
    """gCO2e for one unit; None where a side that has stacks has no score."""
    row = only(scope)
    if row and row.score:
        return row.score
    scores: list[list[Figure]] = []
    for stacks, carbon in zip((scope.base or (), scope.head), seen(scope), strict=True):
        unit = common_unit(stacks)
        if stacks and unit is None:
            return None
        scores.append([total(carbon, Unit.GRAM).over(unit.per_month, unit.key)] if unit else [])
    return paired_difference(scores[0], scores[1], Unit.GRAM_PER_UNIT)


def run_growth(before: Figure, after: Figure) -> Delta:
    """gCO2e of one run."""
    return paired_difference([before], [after], Unit.GRAM_PER_UNIT)


def rows(scope: Scope) -> list[StackDifference]:
    """What became of each stack."""
    stacks = scope.difference.stacks if scope.difference else ()
    return [row for row in stacks if row.name in scope.both]


def only(scope: Scope) -> StackDifference | None:
    """What became of the stack, where there is one alone."""
    mine = rows(scope)
    return mine[0] if len(mine) == 1 else None


def everything(scope: Scope) -> bool:
    """Whether all stacks of either side are meant."""
    return scope.difference is not None and len(rows(scope)) == len(scope.difference.stacks)


def common_unit(stacks: Sequence[StackEstimate]) -> FunctionalUnit | None:
    """The R of stacks that have a score together."""
    return stacks[0].stack.functional_unit if score(stacks) else None


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

"""What a change adds to the stacks of a budget, or takes off them.

Factors that both sides share cancel. What the base could not estimate is no growth, and what cannot
be estimated any more is no credit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from carbongate.config import same
from carbongate.figure import Figure, Unit, total
from carbongate.limits.carbon import score
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
    base = scope.base or ()
    units = common_unit(base), common_unit(scope.head)
    if (base and units[0] is None) or (scope.head and units[1] is None):
        return None
    # Over one and the same R what did not change does not matter; over another it is another score.
    alike = units[0] is not None and units[1] is not None and same(units[0], units[1])
    carbon = seen(scope) if alike else whole(scope)
    before, after = (
        [total(side, Unit.GRAM).over(unit.per_month, unit.key)] if unit else []
        for side, unit in zip(carbon, units, strict=True)
    )
    return paired_difference(before, after, Unit.GRAM_PER_UNIT)


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

Known = tuple[tuple[str, str, tuple[float, ...]], list[Figure]]  # stack, address and numbers; parts


def seen(scope: Scope) -> tuple[list[Figure], list[Figure]]:
    """gCO2e of what changed, before and after, but for what only one side could estimate."""
    before, after = sides(scope)
    alike = Counter(key for key, _ in before) & Counter(key for key, _ in after)
    return list(rest(before, alike.copy())), list(rest(after, alike))


def whole(scope: Scope) -> tuple[list[Figure], list[Figure]]:
    """gCO2e of all that both sides know, or that is there on one side only: before, and after."""
    before, after = sides(scope)
    return list(rest(before, Counter())), list(rest(after, Counter()))


def sides(scope: Scope) -> tuple[list[Known], list[Known]]:
    """Each resource that counts in the sums of its side and is known to the other, or is not there; what
    only moved by the place it has now."""
    lost = {(left, one.was or one.address) for one, left in scope.changes("lost")}
    understood = {(one.stack, one.address) for one, _ in scope.changes("understood")}
    moved = {
        (left, one.was or one.address): (one.stack, one.address)
        for one, left in scope.changes("moved")
    }
    before = counted(scope.base or (), lost)
    here = [((*moved.get(key[:2], key[:2]), key[2]), parts) for key, parts in before]
    return here, list(counted(scope.head, understood))


def counted(stacks: Sequence[StackEstimate], without: set[tuple[str, str]]) -> Iterator[Known]:
    """Each resource in the sum of some stacks; workloads on machines of a stack that is not among
    them count here."""
    names = {one.stack.name for one in stacks}
    for one in stacks:
        away = one.guests is not None and one.stack.runs_on not in names
        for found in one.estimates:
            place = one.stack.name, found.resource.address
            if (found.tenant_of is None or (away and not found.idle)) and place not in without:
                parts = found.figures()
                ends = tuple(end for part in parts for end in (part.low, part.best, part.high))
                yield (*place, ends), parts


def rest(
    found: Sequence[Known], alike: Counter[tuple[str, str, tuple[float, ...]]]
) -> Iterator[Figure]:
    """The parts of all but those that are the same on the other side."""
    for key, parts in found:
        if alike[key]:
            alike[key] -= 1
        else:
            yield from parts

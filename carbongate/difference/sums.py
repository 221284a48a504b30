"""What the changes of each stack come to, and what its score makes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose

from carbongate.difference.entries import NOISE, Entry
from carbongate.figure import Figure, Unit, total
from carbongate.model import Estimate, FunctionalUnit, StackDifference, StackEstimate
from carbongate.paired import Delta, Pairs


@dataclass(slots=True)
class Sums:
    """gCO2e of one side, by the name that the stack has now.

    `counted` is another on the other side, and so is `away`: workloads on machines of another stack,
    which are in the score of their own stack and in no total but that of the machines. `still` is the
    same on both sides, and `unseen` are stacks of which only this side could estimate something.
    """

    counted: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    away: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    still: dict[str, list[Estimate]] = field(default_factory=lambda: defaultdict(list))
    unseen: set[str] = field(default_factory=set)

    def add(self, stack: str, entry: Entry | None) -> None:
        """Counts what an entry is estimated to."""
        found = entry.estimate if entry else None
        if found is not None and not found.idle:
            (self.counted if found.tenant_of is None else self.away)[stack].extend(found.figures())

    def all(self) -> Iterator[Figure]:
        """What counts in the total of everything."""
        for found in self.counted.values():
            yield from found


@dataclass(frozen=True, slots=True)
class Row:
    """A stack on both sides, by the name it has now."""

    name: str
    before: StackEstimate | None
    after: StackEstimate | None


def stack_difference(row: Row, before: Sums, after: Sums, pairs: Pairs) -> StackDifference:
    """Both sides of one stack, with what its changes come to."""
    old, new = row.before, row.after
    return StackDifference(
        row.name,
        old.totals.carbon if old else None,
        new.totals.carbon if new else None,
        pairs.difference(before.counted[row.name], after.counted[row.name], Unit.GRAM),
        old.sci if old else None,
        new.sci if new else None,
        score(row, before, after, pairs),
        old.stack.name if old and old.stack.name != row.name else "",
    )


def score(row: Row, before: Sums, after: Sums, pairs: Pairs) -> Delta | None:
    """gCO2e/unit of what changed, where both sides have a score in the same unit.

    Over one and the same R that is the change over R. Over two, all that both sides know counts, since
    the same carbon over another R is another score.
    """
    units = units_of(row)
    if units is None:
        return None
    name = row.name
    same = pairs.same(*(unit.per_month for unit in units))
    rest = [] if same else [total(unchanged(row, after), Unit.GRAM)]
    old, new = (
        total(
            [*sums.counted[name], *(sums.away[name] if has_guests(side) else ()), *rest], Unit.GRAM
        ).over(unit.per_month, unit.key)
        for side, sums, unit in ((row.before, before, units[0]), (row.after, after, units[1]))
    )
    found = pairs.difference([old], [new], Unit.GRAM_PER_UNIT)
    return found if name in before.unseen | after.unseen else within(found, row)


def within(found: Delta, row: Row) -> Delta:
    """The difference as the scores themselves have it, and no wider than they are apart."""
    old, new = (one.sci if one else None for one in (row.before, row.after))
    if old is None or new is None:
        return found
    best = 0.0 if isclose(new.best, old.best, rel_tol=NOISE) else new.best - old.best
    low, high = max(found.low, new.low - old.high), min(found.high, new.high - old.low)
    return Delta(min(low, best), best, max(high, best), found.unit)


def units_of(row: Row) -> tuple[FunctionalUnit, FunctionalUnit] | None:
    """R of both sides, where they have scores that can be compared."""
    if row.before is None or row.after is None:
        return None
    old, new = row.before.stack.functional_unit, row.after.stack.functional_unit
    if row.before.sci is None or row.after.sci is None or old is None or new is None:
        return None
    return (old, new) if old.name == new.name else None


def unchanged(row: Row, sums: Sums) -> Iterator[Figure]:
    """What is in the score of both sides, part by part."""
    for found in sums.still[row.name]:
        if found.tenant_of is None or (has_guests(row.after) and not found.idle):
            yield from found.figures()


def has_guests(side: StackEstimate | None) -> bool:
    """Whether the workloads of a stack run on machines of another, and so are in its score."""
    return side is not None and side.guests is not None


def rows(
    before: Sequence[StackEstimate], after: Sequence[StackEstimate], stacks: Mapping[str, str]
) -> list[Row]:
    """Every stack of either side, by name. `stacks` has old and new names of renamed ones."""
    old = {stacks.get(one.stack.name, one.stack.name): one for one in before}
    new = {one.stack.name: one for one in after}
    return [Row(name, old.get(name), new.get(name)) for name in sorted(old.keys() | new.keys())]

"""The stacks that a budget is about, as they are and as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from carbongate.config import PIPELINE, Budget
from carbongate.errors import DataError
from carbongate.model import Change, Difference, Effect, StackEstimate


@dataclass(frozen=True, slots=True)
class Scope:
    """`base` and `difference` are None where no base was given."""

    head: tuple[StackEstimate, ...]
    base: tuple[StackEstimate, ...] | None = None
    difference: Difference | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The stacks that are there now."""
        return tuple(one.stack.name for one in self.head)

    @property
    def both(self) -> frozenset[str]:
        """The stacks that are there on either side."""
        return frozenset(one.stack.name for one in (*self.head, *(self.base or ())))

    @property
    def gone(self) -> bool:
        """Whether all of it was there on the base and nothing is left."""
        return bool(self.base) and not self.head

    def changes(self, *effects: Effect) -> tuple[tuple[Change, str], ...]:
        """What happened to resources of these stacks, each with the stack that it was of on the base, by
        the name that one has now."""
        if self.difference is None:
            return ()
        names, both = renamed(self.difference), self.both
        found = []
        for one in self.difference.changes:
            if one.effect in effects:
                was = next((why.before for why in one.causes if why.why == "stack"), one.stack)
                left = names.get(was, was)
                if one.stack in both or left in both:
                    found.append((one, left))
        return tuple(found)

    def kept(self, wanted: Callable[[str], bool]) -> Scope:
        """Only the stacks of such names."""
        return Scope(
            tuple(one for one in self.head if wanted(one.stack.name)),
            None
            if self.base is None
            else tuple(one for one in self.base if wanted(one.stack.name)),
            self.difference,
        )

    def system(self, budget: Budget) -> Scope:
        """Without the pipeline, unless the budget asks for it: a run is no unit of the system."""
        return self if budget.match else self.kept(lambda name: name != PIPELINE)

    def pipeline(self, budget: Budget) -> Scope:
        """The pipeline alone, unless the budget says which one it means."""
        return self if budget.match else self.kept(lambda name: name == PIPELINE)


def scope(
    budget: Budget,
    head: Sequence[StackEstimate],
    base: Sequence[StackEstimate] | None,
    difference: Difference | None,
) -> Scope:
    """What the budget takes in. A stack that is still there goes by the name and the labels it has now,
    on both sides, so that another one is neither growth nor credit."""
    if (base is None) != (difference is None):
        raise DataError("a base is judged with what the change does to it")
    was = renamed(difference)
    before = [called(one, was) for one in base or ()]
    labels = {one.stack.name: one.stack.labels for one in (*before, *head)}

    def covered(stacks: Sequence[StackEstimate]) -> tuple[StackEstimate, ...]:
        mine = [one for one in stacks if budget.covers(one.stack.name, labels[one.stack.name])]
        return tuple(sorted(mine, key=lambda one: one.stack.name))

    return Scope(covered(head), None if base is None else covered(before), difference)


def renamed(difference: Difference | None) -> Mapping[str, str]:
    """Old and new names of stacks."""
    stacks = difference.stacks if difference else ()
    return {row.was: row.name for row in stacks if row.was}


def called(one: StackEstimate, was: Mapping[str, str]) -> StackEstimate:
    """A stack of the base, by the names that it and its host have now."""
    name, host = one.stack.name, one.stack.runs_on
    if name not in was and host not in was:
        return one
    host = was.get(host, host) if host else None
    return replace(one, stack=replace(one.stack, name=was.get(name, name), runs_on=host))

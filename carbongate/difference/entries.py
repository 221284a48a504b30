"""What either side has of each resource: an estimate, no estimate, or the knowledge that it is nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carbongate.figure import Derived, Figure, Unit
from carbongate.model import Estimate, Resource, Skipped, StackEstimate, Where

NOISE = 1e-12  # of a number: another order of the same additions, not another number


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A resource of one side. `none` is what was declared where a count or size of 0 makes it nothing:
    that is known, unlike what is only skipped."""

    stack: str
    found: Estimate | Skipped
    none: Resource | None = None

    @property
    def resource(self) -> Resource | Skipped:
        """What was declared of it."""
        return self.found.resource if isinstance(self.found, Estimate) else self.found

    @property
    def address(self) -> str:
        """Its address."""
        return self.resource.address

    @property
    def type(self) -> str:
        """Its type."""
        return self.resource.type

    @property
    def where(self) -> Where:
        """Its place."""
        return self.resource.where

    @property
    def estimate(self) -> Estimate | None:
        """Its estimate, where there is one."""
        return self.found if isinstance(self.found, Estimate) else None

    @property
    def unknown(self) -> str:
        """Why it has no estimate."""
        return self.found.why if isinstance(self.found, Skipped) else ""

    @property
    def idle(self) -> bool:
        """Whether it is the rest of a pool and no resource."""
        return isinstance(self.found, Estimate) and self.found.idle


def entries(stacks: Sequence[StackEstimate]) -> Iterator[Entry]:
    """Every resource that uses energy, estimated or not."""
    for one in stacks:
        name = one.stack.name
        for found in one.estimates:
            yield Entry(name, found)
        if not one.skipped:
            continue
        declared = {r.address: r for r in one.stack.readings if isinstance(r, Resource)}
        for skipped in one.skipped:
            # A resource that can be estimated and is skipped without weight runs nothing as declared.
            none = None if skipped.heavy else declared.get(skipped.address)
            yield Entry(name, skipped, none)


def nothing(why: str) -> Figure:
    """No grams, and why that is known."""
    return Figure.exact(0, Unit.GRAM, Derived(why, ()))


def numbers(found: Estimate) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """All numbers of its month."""
    return tuple(part.kind for part in found.parts), tuple(
        end
        for part in found.parts
        for figure in (part.energy, part.operational, part.embodied)
        for end in (figure.low, figure.best, figure.high)
    )


def alike(one: Estimate, other: Estimate) -> bool:
    """Whether the month of both is the same, and counts or does not count in both."""
    if (one.tenant_of is None) is not (other.tenant_of is None):
        return False
    (kinds, ends), (other_kinds, other_ends) = numbers(one), numbers(other)
    return kinds == other_kinds and (
        ends == other_ends
        or all(map(lambda a, b: math.isclose(a, b, rel_tol=NOISE), ends, other_ends))
    )

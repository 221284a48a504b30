"""How much more than its limit a budget may be, by the waivers that are in force for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from carbongate.config import Budget
from carbongate.figure import Unit
from carbongate.model import Waived, Waiver
from carbongate.words import listed, number


@dataclass(frozen=True, slots=True)
class Allowance:
    """Waivers whose `allow` is of the unit of a limit, and what they add to it, in that unit."""

    waivers: tuple[Waiver, ...] = ()
    each: tuple[float, ...] = ()

    @property
    def more(self) -> float:
        """What they add together."""
        return math.fsum(self.each)

    @property
    def allow(self) -> float | None:
        """The same for a judgement; None where there is no waiver."""
        return self.more if self.waivers else None

    @property
    def ids(self) -> str | None:
        """The names of the waivers; None where there are none."""
        return ", ".join(one.id for one in self.waivers) or None

    def over(self, limit: str, digits: int) -> str:
        """`120 and 15 more that W-7 allows until 2026-12-05`."""
        allowed = [
            f"{number(more, digits)} more that {one.id} allows until {one.until.isoformat()}"
            for one, more in zip(self.waivers, self.each, strict=True)
        ]
        return listed([limit, *allowed], most=len(allowed) + 1)


def allowance(budget: Budget, waived: Sequence[Waived], metric: str, unit: Unit) -> Allowance:
    """What is in force for one limit of a budget."""
    found = []
    for one in waived:
        if one.kind == "budget" and one.holds and one.waiver.scope == budget.id:
            more = one.waiver.lets(metric)
            if more is not None:
                found.append((one.waiver, more.to(unit).best))
    found.sort(key=lambda each: (each[0].until, each[0].id))
    return Allowance(tuple(one for one, _ in found), tuple(more for _, more in found))

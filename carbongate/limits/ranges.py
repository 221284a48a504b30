"""Where a range stands against a limit: over it, under it, or on both sides of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from carbongate.config import Budget
from carbongate.model import End
from carbongate.words import amount, number

# What a sum of binary fractions may be off by: no limit is broken by that.
NOISE = 1e-9
Position = Literal["over", "on both sides", "within"]
ENDS: tuple[End, ...] = ("low", "best", "high")


class Range(Protocol):
    """A figure, a difference, or bare ends."""

    @property
    def low(self) -> float: ...
    @property
    def best(self) -> float: ...
    @property
    def high(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Ends:
    """Three numbers that stand for a range; their order is not promised."""

    low: float
    best: float
    high: float


def position(budget: Budget, found: Range, limit: Range | float, scale: float = 0) -> Position:
    """Where the range stands, by what the budget decides on; `strict` looks at every end.

    A limit that has a range itself is met end by end: what the two share is the same number in both.
    `scale` is how large the numbers were that the range is a difference of: noise is measured by it.
    """
    most = Ends(limit, limit, limit) if isinstance(limit, float | int) else limit
    ends = ENDS if budget.strict else (budget.decide_on,)
    above = [over(at(found, end), at(most, end), scale) for end in ends]
    if all(above):
        return "over"
    return "on both sides" if any(above) else "within"


def over(value: float, limit: float, scale: float = 0) -> bool:
    """Above, and by more than noise."""
    return value > limit + NOISE * max(abs(limit), scale)


def deciding(budget: Budget, found: Range) -> float:
    """The end that `decide_on` names; `strict` looks at both and speaks of the best value."""
    return found.best if budget.strict else at(found, budget.decide_on)


def end_of(budget: Budget, where: Position) -> End:
    """The end that a verdict rests on: `strict` wants certainty on either side of the limit."""
    if not budget.strict:
        return budget.decide_on
    return "low" if where == "over" else "high"


def at(found: Range, end: End) -> float:
    """One end of a range."""
    return {"low": found.low, "best": found.best, "high": found.high}[end]


def worded(budget: Budget, found: Range, unit: str, digits: int) -> str:
    """`131 kgCO2e a month (98 to 190)`, or the end that decides where it is not the best value:
    `190 kgCO2e a month at its high end (best 131)`."""
    if budget.strict or budget.decide_on == "best":
        return amount(found.low, found.best, found.high, unit, digits)
    end, best = number(deciding(budget, found), digits), number(found.best, digits)
    said = f"{end} {unit}" if unit else end
    return said if end == best else f"{said} at its {budget.decide_on} end (best {best})"

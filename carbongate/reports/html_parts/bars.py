"""Where on a line the numbers stand: thousandths of its width, so that a drawing has any width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Quantity = Mapping[str, Any]
WHOLE = 1000
FAR = 3  # times the largest best value: a range that goes on beyond is cut, and an arrow says so
AIR = 1.12


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from `bottom` to `top`, in the unit of its numbers."""

    bottom: float
    top: float

    def at(self, value: float) -> int:
        """The place of a value, at one of the ends where it lies outside."""
        width = self.top - self.bottom
        if width <= 0:
            return 0
        return round(WHOLE * min(1.0, max(0.0, (value - self.bottom) / width)))

    def span(self, found: Quantity) -> tuple[int, int, int]:
        """Low, best and high; 1,001 and -1 for an end that the line does not reach."""
        low, high = self.at(found["low"]), self.at(found["high"])
        return (
            -1 if found["low"] < self.bottom else low,
            self.at(found["best"]),
            WHOLE + 1 if found["high"] > self.top else high,
        )


def scale(quantities: Iterable[Quantity]) -> Scale:
    """A line from zero for what is never negative."""
    found = list(quantities)
    best = max((each["best"] for each in found), default=0.0)
    high = max((each["high"] for each in found), default=0.0)
    return Scale(0.0, min(high, FAR * best) if best > 0 else high)


def changes(quantities: Iterable[Quantity]) -> Scale:
    """A line with zero on it, for what may be negative."""
    found = list(quantities)
    most = FAR * max((abs(each["best"]) for each in found), default=0.0)
    low = min((each["low"] for each in found), default=0.0)
    high = max((each["high"] for each in found), default=0.0)
    if most <= 0:
        most = max(high, -low)
    bottom, top = max(min(low, 0.0), -most), min(max(high, 0.0), most)
    return Scale(bottom, top)


@dataclass(frozen=True, slots=True)
class Gauge:
    """What was found against its limit. `allowed` is the end of what a waiver adds to it.

    `least` where the limit is one from below. `beyond` is where the wrong side of the limit begins and
    how long it is. `filled` is a count or a share: a bar from nothing, with no more beyond its limit than
    what it is beyond it.
    """

    zero: int
    low: int
    best: int
    high: int
    limit: int
    allowed: int
    least: bool
    filled: bool
    beyond: tuple[int, int]


def gauge(
    found: Quantity | None, limit: float, allow: float, *, least: bool = False, filled: bool = False
) -> Gauge:
    """The gauge of one limit; without a value the limit stands alone."""
    value = found or {"low": 0.0, "best": 0.0, "high": 0.0}
    line = Scale(0.0, 1.0) if least else reaching(value, limit + allow)
    low, best, high = line.span(value)
    bound, allowed = line.at(limit), line.at(limit + allow)
    # Of nothing against nothing no side is wrong.
    nothing = not any((value["low"], value["best"], value["high"], limit + allow))
    wrong = (best, bound) if least else (allowed, best if filled or nothing else WHOLE)
    beyond = (wrong[0], wrong[1] - wrong[0]) if wrong[0] < wrong[1] else (0, 0)
    return Gauge(line.at(0.0), low, best, high, bound, allowed, least, filled, beyond)


def reaching(value: Quantity, limit: float) -> Scale:
    """A line for a value and its limit; from 0 to 1 where both are nothing."""
    reach = max(limit, value["best"], 0.0)
    top = max(reach, min(value["high"], FAR * reach)) * AIR
    bottom = min(0.0, max(value["low"], -FAR * reach) if reach else value["low"]) * AIR
    return Scale(bottom, top if top > bottom else bottom + 1.0)

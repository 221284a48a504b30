"""Differences as a reader sees them: with their sign, and a range that may lie on both sides of zero."""

from __future__ import annotations

from carbongate.figure import Unit
from carbongate.model import Change, Difference
from carbongate.paired import Delta
from carbongate.words import DIGITS, number

ONE_SIDED = ("understood", "lost")  # estimated on one side only: in no sum
MONTH = "kgCO2e a month"


def change(low: float, best: float, high: float, unit: str, digits: int = DIGITS) -> str:
    """`+3.2 kgCO2e a month (1.1 to 9.4)`; no range where its ends read like the best value."""
    least, middle, most = (number(value, digits) for value in (low, best, high))
    sign = "+" if best > 0 else ""
    said = f"{sign}{middle} {unit}" if unit else f"{sign}{middle}"
    return said if least == middle == most else f"{said} ({least} to {most})"


def kg(grams: Delta, unit: str = MONTH) -> str:
    """A difference of carbon that is kept in grams."""
    return change(grams.low / 1000, grams.best / 1000, grams.high / 1000, unit)


def score(found: Delta) -> str:
    """A difference of scores."""
    return change(found.low, found.best, found.high, Unit.GRAM_PER_UNIT.value)


def effect(found: Difference) -> str:
    """What the change comes to."""
    if not differs(found):
        return "nothing changes in carbon"
    if nothing(found.delta):
        return "no carbon is added or saved where both sides are known"
    return kg(found.delta)


def differs(found: Difference) -> bool:
    """Whether a resource has another carbon than it had, or one side of it is not known."""
    return any(unlike(row) for row in found.changes)


def unlike(row: Change) -> bool:
    """Whether its carbon is another than it was, or one side of it is not known."""
    return row.effect in ONE_SIDED or not nothing(row.delta)


def nothing(delta: Delta) -> bool:
    """Whether a difference is none."""
    return delta.low == delta.best == delta.high == 0

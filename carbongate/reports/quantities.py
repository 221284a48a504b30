"""Numbers of the JSON report: low, best and high, with nothing rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from carbongate.figure import Figure
from carbongate.model import Totals
from carbongate.paired import Delta


def quantity(figures: Iterable[Figure], divisor: float = 1) -> dict[str, float]:
    """The sum of figures of one unit, over a divisor."""
    parts = tuple(figures)
    return {
        "low": math.fsum(part.low for part in parts) / divisor,
        "best": math.fsum(part.best for part in parts) / divisor,
        "high": math.fsum(part.high for part in parts) / divisor,
    }


def kg(*grams: Figure) -> dict[str, float]:
    """Kilograms of what is kept in grams."""
    return quantity(grams, 1000)


def totals(found: Totals) -> dict[str, Any]:
    """Energy and carbon of a stack or of everything."""
    return {
        "energy_kwh": quantity([found.energy]),
        "operational_kg": kg(found.operational),
        "embodied_kg": kg(found.embodied),
        "carbon_kg": kg(found.carbon),
    }


def change(found: Delta, divisor: float = 1) -> dict[str, float]:
    """A difference; negative where less is left."""
    return {
        "low": found.low / divisor,
        "best": found.best / divisor,
        "high": found.high / divisor,
    }


def change_kg(grams: Delta) -> dict[str, float]:
    """Kilograms of a difference that is kept in grams."""
    return change(grams, 1000)

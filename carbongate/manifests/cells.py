"""Cells of an inventory as figures: each text is looked at once, and every mistake names its column."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import inf, nan
from typing import TypeVar

from carbongate.figure import Declared, Figure, Unit
from carbongate.manifests.quantities import LARGEST, UnreadableError, shown

T = TypeVar("T")

KEPT = 100_000  # different texts that are remembered before all are forgotten
ALL = 100  # per cent
UNITS = {
    "count": Unit.ONE,
    "hours": Unit.HOUR,
    "cpu_utilization": Unit.ONE,
    "vcpus": Unit.VCPU,
    "memory_gib": Unit.GIB,
    "storage_gb": Unit.GB,
    "copies": Unit.ONE,
    "network_gb": Unit.GB,
    "accelerators": Unit.ONE,
    "accelerator_utilization": Unit.ONE,
}
POSITIVE = frozenset({"hours", "copies", "accelerators"})


class Kept(dict[Hashable, T]):
    """What was made of the texts so far; it forgets all of it before it grows without end."""

    def put(self, key: Hashable, value: T) -> T:
        """Remembers a value, and gives it back."""
        if len(self) >= KEPT:
            self.clear()
        self[key] = value
        return value


class Column:
    """One column of numbers, and the figures made of its texts."""

    __slots__ = ("figures", "name", "origin", "percent", "positive", "unit")

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.unit = UNITS[name]
        self.origin = Declared(f"{path}: {name}")
        self.percent = name.endswith("_utilization")
        self.positive = name in POSITIVE
        self.figures: Kept[Figure] = Kept()

    def figure(self, text: str) -> Figure | None:
        """The number of a cell with its unit; None for an empty one. Errors: UnreadableError."""
        found = self.figures.get(text)
        if found is not None or not text or text.isspace():
            return found
        value = number(self.name, text)
        if self.percent:
            if value > ALL:
                raise UnreadableError(f"{self.name}: {shown(text)} is not between 0 and 100")
            value /= ALL
        elif value == 0 and self.positive:
            raise UnreadableError(f"{self.name}: {shown(text)} is not more than 0")
        return self.figures.put(text, Figure(value, value, value, self.unit, self.origin))


Columns = Mapping[str, Column]


def number_columns(path: str) -> Columns:
    """The columns of numbers of one file."""
    return {name: Column(name, path) for name in UNITS}


def number(column: str, text: str) -> float:
    """A finite number that is not negative. Errors: UnreadableError."""
    try:
        value = float(text)
    except ValueError:
        value = nan
    # Only Python reads 1_000, and the comma of 1,5 may be a decimal one: nobody should guess.
    if 0 <= value < LARGEST and "_" not in text:
        return value
    if LARGEST <= value < inf:
        raise UnreadableError(f"{column}: {shown(text)} is more than any machine has")
    if value < 0:
        raise UnreadableError(f"{column}: {shown(text)} is negative")
    what = "finite" if value == inf else "a number"
    raise UnreadableError(f"{column}: {shown(text)} is not {what}")

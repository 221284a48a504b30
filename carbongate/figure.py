"""A physical number with its doubt, its unit and its birthplace.

Nothing else in the program is a bare physical number. All operations are products and sums of
numbers that are not negative, so low x low and high x high are the exact ends and
`low <= best <= high` survives every step. PRODUCTS is the physics of the program on one screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Literal, assert_never

from carbongate.errors import CarbongateError


@unique
class Unit(StrEnum):
    """The units of the program; the value is what a report prints."""

    ONE = "1"
    VCPU = "vCPU"
    THREAD = "thread"
    GIB = "GiB"
    GB = "GB"
    TB = "TB"
    HOUR = "h"
    RUN = "run"
    HOUR_PER_RUN = "h/run"
    PER_HOUR = "1/h"
    PER_THREAD = "1/thread"
    THREAD_PER_VCPU = "thread/vCPU"
    GIB_PER_THREAD = "GiB/thread"
    GIB_HOUR = "GiBh"
    TB_HOUR = "TBh"
    WATT = "W"
    WATT_PER_THREAD = "W/thread"
    WH_PER_TB_HOUR = "Wh/TBh"
    KWH_PER_GIB_HOUR = "kWh/GiBh"
    KWH_PER_GB = "kWh/GB"
    KWH_IT = "kWh IT"
    PUE = "kWh/kWh IT"
    KWH = "kWh"
    GRAM_PER_KWH = "gCO2e/kWh"
    GRAM = "gCO2e"
    KG = "kgCO2e"
    KG_PER_TB = "kgCO2e/TB"
    FUNCTIONAL_UNIT = "unit"
    GRAM_PER_UNIT = "gCO2e/unit"


# left, right -> unit of the product, factor. ONE x anything is that thing.
PRODUCTS: Mapping[tuple[Unit, Unit], tuple[Unit, float]] = {
    (Unit.WATT_PER_THREAD, Unit.THREAD): (Unit.WATT, 1),
    (Unit.WATT, Unit.HOUR): (Unit.KWH_IT, 1e-3),
    (Unit.VCPU, Unit.THREAD_PER_VCPU): (Unit.THREAD, 1),
    (Unit.THREAD, Unit.PER_THREAD): (Unit.ONE, 1),
    (Unit.THREAD, Unit.GIB_PER_THREAD): (Unit.GIB, 1),
    (Unit.RUN, Unit.HOUR_PER_RUN): (Unit.HOUR, 1),
    (Unit.HOUR, Unit.PER_HOUR): (Unit.ONE, 1),
    (Unit.GIB, Unit.HOUR): (Unit.GIB_HOUR, 1),
    (Unit.GIB_HOUR, Unit.KWH_PER_GIB_HOUR): (Unit.KWH_IT, 1),
    (Unit.TB, Unit.HOUR): (Unit.TB_HOUR, 1),
    (Unit.TB_HOUR, Unit.WH_PER_TB_HOUR): (Unit.KWH_IT, 1e-3),
    (Unit.GB, Unit.KWH_PER_GB): (Unit.KWH_IT, 1),
    (Unit.KWH_IT, Unit.PUE): (Unit.KWH, 1),
    (Unit.KWH, Unit.GRAM_PER_KWH): (Unit.GRAM, 1),
    (Unit.TB, Unit.KG_PER_TB): (Unit.KG, 1),
}

# What may be written in another unit, and the factor.
CONVERSIONS: Mapping[tuple[Unit, Unit], float] = {
    (Unit.GB, Unit.TB): 1e-3,
    (Unit.TB, Unit.GB): 1e3,
    (Unit.KG, Unit.GRAM): 1e3,
    (Unit.GRAM, Unit.KG): 1e-3,
}


class FigureError(CarbongateError):
    """Two units that mean nothing together, or a number that is not one."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The user's file says so; `where` is file and key, or an address and attribute."""

    where: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A cell of a table; (table, row, column) is the identity that cancels in a difference."""

    table: str
    row: str
    column: str
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A meter said so."""

    meter: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """Nobody said; `why` is a sentence for the user."""

    why: str


# How the numbers of a step follow from its inputs, for whoever works them out again. The loads of a
# curve: the first input is the load, the others stand at these loads with straight lines between.
# "quotient": the first over the second. "least": the smaller of two. "between": somewhere between
# limits, as far as whatever decides it is; the first input says whose limits they are.
# None: by a way of its own, so its result is a number of its own.
Step = (
    Literal["product", "sum", "scaled", "quotient", "least", "between"] | tuple[float, ...] | None
)


@dataclass(frozen=True, slots=True)
class Derived:
    """Made of other figures; `how` is one word for the operation, or a sentence."""

    how: str
    inputs: tuple[Figure, ...]
    step: Step = None


Origin = Declared | Looked | Measured | Assumed | Derived


@dataclass(frozen=True, slots=True)
class Figure:
    """low <= best <= high, none of them negative, all finite."""

    low: float
    best: float
    high: float
    unit: Unit
    origin: Origin

    def __post_init__(self) -> None:
        # One chained comparison refuses order, sign, NaN and infinity together.
        if not 0 <= self.low <= self.best <= self.high < math.inf:
            raise FigureError(
                f"{self.low}, {self.best}, {self.high} {self.unit}: must be finite, not negative, "
                "and in the order low, best, high"
            )

    @classmethod
    def exact(cls, value: float, unit: Unit, origin: Origin) -> Figure:
        """A number without doubt of its own."""
        return cls(value, value, value, unit, origin)

    def __mul__(self, other: Figure) -> Figure:
        """The product, if PRODUCTS knows what it means."""
        unit, factor = product(self.unit, other.unit)
        return Figure(
            self.low * other.low * factor,
            self.best * other.best * factor,
            self.high * other.high * factor,
            unit,
            Derived("product", (self, other), "product"),
        )

    def __add__(self, other: Figure) -> Figure:
        return total((self, other), self.unit)

    def to(self, unit: Unit) -> Figure:
        """The same quantity in another unit of CONVERSIONS."""
        if unit is self.unit:
            return self
        factor = CONVERSIONS.get((self.unit, unit))
        if factor is None:
            raise FigureError(f"{self.unit} cannot be written in {unit}")
        return self.scaled(factor, unit, f"in {unit}")

    def scaled(self, factor: float, unit: Unit, how: str) -> Figure:
        """Times a bare factor that is a unit conversion or a count of one; `how` says which."""
        return Figure(
            self.low * factor,
            self.best * factor,
            self.high * factor,
            unit,
            Derived(how, (self,), "scaled"),
        )

    def widened(self, other: Figure, how: str) -> Figure:
        """The same best value, with the hull of both ranges."""
        same_unit(self, other)
        return Figure(
            min(self.low, other.low),
            self.best,
            max(self.high, other.high),
            self.unit,
            Derived(how, (self, other)),
        )

    def named(self, how: str) -> Figure:
        """The same number under a name of its own, for a reader of its derivation."""
        return Figure(self.low, self.best, self.high, self.unit, Derived(how, (self,), "scaled"))

    def over(self, divisor: Figure, key: str, *, together: bool = False) -> Figure:
        """Carbon for one functional unit: the only division; `key` is named when R is not positive.

        `together` divides low by low and high by high: for carbon that grows with its divisor.
        Errors: FigureError for a divisor with low <= 0 or a unit other than a functional unit.
        """
        if self.unit is not Unit.GRAM or divisor.unit is not Unit.FUNCTIONAL_UNIT:
            raise FigureError(f"{self.unit} per {divisor.unit} means nothing here")
        if divisor.low <= 0:
            raise FigureError(f"{key} must be greater than zero")
        best = self.best / divisor.best
        ends = (
            (self.low / divisor.low, self.high / divisor.high)
            if together
            else (self.low / divisor.high, self.high / divisor.low)
        )
        return Figure(
            min(*ends, best),
            best,
            max(*ends, best),
            Unit.GRAM_PER_UNIT,
            Derived("quotient", (self, divisor), "quotient"),
        )

    def leaves(self) -> Iterator[Figure]:
        """The figures this one rests on, each once, in the order of its derivation."""
        seen: set[int] = set()
        stack: list[Figure] = [self]
        while stack:
            figure = stack.pop()
            if id(figure) in seen:
                continue
            seen.add(id(figure))
            match figure.origin:
                case Derived(inputs=inputs):
                    stack.extend(reversed(inputs))
                case Declared() | Looked() | Measured() | Assumed():
                    yield figure
                case _:
                    assert_never(figure.origin)


def product(left: Unit, right: Unit) -> tuple[Unit, float]:
    """Unit and factor of a product. Errors: FigureError when it means nothing."""
    if left is Unit.ONE:
        return right, 1
    if right is Unit.ONE:
        return left, 1
    found = PRODUCTS.get((left, right)) or PRODUCTS.get((right, left))
    if found is None:
        raise FigureError(f"{left} x {right} means nothing here")
    return found


def total(figures: Iterable[Figure], unit: Unit, how: str = "sum") -> Figure:
    """The sum; exact before one rounding, so the order of the parts never matters."""
    parts = tuple(figures)
    for part in parts:
        if part.unit is not unit:
            raise FigureError(f"{part.unit} + {unit} means nothing here")
    return Figure(
        math.fsum(part.low for part in parts),
        math.fsum(part.best for part in parts),
        math.fsum(part.high for part in parts),
        unit,
        Derived(how, parts, "sum"),
    )


def same_unit(left: Figure, right: Figure) -> None:
    """Errors: FigureError when the units differ."""
    if left.unit is not right.unit:
        raise FigureError(f"{left.unit} beside {right.unit} means nothing here")

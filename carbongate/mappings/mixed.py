"""A fleet whose machines may be of several types: one unit of it, with the range of the types."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from carbongate.figure import Derived, Figure, Unit
from carbongate.model import (
    ONE_COPY,
    Accelerator,
    Component,
    Compute,
    Curve,
    Memory,
)


class Built(Protocol):
    """A machine type."""

    @property
    def components(self) -> tuple[Component, ...]:
        """What one machine of it is made of."""
        ...


Choice = tuple[Built, float]  # a type, and how many machines of it make one unit


def mixture(choices: Sequence[Choice]) -> tuple[Component, ...]:
    """One unit that is any of the choices: low is the least of them, high the most, best their mean.

    The curve is that of the whole unit, in watts: threads and watts of a type belong together and
    must not be mixed with those of another.
    """
    computes = [
        (part, share)
        for machine, share in choices
        for part in machine.components
        if isinstance(part, Compute)
    ]
    memories = [
        (part, share)
        for machine, share in choices
        for part in machine.components
        if isinstance(part, Memory)
    ]
    return (
        *((compute(computes),) if computes else ()),
        *((memory(memories),) if memories else ()),
        *accelerators(choices),
    )


def compute(parts: Sequence[tuple[Compute, float]]) -> Compute:
    """The processors of any of the types, as one whole-unit curve."""
    loads = tuple(sorted(set.intersection(*(set(part.power.loads) for part, _ in parts))))
    watts = tuple(
        hull(
            (part.power.watts[part.power.loads.index(load)] * part.threads).scaled(
                share, Unit.WATT, "of one unit of the fleet"
            )
            for part, share in parts
        )
        for load in loads
    )
    shares = [part.baseline for part, _ in parts if part.baseline is not None]
    return Compute(
        vcpus=hull(per_unit(part.vcpus, share) for part, share in parts),
        threads=ONE_COPY,
        power=Curve(loads, watts),
        embodied=hull(per_unit(part.embodied, share) for part, share in parts),
        baseline=hull(shares) if len(shares) == len(parts) else None,
    )


def memory(parts: Sequence[tuple[Memory, float]]) -> Memory:
    """The memory of any of the types."""
    return Memory(
        hull(per_unit(part.gib, share) for part, share in parts),
        hull(per_unit(part.extra, share) for part, share in parts),
    )


def accelerators(choices: Sequence[Choice]) -> tuple[Accelerator, ...]:
    """Each model of card that a type has, from none where another type has none."""
    found: dict[str, list[tuple[Accelerator, float]]] = {}
    for machine, share in choices:
        for part in machine.components:
            if isinstance(part, Accelerator):
                found.setdefault(part.model, []).append((part, share))
    cards = []
    for parts in found.values():
        counts = [per_unit(part.count, share) for part, share in parts]
        without = len(choices) - len(parts)
        none = [part.count.scaled(0, Unit.ONE, "a type without this card") for part, _ in parts[:1]]
        first = parts[0][0]
        cards.append(
            Accelerator(first.model, hull(counts + none * without), first.power, first.embodied)
        )
    return tuple(cards)


def per_unit(figure: Figure, share: float) -> Figure:
    """A quantity of one machine as one of a unit of the fleet."""
    return figure if share == 1 else figure.scaled(share, figure.unit, "of one unit of the fleet")


def hull(figures: Iterable[Figure]) -> Figure:
    """The range of several figures, with the mean of their best values."""
    parts = tuple(figures)
    low, high = min(part.low for part in parts), max(part.high for part in parts)
    mean = math.fsum(part.best for part in parts) / len(parts)
    return Figure(
        low,
        min(max(mean, low), high),
        high,
        parts[0].unit,
        Derived("any of the types: the least, their mean, the most", parts),
    )

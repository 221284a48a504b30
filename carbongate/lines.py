"""Sums of products of unknown numbers, and what an unknown is along another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Product = tuple[int, ...]  # unknowns in rising order
Terms = Mapping[Product, float]


@dataclass(frozen=True, slots=True)
class Line:
    """What an unknown is at each value of another: `values` at rising `points`, straight lines between."""

    load: int
    points: tuple[float, ...]
    values: tuple[Terms, ...]

    def at(self, load: float) -> Terms:
        """What it is there: level before the first point, straight on behind the last."""
        points = self.points
        right = next((i for i, point in enumerate(points) if point >= load), len(points) - 1)
        if right == 0:
            return self.values[0]
        part = (load - points[right - 1]) / (points[right] - points[right - 1])
        return added(
            {product: much * weight for product, much in value.items()}
            for value, weight in zip(
                self.values[right - 1 : right + 1], (1 - part, part), strict=True
            )
            if weight
        )

    @property
    def plain(self) -> bool:
        """Whether it is made of numbers alone."""
        return not any(product for value in self.values for product in value)

    def height(self, load: float) -> float:
        """What a plain one is there."""
        return self.at(load).get((), 0.0)


def added(sums: Iterable[Terms]) -> Terms:
    """The sum of some sums."""
    found: dict[Product, float] = {}
    for terms in sums:
        for product, much in terms.items():
            found[product] = found.get(product, 0.0) + much
    return found


def times(terms: Terms, factor: float) -> Terms:
    """A sum so many times."""
    return {product: much * factor for product, much in terms.items()}


def plain(terms: Terms) -> bool:
    """Whether all terms add, or all take away: then no two of them want different ends."""
    return min(terms.values()) >= 0 or max(terms.values()) <= 0


def divided(terms: Terms, common: Collection[int]) -> Terms:
    """The terms without factors that all of them have."""
    return {
        tuple(one for one in product if one not in common): much for product, much in terms.items()
    }

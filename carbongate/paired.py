"""What a change comes to: a number with its doubt that may be negative.

Two estimates share factors: the same grid, the same watts, the same load. A shared factor is the
same unknown number on both sides, so its doubt cancels in the difference and is not counted twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbongate.figure import Figure, FigureError, Unit

if TYPE_CHECKING:
    from carbongate.terms import Product, Terms

NOISE = 1e-13  # of what was added and taken away: rounding, not a difference


@dataclass(frozen=True, slots=True)
class Delta:
    """low <= best <= high, all finite; negative where less is left than there was."""

    low: float
    best: float
    high: float
    unit: Unit

    def __post_init__(self) -> None:
        if not -math.inf < self.low <= self.best <= self.high < math.inf:
            raise FigureError(
                f"{self.low}, {self.best}, {self.high} {self.unit}: must be finite, "
                "and in the order low, best, high"
            )


def paired_difference(before: Iterable[Figure], after: Iterable[Figure], unit: Unit) -> Delta:
    """What stands after less what stood before.

    best is the difference of the best values. low and high are the least and the most that the
    difference can be while each leaf has one value wherever it stands: leaves that are equal on both
    sides are one number, the others are free. Both are exact for products, sums, quotients and power
    curves as long as no more than some twenty unknowns pull both ways at once; beyond that, and where
    a step is of another kind, they are bounds (see carbongate.extremes and carbongate.terms). They
    are never wider than after.low - before.high and after.high - before.low.
    Errors: FigureError for another unit.
    """
    return Pairs().difference(before, after, unit)


class Pairs:
    """Differences of many figures that share what they were made of, which is worked out once."""

    def __init__(self) -> None:
        # The noun above is needed far more often than what is behind a difference.
        from carbongate.extremes import Search
        from carbongate.terms import Unknowns

        self._unknowns = Unknowns()
        self._search = Search(self._unknowns)

    def difference(self, before: Iterable[Figure], after: Iterable[Figure], unit: Unit) -> Delta:
        """As paired_difference."""
        before, after = tuple(before), tuple(after)
        for figure in (*before, *after):
            if figure.unit is not unit:
                raise FigureError(f"a difference in {unit} of a figure in {figure.unit}")
        best = summed(after, "best") - summed(before, "best")
        low = summed(after, "low") - summed(before, "high")
        high = summed(after, "high") - summed(before, "low")
        if before and after:
            least, most = self._search.extremes(self._less(before, after))
            low, high = max(low, least), min(high, most)
        # Adding 0 makes no minus of a zero.
        return Delta(min(low, best) + 0.0, best + 0.0, max(high, best) + 0.0, unit)

    def same(self, one: Figure, other: Figure) -> bool:
        """Whether two figures are the same number, whatever their leaves turn out to be."""
        return one.unit is other.unit and not self._less((one,), (other,))

    def _less(self, before: tuple[Figure, ...], after: tuple[Figure, ...]) -> Terms:
        """The terms of one side less those of the other; the same ones are gone."""
        found: dict[Product, list[float]] = {}
        for sign, figures in ((1, after), (-1, before)):
            for figure in figures:
                for product, much in self._unknowns.terms(figure).items():
                    found.setdefault(product, []).append(sign * much)
        terms: dict[Product, float] = {}
        for product, parts in found.items():
            value = math.fsum(parts) if len(parts) > 1 else parts[0]
            if abs(value) > NOISE * sum(map(abs, parts)):
                terms[product] = value
        return terms


def summed(figures: Iterable[Figure], end: str) -> float:
    """The sum of one end of the figures."""
    return math.fsum(getattr(figure, end) for figure in figures)

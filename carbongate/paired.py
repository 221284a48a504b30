"""What a change comes to: a number with its doubt that may be negative.

Two estimates share factors: the same grid, the same watts, the same load. A shared factor is the
same unknown number on both sides, so its doubt cancels in the difference and is not counted twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from carbongate.figure import FigureError, Unit


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

"""Areas for amounts: the squarified layout of Bruls, Huizing and van Wijk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


def boxes(weights: Sequence[float], within: Box) -> list[Box]:
    """A rectangle for each weight, in their order; nothing for a weight of nothing.

    The weights fall: that is what keeps the rectangles near to squares.
    """
    whole = sum(weights)
    if whole <= 0:
        return [Box(within.x, within.y, 0, 0) for _ in weights]
    areas = [weight / whole * within.width * within.height for weight in weights]
    placed: list[Box] = []
    left, at = within, 0
    while at < len(areas):
        side = min(left.width, left.height)
        end = at + 1
        while end < len(areas) and worst(areas[at : end + 1], side) <= worst(areas[at:end], side):
            end += 1
        row = areas[at:end]
        placed += strip(row, left)
        left = rest(sum(row), left)
        at = end
    return placed


def worst(row: Sequence[float], side: float) -> float:
    """How far from a square the thinnest rectangle of a row would be."""
    area, least, most = sum(row), min(row), max(row)
    if least <= 0 or side <= 0:
        return float("inf")
    return max(side**2 * most / area**2, area**2 / (side**2 * least))


def strip(row: Sequence[float], within: Box) -> list[Box]:
    """A row of rectangles along the shorter side."""
    area = sum(row)
    if area <= 0:
        return [Box(within.x, within.y, 0, 0) for _ in row]
    found = []
    if within.width >= within.height:
        width, y = area / within.height, within.y
        for each in row:
            found.append(Box(within.x, y, width, each / width))
            y += each / width
    else:
        height, x = area / within.width, within.x
        for each in row:
            found.append(Box(x, within.y, each / height, height))
            x += each / height
    return found


def rest(area: float, within: Box) -> Box:
    """What a row leaves."""
    if within.width >= within.height:
        width = area / within.height if within.height else 0.0
        return Box(within.x + width, within.y, max(0.0, within.width - width), within.height)
    height = area / within.width if within.width else 0.0
    return Box(within.x, within.y + height, within.width, max(0.0, within.height - height))

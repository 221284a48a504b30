"""Areas for amounts: the squarified layout of Bruls, Huizing and van Wijk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


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
    # What is left from each on, the small ones added first: shares of it never lead out of the place.
    left = [*list(accumulate(reversed(weights)))[::-1], 0.0]
    placed: list[Box] = []
    room, at = within, 0
    while at < len(weights):
        if left[at] <= 0:
            return placed + [Box(room.x, room.y, 0, 0) for _ in weights[at:]]
        end = at + 1
        while end < len(weights) and (
            worst(weights[at : end + 1], left[at], room) <= worst(weights[at:end], left[at], room)
        ):
            end += 1
        row = weights[at:end]
        share = 1.0 if left[end] <= 0 else min(1.0, sum(row) / left[at])
        placed += strip(row, share, room)
        room, at = rest(share, room), end
    return placed


def worst(row: Sequence[float], left: float, room: Box) -> float:
    """How far from a square the thinnest rectangle of a row would be."""
    long, side = max(room.width, room.height), min(room.width, room.height)
    thick, whole = long * sum(row) / left, sum(row)
    if min(row) <= 0 or thick <= 0 or side <= 0:
        return float("inf")
    most, least = side * max(row) / whole, side * min(row) / whole
    return max(most / thick, thick / least) if least > 0 else float("inf")


def strip(row: Sequence[float], share: float, room: Box) -> list[Box]:
    """A row of rectangles along the shorter side, with so much of the longer one."""
    upright = room.width >= room.height
    whole, side = sum(row), min(room.width, room.height)
    thick = share * max(room.width, room.height)
    found, done = [], 0.0
    for each in row:
        start, end = side * (done / whole), side * min(1.0, (done + each) / whole)
        done += each
        if upright:
            found.append(Box(room.x, room.y + start, thick, end - start))
        else:
            found.append(Box(room.x + start, room.y, end - start, thick))
    return found


def rest(share: float, room: Box) -> Box:
    """What a row leaves."""
    if room.width >= room.height:
        thick = share * room.width
        return Box(room.x + thick, room.y, room.width - thick, room.height)
    thick = share * room.height
    return Box(room.x, room.y + thick, room.width, room.height - thick)

"""The map: areas as the weights, side by side, within their place."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from carbongate.reports.html_parts.treemap import Box, boxes

PLACE = Box(10, 20, 960, 240)
weights = st.lists(st.floats(0, 1e12), max_size=60).map(lambda each: sorted(each, reverse=True))


@given(weights)
def test_every_area_is_its_weight_and_all_lie_within(found: list[float]) -> None:
    placed = boxes(found, PLACE)
    whole = math.fsum(found)
    assert len(placed) == len(found)
    for weight, box in zip(found, placed, strict=True):
        share = weight / whole if whole else 0
        assert math.isclose(box.width * box.height, share * 960 * 240, rel_tol=1e-6, abs_tol=1e-2)
        assert PLACE.x - 1e-3 <= box.x <= box.x + box.width <= PLACE.x + PLACE.width + 1e-3
        assert PLACE.y - 1e-3 <= box.y <= box.y + box.height <= PLACE.y + PLACE.height + 1e-3


@given(
    st.lists(st.floats(1e-3, 1e3), min_size=2, max_size=30).map(lambda e: sorted(e, reverse=True))
)
def test_no_two_areas_overlap(found: list[float]) -> None:
    placed = boxes(found, PLACE)
    for at, one in enumerate(placed):
        for other in placed[at + 1 :]:
            wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert min(wide, high) <= 1e-6


def test_equal_weights_come_near_to_squares() -> None:
    placed = boxes([1.0] * 36, Box(0, 0, 600, 600))
    assert all(0.5 <= box.width / box.height <= 2 for box in placed)


def test_nothing_has_no_area() -> None:
    assert [box.width * box.height for box in boxes([0.0, 0.0], PLACE)] == [0, 0]
    assert boxes([], PLACE) == []

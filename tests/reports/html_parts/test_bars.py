"""Where numbers stand on a line, in thousandths of its width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.reports.html_parts.bars import WHOLE, changes, gauge, scale


def quantity(low: float, best: float, high: float) -> dict[str, float]:
    """As in the JSON report."""
    return {"low": low, "best": best, "high": high}


quantities = st.lists(st.floats(0, 1e9), min_size=3, max_size=3).map(lambda e: quantity(*sorted(e)))
deltas = st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(lambda e: quantity(*sorted(e)))


@pytest.mark.parametrize(
    ("found", "spans"),
    [
        pytest.param([(0, 50, 100)], [(0, 500, 1000)], id="a range fills its line"),
        pytest.param(
            [(5, 10, 20), (0, 2, 5)], [(250, 500, 1000), (0, 100, 250)], id="all share one line"
        ),
        pytest.param(
            [(0, 10, 1000)],
            [(0, 333, 1001)],
            id="a range far beyond the best values is cut and says so",
        ),
        pytest.param([(0, 0, 0)], [(0, 0, 0)], id="nothing stands at the beginning"),
    ],
)
def test_ranges(found: list[tuple[float, float, float]], spans: list[tuple[int, int, int]]) -> None:
    rows = [quantity(*each) for each in found]
    line = scale(rows)
    assert [line.span(row) for row in rows] == spans


@pytest.mark.parametrize(
    ("found", "zero", "spans"),
    [
        pytest.param([(-1, 1, 3)], 250, [(0, 500, 1000)], id="zero lies within"),
        pytest.param([(1, 2, 4)], 0, [(250, 500, 1000)], id="growth alone begins at zero"),
        pytest.param([(-4, -2, -1)], 1000, [(0, 500, 750)], id="credit alone ends at zero"),
        pytest.param([(-100, 1, 2)], 600, [(-1, 800, 1000)], id="a far low end is cut and says so"),
        pytest.param([(-3, 0, 1)], 750, [(0, 750, 1000)], id="a range around nothing is seen"),
    ],
)
def test_changes(
    found: list[tuple[float, float, float]], zero: int, spans: list[tuple[int, int, int]]
) -> None:
    rows = [quantity(*each) for each in found]
    line = changes(rows)
    assert line.at(0) == zero
    assert [line.span(row) for row in rows] == spans


@pytest.mark.parametrize(
    ("found", "limit", "allow", "drawn"),
    [
        pytest.param(
            quantity(50, 80, 90), 100, 0, (0, 446, 714, 804, 893, 893, (893, 107)),
            id="below its limit",
        ),
        pytest.param(
            quantity(100, 110, 120), 100, 50, (0, 595, 655, 714, 595, 893, (893, 107)),
            id="what a waiver adds has an end of its own",
        ),
        pytest.param(
            quantity(-5, -1, 2), 4, 0, (556, 60, 456, 754, 952, 952, (952, 48)),
            id="less than nothing has a zero within",
        ),
        pytest.param(
            quantity(0, 0, 0), 0, 0, (0, 0, 0, 0, 0, 0, (0, 0)),
            id="nothing found and nothing allowed is no alarm",
        ),
        pytest.param(
            quantity(1, 2, 900), 10, 0, (0, 30, 60, 1001, 298, 298, (298, 702)),
            id="a range far beyond the limit is cut",
        ),
    ],
)  # fmt: skip
def test_gauges_of_carbon(
    found: dict[str, float], limit: float, allow: float, drawn: tuple[object, ...]
) -> None:
    made = gauge(found, limit, allow)
    assert drawn == (
        made.zero,
        made.low,
        made.best,
        made.high,
        made.limit,
        made.allowed,
        made.beyond,
    )


@pytest.mark.parametrize(
    ("found", "limit", "least", "ends", "beyond"),
    [
        pytest.param(0, 0, False, (0, 0), (0, 0), id="no finding where none is allowed"),
        pytest.param(0, 3, False, (0, 893), (0, 0), id="no finding of three"),
        pytest.param(3, 3, False, (893, 893), (0, 0), id="as many as are allowed"),
        pytest.param(4, 0, False, (893, 0), (0, 893), id="all of them too many"),
        pytest.param(4, 2, False, (893, 446), (446, 447), id="two too many"),
        pytest.param(0.8, 0.75, True, (800, 750), (0, 0), id="coverage above its least"),
        pytest.param(1, 1, True, (1000, 1000), (0, 0), id="all covered, as asked"),
        pytest.param(0.6, 0.75, True, (600, 750), (600, 150), id="what coverage lacks"),
    ],
)
def test_a_count_or_a_share_shows_no_more_beyond_its_limit_than_what_is(
    found: float, limit: float, least: bool, ends: tuple[int, int], beyond: tuple[int, int]
) -> None:
    drawn = gauge(quantity(found, found, found), limit, 0, least=least, filled=True)
    assert ((drawn.best, drawn.limit), drawn.beyond) == (ends, beyond)


@given(st.lists(quantities, min_size=1, max_size=5))
def test_ranges_stay_on_their_line_in_their_order(rows: list[dict[str, float]]) -> None:
    line = scale(rows)
    for row in rows:
        low, best, high = line.span(row)
        assert 0 <= low <= best <= high <= WHOLE + 1


@given(st.lists(deltas, min_size=1, max_size=5))
def test_changes_stay_on_their_line_in_their_order(rows: list[dict[str, float]]) -> None:
    line = changes(rows)
    assert 0 <= line.at(0) <= WHOLE
    for row in rows:
        low, best, high = line.span(row)
        assert -1 <= low <= best <= high <= WHOLE + 1


@given(deltas, st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_gauge_shows_value_and_limit_whatever_they_are(
    found: dict[str, float], limit: float, allow: float
) -> None:
    drawn = gauge(found, limit, allow)
    assert -1 <= drawn.low <= drawn.best <= drawn.high <= WHOLE + 1
    assert 0 <= drawn.limit <= drawn.allowed <= WHOLE
    assert 0 <= drawn.beyond[0] <= sum(drawn.beyond) <= WHOLE

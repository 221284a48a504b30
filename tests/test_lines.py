"""One row of watts is one unknown: a server is as far in its range at every load."""

import itertools
import math
from collections.abc import Callable, Sequence
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.energy import at
from carbongate.figure import Assumed, Declared, Figure, Looked, Unit
from carbongate.machines import machine
from carbongate.manifests.cards import unnamed
from carbongate.mappings.mixed import mixture
from carbongate.model import Compute, Curve, Machine
from carbongate.paired import paired_difference
from carbongate.power import middle
from carbongate.tables import DEFAULT, Tables

ONE = Unit.ONE
TABLES = Tables(DEFAULT)
numbers = st.floats(0, 10).map(lambda number: round(number, 3))
ranges = st.lists(numbers, min_size=3, max_size=3).map(sorted)
POINTS = (("w0", 0.0), ("w10", 0.1), ("w50", 0.5), ("w100", 1.0))
rises = st.lists(numbers, min_size=4, max_size=4).map(lambda found: [*itertools.accumulate(found)])
rows = st.tuples(rises, rises, rises)  # low, what best adds, what high adds: all rise with the load
shares = st.floats(0, 1).map(lambda number: round(number, 2))


def exact(value: float) -> Figure:
    return Figure.exact(value, ONE, Declared("here"))


def leaf(name: str, low: float, best: float, high: float) -> Figure:
    return Figure(low, best, high, ONE, Assumed(name))


def ends(before: Sequence[Figure], after: Sequence[Figure]) -> tuple[float, float, float]:
    found = paired_difference(before, after, ONE)
    return found.low, found.best, found.high


def curve(row: tuple[list[float], list[float], list[float]], name: str = "a") -> Curve:
    """The power curve of one row of the processors table."""
    return Curve(
        tuple(load for _, load in POINTS),
        tuple(
            Figure(low, low + more, low + more + most, ONE, Looked("processors", name, column, "s"))
            for (column, _), low, more, most in zip(POINTS, *row, strict=True)
        ),
    )


def mean(one: Curve, other: Curve) -> Curve:
    """The curve of two processors that may be behind a type."""
    return Curve(
        one.loads,
        tuple(middle(pair, fmean) for pair in zip(one.watts, other.watts, strict=True)),
    )


def level(watts: Curve, load: float, position: float) -> float:
    """Watts at a load of a server that is so far in its range, worked out from the cells."""
    heights = [
        straight(position, ((0.0, cell.low), (0.5, cell.best), (1.0, cell.high)))
        for cell in watts.watts
    ]
    return straight(load, tuple(zip(watts.loads, heights, strict=True)))


def straight(place: float, points: Sequence[tuple[float, float]]) -> float:
    """Straight lines between points."""
    for (left, low), (right, high) in itertools.pairwise(points):
        if place <= right:
            return low + (high - low) * (place - left) / (right - left)
    return points[-1][1]


@settings(deadline=None)
@given(rows, rows, shares, shares, ranges, ranges)
def test_more_load_never_takes_less_and_less_load_never_more(
    row: tuple[list[float], list[float], list[float]],
    other: tuple[list[float], list[float], list[float]],
    one: float,
    two: float,
    hours: list[float],
    grid: list[float],
) -> None:
    low, high = sorted((one, two))
    beside = leaf("hours", *hours) * leaf("grid", *grid)
    for watts in (curve(row), mean(curve(row), curve(other, "b"))):
        less, more = at(watts, exact(low)) * beside, at(watts, exact(high)) * beside
        slack = 1e-9 * max(1, more.high)
        up, down = ends([less], [more]), ends([more], [less])
        assert up[0] >= -slack
        assert down[2] <= slack


@settings(deadline=None)
@given(rows, rows, st.lists(st.tuples(shares, shares, st.booleans()), min_size=1, max_size=4))
def test_the_ends_over_two_rows_are_those_of_every_place_in_their_ranges(
    row: tuple[list[float], list[float], list[float]],
    other: tuple[list[float], list[float], list[float]],
    changes: list[tuple[float, float, bool]],
) -> None:
    curves = curve(row), curve(other, "b")
    found = ends(
        [at(curves[which], exact(before)) for before, _, which in changes],
        [at(curves[which], exact(after)) for _, after, which in changes],
    )
    places = [number / 10 for number in range(11)]
    reached = [
        math.fsum(
            level(curves[which], after, place[which]) - level(curves[which], before, place[which])
            for before, after, which in changes
        )
        for place in itertools.product(places, places)
    ]
    assert (found[0], found[2]) == pytest.approx((min(reached), max(reached)), abs=1e-6)


def test_many_rows_in_many_places_rise_with_the_load() -> None:
    """More than can be tried out: no row of watts may leave a doubt that it does not have."""
    curves = [
        curve(([1, 2 + n % 3, 4, 7], [n % 4, 3, 4 + n % 2, 6], [1, 1 + n % 5, 9, 12]), f"row {n}")
        for n in range(30)
    ]
    grids = [leaf(f"grid {number}", 100, 200, 300 + number) for number in range(8)]
    counts = [leaf(f"count {number}", 1, 1, 1 + number % 7) for number in range(240)]
    places = list(zip(itertools.product(curves, grids), counts, strict=True))
    before, after = (
        [at(watts, exact(load)) * grid * count for (watts, grid), count in places]
        for load in (0.2, 0.4)
    )
    assert ends(before, after)[0] > 0
    assert ends(after, before)[2] < 0


def test_the_cells_of_a_row_that_are_no_watts_are_numbers_of_their_own() -> None:
    one, other = (Figure(1, 2, 3, ONE, Looked("processors", "a", name, "s")) for name in "xy")
    assert ends([one], [other]) == (-2, 0, 2)


def fleet() -> Curve:
    """Machines of either of two types."""
    choices = [(machine, 1.0) for kind in ("m5.large", "m6g.large") if (machine := of(kind))]
    assert len(choices) == 2
    return next(part.power for part in mixture(choices) if isinstance(part, Compute))


def of(kind: str) -> Machine | None:
    return machine(TABLES, "aws", kind)


def any_card() -> Curve:
    """A card that nobody names."""
    return unnamed(exact(1), "nvidia", TABLES).power


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(fleet, id="a fleet of any of two types"),
        pytest.param(any_card, id="a card that nobody names"),
    ],
)
@pytest.mark.parametrize(("less", "more"), [(0.0, 0.1), (0.2, 0.4), (0.3, 1.0)])
def test_what_may_be_one_of_several_rises_with_the_load(
    made: Callable[[], Curve], less: float, more: float
) -> None:
    low, high = at(made(), exact(less)), at(made(), exact(more))
    found = paired_difference([low], [high], Unit.WATT)
    assert (found.low, found.high) == pytest.approx(
        (
            min(high.low - low.low, high.best - low.best, high.high - low.high),
            max(high.low - low.low, high.best - low.best, high.high - low.high),
        )
    )
    assert found.low > 0

"""The laws of a figure: order survives every step, units are refused, leaves are found."""

import math
from itertools import product as pairs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.figure import (
    CONVERSIONS,
    PRODUCTS,
    Assumed,
    Declared,
    Derived,
    Figure,
    FigureError,
    Looked,
    Unit,
    product,
    total,
)

HERE = Declared("a test")


@st.composite
def figures(draw: st.DrawFn, unit: Unit = Unit.ONE, smallest: float = 0) -> Figure:
    """Any figure of a unit, in its order."""
    ends = sorted(draw(st.lists(st.floats(smallest, 1e12), min_size=3, max_size=3)))
    return Figure(ends[0], ends[1], ends[2], unit, HERE)


def numbers(figure: Figure) -> tuple[float, float, float]:
    return figure.low, figure.best, figure.high


@given(figures(Unit.WATT), figures(Unit.HOUR))
def test_a_product_keeps_the_order_and_does_not_depend_on_the_side(a: Figure, b: Figure) -> None:
    left, right = a * b, b * a
    assert left.low <= left.best <= left.high
    assert numbers(left) == numbers(right)
    assert left.unit is Unit.KWH_IT


@given(st.lists(figures(Unit.GRAM), max_size=20), st.randoms(use_true_random=False))
def test_a_sum_keeps_the_order_whatever_the_order_of_its_parts(
    parts: list[Figure], chance: object
) -> None:
    straight = total(parts, Unit.GRAM)
    shuffled = list(parts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert straight.low <= straight.best <= straight.high
    assert numbers(straight) == numbers(total(shuffled, Unit.GRAM))


@given(st.lists(figures(Unit.GRAM), max_size=10), figures(Unit.GRAM))
def test_one_more_part_never_lowers_a_sum(parts: list[Figure], more: Figure) -> None:
    before, after = total(parts, Unit.GRAM), total([*parts, more], Unit.GRAM)
    assert before.low <= after.low
    assert before.best <= after.best
    assert before.high <= after.high


@given(figures(Unit.GRAM), figures(Unit.FUNCTIONAL_UNIT, smallest=1e-3), st.booleans())
def test_a_quotient_keeps_the_order(carbon: Figure, r: Figure, together: bool) -> None:
    score = carbon.over(r, "functional_unit.per_month", together=together)
    assert score.low <= score.best <= score.high
    assert score.unit is Unit.GRAM_PER_UNIT


@given(figures(Unit.HOUR), figures(Unit.HOUR))
def test_widening_keeps_the_best_value_and_holds_both_ranges(a: Figure, b: Figure) -> None:
    low, high = min(a.low, b.low), max(a.high, b.high)
    assert numbers(a.widened(b, "hull")) == (low, a.best, high)


@pytest.mark.parametrize(
    ("low", "best", "high"),
    [
        pytest.param(2, 1, 3, id="best below low"),
        pytest.param(1, 3, 2, id="high below best"),
        pytest.param(-1, 0, 1, id="negative"),
        pytest.param(math.nan, math.nan, math.nan, id="not a number"),
        pytest.param(0, math.nan, 1, id="best is not a number"),
        pytest.param(0, 1, math.inf, id="infinite"),
    ],
)
def test_a_number_that_is_none_is_refused(low: float, best: float, high: float) -> None:
    with pytest.raises(FigureError, match="in the order low, best, high"):
        Figure(low, best, high, Unit.KWH, HERE)


def test_only_the_products_of_the_table_mean_something() -> None:
    for left, right in pairs(Unit, Unit):
        known = Unit.ONE in (left, right) or (left, right) in PRODUCTS or (right, left) in PRODUCTS
        if known:
            product(left, right)
        else:
            with pytest.raises(FigureError, match="means nothing here"):
                product(left, right)


def test_no_product_stands_in_the_table_twice() -> None:
    assert len({frozenset(pair) for pair in PRODUCTS}) == len(PRODUCTS)


def test_conversions_there_and_back_are_one() -> None:
    for (here, there), factor in CONVERSIONS.items():
        assert factor * CONVERSIONS[there, here] == pytest.approx(1)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        pytest.param(0, Unit.FUNCTIONAL_UNIT, id="zero units"),
        pytest.param(1, Unit.HOUR, id="not a functional unit"),
    ],
)
def test_a_functional_unit_must_be_one_and_positive(amount: float, unit: Unit) -> None:
    carbon = Figure.exact(1, Unit.GRAM, HERE)
    with pytest.raises(FigureError):
        carbon.over(Figure.exact(amount, unit, HERE), "functional_unit.per_month")


def test_the_key_is_named_when_r_is_zero() -> None:
    carbon = Figure.exact(1, Unit.GRAM, HERE)
    with pytest.raises(
        FigureError, match=r"stacks\[0\]\.functional_unit\.per_month must be greater"
    ):
        carbon.over(
            Figure.exact(0, Unit.FUNCTIONAL_UNIT, HERE), "stacks[0].functional_unit.per_month"
        )


def test_different_units_are_never_added() -> None:
    with pytest.raises(FigureError, match="means nothing here"):
        Figure.exact(1, Unit.KWH_IT, HERE) + Figure.exact(1, Unit.KWH, HERE)


def test_leaves_are_what_a_figure_rests_on_each_once_in_order() -> None:
    cpu = Figure.exact(0.25, Unit.THREAD, Declared("Deployment/shop/cart: cart.requests.cpu"))
    row = Looked("processors", "generic", "p50", "ccf")
    watts = Figure(1, 2, 3, Unit.WATT_PER_THREAD, row)
    month = Figure.exact(730, Unit.HOUR, Assumed("it runs the whole month"))
    energy = (watts * cpu * month).named("energy")
    assert [leaf.origin for leaf in energy.leaves()] == [row, cpu.origin, month.origin]
    twice = energy + energy
    assert [leaf.origin for leaf in twice.leaves()] == [row, cpu.origin, month.origin]


def test_a_deep_derivation_has_leaves_without_recursion() -> None:
    figure = Figure.exact(1, Unit.ONE, HERE)
    for _ in range(50_000):
        figure = Figure(1, 1, 1, Unit.ONE, Derived("step", (figure,)))
    assert [leaf.origin for leaf in figure.leaves()] == [HERE]

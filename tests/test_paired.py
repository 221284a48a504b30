"""The difference of two sums of figures: what they share has one value on both sides."""

import itertools
import math
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.carbon import reciprocal
from carbongate.energy import at, power
from carbongate.figure import (
    Assumed,
    Declared,
    Derived,
    Figure,
    FigureError,
    Looked,
    Measured,
    Origin,
    Unit,
    total,
)
from carbongate.model import Compute, Curve, Usage
from carbongate.paired import Delta, Pairs, paired_difference

ONE = Unit.ONE


def leaf(low: float, best: float, high: float, name: str = "x", unit: Unit = ONE) -> Figure:
    return Figure(low, best, high, unit, Assumed(name))


def exact(value: float, unit: Unit = ONE) -> Figure:
    return Figure.exact(value, unit, Declared("here"))


def scaled_by(whose: str, low: float, best: float, high: float) -> Figure:
    """A count between the limits of an autoscaler."""
    limits = tuple(Figure.exact(end, ONE, Declared(f"{whose}: limits")) for end in (low, high))
    return Figure(low, best, high, ONE, Derived("between its limits", limits, "between"))


def ends(before: Sequence[Figure], after: Sequence[Figure]) -> tuple[float, float, float]:
    found = paired_difference(before, after, ONE)
    return found.low, found.best, found.high


X, Y, Z = leaf(2, 3, 5), leaf(1, 4, 9, "y"), leaf(0, 1, 2, "z")
LOAD = leaf(0.1, 0.5, 0.9, "load")
OLD = Curve((0.0, 1.0), (leaf(1, 1, 2, "old idle"), leaf(4, 4, 5, "old full")))
NEW = Curve((0.0, 0.5, 1.0), tuple(exact(watts) for watts in (1, 1, 6)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], [], (0, 0, 0), id="nothing on both sides is no difference"),
        pytest.param([], [X], (2, 3, 5), id="what is new counts whole"),
        pytest.param([X], [], (-5, -3, -2), id="what is gone is earned whole"),
        pytest.param([X], [X], (0, 0, 0), id="the same unknown is no difference"),
        pytest.param([X], [leaf(2, 3, 5)], (0, 0, 0), id="an equal leaf is the same unknown"),
        pytest.param([X], [leaf(2, 3, 5, "w")], (-3, 0, 3), id="another leaf is another unknown"),
        pytest.param([X], [leaf(2, 3, 6)], (-3, 0, 4), id="a leaf of other numbers is another"),
        pytest.param(
            [X.scaled(3, ONE, "three")], [X.scaled(4, ONE, "four")], (2, 3, 5), id="one more of it"
        ),
        pytest.param(
            [X.scaled(4, ONE, "four")],
            [X.scaled(3, ONE, "three")],
            (-5, -3, -2),
            id="one less of it",
        ),
        pytest.param([X, Y], [Y, X], (0, 0, 0), id="the order does not matter"),
        pytest.param([X * Y, Z], [Z, Y * X], (0, 0, 0), id="nor that of factors"),
        pytest.param([X + Y], [X, Y], (0, 0, 0), id="nor how a sum is written"),
        pytest.param([X * (Y + Z)], [X * Y, X * Z], (0, 0, 0), id="nor how a product is"),
        pytest.param(
            [X * Y], [X * Z], (5 * -9, 3 * -3, 5 * 1), id="a common factor stands at one end"
        ),
        pytest.param([X.named("this")], [X.named("that")], (0, 0, 0), id="a name is no number"),
        pytest.param(
            [X.widened(Y, "hull")], [X.widened(Y, "hull")], (0, 0, 0), id="an equal hull cancels"
        ),
        pytest.param(
            [X.widened(Y, "hull")], [X], (2 - 9, 0, 5 - 1), id="a hull is not what it was made of"
        ),
        pytest.param(
            [at(OLD, LOAD)],
            [at(OLD, LOAD).scaled(2, ONE, "two")],
            (1.3, 2.5, 4.7),
            id="a second machine at the same load",
        ),
        pytest.param(
            [at(NEW, LOAD)],
            [at(OLD, LOAD)],
            (3.7 - 5, 2.5 - 1, 3.5 - 1),
            id="the same load on another processor stands at one value, also where a line bends",
        ),
        pytest.param(
            [scaled_by("web", 2, 3, 6)],
            [scaled_by("web", 2, 4, 6)],
            (0, 1, 1),
            id="one more to begin with, between the same limits",
        ),
        pytest.param(
            [scaled_by("web", 2, 3, 6)],
            [scaled_by("web", 2, 3, 10)],
            (0, 0, 4),
            id="a higher limit of the same autoscaler",
        ),
        pytest.param(
            [scaled_by("web", 2, 3, 6)],
            [scaled_by("api", 2, 3, 6)],
            (-4, 0, 4),
            id="another autoscaler",
        ),
        pytest.param(
            [scaled_by("web", 2, 3, 6) * X],
            [scaled_by("web", 2, 4, 6) * X],
            (0, 3, 5),
            id="between limits, each of them doubtful",
        ),
        pytest.param(
            [at(OLD, exact(0.5))],
            [at(OLD, exact(1))],
            (0.5 * (4 - 2), 1.5, 0.5 * (5 - 1)),
            id="a higher load on the same line",
        ),
    ],
)
def test_the_difference_of(
    before: list[Figure], after: list[Figure], expected: tuple[float, float, float]
) -> None:
    assert ends(before, after) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(
            Looked("grid", "aws/x", "grid", "a"),
            Looked("grid", "aws/x", "grid", "b"),
            True,
            id="a cell is itself whatever its source is called",
        ),
        pytest.param(
            Looked("grid", "aws/x", "grid", "a"),
            Looked("grid", "aws/x", "pue", "a"),
            False,
            id="another column is not",
        ),
        pytest.param(
            Declared("carbongate.yaml:3: usage.cpu"),
            Declared("carbongate.yaml:14: usage.cpu"),
            True,
            id="a line of the configuration that only moved",
        ),
        pytest.param(
            Declared("carbongate.yaml:3: usage.cpu"),
            Declared("carbongate.yaml:3: usage.hours"),
            False,
            id="another key on the same line",
        ),
        pytest.param(Measured("m"), Measured("m"), True, id="a meter"),
        pytest.param(Measured("m"), Assumed("m"), False, id="a meter and a sentence"),
    ],
)
def test_leaves_are_one_number_when(one: Origin, other: Origin, same: bool) -> None:
    left, right = Figure(1, 2, 4, ONE, one), Figure(1, 2, 4, ONE, other)
    assert Pairs().same(left, right) is same
    assert ends([left], [right]) == ((0, 0, 0) if same else (-3, 0, 3))


def test_a_burstable_machine_twice_the_size_takes_as_much_again() -> None:
    curve = Curve((0.0, 1.0), (exact(1, Unit.WATT_PER_THREAD), exact(9, Unit.WATT_PER_THREAD)))
    use = Usage(exact(730, Unit.HOUR), LOAD, False, LOAD)

    def watts(threads: float) -> Figure:
        size, kg = exact(threads, Unit.THREAD), exact(1, Unit.KG)
        return power(Compute(exact(threads, Unit.VCPU), size, curve, kg, exact(0.2)), use)

    small = watts(2)
    found = paired_difference([small], [watts(4)], Unit.WATT)
    assert (found.low, found.best, found.high) == pytest.approx((small.low, small.best, small.high))


def test_the_smaller_of_a_doubtful_and_a_stated_number_moves_with_the_doubtful_one() -> None:
    def bounded(bound: float) -> Figure:
        limits = Derived("no longer than its limit", (X, exact(bound)), "least")
        return Figure(min(2, bound), min(3, bound), min(5, bound), ONE, limits)

    assert ends([bounded(4.5)], [bounded(3.5)]) == pytest.approx((-1, 0, 0))


def test_a_score_over_the_same_doubtful_unit_differs_by_what_carbon_does() -> None:
    unit = leaf(10, 20, 40, "runs", Unit.FUNCTIONAL_UNIT)
    carbon = leaf(100, 200, 300, "carbon", Unit.GRAM)
    before = carbon.over(unit, "unit")
    after = (carbon + exact(80, Unit.GRAM)).over(unit, "unit")
    found = paired_difference([before], [after], Unit.GRAM_PER_UNIT)
    assert (found.low, found.best, found.high) == pytest.approx((2, 4, 8))


def test_carbon_that_grows_with_its_divisor_is_free_of_it() -> None:
    runs = leaf(10, 20, 40, "runs", Unit.RUN)
    unit = runs.scaled(1, Unit.FUNCTIONAL_UNIT, "one run is one unit")

    def score(grams: float) -> Figure:
        return (runs.scaled(1, ONE, "runs") * exact(grams, Unit.GRAM)).over(
            unit, "unit", together=True
        )

    found = paired_difference([score(5)], [score(7)], Unit.GRAM_PER_UNIT)
    assert (found.low, found.best, found.high) == pytest.approx((2, 2, 2))


def test_a_figure_of_another_unit_is_refused() -> None:
    with pytest.raises(FigureError, match="a difference in gCO2e of a figure in kWh"):
        paired_difference([], [exact(1, Unit.KWH)], Unit.GRAM)


def test_a_deep_derivation_needs_no_recursion() -> None:
    figure = X
    for _ in range(20_000):
        figure = figure.named("again")
    assert ends([figure], [X]) == (0, 0, 0)


def test_a_long_difference_of_things_that_each_have_a_doubt_of_their_own() -> None:
    """Each count has one value on both sides; which end is the worst depends on the shared watts."""
    old, new = leaf(1, 2, 3, "old"), leaf(1, 1.5, 4, "new")
    counts = [leaf(1, 2, 2 + number % 5, f"count {number}") for number in range(400)]
    found = ends([old * count for count in counts], [new * count for count in counts])
    most = math.fsum(count.high for count in counts)
    assert found == pytest.approx((-2 * most, -0.5 * 800, 3 * most))


# ---- the laws, on figures of any make ------------------------------------------------------------

Truth = Callable[[Figure], float]
numbers = st.floats(0, 10).map(lambda number: round(number, 3))
ranges = st.lists(numbers, min_size=3, max_size=3).map(sorted)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Figure], list[Figure]]:
    """Two sides made of a few leaves by every operation there is."""
    leaves = [
        Figure(low, best, high, ONE, Assumed(f"leaf {number}"))
        for number, (low, best, high) in enumerate(draw(st.lists(ranges, min_size=2, max_size=6)))
    ]
    figures = list(leaves)
    for _ in range(draw(st.integers(2, 10))):
        one, other = draw(st.sampled_from(figures)), draw(st.sampled_from(figures))
        match draw(st.integers(0, 6)):
            case 0 | 1:
                made = one * other
            case 2:
                made = total((one, other, one), ONE)
            case 3:
                made = one.scaled(draw(st.sampled_from((0.1, 2, 7))), ONE, "scaled")
            case 4:
                made = one.widened(other, "hull")
            case 5:
                made = at(Curve((0.0, 0.3, 1.0), (one, one + other, one + other)), LOAD)
            case _:
                made = one.named("a name")
        if made.high < 1e6:
            figures.append(made)
    sides = st.lists(st.sampled_from(figures), max_size=4)
    return draw(sides), draw(sides)


def truth(values: Callable[[Figure], float]) -> Truth:
    """What figures come to when each unknown has the value it has: an evaluator of its own."""
    known: dict[int, float] = {}

    def of(figure: Figure) -> float:
        if id(figure) not in known:
            known[id(figure)] = worked_out(figure)
        return known[id(figure)]

    def worked_out(figure: Figure) -> float:
        match figure.origin:
            case Derived(step="product", inputs=(one, other)):
                return of(one) * of(other)
            case Derived(step="sum", inputs=inputs):
                return math.fsum(of(part) for part in inputs)
            case Derived(step="scaled", inputs=(one,)):
                return of(one) * (figure.high / one.high if one.high else 1)
            case Derived(step=tuple() as points, inputs=(load, *watts)):
                loads: tuple[float, ...] = points
                place = of(load)
                right = next(number for number, point in enumerate(loads) if point >= place)
                part = (place - loads[right - 1]) / (loads[right] - loads[right - 1])
                return (1 - part) * of(watts[right - 1]) + part * of(watts[right])
            case _:
                return values(figure)

    return of


@settings(max_examples=300, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_true_difference_lies_inside_and_the_range_is_no_wider_than_without_pairing(
    world: tuple[list[Figure], list[Figure]], random: Random
) -> None:
    before, after = world
    found = paired_difference(before, after, ONE)
    assert found.best == math.fsum(f.best for f in after) - math.fsum(f.best for f in before)
    widest = (
        math.fsum(f.low for f in after) - math.fsum(f.high for f in before),
        math.fsum(f.high for f in after) - math.fsum(f.low for f in before),
    )
    assert min(widest[0], found.best) <= found.low <= found.best
    assert found.best <= found.high <= max(widest[1], found.best)
    slack = 1e-9 * math.fsum(f.high for f in (*before, *after))
    for _ in range(20):
        values: dict[Figure, float] = {}

        def value(figure: Figure, values: dict[Figure, float] = values) -> float:
            low, high = figure.low, figure.high
            choice = random.choice((low, high, random.uniform(low, high)))
            return float(values.setdefault(figure, choice))

        of = truth(value)
        difference = math.fsum(map(of, after)) - math.fsum(map(of, before))
        assert found.low - slack <= difference <= found.high + slack


@settings(deadline=None)
@given(worlds())
def test_a_side_less_itself_is_nothing(world: tuple[list[Figure], list[Figure]]) -> None:
    one, _ = world
    assert paired_difference(one, one[::-1], ONE) == Delta(0, 0, 0, ONE)


@settings(deadline=None)
@given(worlds())
def test_the_way_back_is_the_opposite(world: tuple[list[Figure], list[Figure]]) -> None:
    there, back = ends(*world), ends(*world[::-1])
    assert there == pytest.approx(tuple(-end for end in reversed(back)), rel=1e-9, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(ranges, min_size=5, max_size=5),
    st.lists(
        st.tuples(st.sampled_from((-1, 1)), st.sets(st.integers(0, 4), min_size=1, max_size=3)),
        min_size=2,
        max_size=8,
    ),
)
def test_the_ends_of_products_of_different_leaves_are_exact(
    leaves: list[list[float]], products: list[tuple[int, set[int]]]
) -> None:
    figures = [leaf(low, best, high, f"leaf {n}") for n, (low, best, high) in enumerate(leaves)]
    sides: dict[int, list[Figure]] = {-1: [], 1: []}
    for sign, chosen in products:
        made = exact(1)
        for number in sorted(chosen):
            made = made * figures[number]
        sides[sign].append(made)
    corners = [
        math.fsum(sign * math.prod(corner[n] for n in chosen) for sign, chosen in products)
        for corner in itertools.product(*((low, high) for low, _, high in leaves))
    ]
    low, _, high = ends(sides[-1], sides[1])
    assert (low, high) == pytest.approx((min(corners), max(corners)), abs=1e-6)


def test_a_step_of_its_own_is_one_number_wherever_it_is_made_in_the_same_way() -> None:
    life = Figure(30_000, 35_040, 60_000, Unit.HOUR, Looked("constants", "lifetime", "best", "s"))
    again = Figure(30_000, 35_040, 60_000, Unit.HOUR, Looked("constants", "lifetime", "best", "s"))
    found = paired_difference([reciprocal(life)], [reciprocal(again)], Unit.PER_HOUR)
    assert found == Delta(0, 0, 0, Unit.PER_HOUR)

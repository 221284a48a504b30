"""Components to kWh at the equipment: the formulas, with numbers worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.energy import at, energy, power
from carbongate.figure import Declared, Derived, Figure, Unit
from carbongate.model import Accelerator, Compute, Curve, Memory, Network, Storage, Usage
from carbongate.tables import Tables

HERE = Declared("a test")
TABLES = Tables("carbongate-2026.11")


def exact(value: float, unit: Unit = Unit.ONE) -> Figure:
    return Figure.exact(value, unit, HERE)


def watts(low: float, best: float, high: float, unit: Unit = Unit.WATT_PER_THREAD) -> Figure:
    return Figure(low, best, high, unit, HERE)


CURVE = Curve(
    (0.0, 0.1, 0.5, 1.0), (watts(1, 2, 3), watts(2, 3, 4), watts(4, 5, 8), watts(8, 10, 12))
)
MONTH = exact(730, Unit.HOUR)


def usage(cpu: Figure, *, stated: bool = True) -> Usage:
    return Usage(MONTH, cpu, stated, exact(0.5))


def compute(threads: float = 4, baseline: float | None = None) -> Compute:
    return Compute(
        exact(threads, Unit.VCPU),
        exact(threads, Unit.THREAD),
        CURVE,
        exact(100, Unit.KG),
        exact(baseline) if baseline is not None else None,
    )


@pytest.mark.parametrize(
    ("load", "expected"),
    [
        pytest.param(0.0, (1, 2, 3), id="idle"),
        pytest.param(0.1, (2, 3, 4), id="on a point"),
        pytest.param(0.3, (3, 4, 6), id="between two points"),
        pytest.param(0.75, (6, 7.5, 10), id="on the last line"),
        pytest.param(1.0, (8, 10, 12), id="at full load"),
    ],
)
def test_power_stands_on_straight_lines_between_the_points(
    load: float, expected: tuple[float, float, float]
) -> None:
    found = at(CURVE, exact(load))
    assert (found.low, found.best, found.high) == pytest.approx(expected)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_load_never_takes_less_power(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert at(CURVE, exact(less)).best <= at(CURVE, exact(more)).best + 1e-12


def test_a_range_of_loads_widens_the_power() -> None:
    found = at(CURVE, Figure(0.1, 0.5, 1.0, Unit.ONE, HERE))
    assert (found.low, found.best, found.high) == (2, 5, 12)


def test_a_burstable_type_of_unknown_load_is_at_twice_its_sustained_share() -> None:
    usual = Figure(0.1, 0.5, 0.9, Unit.ONE, HERE)
    found = power(compute(threads=2, baseline=0.2), usage(usual, stated=False))
    assert found.low == pytest.approx(2 * 0.2 * 1)
    assert found.best == pytest.approx(2 * 2 * 0.2 * 5)
    assert found.high == pytest.approx(2 * 12)


def test_a_burstable_type_has_no_range_where_the_usual_load_has_none() -> None:
    sure = Curve((0.0, 1.0), (exact(1, Unit.WATT_PER_THREAD), exact(9, Unit.WATT_PER_THREAD)))
    made = Compute(
        exact(2, Unit.VCPU), exact(2, Unit.THREAD), sure, exact(100, Unit.KG), exact(0.2)
    )
    found = power(made, usage(exact(0.5), stated=False))
    assert (found.low, found.best, found.high) == pytest.approx((4, 4, 4))


def test_a_burstable_type_of_stated_load_is_like_any_other() -> None:
    assert power(compute(2, 0.2), usage(exact(0.5))).best == pytest.approx(2 * 5)


def test_energy_of_processors_is_watts_by_hours() -> None:
    found = energy(compute(), usage(exact(0.5)), MONTH, TABLES)
    assert found.best == pytest.approx(5 * 4 * 730 / 1000)
    assert found.unit is Unit.KWH_IT


def test_energy_of_memory_counts_what_servers_do_not_contain() -> None:
    memory = Memory(exact(64, Unit.GIB), exact(10, Unit.GIB))
    found = energy(memory, usage(exact(0.5)), MONTH, TABLES)
    assert found.best == pytest.approx(10 * 730 * TABLES.constant("memory").best)


@pytest.mark.parametrize("medium", ["ssd", "hdd"])
def test_energy_of_storage_counts_every_copy(medium: str) -> None:
    storage = Storage(exact(500, Unit.GB), "ssd" if medium == "ssd" else "hdd", exact(3))
    found = energy(storage, usage(exact(0.5)), MONTH, TABLES)
    coefficient = TABLES.constant(f"storage_{medium}").best
    assert found.best == pytest.approx(0.5 * 3 * 730 * coefficient / 1000)


def test_energy_of_network_does_not_know_hours() -> None:
    network = Network(exact(900, Unit.GB))
    one = energy(network, usage(exact(0.5)), exact(1, Unit.HOUR), TABLES)
    all_month = energy(network, usage(exact(0.5)), MONTH, TABLES)
    assert one.best == all_month.best == pytest.approx(900 * TABLES.constant("network").best)


def test_energy_of_accelerators_counts_every_card_at_its_own_load() -> None:
    card = Curve((0.0, 1.0), (watts(10, 20, 30, Unit.WATT), watts(100, 200, 300, Unit.WATT)))
    cards = Accelerator("T4", exact(2), card, exact(150, Unit.KG))
    found = energy(cards, usage(exact(0.9)), MONTH, TABLES)
    assert found.best == pytest.approx(110 * 2 * 730 / 1000)


def test_a_burstable_machine_says_how_it_was_worked_out() -> None:
    usual = Figure(0.1, 0.5, 0.9, Unit.ONE, HERE)
    found = power(compute(threads=2, baseline=0.2), usage(usual, stated=False))
    origin = found.origin
    assert isinstance(origin, Derived)
    assert origin.step == (0.0, 0.5, 1.0)
    _, idle, twice, everything = origin.inputs
    assert (idle.low, twice.best, everything.high) == (found.low, found.best, found.high)

"""kWh and hardware to gCO2e, with numbers worked out by hand."""

import pytest

from carbongate.carbon import embodied, operational
from carbongate.figure import Declared, Figure, Unit
from carbongate.model import (
    Accelerator,
    Component,
    Compute,
    Curve,
    Memory,
    Network,
    Site,
    Storage,
)
from carbongate.tables import Tables

HERE = Declared("a test")
TABLES = Tables("carbongate-2026.11")
LIFE = TABLES.constant("lifetime").best


def exact(value: float, unit: Unit = Unit.ONE) -> Figure:
    return Figure.exact(value, unit, HERE)


CURVE = Curve((0.0, 1.0), (exact(1, Unit.WATT_PER_THREAD), exact(2, Unit.WATT_PER_THREAD)))


def test_operational_carbon_is_energy_by_the_grid_of_its_place() -> None:
    site = Site("aws", "eu-west-1", Figure(280, 300, 320, Unit.GRAM_PER_KWH, HERE), exact(1))
    found = operational(exact(10, Unit.KWH), site)
    assert (found.low, found.best, found.high) == (2800, 3000, 3200)
    assert found.unit is Unit.GRAM


@pytest.mark.parametrize(
    ("component", "grams_of_a_life"),
    [
        pytest.param(
            Compute(exact(2, Unit.VCPU), exact(2, Unit.THREAD), CURVE, exact(33, Unit.KG)),
            33_000,
            id="a share of a server",
        ),
        pytest.param(
            Accelerator("T4", exact(2), CURVE, exact(130, Unit.KG)), 260_000, id="two cards"
        ),
        pytest.param(
            Storage(exact(500, Unit.GB), "ssd", exact(2)),
            1.0 * TABLES.constant("storage_embodied_ssd").best * 1000,
            id="two copies of half a terabyte",
        ),
        pytest.param(
            Memory(exact(64, Unit.GIB), exact(8, Unit.GIB)), 0, id="memory comes with its server"
        ),
        pytest.param(Network(exact(900, Unit.GB)), 0, id="network devices are not inside"),
    ],
)
def test_embodied_carbon_is_the_part_of_a_life(
    component: Component, grams_of_a_life: float
) -> None:
    found = embodied(component, exact(730, Unit.HOUR), TABLES)
    assert found.best == pytest.approx(grams_of_a_life * 730 / LIFE)
    assert found.unit is Unit.GRAM


def test_a_longer_life_lowers_the_low_end_only() -> None:
    share = Compute(exact(2, Unit.VCPU), exact(2, Unit.THREAD), CURVE, exact(33, Unit.KG))
    found = embodied(share, exact(730, Unit.HOUR), TABLES)
    assert found.low == pytest.approx(found.best * LIFE / TABLES.constant("lifetime").high)
    assert found.high == found.best

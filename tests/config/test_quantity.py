"""Numbers with their units: what is accepted, what it comes to, and what a mistake is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import units
from carbongate.config.node import Node
from carbongate.config.quantity import Quantity
from carbongate.documents import yaml_documents
from carbongate.errors import ConfigError


def node(written: str) -> Node:
    """The value behind `x:` in line 1 of a file."""
    value: Any = yaml_documents(f"x: {written}", "f", version="1.2")[0]
    return Node(value, "f", 1).at("x")


@pytest.mark.parametrize(
    ("quantity", "written", "best"),
    [
        pytest.param(units.CARBON_A_MONTH, "120 kgCO2e/month", 120_000, id="kilograms a month"),
        pytest.param(
            units.CARBON_A_MONTH, "120 kg/month", 120_000, id="carbon is all there is to weigh"
        ),
        pytest.param(
            units.CARBON_A_MONTH, "0.12tCO2eq / month", 120_000, id="tonnes, spaces as one likes"
        ),
        pytest.param(
            units.CARBON_A_MONTH, "1.2 tCO2e/year", 100_000, id="a year has twelve months"
        ),
        pytest.param(units.CARBON_A_MONTH, "24 g/day", 730, id="a month has 730 hours"),
        pytest.param(units.CARBON_A_UNIT, "2.9 gCO2e/unit", 2.9, id="grams for a unit"),
        pytest.param(units.CARBON_A_UNIT, "450 mgCO2e/unit", 0.45, id="milligrams for a unit"),
        pytest.param(units.CARBON_A_RUN, "40 gCO2e", 40, id="grams for a run"),
        pytest.param(units.CARBON_A_RUN, "40 gCO2e/run", 40, id="grams for a run, said twice"),
        pytest.param(units.SHARE, "90%", 0.9, id="percent"),
        pytest.param(units.LOAD, "50 %", 0.5, id="percent with a space"),
        pytest.param(units.LOAD, "0%", 0, id="an idle machine"),
        pytest.param(units.HOURS, "120", 120, id="bare hours, named by their key"),
        pytest.param(units.HOURS, "730 h", 730, id="hours"),
        pytest.param(units.HOURS, "8 h/day", 8 * 730 / 24, id="hours a day"),
        pytest.param(units.DURATION, "10 min", 10 / 60, id="minutes"),
        pytest.param(units.DURATION, "30s", 30 / 3600, id="seconds"),
        pytest.param(units.DURATION, "120 ms", 120 / 3.6e6, id="milliseconds"),
        pytest.param(units.REQUESTS, "42000", 42000, id="a bare count"),
        pytest.param(units.REQUESTS, "1.5e6", 1.5e6, id="a count with an exponent"),
        pytest.param(units.REQUESTS, "3/s", 3 * 730 * 3600, id="requests a second"),
        pytest.param(units.RUNS, "20/day", 20 * 730 / 24, id="runs a day"),
        pytest.param(units.STORED, "2 TB", 2000, id="terabytes are decimal"),
        pytest.param(units.STORED, "500 GiB", 536.870912, id="gibibytes are binary"),
        pytest.param(units.MOVED, "12 TB/year", 1000, id="what is moved in a year"),
        pytest.param(units.MEMORY, "512 MiB", 0.5, id="memory is binary"),
        pytest.param(units.MEMORY, "16 GB", 16e9 / 2**30, id="memory in decimal bytes"),
        pytest.param(units.WATTS, "1.2 kW", 1200, id="kilowatts"),
        pytest.param(units.EMBODIED, "1.2 tCO2e", 1200, id="tonnes of manufacture"),
        pytest.param(units.VCPUS, "4 vCPU", 4, id="vCPUs"),
        pytest.param(units.REPLICAS, "2.5", 2.5, id="replicas on average"),
    ],
)
def test_accepted(quantity: Quantity, written: str, best: float) -> None:
    figure = quantity.read(node(written))
    assert figure.best == pytest.approx(best, rel=1e-12)
    assert figure.unit is quantity.unit
    assert figure.low == figure.best == figure.high


def test_a_range_may_mix_units() -> None:
    figure = units.STORED.read(node("[500 MB, 1 GB, 1.5 TB]"))
    assert (figure.low, figure.best, figure.high) == (0.5, 1, 1500)


def test_use_may_be_nothing_at_its_low_end() -> None:
    assert units.RUNS.read(node("[0, 10, 20]")).low == 0


@pytest.mark.parametrize(
    ("quantity", "written", "sentence"),
    [
        pytest.param(
            units.CARBON_A_MONTH, "120", "120 has no unit, write 120 kgCO2e/month", id="no unit"
        ),
        pytest.param(
            units.CARBON_A_MONTH,
            "120 kgCO2e",
            "kgCO2e is not a unit of carbon in a month; did you mean kgCO2e/month? "
            "(accepted: gCO2e, kgCO2e, tCO2e per month, year, week or day)",
            id="no period",
        ),
        pytest.param(
            units.CARBON_A_UNIT,
            "2.9 EUR",
            "EUR is not a unit of carbon of one functional unit "
            "(accepted: mgCO2e/unit, gCO2e/unit, kgCO2e/unit)",
            id="a unit of another world",
        ),
        pytest.param(units.LOAD, "0.5", "0.5 has no unit, write 50%", id="a fraction for percent"),
        pytest.param(units.LOAD, "50", "50 has no unit, write 50%", id="percent without the sign"),
        pytest.param(
            units.LOAD, "101%", "101% is too large; at most 100% (load)", id="more than all"
        ),
        pytest.param(units.SHARE, "0%", "0%: must be greater than zero", id="a limit of nothing"),
        pytest.param(
            units.HOURS,
            "800",
            "800 is too large; at most 744 (the hours that one unit is on in a month)",
            id="more hours than a month has",
        ),
        pytest.param(units.HOURS, "-1 h", "-1 h: must be greater than zero", id="negative"),
        pytest.param(units.HOURS, "0", "0: must be greater than zero", id="zero"),
        pytest.param(
            units.HOURS, ".nan", ".nan is not a number; write for example 120 h", id="not a number"
        ),
        pytest.param(
            units.HOURS, "inf", "inf is not a number; write for example 120 h", id="infinity"
        ),
        pytest.param(
            units.RUNS, "1e400", "1e400 is not a finite number", id="more than a float holds"
        ),
        pytest.param(
            units.RUNS, "9" * 320, f"{'9' * 60}… is not a finite number", id="too many digits"
        ),
        pytest.param(
            units.RUNS,
            "1e13",
            "10000000000000 is too large; at most 1e+12 (runs in a month)",
            id="absurd",
        ),
        pytest.param(
            units.RUNS,
            "1e-300",
            "1e-300 is too small to calculate with (runs in a month)",
            id="so little that its inverse is no number",
        ),
        pytest.param(units.RUNS, "2M", "2M: write 2000000", id="a suffix"),
        pytest.param(
            units.RUNS,
            "42,000",
            "42,000 is not a number; write it without separators",
            id="a separator",
        ),
        pytest.param(
            units.RUNS, "true", "true is not a number; write for example 100", id="a truth value"
        ),
        pytest.param(
            units.RUNS, "{a: 1}", "a mapping is not a number; write for example 100", id="a mapping"
        ),
        pytest.param(
            units.RUNS,
            "[1, 2]",
            "a range is written [low, best, high], three numbers",
            id="two ends",
        ),
        pytest.param(
            units.RUNS,
            "[3, 2, 1]",
            "the range is out of order; it is written [low, best, high]",
            id="a range out of order",
        ),
        pytest.param(
            units.CARBON_A_MONTH,
            "[1 kg/month, 2 kg/month, 3 kg/month]",
            "must be one number, not a range",
            id="a limit with a range",
        ),
        pytest.param(
            units.DURATION,
            "10",
            "10 has no unit, write 10 min",
            id="a time without its unit",
        ),
    ],
)
def test_mistakes(quantity: Quantity, written: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        quantity.read(node(written))
    assert str(caught.value) == f"f:1: x: {sentence}"


def test_a_mistake_within_a_range_names_its_end() -> None:
    with pytest.raises(ConfigError) as caught:
        units.DURATION.read(node("[1 min, 2, 3 min]"))
    assert str(caught.value) == "f:1: x[1]: 2 has no unit, write 2 min"


QUANTITIES = {name: value for name, value in vars(units).items() if isinstance(value, Quantity)}


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_example_of_every_quantity_is_accepted(name: str) -> None:
    quantity = QUANTITIES[name]
    assert quantity.read(node(quantity.example)).best > 0


@given(st.sampled_from(sorted(QUANTITIES)), st.text(max_size=12))
def test_any_text_is_a_figure_within_bounds_or_a_mistake(name: str, text: str) -> None:
    quantity = QUANTITIES[name]
    try:
        figure = quantity.read(Node(text, "f", 1, "x"))
    except ConfigError:
        return
    assert 0 <= figure.low <= figure.best <= figure.high <= quantity.most

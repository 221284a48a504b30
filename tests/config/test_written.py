"""A figure is written as its key may be read again."""

import pytest

from carbongate.config import load
from carbongate.config.written import written
from carbongate.figure import Declared, Figure, Unit

SAID = Declared("a test")


@pytest.mark.parametrize(
    ("figure", "key", "text"),
    [
        pytest.param(
            Figure.exact(120_000, Unit.GRAM, SAID), "total", "120 kgCO2e/month", id="a month"
        ),
        pytest.param(
            Figure.exact(2.9, Unit.GRAM_PER_UNIT, SAID), "sci", "2.9 gCO2e/unit", id="a unit"
        ),
        pytest.param(Figure.exact(40, Unit.GRAM_PER_UNIT, SAID), "per_run", "40 gCO2e", id="a run"),
        pytest.param(Figure.exact(0.07, Unit.ONE, SAID), "cpu", "7%", id="a share in percent"),
        pytest.param(Figure.exact(3, Unit.ONE, SAID), "replicas", "3", id="a count is no share"),
        pytest.param(
            Figure(0.1, 0.5, 0.9, Unit.ONE, SAID), "cpu", "[10%, 50%, 90%]", id="a range in order"
        ),
        pytest.param(
            Figure.exact(1 / 6, Unit.HOUR_PER_RUN, SAID), "duration", "10 min", id="minutes"
        ),
        pytest.param(
            Figure.exact(0.12 / 3600, Unit.HOUR_PER_RUN, SAID),
            "duration",
            "120 ms",
            id="an instant",
        ),
        pytest.param(
            Figure.exact(16, Unit.GIB, SAID), "memory", "16 GiB", id="memory of a machine"
        ),
        pytest.param(
            Figure.exact(42_000, Unit.FUNCTIONAL_UNIT, SAID), "", "42000", id="units have no word"
        ),
    ],
)
def test_written(figure: Figure, key: str, text: str) -> None:
    assert written(figure, key) == text


@pytest.mark.parametrize("key", ["hours", "cpu", "runs", "duration", "requests", "network_gb"])
def test_what_is_written_can_be_read_again(key: str) -> None:
    value = {"cpu": "37%", "hours": "12.5 h", "duration": "90 s"}.get(key, "1234567")
    whole = f"version: 1\nusage: {{a: {{{key}: {value}}}}}"
    first = load(whole, "c").usage[0].values[key]
    again = load(f"version: 1\nusage: {{a: {{{key}: {written(first, key)}}}}}", "c")
    assert again.usage[0].values[key].best == pytest.approx(first.best, rel=1e-12)

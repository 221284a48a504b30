"""The Prometheus text format, read back by the client library's own parser."""

from __future__ import annotations

import math

import pytest
from prometheus_client.parser import text_string_to_metric_families

from carbongate.errors import DataError
from carbongate.figure import Unit
from carbongate.paired import Delta
from carbongate.reports.samples import Metric, Samples, label, labelled

CARBON = Metric("carbon", "kilograms", "Of a stack.", ranged=True)
RATIO = Metric("coverage", "ratio", "How much.")


def text(samples: Samples, *metrics: Metric) -> str:
    """All lines."""
    return "".join(line for metric in metrics for line in samples.lines(metric))


def test_a_metric_has_help_and_type_once_and_its_samples() -> None:
    samples = Samples()
    samples.add(RATIO, 0.5, {"stack": "a"})
    samples.add(RATIO, 1, {"stack": "b"})
    assert text(samples, CARBON, RATIO) == (
        "# HELP carbongate_coverage_ratio How much.\n"
        "# TYPE carbongate_coverage_ratio gauge\n"
        'carbongate_coverage_ratio{stack="a"} 0.5\n'
        'carbongate_coverage_ratio{stack="b"} 1\n'
    )


def test_the_ends_of_a_range_are_metrics_of_their_own() -> None:
    samples = Samples()
    samples.add_range(CARBON, Delta(-1, 2, 3.5, Unit.KG), {})
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(text(samples, CARBON))
        for sample in family.samples
    }
    assert found == {
        "carbongate_carbon_kilograms": 2,
        "carbongate_carbon_low_kilograms": -1,
        "carbongate_carbon_high_kilograms": 3.5,
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param('a "b" c', 'a "b" c', id="quotes"),
        pytest.param("a\\b", "a\\b", id="a backslash"),
        pytest.param("a\nb", "a\\nb", id="a line feed is spelled out"),
        pytest.param("\u202e\x1b[31m", "\\u202e\\u001b[31m", id="what nobody sees"),
        pytest.param("ü}{,=", "ü}{,=", id="signs of the format"),
        pytest.param("##[error]x", "# #[error]x", id="a command of a runner"),
    ],
)
def test_labels_come_back_as_they_were(value: str, shown: str) -> None:
    samples = Samples()
    samples.add(RATIO, 1, {"stack": value})
    (family,) = text_string_to_metric_families(text(samples, RATIO))
    assert family.samples[0].labels == {"stack": shown}


def test_names_that_look_alike_are_two_series() -> None:
    samples = Samples()
    samples.add(RATIO, 1, {"stack": "a\nb"})
    samples.add(RATIO, 2, {"stack": "a\\nb"})
    (family,) = text_string_to_metric_families(text(samples, RATIO))
    assert [sample.value for sample in family.samples] == [1, 2]
    assert len({tuple(sorted(sample.labels.items())) for sample in family.samples}) == 2


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(DataError, match="not finite: carbongate_coverage_ratio"):
        Samples().add(RATIO, value, {})


def test_a_name_that_somebody_chose_becomes_a_label() -> None:
    assert label("app.kubernetes.io/name") == "label_app_kubernetes_io_name"
    assert labelled({}) == ""

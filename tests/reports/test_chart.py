"""Charts in Mermaid: numbers that sum, and names that are nothing but names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from carbongate.figure import Unit
from carbongate.model import Report
from carbongate.reports.chart import OTHERS, charts, label
from tests.reports import build
from tests.reports.strategies import reports, texts

# The grammar of a slice: a quoted label without a quotation mark in it, and plain digits.
SLICE = re.compile(r'    "(?P<name>[^"\\#;%&<>`\n]+)" : (?P<value>\d+(\.\d+)?)')


def slices(chart: tuple[str, ...]) -> dict[str, float]:
    """The slices, read as the grammar has them; no name may stand for two."""
    kind, title, *rows = chart
    assert kind == "pie showData"
    assert re.fullmatch(r"    title [A-Za-z ,0-9]+", title)
    found = [SLICE.fullmatch(row) for row in rows]
    assert None not in found
    pairs = [(match["name"], float(match["value"])) for match in found if match]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_both_charts_sum_to_the_month() -> None:
    report = build.shop()
    whole = report.totals.carbon.to(Unit.KG).best
    components, resources = map(slices, charts(report))
    assert sum(components.values()) == pytest.approx(whole, rel=0.01)
    assert sum(resources.values()) == pytest.approx(whole, rel=0.01)
    assert list(components)[:2] == ["compute, electricity", "compute, manufacture"]
    assert list(resources)[-1] == OTHERS


def test_tenants_are_not_drawn_beside_their_machines() -> None:
    _, resources = map(slices, charts(build.shop()))
    assert [name for name in resources if "Deployment" in name or "idle" in name] == []


def test_without_carbon_there_is_no_chart() -> None:
    assert charts(build.report()) == ()
    nothing = build.estimate("x", kwh=0, kilograms=0, stack="a")
    assert charts(build.report([build.stack("a", [nothing])])) == ()


def test_a_pie_of_one_slice_is_not_drawn() -> None:
    (components,) = charts(build.report([build.stack("a", [build.estimate("x", stack="a")])]))
    assert "by component" in components[1]


def test_names_that_become_alike_stay_apart() -> None:
    names = ['a["x"]', "a['x']", "a[%x%]", OTHERS]
    rows = [build.estimate(name, stack="a", kwh=10 - n) for n, name in enumerate(names)]
    _, resources = map(slices, charts(build.report([build.stack("a", rows)])))
    assert len(resources) == 4


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param('aws_instance.web["a"]', "aws_instance.web[·a·]", id="quotation marks"),
        pytest.param("a#quot;b", "a·quot·b", id="an entity"),
        pytest.param("%%{init: {}}%%", "···init: ·····", id="a directive"),
        pytest.param("größe/東京", "größe/東京", id="letters of the world"),
        pytest.param("a\nb", "a·nb", id="a new line"),
        pytest.param("```", "···", id="the end of its fence"),
        pytest.param(" ", "·", id="nothing to read"),
    ],
)
def test_a_label_is_nothing_but_a_label(name: str, shown: str) -> None:
    assert label(name) == shown


@settings(max_examples=60, deadline=None)
@given(texts)
def test_any_label_keeps_the_grammar(name: str) -> None:
    assert SLICE.fullmatch(f'    "{label(name)}" : 1')


@settings(max_examples=40, deadline=None)
@given(reports())
def test_any_report_is_drawn_in_the_grammar(report: Report) -> None:
    for chart in charts(report):
        assert slices(chart)

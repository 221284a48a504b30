"""Lines for carbongate.yaml."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.config import load
from carbongate.errors import ConfigError
from carbongate.figure import Declared, Figure, Unit
from carbongate.limits.carbon import runs
from carbongate.model import Kind, Skipped, Where
from carbongate.reports.remedy import first_budget, line, reason, to_add
from tests.reports import build


def skipped(why: str, *, heavy: bool = True, address: str = "aws_x.y") -> Skipped:
    """A gap with this reason."""
    return Skipped(address, "aws_x", Where("plan.json"), why, heavy)


@pytest.mark.parametrize(
    ("gap", "why", "section", "text"),
    [
        pytest.param(skipped("machine type x9.huge is in no table"), "machine type x9.huge is in no table", "resources", '"aws_x.y": {vcpus: ..., memory: ... GiB}', id="a size that nobody knows"),
        pytest.param(skipped('needs usage.requests: add `"aws_x.y": {requests: 1M}` under usage', heavy=False), "needs usage.requests", "usage", '"aws_x.y": {requests: ...}', id="a reason that brings its line"),
        pytest.param(skipped('nothing of it runs as declared; state what runs with `"aws_x.y": {replicas: 1}` under usage'), "nothing of it runs as declared", "usage", '"aws_x.y": {replicas: ...}', id="a line in the middle of a sentence"),
        pytest.param(skipped("a template that is not rendered", address="plan.json"), "a template that is not rendered", "", "", id="a whole file"),
        pytest.param(skipped("a template; render it with `helm template chart`"), "a template; render it with `helm template chart`", "", "", id="a command helps instead"),
        pytest.param(skipped("ambiguous: it may run on a or b; give its stack runs_on"), "ambiguous: it may run on a or b; give its stack runs_on", "", "", id="a choice helps instead"),
        pytest.param(skipped("its type is in no mapping", heavy=False), "its type is in no mapping", "", "", id="a light one of no known type"),
    ],
)  # fmt: skip
def test_the_line_to_add(gap: Skipped, why: str, section: str, text: str) -> None:
    found = line(gap)
    assert reason(gap) == why
    assert (found.section if found else "", found.text if found else "") == (section, text)


def test_the_lines_of_all_stand_under_their_sections_once() -> None:
    given = 'needs usage.requests: add `"b": {requests: 1M}` under usage'
    gaps = [
        skipped(given, address="b"),
        skipped("unknown", address="a"),
        skipped(given, address="b"),
    ]
    assert to_add(gaps) == (
        "resources:",
        '  "a": {vcpus: ..., memory: ... GiB}',
        "usage:",
        '  "b": {requests: ...}',
    )


def test_a_line_that_is_pasted_without_a_number_is_a_configuration_error() -> None:
    text = "\n".join(("version: 1", *to_add([skipped("unknown", address='a["b"]')])))
    with pytest.raises(ConfigError, match="vcpus"):
        load(text, "carbongate.yaml")


def test_a_line_that_is_filled_in_is_read() -> None:
    text = "\n".join(("version: 1", *to_add([skipped("unknown", address='a["b"]')])))
    config = load(
        text.replace("vcpus: ...", "vcpus: 4").replace("... GiB", "16 GiB"), "carbongate.yaml"
    )
    assert [override.pattern for override in config.resources] == ['a["b"]']


def test_the_first_configuration_is_read_as_it_stands_and_leaves_room() -> None:
    stacks = build.shop().stacks
    config = load("\n".join(first_budget(stacks)), "carbongate.yaml")
    assert config.mode == "warn"
    limits = {budget.match["stack"]: budget.total.best for budget in config.budgets if budget.total}
    for found in stacks:
        now = found.totals.carbon.best
        assert limits[found.stack.name] == pytest.approx(1.25 * now, rel=0.01)


def test_the_first_limit_of_workflows_is_on_a_run_of_the_heaviest() -> None:
    many = Figure.exact(100, Unit.ONE, Declared("a test"))
    rows = [
        build.estimate(path, stack="pipeline", path=path, kind=Kind.PIPELINE, kwh=kwh)
        for path, kwh in (("a.yaml", 3), ("b.yaml", 9))
    ]
    rows = [replace(row, usage=replace(row.usage, runs=many)) for row in rows]
    (budget,) = load(
        "\n".join(first_budget([build.stack("pipeline", rows)])), "carbongate.yaml"
    ).budgets
    assert (budget.total, dict(budget.match)) == (None, {"stack": "pipeline"})
    now = max(run.best for run in runs([build.stack("pipeline", rows)]).values())
    assert budget.per_run is not None
    assert budget.per_run.best == pytest.approx(1.25 * now, rel=0.01)


def test_what_came_through_standard_input_is_no_stack_of_a_configuration() -> None:
    text = "\n".join(first_budget([build.stack("-", [build.estimate("a", stack="-")])]))
    (budget,) = load(text, "carbongate.yaml").budgets
    assert (budget.id, dict(budget.match)) == ("all", {})


def test_without_an_estimate_there_is_no_first_configuration() -> None:
    assert first_budget([build.stack("a", [])]) == ()

"""What later steps of a workflow read of a run."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from carbongate.figure import Unit
from carbongate.model import Difference, FunctionalUnit, Report, Verdict
from carbongate.paired import Delta
from carbongate.reports import github
from tests.reports import build

LINE = re.compile(
    r"(verdict|sci|total-kg|increase-kg|coverage)=(pass|fail|undecided|empty|-?[0-9.]*)"
)


def outputs(report: Report) -> dict[str, str]:
    """The lines as the runner reads them."""
    return dict(line.split("=", 1) for line in github.render(report).splitlines())


def test_a_run_gives_its_verdict_and_its_numbers() -> None:
    report = build.red()
    carbon = report.totals.carbon.to(Unit.KG).best
    sci = report.stacks[0].sci
    assert sci is not None
    found = outputs(report)
    assert found["verdict"] == "fail"
    assert float(found["total-kg"]) == pytest.approx(carbon, rel=1e-5)
    assert float(found["sci"]) == pytest.approx(sci.best, rel=1e-5)
    assert float(found["coverage"]) == pytest.approx(report.coverage.share, rel=1e-5)


def test_the_pipeline_alone_has_the_score_of_its_runs() -> None:
    pipeline = build.stack("pipeline", [build.PIPELINE], unit=build.unit("pipeline run", 100))
    assert pipeline.sci is not None
    found = outputs(build.report([pipeline]))
    assert float(found["sci"]) == pytest.approx(pipeline.sci.best, rel=1e-5)


@pytest.mark.parametrize(
    ("second", "common"),
    [
        pytest.param(build.unit(), True, id="the same unit"),
        pytest.param(build.unit("order"), False, id="another name"),
        pytest.param(build.unit(per_month=3), False, id="another number"),
        pytest.param(None, False, id="none"),
    ],
)
def test_several_stacks_have_the_score_of_a_unit_that_all_have(
    second: FunctionalUnit | None, *, common: bool
) -> None:
    one, two = (
        build.stack(name, [build.estimate("a", stack=name)], unit=unit)
        for name, unit in (("one", build.unit()), ("two", second))
    )
    found = outputs(build.report([one, two, build.stack("pipeline", [build.PIPELINE])]))["sci"]
    assert bool(found) is common
    if common:
        carbon = one.totals.carbon.best + two.totals.carbon.best
        assert float(found) == pytest.approx(carbon / 42_000, rel=1e-5)


def test_a_stack_without_a_functional_unit_has_no_score() -> None:
    assert outputs(build.report([build.stack("one", [build.estimate("a")])]))["sci"] == ""


def test_nothing_estimated_is_not_zero() -> None:
    report = replace(
        build.report([build.stack("one", [], free=build.FREE, unit=build.unit())]),
        verdict=Verdict("empty", (), 3, 3, ()),
    )
    assert outputs(report) == {
        "verdict": "empty",
        "sci": "",
        "total-kg": "",
        "increase-kg": "",
        "coverage": "",
    }


@pytest.mark.parametrize(
    ("grams", "text"), [(0.0, "0"), (1234567.0, "1234.57"), (-2500.0, "-2.5"), (1e-4, "0.0000001")]
)
def test_the_increase_is_in_kilograms_and_may_be_below_zero(grams: float, text: str) -> None:
    delta = Delta(grams - 1, grams, grams + 1, Unit.GRAM)
    change = Difference("a" * 40, (), 0, (), delta)
    assert outputs(replace(build.red(), difference=change))["increase-kg"] == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0.000012345678, "0.0000123457", id="small numbers have no exponent"),
        pytest.param(1234567891.0, "1234570000", id="large numbers have no exponent"),
        pytest.param(1200.0, "1200", id="thousands have no separator"),
        pytest.param(0.0, "0", id="zero is zero"),
    ],
)
def test_numbers_are_plain_digits(value: float, text: str) -> None:
    assert github.number(value) == text


def test_no_text_of_a_repository_reaches_an_output() -> None:
    lines = github.render(build.hostile()).splitlines()
    assert len(lines) == 5
    assert all(LINE.fullmatch(line) for line in lines)

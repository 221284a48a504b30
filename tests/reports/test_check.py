"""A breakdown that does not sum is never printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from carbongate.errors import DataError
from carbongate.figure import Unit
from carbongate.model import Report, Totals
from carbongate.reports import check as checking
from carbongate.reports.check import check
from tests.reports import build
from tests.reports.strategies import reports


@settings(max_examples=40, deadline=None)
@given(reports())
def test_sums_that_are_right_pass(report: Report) -> None:
    check(report)


def wrong(totals: Totals, name: str) -> Totals:
    """The totals with one figure too large by a part of 1e10."""
    figure = getattr(totals, name)
    more = build.exact(figure.best * 1e-10, figure.unit)
    return replace(totals, **{name: figure + more})


@pytest.mark.parametrize("name", ["energy", "operational", "embodied", "carbon"])
def test_a_stack_that_does_not_sum_is_refused(name: str) -> None:
    report = build.shop()
    first, *others = report.stacks
    bad = replace(report, stacks=(replace(first, totals=wrong(first.totals, name)), *others))
    with pytest.raises(DataError, match=f"{name} .* of stack shop-prod: the parts sum to"):
        check(bad)


@pytest.mark.parametrize("name", ["energy", "operational", "embodied", "carbon"])
def test_totals_that_do_not_sum_are_refused(name: str) -> None:
    report = build.shop()
    with pytest.raises(DataError, match=f"{name} .* of all stacks"):
        check(replace(report, totals=wrong(report.totals, name)))


def test_a_tenant_that_is_counted_twice_is_found() -> None:
    report = build.shop()
    first, *others = report.stacks
    rows = tuple(replace(row, tenant_of=None, idle=False) for row in first.estimates)
    with pytest.raises(DataError, match="stack shop-prod"):
        check(replace(report, stacks=(replace(first, estimates=rows), *others)))


def test_a_score_of_another_total_is_refused() -> None:
    report = build.shop()
    first, *others = report.stacks
    other = replace(first, sci=build.exact(2, Unit.GRAM_PER_UNIT))
    with pytest.raises(DataError, match="SCI x R of stack shop-prod"):
        check(replace(report, stacks=(other, *others)))


def test_a_score_holds_the_share_of_machines_of_another_stack() -> None:
    rows = [
        build.estimate("Deployment/a", stack="a", tenant_of="pool"),
        build.estimate("b", stack="a"),
    ]
    stack = build.stack("a", rows, unit=build.unit(), runs_on="cluster")
    check(build.report([stack]))
    with pytest.raises(DataError, match="SCI x R of stack a"):
        check(build.report([replace(stack, guests=None)]))


def test_of_very_many_parts_the_best_values_are_still_summed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checking, "MANY", 1)
    test_a_tenant_that_is_counted_twice_is_found()

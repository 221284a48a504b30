"""The verdict in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.figure import Figure, Unit
from carbongate.model import Judgement, Metric, Report, Skipped, State, Verdict, Where
from carbongate.reports.actions import actions
from carbongate.reports.judged import found, headline, limit, room
from tests.reports import build


def limited(
    metric: Metric, low: float, best: float, high: float, limit: float, state: State, unit: str
) -> Judgement:
    """A limit of the budget `prod`."""
    value = Figure(low, best, high, Unit.ONE, build.exact(1, Unit.ONE).origin)
    return build.judgement("prod", metric, value, limit, unit, state)


def failed(*judgements: Judgement, **changed: object) -> Report:
    """A report with these limits."""
    state = "fail" if any(row.state == "fail" for row in judgements) else "undecided"
    verdict = Verdict(state, ("a sentence: with its details",), 1, 1, judgements)  # type: ignore[arg-type]  # both words are outcomes
    return replace(build.shop(), verdict=verdict, **changed)  # type: ignore[arg-type]  # the keys are Report's own


CARBON = "kgCO2e/month"


@pytest.mark.parametrize(
    ("row", "value", "bound", "left"),
    [
        pytest.param(limited("total", 90, 131, 171, 120, "fail", CARBON), "131 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "11 over (9.17 %)", id="over"),
        pytest.param(limited("total", 90, 108, 171, 120, "pass", CARBON), "108 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "12 left (10 %)", id="under"),
        pytest.param(limited("total", 90, 108, 150, 120, "undecided", CARBON), "108 kgCO2e/month (90 to 150)", "120 kgCO2e/month", "high end 30 over (25 %)", id="the range straddles"),
        pytest.param(limited("total", 120.04, 120.04, 120.04, 120, "fail", CARBON), "120.04 kgCO2e/month", "120 kgCO2e/month", "0.04 over (0.0333 %)", id="by a hair"),
        pytest.param(limited("total", 1, 2, 3, 0, "fail", CARBON), "2 kgCO2e/month (1 to 3)", "0 kgCO2e/month", "2 over", id="nothing is allowed"),
        pytest.param(limited("findings", 3, 3, 3, 1, "fail", "error findings"), "3", "1", "2 over", id="findings"),
        pytest.param(limited("min_coverage", 0.8, 0.8, 0.8, 0.9, "undecided", "share"), "80 %", "at least 90 %", "10 % short", id="coverage"),
        pytest.param(build.judgement("prod", "sci", None, 3, "gCO2e/unit", "undecided"), "nothing to judge", "3 gCO2e/unit", "nothing to judge", id="nothing is known"),
    ],
)  # fmt: skip
def test_a_limit_in_words(row: Judgement, value: str, bound: str, left: str) -> None:
    assert (found(row), limit(row), room(row)) == (value, bound, left)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        pytest.param(failed(limited("total", 90, 132, 171, 120, "fail", CARBON)), "prod is 10 % over its limit", id="a total"),
        pytest.param(failed(limited("sci", 1, 3.3, 4, 3, "fail", "gCO2e/unit")), "prod SCI is 10 % over its limit", id="a score"),
        pytest.param(failed(limited("total", 90, 110, 132, 120, "fail", CARBON)), "the high end of prod is 10 % over its limit", id="the high end decides"),
        pytest.param(failed(limited("findings", 1, 1, 1, 0, "fail", "error findings")), "prod: 1 error finding, 0 allowed", id="one finding"),
        pytest.param(failed(limited("min_coverage", 0.8, 0.8, 0.8, 0.9, "undecided", "share"), stacks=()), "prod coverage is 80 %, at least 90 % wanted", id="coverage"),
        pytest.param(failed(limited("findings", 5, 5, 5, 0, "fail", "error findings"), limited("sci", 1, 6, 9, 3, "fail", "gCO2e/unit")), "prod SCI is 100 % over its limit, and 1 more limit", id="carbon goes first"),
        pytest.param(failed(), "a sentence", id="a heavy one was skipped and no limit is there"),
        pytest.param(failed(limited("total", 1, 2, 3, 9, "undecided", CARBON)), "a sentence", id="a heavy one was skipped and the limit would hold"),
        pytest.param(replace(build.shop(), verdict=Verdict("pass", (), 0, 0, ())), "no budget is set", id="no limit"),
        pytest.param(build.green(), "1 limit kept", id="all kept"),
        pytest.param(replace(build.green(), verdict=Verdict("pass", (), 0, 0, (limited("total", 1, 2, 3, 1, "warn", CARBON),))), "1 broken that only warn", id="a warning"),
    ],
)  # fmt: skip
def test_the_headline_is_the_heart_of_it(report: Report, said: str) -> None:
    assert headline(report) == said


@pytest.mark.parametrize(
    ("report", "begins"),
    [
        pytest.param(build.red(), ["Start with `aws_db_instance.orders`", "If the carbon is meant", "Fix the findings"], id="carbon and findings"),
        pytest.param(build.green(), [], id="nothing to do"),
        pytest.param(failed(replace(limited("total", 1, 2, 9, 3, "undecided", CARBON), stacks=("pipeline",))), ["Start with `.github/workflows/ci.yml:test`", "Narrow the range", "Say what the skipped"], id="the range straddles"),
        pytest.param(replace(failed(), verdict=Verdict("fail", ("1 finding",), 1, 1, ())), ["Fix the findings"], id="a finding alone"),
        pytest.param(failed(limited("min_coverage", 0.8, 0.8, 0.8, 0.9, "undecided", "share")), ["Say what the skipped"], id="coverage"),
    ],
)  # fmt: skip
def test_what_to_do(report: Report, begins: list[str]) -> None:
    said = actions(report)
    assert len(said) == len(begins)
    assert all(text.startswith(begin) for text, begin in zip(said, begins, strict=True))


def test_a_command_to_copy_is_quoted_for_a_shell() -> None:
    row = build.estimate('aws_instance.web["a b"]', stack="a")
    judgements = (replace(limited("total", 1, 2, 3, 1, "fail", CARBON), stacks=("a",)),)
    report = build.report([build.stack("a", [row])], verdict=Verdict("fail", (), 1, 1, judgements))
    assert "`carbongate explain 'aws_instance.web[\"a b\"]'`" in actions(report)[0]


def test_a_stack_of_tenants_names_its_largest_tenant() -> None:
    row = build.estimate("Deployment/shop/cart", stack="a", tenant_of="pool")
    judgements = (replace(limited("total", 1, 2, 3, 1, "fail", CARBON), stacks=("a",)),)
    stack = build.stack("a", [row, build.estimate("claim", stack="a", kwh=1)], runs_on="cluster")
    report = build.report([stack], verdict=Verdict("fail", (), 1, 1, judgements))
    assert actions(report)[0].startswith("Start with `Deployment/shop/cart` at")


def test_a_pool_says_how_much_of_it_is_idle() -> None:
    shop = build.stack("shop-prod", build.SHOP[1:])
    row = limited("total", 1, 2, 3, 1, "fail", CARBON)
    judgements = (replace(row, stacks=("shop-prod",)),)
    report = build.report([shop], verdict=Verdict("fail", (), 1, 1, judgements))
    assert "of the budget's carbon; no workload asks for 59.4 % of it. `" in actions(report)[0]


def test_a_heavy_gap_outweighs_a_limit_that_would_hold() -> None:
    gap = Skipped("x", "t", Where("a"), "why", True)
    stack = build.stack("a", [build.estimate("y", stack="a")], skipped=[gap])
    verdict = Verdict(
        "undecided", ("1 resource that matters could not be estimated: x (why)",), 4, 4, ()
    )
    assert (
        headline(build.report([stack], verdict=verdict))
        == "1 resource that matters could not be estimated"
    )

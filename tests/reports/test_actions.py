"""What to do about a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from carbongate.figure import Declared, Figure, Unit
from carbongate.limits.carbon import runs
from carbongate.model import Cause, Kind, Report, Skipped, Verdict, Where
from carbongate.reports.actions import actions
from carbongate.reports.results import results
from tests.reports import build, team
from tests.reports.limits import CARBON, failed, limited

POOL = (
    "`module.shop.aws_eks_node_group.main` at `infra/prod/plan.json` adds 25.9 kgCO2e a month (14.1 to "
    "36.6): type `m5.large` to `m5.xlarge`, count 2 to 3; no workload asks for 59.4 % of it. "
    "`carbongate explain module.shop.aws_eks_node_group.main` takes it apart."
)


@pytest.mark.parametrize(
    ("report", "begins"),
    [
        pytest.param(build.red(), ["Start with `aws_db_instance.orders`", "If the carbon is meant", "Fix the findings"], id="carbon and findings"),
        pytest.param(build.green(), [], id="nothing to do"),
        pytest.param(failed(replace(limited("total", 1, 2, 9, 3, "undecided", CARBON, end="high"), stacks=("pipeline",))), ["Start with `.github/workflows/ci.yml:test`", "Narrow the range", "`aws_msk_cluster.events` at"], id="the range straddles"),
        pytest.param(failed(limited("total", 1, 2, 9, 30, "undecided", CARBON)), ["`aws_msk_cluster.events` at `infra/prod/plan.json` is in no number: its type is in no mapping. Add `"], id="it would hold, and something was skipped"),
        pytest.param(replace(failed(), verdict=Verdict("fail", ("1 finding",), 1, 1, ())), ["Fix the findings"], id="a finding alone"),
        pytest.param(failed(limited("min_coverage", 0.8, 0.8, 0.8, 0.9, "undecided", "share")), ["`aws_msk_cluster.events` at", "`aws_lambda_function.mail` at `infra/prod/plan.json` is in no number: needs usage.requests. Add `\"aws_lambda_function.mail\": {requests: ...}` under `usage`."], id="coverage"),
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


@pytest.mark.parametrize(("policy", "told"), [("head", False), ("base", True)])
def test_where_the_base_decides_a_limit_is_raised_there_first(
    policy: Literal["head", "base"], *, told: bool
) -> None:
    (meant,) = [
        text for text in actions(replace(build.red(), policy=policy)) if "raise the" in text
    ]
    assert ("merge it by itself first" in meant) is told


# ---- with a base -------------------------------------------------------------------------------


def red(metric: str, *waivers: object, **changed: object) -> Report:
    """The shop that grew, over one limit."""
    row = replace(limited(metric, 11, 24, 36, 8, "fail", CARBON), budget="prod-total")  # type: ignore[arg-type]  # the words are metrics
    made = replace(team.grown(), verdict=Verdict("fail", (), 1, 1, (row,)), waivers=waivers)  # type: ignore[arg-type]  # they are Waived
    return replace(made, **changed)  # type: ignore[arg-type]  # the keys are Report's own


def test_what_grew_is_named_with_its_place_and_its_causes() -> None:
    first, second, *others = actions(red("increase"))
    assert first == POOL
    assert second.startswith("`aws_lb.front` at `infra/prod/lb.tf:12` adds 0.69 kgCO2e a month")
    assert ": it is new." in second
    assert [text.split("`")[0] for text in others] == [
        "If the carbon is meant, raise the limit of "
    ]


@pytest.mark.parametrize("metric", ["total", "sci"])
def test_of_a_total_the_largest_comes_after_what_grew(metric: str) -> None:
    said = actions(red(metric))
    assert said[0] == POOL
    assert said[2].startswith("Start with `aws_db_instance.orders`")


def test_what_is_largest_and_grew_is_named_once() -> None:
    largest = team.change("changed", "aws_db_instance.orders", team.kilograms(1, 2, 3))
    found = replace(team.DIFFERENCE, changes=(largest,))
    first, *others = actions(red("total", difference=found))
    assert first.startswith("`aws_db_instance.orders` at `infra/prod/plan.json` adds 2 kgCO2e")
    assert [text for text in others if "aws_db_instance" in text] == []


def test_credit_and_what_one_side_does_not_know_are_never_blamed() -> None:
    said = " ".join(actions(red("increase")))
    gone = ("aws_instance.old", "aws_instance.bastion", "elasticache", "msk", "Deployment")
    assert [name for name in gone if name in said] == []


def test_only_stacks_of_the_budget_are_blamed() -> None:
    row = replace(limited("increase", 1, 2, 3, 1, "fail", CARBON), stacks=("pipeline",))
    report = replace(team.grown(), verdict=Verdict("fail", (), 1, 1, (row,)), waivers=())
    assert actions(report)[0].startswith("Start with `.github/workflows/ci.yml:test`")


def test_at_most_three_are_named_and_the_rest_counted() -> None:
    changes = [
        team.change("added", f"r{n}", team.kilograms(n, n + 1, n + 2), after=team.grams(1, 2, 3))
        for n in range(6)
    ]
    found = replace(team.DIFFERENCE, changes=tuple(changes))
    said = actions(red("increase", difference=found))
    assert [text.split("`")[1] for text in said[:3]] == ["r5", "r4", "r3"]
    assert said[3] == "3 more resources that grew are in the table."


def test_a_workload_on_machines_of_another_stack_is_named_where_nothing_else_grew() -> None:
    found = replace(team.DIFFERENCE, changes=team.CHANGES[-1:])
    assert actions(red("sci", difference=found))[0].startswith("`Deployment/shop/cart` at")


def test_a_hostile_cause_is_part_of_one_sentence() -> None:
    row = team.change("changed", "x", team.kilograms(1, 2, 3), Cause("type", "", build.HOSTILE))
    row = replace(row, where=Where(build.HOSTILE))
    assert len(actions(red("increase", difference=replace(team.DIFFERENCE, changes=(row,))))) == 2


# ---- what nobody could estimate ------------------------------------------------------------------


def hiding(metric: str, best: float, limit: float) -> Report:
    """A change after which a database cannot be estimated any more; the limit is undecided."""
    lost = team.change("lost", build.SKIPPED[1].address, team.kilograms(-1, -1, -1))
    row = limited(metric, best, best, best, limit, "undecided", CARBON)  # type: ignore[arg-type]  # the words are metrics
    return failed(row, row, difference=replace(team.DIFFERENCE, changes=(lost,)))


@pytest.mark.parametrize("metric", ["total", "increase", "sci"])
@pytest.mark.parametrize("limit", [10, 300], ids=["over as before", "within"])
def test_what_the_change_hides_is_named_before_all_else(metric: str, limit: float) -> None:
    first, *others = actions(hiding(metric, 100, limit))
    assert first == (
        "`aws_lambda_function.mail` at `infra/prod/plan.json` was estimated on the base and is in no "
        'number now: needs usage.requests. Add `"aws_lambda_function.mail": {requests: ...}` under `usage`.'
    )
    assert [text[:25] for text in others] == ["`aws_msk_cluster.events` "]


@pytest.mark.parametrize(
    ("limit", "begins"),
    [
        pytest.param(3, "Start with `small`", id="its range has both sides of the limit"),
        pytest.param(30, "", id="another reason, such as no functional unit"),
    ],
)
def test_what_hardly_matters_is_no_reason_for_a_limit(limit: float, begins: str) -> None:
    light = replace(build.SKIPPED[1], address="mail")
    stack = build.stack("a", [build.estimate("small", stack="a")], skipped=[light])
    row = replace(limited("total", 1, 2, 9, limit, "undecided", CARBON, end="high"), stacks=("a",))
    said = actions(failed(row, stacks=(stack,), difference=team.DIFFERENCE))
    assert ("".join(said[:1])).startswith(begins)
    assert [text for text in said if "mail" in text] == []


def test_no_resource_is_named_as_the_largest_twice() -> None:
    total = limited("total", 90, 100, 110, 20, "fail", CARBON)
    said = actions(failed(total, replace(total, budget="b", stacks=("shop-prod", "pipeline"))))
    assert [text[:36] for text in said if text.startswith("Start")] == [
        "Start with `aws_db_instance.orders` "
    ]


def test_of_many_skipped_ones_three_are_named_and_the_rest_counted() -> None:
    gaps = [Skipped(f"r{n}", "x", Where("p"), f"reason {n}", True) for n in range(5)]
    row = replace(limited("total", 1, 2, 3, 9, "undecided", CARBON), stacks=("a",))
    made = build.report([build.stack("a", [], skipped=gaps)])
    said = actions(replace(made, verdict=Verdict("undecided", (), 4, 4, (row, row))))
    assert [text[:4] for text in said[:3]] == ["`r0`", "`r1`", "`r2`"]
    assert said[3].startswith("2 more skipped resources are listed")


def test_of_a_run_the_resource_is_of_the_workflow_that_decided() -> None:
    small, large = (
        build.estimate(f"{path}:main", stack="pipeline", path=path, kind=Kind.PIPELINE, kwh=kwh)
        for path, kwh in (("pull.yaml", 1), ("labels.yaml", 90))
    )
    one = Figure.exact(1, Unit.ONE, Declared("a test"))
    many = Figure.exact(1000, Unit.ONE, Declared("a test"))
    stack = build.stack(
        "pipeline",
        [
            replace(small, usage=replace(small.usage, runs=one)),
            replace(large, usage=replace(large.usage, runs=many)),
        ],
    )
    run = runs([stack])["pull.yaml"]
    row = limited("per_run", run.low, run.best, run.high, run.best / 2, "fail", "gCO2e/run")
    made = failed(replace(row, stacks=("pipeline",)), stacks=(stack,))
    assert actions(made)[0].startswith("Start with `pull.yaml:main`")
    found = [one for one in results(made) if one.rule == "carbon-budget"]
    assert [one.path for one in found] == ["pull.yaml"]


# ---- waivers that count no more ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waived", "said"),
    [
        pytest.param(team.waiver("W-1", "prod-total", "budget", "expired", -3), "Waiver `W-1` of data-platform ended 3 days ago, on 2026-12-05, and lets `prod-total` pass no more", id="it ended"),
        pytest.param(team.waiver("W-1", "prod-total", "budget", "not held", 3), "Waiver `W-1` of data-platform does not count here: the policy of the base does not hold it", id="the base does not hold it"),
        pytest.param(team.waiver("W-1", "ci", "budget", "expired", -3), "", id="it was about another budget"),
        pytest.param(team.waiver("W-1", "prod-total", "budget", "in force", 3), "", id="it holds"),
        pytest.param(team.waiver("W-1", "aws_msk_cluster.*", "address", "expired", -3), "Waiver `W-1` of data-platform ended 3 days ago", id="a resource that matters is not estimated"),
        pytest.param(team.waiver("W-1", "aws_lambda_function.*", "address", "expired", -3), "", id="a resource that does not matter is not estimated"),
        pytest.param(team.waiver("W-1", "query-in-loop", "rule", "expired", -3), "Waiver `W-1` of data-platform ended 3 days ago", id="a finding of its rule"),
        pytest.param(team.waiver("W-1", "regex-in-loop", "rule", "expired", -3), "", id="no finding of its rule"),
    ],
)  # fmt: skip
def test_a_waiver_that_counts_no_more_is_named_first(waived: object, said: str) -> None:
    findings = (build.finding("a.py", 1), build.finding("b.py", 2, "regex-in-loop", suppressed="x"))
    first = actions(red("increase", waived, findings=findings))[0]
    assert first.startswith(said or "`module.shop")


def test_of_a_green_report_no_old_waiver_is_named() -> None:
    ended = team.waiver("W-1", "prod-total", "budget", "expired", -3)
    assert actions(replace(team.quiet(), waivers=(ended,))) == ()

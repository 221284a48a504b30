"""One budget against what was estimated and found: state and sentence of every limit."""

import math

import pytest

from carbongate.config import Budget, CodeConfig
from carbongate.errors import ConfigError, DataError
from carbongate.figure import Unit
from carbongate.limits import coverage
from carbongate.limits.budget import limits
from carbongate.model import FunctionalUnit, Kind, StackEstimate
from tests.verdicts import (
    exact,
    finding,
    grams,
    kg,
    limit,
    policy,
    resource,
    skipped,
    stack,
)

CODE = CodeConfig()
RUNS = FunctionalUnit("pipeline run", exact(100, Unit.FUNCTIONAL_UNIT), "runs of pipeline")
WEB = resource("web", 98, 131, 190)
PIPELINE = stack(resource("ci", 4, kind=Kind.PIPELINE), name="pipeline", unit=RUNS)


def states(budget: Budget, *stacks: StackEstimate) -> list[tuple[str, str, str]]:
    return [(one.metric, one.state, one.reason) for one in limits(budget, stacks, (), CODE)]


@pytest.mark.parametrize(
    ("budget", "found", "state", "sentence"),
    [
        pytest.param(limit(total=kg(131)), stack(WEB), "pass", "", id="at the limit is within it"),
        pytest.param(
            limit(total=kg(120)),
            stack(WEB),
            "fail",
            "total 131 kgCO2e a month (98 to 190) is over the limit of 120",
            id="over the limit",
        ),
        pytest.param(
            limit(total=kg(130.96)),
            stack(WEB),
            "fail",
            "total 131 kgCO2e a month (98 to 190) is over the limit of 130.96",
            id="numbers that are near are told apart",
        ),
        pytest.param(
            limit(total=kg(97), decide_on="low"),
            stack(WEB),
            "fail",
            "total 98 kgCO2e a month at its low end (best 131) is over the limit of 97",
            id="even its low end is over",
        ),
        pytest.param(
            limit(total=kg(99), decide_on="low"), stack(WEB), "pass", "", id="the low end holds"
        ),
        pytest.param(
            limit(total=kg(150), decide_on="high"),
            stack(WEB),
            "fail",
            "total 190 kgCO2e a month at its high end (best 131) is over the limit of 150",
            id="the high end decides",
        ),
        pytest.param(
            limit(total=kg(150), strict=True),
            stack(WEB),
            "undecided",
            "total 131 kgCO2e a month (98 to 190) may be under or over the limit of 150",
            id="strict and within the range",
        ),
        pytest.param(
            limit(total=kg(97), strict=True),
            stack(WEB),
            "fail",
            "total 131 kgCO2e a month (98 to 190) is over the limit of 97",
            id="strict and over for certain",
        ),
        pytest.param(
            limit(total=kg(190), strict=True),
            stack(WEB),
            "pass",
            "",
            id="strict and within for certain",
        ),
        pytest.param(
            limit(total=kg(1), level="off"), stack(WEB), "off", "", id="a budget that is off"
        ),
        pytest.param(
            limit(total=kg(120), level="warn"),
            stack(WEB),
            "warn",
            "total 131 kgCO2e a month (98 to 190) is over the limit of 120",
            id="a budget that only warns",
        ),
        pytest.param(
            limit(total=kg(200)),
            stack(WEB, skips=[skipped("db", heavy=True)]),
            "undecided",
            "total 131 kgCO2e a month (98 to 190) is within the limit of 200, "
            "but 1 resource that matters could not be estimated",
            id="within, and a machine was not looked at",
        ),
        pytest.param(
            limit(total=kg(120)),
            stack(WEB, skips=[skipped("db", heavy=True)]),
            "fail",
            "total 131 kgCO2e a month (98 to 190) is over the limit of 120",
            id="a fail stands, since what was skipped can only add",
        ),
        pytest.param(
            limit(total=kg(200)),
            stack(WEB, skips=[skipped("queue", heavy=False)]),
            "pass",
            "",
            id="what is light may be skipped",
        ),
        pytest.param(
            limit(total=kg(200)),
            stack(skips=[skipped("queue", heavy=False)]),
            "undecided",
            "total 0 kgCO2e a month is within the limit of 200, but nothing of stack shop was estimated",
            id="nothing was estimated",
        ),
        pytest.param(
            limit(total=kg(200)),
            stack(free=[policy("iam")]),
            "undecided",
            "total 0 kgCO2e a month is within the limit of 200, "
            "but nothing of what it covers was estimated",
            id="nothing but policies",
        ),
        pytest.param(
            limit(total=kg(200), match={"env": "prod"}),
            stack(WEB),
            "undecided",
            "total is not known: no stack is like its match",
            id="no stack is meant",
        ),
        pytest.param(
            limit(sci=grams(120)),
            stack(WEB),
            "fail",
            "SCI 131 gCO2e per order (98 to 190) is over the limit of 120",
            id="a score over its limit",
        ),
        pytest.param(limit(sci=grams(131)), stack(WEB), "pass", "", id="a score within its limit"),
        pytest.param(
            limit(sci=grams(120)),
            stack(WEB, unit=None),
            "undecided",
            "SCI is not known: stack shop has no functional unit",
            id="a score without an R",
        ),
        pytest.param(
            limit(per_run=grams(39)),
            PIPELINE,
            "fail",
            "one run of infra/plan.json 40 gCO2e is over the limit of 39",
            id="a run over its limit",
        ),
        pytest.param(limit(per_run=grams(40)), PIPELINE, "pass", "", id="a run within its limit"),
        pytest.param(
            limit(per_run=grams(40)),
            stack(WEB),
            "undecided",
            "one run is not known: no stack is like its match",
            id="no pipeline was found",
        ),
        pytest.param(
            limit(per_run=grams(999), match={"stack": "shop"}),
            stack(WEB),
            "undecided",
            "one run is not known: stack shop is not a pipeline",
            id="a shop does not run",
        ),
    ],
)
def test_carbon(budget: Budget, found: StackEstimate, state: str, sentence: str) -> None:
    ((_, got, reason),) = states(budget, found)
    assert (got, reason) == (state, f"budget b: {sentence}" if sentence else "")


def test_the_numbers_of_a_judgement() -> None:
    (one,) = limits(limit(total=kg(120)), [stack(WEB)], (), CODE)
    assert (one.budget, one.metric, one.stacks, one.unit) == (
        "b",
        "total",
        ("shop",),
        "kgCO2e/month",
    )
    assert (one.low, one.best, one.high, one.limit) == (98, 131, 190, 120)


def test_float_noise_breaks_no_limit() -> None:
    tenths = [resource(str(i), 0.1) for i in range(3)]
    assert states(limit(total=kg(0.3)), stack(*tenths))[0][1] == "pass"
    assert states(limit(total=kg(0.2999)), stack(*tenths))[0][1] == "fail"


# ---- several stacks ------------------------------------------------------------------------------


def test_a_total_is_the_sum_of_what_match_takes_in() -> None:
    prod, test = {"env": "prod"}, {"env": "test"}
    stacks = [
        stack(resource("a", 10), name="a", labels=prod),
        stack(resource("b", 20), name="b", labels=prod),
        stack(resource("c", 40), name="c", labels=test),
    ]
    (one,) = limits(limit(total=kg(1), match=prod), stacks, (), CODE)
    assert (one.best, one.stacks) == (30, ("a", "b"))
    (one,) = limits(limit(total=kg(1)), stacks, (), CODE)
    assert (one.best, one.stacks) == (70, ("a", "b", "c"))


def test_a_score_over_stacks_is_their_carbon_over_the_common_unit() -> None:
    stacks = [stack(resource("a", 10), name="a"), stack(resource("b", 20), name="b")]
    (one,) = limits(limit(sci=grams(1)), stacks, (), CODE)
    assert one.best == pytest.approx(30)


def test_a_score_over_different_units_is_refused() -> None:
    mails = FunctionalUnit("mail", exact(7, Unit.FUNCTIONAL_UNIT), "x")
    stacks = [stack(resource("a", 1), name="a"), stack(resource("b", 1), name="b", unit=mails)]
    with pytest.raises(ConfigError, match="stacks a and b have different functional units"):
        tuple(limits(limit(sci=grams(1)), stacks, (), CODE))


def test_the_pipeline_counts_in_a_total_and_not_in_the_score_of_the_system() -> None:
    budget = limit(total=kg(1), sci=grams(1), per_run=grams(1))
    total, sci, per_run = limits(budget, [stack(WEB), PIPELINE], (), CODE)
    assert (total.best, total.stacks) == (135, ("pipeline", "shop"))
    assert (sci.best, sci.stacks) == (131, ("shop",))
    assert (per_run.best, per_run.stacks) == (40, ("pipeline",))


def test_a_stack_of_policies_hides_nothing_beside_one_that_runs() -> None:
    iam = stack(name="iam", free=[policy("role")])
    assert states(limit(total=kg(200)), stack(WEB), iam)[0][1] == "pass"


def test_an_empty_stack_beside_one_that_runs_is_doubtful() -> None:
    found = states(limit(total=kg(200)), stack(WEB), stack(name="lost"))
    assert found[0][1:] == (
        "undecided",
        (
            "budget b: total 131 kgCO2e a month (98 to 190) is within the limit of 200, "
            "but nothing of stack lost was estimated"
        ),
    )


POOL = stack(
    resource("pool", 60),
    resource("pool#idle", 35, tenant_of="pool", idle=True),
    name="platform",
)
GUEST = stack(
    resource("web", 25, tenant_of="pool"), resource("db", 10), name="guest", runs_on="platform"
)


def test_workloads_on_machines_of_another_stack_count_where_only_they_are_meant() -> None:
    budget = limit(total=kg(30), sci=grams(30), match={"stack": "guest"})
    total, sci = limits(budget, [POOL, GUEST], (), CODE)
    assert (total.best, total.state) == (35, "fail")
    assert (sci.best, sci.state) == (35, "fail")


def test_workloads_on_machines_that_are_meant_too_count_once() -> None:
    (total,) = limits(limit(total=kg(30)), [POOL, GUEST], (), CODE)
    assert total.best == 70


# ---- coverage ------------------------------------------------------------------------------------


def test_low_coverage_leaves_every_limit_of_the_budget_open() -> None:
    found = stack(WEB, skips=[skipped("a", heavy=False)], free=[policy("iam")])
    budget = limit(total=kg(200), min_coverage=0.9)
    said = "50 % of what uses energy is estimated, and the minimum is 90 %"
    assert states(budget, found) == [
        (
            "total",
            "undecided",
            f"budget b: total 131 kgCO2e a month (98 to 190) is within the limit of 200, but {said}",
        ),
        ("min_coverage", "undecided", f"budget b: {said}"),
    ]


@pytest.mark.parametrize(
    ("found", "state"),
    [
        pytest.param(stack(WEB, skips=[skipped("a", heavy=False)]), "pass", id="just enough"),
        pytest.param(stack(free=[policy("a")]), "undecided", id="nothing that uses energy"),
    ],
)
def test_coverage(found: StackEstimate, state: str) -> None:
    assert states(limit(min_coverage=0.5), found)[0][1] == state


def test_the_idle_rest_of_a_pool_is_no_resource() -> None:
    assert coverage([POOL]).estimated == 1


@pytest.mark.parametrize("share", [math.nan, -0.1, 1.1])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(DataError, match="is no share"):
        tuple(limits(limit(min_coverage=share), [stack(WEB)], (), CODE))


# ---- findings ------------------------------------------------------------------------------------


def test_findings_are_counted_by_severity() -> None:
    found = [finding(), finding("warning", line=3), finding("warning", line=9)]
    budget = limit(findings={"error": 0, "warning": 2, "info": 0})
    judged = [(one.unit, one.state, one.best) for one in limits(budget, (), found, CODE)]
    assert judged == [
        ("error findings", "fail", 1),
        ("warning findings", "pass", 2),
        ("info findings", "pass", 0),
    ]


def test_the_sentence_about_findings_names_their_places() -> None:
    found = [finding(line=line) for line in (7, 30, 2, 11, 5)]
    (one,) = limits(limit(findings={"error": 1}), (), found, CODE)
    assert one.reason == (
        "budget b: 5 new findings of severity error, and the limit is 1: query-in-loop in "
        "shop/cart.py:2, query-in-loop in shop/cart.py:5, query-in-loop in shop/cart.py:7 and 2 more"
    )

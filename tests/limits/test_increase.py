"""Growth against the base: a part of it and a floor, and both must be exceeded."""

from dataclasses import replace

import pytest

from carbongate.config import Budget, Increase
from carbongate.figure import Unit
from carbongate.limits.budget import limits
from carbongate.model import StackEstimate
from tests.limits.beside import CODE, judged, said
from tests.limits.test_past import LOST, shop
from tests.verdicts import change, exact, kg, limit, resource, skipped, stack


def growth(part: float, floor: float | None = None, **more: object) -> Budget:
    allowed = Increase(exact(part, Unit.ONE), None if floor is None else kg(floor))
    return limit(increase=allowed, **more)  # type: ignore[arg-type]  # as limit itself


PROD = {"env": "prod"}


@pytest.mark.parametrize(
    ("budget", "before", "after", "state", "sentence"),
    [
        pytest.param(
            growth(0.1, 2),
            shop(100),
            shop(112),
            "fail",
            "total grows by 12 kgCO2e a month (9.6 to 16.8), 12 % of the base, "
            "over the limit of 10 (10 % of the base; the floor of 2 is less)",
            id="both are exceeded",
        ),
        pytest.param(growth(0.1, 2), shop(100), shop(109), "pass", "", id="less than the part"),
        pytest.param(growth(0.1, 2), shop(100), shop(110), "pass", "", id="at the limit is within"),
        pytest.param(growth(0.1, 2), shop(10), shop(11.9), "pass", "", id="less than the floor"),
        pytest.param(
            growth(0.1, 2),
            shop(10),
            shop(12.9),
            "fail",
            "total grows by 2.9 kgCO2e a month (2.32 to 4.06), 29 % of the base, "
            "over the limit of 2 (the floor; 10 % of the base is 1)",
            id="above the floor of a small system",
        ),
        pytest.param(
            growth(0.1),
            shop(100),
            shop(112),
            "fail",
            "total grows by 12 kgCO2e a month (9.6 to 16.8), 12 % of the base, "
            "over the limit of 10 (10 % of the base)",
            id="no floor",
        ),
        pytest.param(growth(0), shop(100), shop(100), "pass", "", id="nothing may grow or does"),
        pytest.param(
            growth(0),
            shop(100),
            shop(100.01),
            "fail",
            "total grows by 0.01 kgCO2e a month (0.008 to 0.014), 0.01 % of the base, "
            "over the limit of 0 (0 % of the base)",
            id="nothing may grow and it does",
        ),
        pytest.param(growth(0.1, 2), shop(100), shop(60), "pass", "", id="it shrinks"),
        pytest.param(
            growth(0.1, 2),
            [],
            shop(12.9),
            "fail",
            "total grows by 12.9 kgCO2e a month (10.3 to 18.1), and nothing of it is on the base, "
            "over the limit of 2 (the floor)",
            id="of nothing the floor decides",
        ),
        pytest.param(growth(0.1, 2), [], shop(1.9), "pass", "", id="a small start"),
        pytest.param(
            growth(0.1),
            [],
            shop(1.9),
            "fail",
            "total grows by 1.9 kgCO2e a month (1.52 to 2.66), and nothing of it is on the base, "
            "over the limit of 0",
            id="of nothing any growth is too much where there is no floor",
        ),
        pytest.param(
            growth(0.1, 2),
            shop(100, 5),
            shop(102, skips=LOST),
            "undecided",
            "total grows by 2 kgCO2e a month (1.6 to 2.8), 1.9 % of the base, within the limit of "
            "10.5 (10 % of the base; the floor of 2 is less), "
            "but queue was estimated on the base and is skipped now",
            id="what is skipped now may have grown",
        ),
        pytest.param(
            growth(0.1, 2),
            shop(100, 5),
            shop(80, skips=LOST),
            "undecided",
            "total falls by 20 kgCO2e a month (16 to 28), 19 % of the base, within the limit of "
            "10.5 (10 % of the base; the floor of 2 is less), "
            "but queue was estimated on the base and is skipped now",
            id="and credit elsewhere says nothing of it",
        ),
        pytest.param(
            growth(0.1, 2),
            shop(100),
            shop(100, skips=[skipped("db", heavy=True)]),
            "undecided",
            "total stays as it is, within the limit of 10 (10 % of the base; the floor of 2 is less), "
            "but 1 resource that matters could not be estimated",
            id="something new that nobody could estimate",
        ),
        pytest.param(
            growth(0.1, 2),
            shop(100, skips=LOST),
            shop(100, 50),
            "pass",
            "",
            id="what is only known now is no growth",
        ),
        pytest.param(
            growth(0.1, 2, match=PROD),
            shop(100),
            shop(150),
            "undecided",
            "total stays as it is, within the limit of 2 (the floor), but no stack is like its match",
            id="no stack is meant",
        ),
        pytest.param(
            growth(0.1, 2, decide_on="high"),
            shop(100),
            shop(109),
            "pass",
            "",
            id="a doubt that both sides share does not count twice",
        ),
        pytest.param(
            growth(0.1, 2, decide_on="high"),
            stack(resource("web", 100)),
            stack(resource("web", 100), resource("new", 5, 9, 13)),
            "fail",
            "total grows by 13 kgCO2e a month at its high end (best 9), 13 % of the base, "
            "over the limit of 10 (10 % of the base; the floor of 2 is less)",
            id="a doubt of what is new counts at the high end",
        ),
        pytest.param(
            growth(0.1, 2, strict=True),
            stack(resource("web", 100)),
            stack(resource("web", 100), resource("new", 5, 9, 13)),
            "undecided",
            "total grows by 9 kgCO2e a month (5 to 13), 9 % of the base, which may be under or over "
            "the limit of 10 (10 % of the base; the floor of 2 is less)",
            id="strict and within the range",
        ),
        pytest.param(
            growth(0.1, 2, level="warn"),
            shop(100),
            shop(112),
            "warn",
            "total grows by 12 kgCO2e a month (9.6 to 16.8), 12 % of the base, "
            "over the limit of 10 (10 % of the base; the floor of 2 is less)",
            id="a budget that only warns",
        ),
        pytest.param(growth(0.1, 2, level="off"), shop(100), shop(112), "off", "", id="off"),
    ],
)
def test_increase(
    budget: Budget,
    before: StackEstimate | list[StackEstimate],
    after: StackEstimate,
    state: str,
    sentence: str,
) -> None:
    ((_, got, reason),) = said(judged(budget, before, after))
    assert (got, reason) == (state, sentence)


def test_the_numbers_are_growth_in_a_month_and_the_larger_limit() -> None:
    (one,) = judged(growth(0.1, 2), shop(100), shop(60))
    assert (one.metric, one.unit, one.limit) == ("increase", "kgCO2e/month", 10)
    assert (one.low, one.best, one.high) == pytest.approx((-56, -40, -32))


def test_the_limit_of_the_high_end_is_a_part_of_the_high_end() -> None:
    (one,) = judged(growth(0.1, 2, decide_on="high"), shop(100), shop(109))
    assert one.limit == pytest.approx(14)
    assert one.end == "high"


def test_only_the_stacks_of_the_budget_grow() -> None:
    before = [shop(100, labels=PROD), shop(10, name="blog")]
    after = [shop(105, labels=PROD), shop(90, name="blog")]
    (one,) = judged(growth(0.1, 2, match=PROD), before, after)
    assert one.best == pytest.approx(5)
    assert (one.state, one.stacks) == ("pass", ("shop",))
    (one,) = judged(growth(0.1, 2), before, after)
    assert one.best == pytest.approx(85)
    assert (one.state, one.stacks) == ("fail", ("blog", "shop"))


def test_a_stack_that_is_gone_is_credit_by_the_labels_it_had() -> None:
    before = [shop(100, labels=PROD), shop(30, name="blog", labels=PROD), shop(9, name="test")]
    after = [shop(125, labels=PROD)]
    (one,) = judged(growth(0.1, 2, match=PROD), before, after)
    assert one.best == pytest.approx(-5)
    assert one.state == "pass"


def test_another_label_is_neither_growth_nor_credit() -> None:
    before = [shop(100), shop(50, name="blog", labels=PROD)]
    after = [shop(100, labels=PROD), shop(50, name="blog")]
    (one,) = judged(growth(0, match=PROD), before, after)
    assert (one.best, one.state) == (0, "pass")


POOL = resource("pool", 60)


@pytest.mark.parametrize(
    ("match", "grown"),
    [
        pytest.param({"stack": "guest"}, 15, id="where only the workloads are meant"),
        pytest.param({"stack": "platform"}, 0, id="where only the machines are meant"),
        pytest.param({}, 0, id="where both are meant"),
    ],
)
def test_workloads_on_machines_of_another_stack_grow(match: dict[str, str], grown: float) -> None:
    def sides(kilograms: float) -> list[StackEstimate]:
        idle = resource("pool#idle", 60 - kilograms, tenant_of="pool", idle=True)
        guest = resource("web", kilograms, tenant_of="pool")
        return [
            stack(POOL, idle, name="platform"),
            stack(guest, name="guest", runs_on="platform"),
            stack(resource("x", 1), name="other"),
        ]

    (one,) = judged(growth(0.1, match=match), sides(25), sides(40))
    assert one.best == pytest.approx(grown)


@pytest.mark.parametrize(
    ("level", "reason"),
    [
        pytest.param(
            "error",
            "budget b: increase is not judged: no base was given to compare with (--base REF)",
            id="a limit that is not judged says so",
        ),
        pytest.param("off", "", id="one that is off says nothing"),
    ],
)
def test_without_a_base(level: str, reason: str) -> None:
    (one,) = limits(growth(0.1, 2, level=level), [shop(100)], (), CODE)
    assert (one.state, one.reason) == ("off", reason)
    assert (one.low, one.best, one.high, one.limit, one.unit) == (None, None, None, 10, "%")


def test_what_a_waiver_takes_out_of_coverage_is_not_missed() -> None:
    budget = growth(0.1, 2)
    before, after = shop(100, 5), shop(100, skips=LOST)
    assert [row.state for row in judged(budget, before, after)] == ["undecided"]
    waived = replace(after, skipped=())
    difference = change([before], [after])
    (one,) = limits(budget, [waived], (), CODE, base=[before], difference=difference)
    assert one.state == "pass"

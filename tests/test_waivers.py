"""Waivers on the day of a run: whether they hold, what they are about, and what they let pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import Budget, CodeConfig
from carbongate.config.waivers import waiver as written
from carbongate.errors import ConfigError
from carbongate.gate import judge
from carbongate.model import (
    Finding,
    StackEstimate,
    Verdict,
    Waived,
    Waiver,
    WaiverState,
)
from carbongate.waivers import suppressed, used, waived, without
from tests.verdicts import (
    finding,
    grams,
    kg,
    limit,
    resource,
    skipped,
    stack,
)

DAY = date(2026, 11, 24)
PATH = "carbongate-waivers.yaml"
BUDGET = limit("prod-total", total=kg(120))
RULES = ("query-in-loop", "read-all-columns")
ADDRESSES = ("aws_instance.web", "aws_instance.batch[0]", "aws_instance.batch[1]")


def waiver(
    scope: str = "prod-total",
    allow: str | None = None,
    *,
    until: date = DAY + timedelta(30),
    id: str = "W-7",  # noqa: A002, a waiver has an id
) -> Waiver:
    words = {"id": id, "scope": scope, "reason": "a migration", "owner": "data-platform"}
    words |= {"until": until.isoformat()} | ({"allow": allow} if allow else {})
    return replace(written(words), line=3)


def on(
    *waivers: Waiver,
    day: date = DAY,
    budgets: Collection[Budget] = (BUDGET,),
    addresses: Collection[str] | None = ADDRESSES,
    held: Collection[str] | None = None,
) -> tuple[Waived, ...]:
    return waived(
        waivers,
        day,
        path=PATH,
        budgets=list(budgets),
        rules=RULES,
        addresses=addresses,
        held=held,
    )


def wrong(*waivers: Waiver, budgets: Collection[Budget] = (BUDGET,)) -> str:
    with pytest.raises(ConfigError) as caught:
        on(*waivers, budgets=budgets)
    assert caught.value.exit_code == 2
    return str(caught.value)


# ---- when they hold ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "state", "holds"),
    [
        pytest.param(180, "in force", True, id="as long as may be"),
        pytest.param(15, "in force", True, id="more than two weeks"),
        pytest.param(14, "ends soon", True, id="two weeks are announced"),
        pytest.param(0, "ends soon", True, id="the last day counts"),
        pytest.param(-1, "expired", False, id="the day after does not"),
        pytest.param(-4000, "expired", False, id="however long ago"),
    ],
)
def test_a_waiver_holds_to_the_end_of_its_last_day(
    left: int, state: WaiverState, holds: bool
) -> None:
    (one,) = on(waiver(allow="15 kgCO2e/month", until=DAY + timedelta(left)))
    assert (one.state, one.days, one.holds) == (state, left, holds)


def test_an_old_commit_gets_its_old_verdict() -> None:
    one = waiver(allow="15 kgCO2e/month", until=date(2026, 12, 5))
    assert on(one, day=date(2026, 12, 5))[0].holds
    assert not on(one, day=date(2026, 12, 6))[0].holds
    assert on(one, day=date(2026, 12, 5))[0].holds


def test_a_waiver_ends_within_half_a_year() -> None:
    message = wrong(waiver(allow="15 kgCO2e/month", until=DAY + timedelta(181)))
    assert message == (
        f"{PATH}:3: waivers[0].until: 2027-05-24 is 181 days after 2026-11-24; "
        "a waiver ends after 180 days at the latest"
    )


def test_of_an_expired_waiver_nothing_is_asked() -> None:
    gone = DAY - timedelta(1)
    (one,) = on(waiver("aws_instance.gone", until=gone))
    assert (one.state, one.kind) == ("expired", "address")
    (one,) = on(waiver("prod-total", until=gone))  # and no allowance
    assert (one.state, one.kind) == ("expired", "budget")


def test_under_the_policy_of_the_base_only_its_waivers_hold() -> None:
    mine, new = waiver(allow="15 kgCO2e/month"), waiver("query-in-loop", id="W-8")
    first, second = on(mine, new, held={"W-7"})
    assert (first.state, first.holds) == ("in force", True)
    assert (second.state, second.holds) == ("not held", False)


# ---- what they are about -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "allow", "kind"),
    [
        ("prod-total", "15 kgCO2e/month", "budget"),
        ("query-in-loop", None, "rule"),
        ("aws_instance.web", None, "address"),
        ("aws_instance.batch*", None, "address"),
        ("*", None, "address"),
    ],
)
def test_a_scope_is_a_budget_a_rule_or_addresses(scope: str, allow: str | None, kind: str) -> None:
    (one,) = on(waiver(scope, allow))
    assert one.kind == kind


@pytest.mark.parametrize(
    ("scope", "allow", "budgets", "message"),
    [
        pytest.param(
            "prod-totl",
            "15 kgCO2e/month",
            (BUDGET,),
            "scope: no budget, rule or address is like prod-totl; did you mean prod-total?",
            id="a misspelt budget",
        ),
        pytest.param(
            "aws_instance.wep",
            None,
            (BUDGET,),
            "scope: no budget, rule or address is like aws_instance.wep; "
            "did you mean aws_instance.web?",
            id="a misspelt address",
        ),
        pytest.param(
            "gcp*",
            None,
            (BUDGET,),
            "scope: no budget, rule or address is like gcp*",
            id="a pattern that takes in nothing",
        ),
        pytest.param(
            "query-in-loop",
            None,
            (limit("query-in-loop", total=kg(1)),),
            "scope: query-in-loop is a budget and a rule; give the budget another id",
            id="a budget that is called like a rule",
        ),
        pytest.param(
            "aws_instance.web",
            "15 kgCO2e/month",
            (limit("aws_instance.web", total=kg(1)),),
            "scope: aws_instance.web is a budget and an address; give the budget another id",
            id="a budget that is called like an address",
        ),
        pytest.param(
            "query-in-loop",
            "15 kgCO2e/month",
            (BUDGET,),
            "allow: query-in-loop is a rule, and only a budget has a limit",
            id="an allowance for a rule",
        ),
        pytest.param(
            "aws_instance.web",
            "15 kgCO2e/month",
            (BUDGET,),
            "allow: aws_instance.web is an address, and only a budget has a limit",
            id="an allowance for an address",
        ),
        pytest.param(
            "prod-total",
            "0.5 gCO2e/unit",
            (BUDGET,),
            "allow: is for a functional unit, and budget prod-total limits total; "
            "write for example `allow: 15 kgCO2e/month`",
            id="an allowance for a limit that the budget does not have",
        ),
        pytest.param(
            "prod-total",
            "15 kgCO2e",
            (limit("prod-total", total=kg(120), sci=grams(3)),),
            "allow: is for one run, and budget prod-total limits total and sci; "
            "write for example `allow: 15 kgCO2e/month` and `allow: 0.5 gCO2e/unit`",
            id="a month that was forgotten",
        ),
        pytest.param(
            "code",
            "15 kgCO2e/month",
            (limit("code", findings={"error": 0}),),
            "scope: budget code limits no carbon; waive the rule or the address itself",
            id="a budget on findings alone",
        ),
    ],
)
def test_mistakes_of_a_scope_are_named(
    scope: str, allow: str | None, budgets: tuple[Budget, ...], message: str
) -> None:
    assert wrong(waiver(scope, allow), budgets=budgets) == f"{PATH}:3: waivers[0].{message}"


def test_a_budget_needs_an_allowance() -> None:
    assert wrong(waiver()) == (
        f"{PATH}:3: waivers[0]: allow is missing; prod-total is a budget, "
        "write for example `allow: 15 kgCO2e/month`"
    )


@pytest.mark.parametrize("limits", [{"ratchet": object()}, {"increase": object()}])
def test_growth_is_allowed_by_the_month(limits: dict[str, object]) -> None:
    (one,) = on(waiver("b", "1 kgCO2e/month"), budgets=[limit("b", **limits)])
    assert one.kind == "budget"


def test_where_only_a_part_was_read_an_unknown_scope_is_taken_for_an_address() -> None:
    (one,) = on(waiver("aws_instance.elsewhere"), addresses=None)
    assert (one.kind, one.holds) == ("address", True)


# ---- what they let pass --------------------------------------------------------------------------


def judged(
    stacks: tuple[StackEstimate, ...],
    waivers: tuple[Waived, ...],
    *budgets: Budget,
    findings: tuple[Finding, ...] = (),
) -> tuple[Verdict, tuple[Waived, ...]]:
    """The verdict with these waivers, and the waivers with what they let pass."""
    verdict = judge(
        mode="enforce",
        budgets=budgets,
        stacks=without(stacks, waivers),
        findings=suppressed(findings, waivers),
        code=CodeConfig(),
        waived=waivers,
    )
    told = used(
        waivers,
        stacks=stacks,
        findings=findings,
        code=CodeConfig(),
        judgements=verdict.judgements,
    )
    return verdict, told


@pytest.mark.parametrize(
    ("carbon", "exit_code", "state", "affects"),
    [
        pytest.param(119, 0, "unused", (), id="within the limit it is not needed"),
        pytest.param(130, 0, "in force", ("prod-total total",), id="it lets more pass"),
        pytest.param(136, 1, "in force", ("prod-total total",), id="but not all"),
    ],
)
def test_a_budget_passes_up_to_its_limit_and_what_is_allowed(
    carbon: float, exit_code: int, state: str, affects: tuple[str, ...]
) -> None:
    waivers = on(waiver(allow="15 kgCO2e/month"))
    verdict, (one,) = judged((stack(resource("a", carbon)),), waivers, BUDGET)
    assert verdict.exit_code == exit_code
    assert (one.state, one.affects) == (state, affects)


def test_an_expired_waiver_is_listed_and_lets_nothing_pass() -> None:
    waivers = on(waiver(allow="15 kgCO2e/month", until=DAY - timedelta(1)))
    verdict, (one,) = judged((stack(resource("a", 130)),), waivers, BUDGET)
    assert (verdict.exit_code, one.state, one.affects) == (1, "expired", ())


def test_an_allowance_for_a_unit_is_none_for_a_month() -> None:
    budget = limit("both", total=kg(100), sci=grams(100))
    waivers = on(waiver("both", "20 gCO2e/unit"), budgets=[budget])
    verdict, (one,) = judged((stack(resource("a", 110)),), waivers, budget)
    assert [each.state for each in verdict.judgements] == ["fail", "pass"]
    assert one.affects == ("both sci",)


def test_a_waived_address_leaves_coverage_and_stays_visible() -> None:
    budget = limit("b", total=kg(10), min_coverage=0.9)
    there = (stack(resource("a", 1), skips=[skipped("aws_instance.web", heavy=True)]),)
    assert judged(there, (), budget)[0].exit_code == 4
    waivers = on(waiver("aws_instance.w*"), budgets=[budget])
    verdict, (one,) = judged(there, waivers, budget)
    assert verdict.exit_code == 0
    assert one.affects == ("aws_instance.web: machine type x9.huge is in no table",)
    assert without(there, waivers)[0].skipped == ()


def test_a_stack_of_which_all_is_waived_has_not_passed() -> None:
    budget = limit("b", total=kg(10))
    there = (stack(skips=[skipped("aws_instance.web", heavy=True)]),)
    verdict, _ = judged(there, on(waiver("*"), budgets=[budget]), budget)
    assert verdict.exit_code == 4


def test_what_is_estimated_stays_in_the_total() -> None:
    there = (stack(resource("aws_instance.web", 130)),)
    verdict, (one,) = judged(there, on(waiver("aws_instance.web")), BUDGET)
    assert (verdict.exit_code, one.state) == (1, "unused")


def test_a_waived_rule_is_suppressed_with_words_that_say_by_whom() -> None:
    waivers = on(waiver("query-in-loop"))
    verdict, (one,) = judged((), waivers, findings=(finding(),))
    assert verdict.exit_code == 0
    assert one.affects == ("query-in-loop shop/cart.py:12",)
    (found,) = suppressed((finding(),), waivers)
    assert found.suppressed == "waiver W-7 until 2026-12-24: a migration"


@pytest.mark.parametrize(
    ("found", "words", "state"),
    [
        pytest.param(
            finding(suppressed="by hand"), "by hand", "unused", id="a comment with a reason stays"
        ),
        pytest.param(
            finding(suppressed=""),
            "waiver W-7 until 2026-12-24: a migration",
            "in force",
            id="one without a reason does not count",
        ),
        pytest.param(
            finding(new=False),
            "waiver W-7 until 2026-12-24: a migration",
            "unused",
            id="an old finding fails nothing, and needs no waiver",
        ),
        pytest.param(
            finding(tier="advice"),
            "waiver W-7 until 2026-12-24: a migration",
            "unused",
            id="nor does advice",
        ),
    ],
)
def test_only_what_would_fail_makes_use_of_a_waiver(found: Finding, words: str, state: str) -> None:
    waivers = on(waiver("query-in-loop"))
    assert suppressed((found,), waivers)[0].suppressed == words
    _, (one,) = judged((), waivers, findings=(found,))
    assert one.state == state


def test_of_two_waivers_of_a_rule_the_longer_one_speaks() -> None:
    short = waiver("query-in-loop", until=DAY + timedelta(3))
    long = waiver("query-in-loop", until=DAY + timedelta(90), id="W-8")
    for order in ((short, long), (long, short)):
        (found,) = suppressed((finding(),), on(*order))
        assert (found.suppressed or "").startswith("waiver W-8 until")


def test_another_rule_is_left_alone() -> None:
    assert suppressed((finding(),), on(waiver("read-all-columns"))) == (finding(),)


def test_nothing_is_called_unused_where_not_all_was_looked_at() -> None:
    waivers = on(waiver("query-in-loop"), waiver("aws_instance.web", id="W-8"))
    told = used(waivers, stacks=(), findings=(), code=CodeConfig(), judgements=(), whole=False)
    assert [one.state for one in told] == ["in force", "in force"]


def test_without_waivers_nothing_changes() -> None:
    there = (stack(resource("a", 1), skips=[skipped("b", heavy=True)]),)
    assert without(there, ()) == there
    assert suppressed((finding(),), ()) == (finding(),)


@given(st.floats(1, 300), st.floats(0.1, 50), st.floats(0.1, 50))
def test_a_larger_allowance_never_fails_what_a_smaller_one_passes(
    carbon: float, less: float, difference: float
) -> None:
    codes = []
    for allow in (less, less + difference):
        waivers = on(waiver(allow=f"{allow} kgCO2e/month"))
        codes.append(judged((stack(resource("a", carbon)),), waivers, BUDGET)[0].exit_code)
    assert codes[1] <= codes[0]

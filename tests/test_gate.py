"""The verdict: outcome, exit code, and the sentences, worst first."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import Budget, CodeConfig, Increase, Ratchet
from carbongate.config.settings import FailOn
from carbongate.errors import CarbongateError, ConfigError, DataError, InputError
from carbongate.figure import Unit
from carbongate.gate import EXIT_ORDER, first, judge
from carbongate.limits import SEVERITIES
from carbongate.model import Finding, Mode, Severity, StackEstimate, Verdict, Waived
from tests.verdicts import (
    change,
    exact,
    finding,
    kg,
    limit,
    policy,
    resource,
    skipped,
    stack,
    waiver,
)

WEB = resource("web", 98, 131, 190)
CODE = CodeConfig()
HEAVY = [skipped("db", heavy=True)]


def verdict(
    *stacks: StackEstimate,
    before: Sequence[StackEstimate] | None = None,
    waived: tuple[Waived, ...] = (),
    budgets: tuple[Budget, ...] = (),
    findings: tuple[Finding, ...] = (),
    code: CodeConfig = CODE,
    mode: Mode = "enforce",
    empty: bool = False,
    allow_empty: bool = False,
    errors: tuple[CarbongateError, ...] = (),
    limiting: bool = True,
) -> Verdict:
    return judge(
        mode=mode,
        budgets=budgets,
        stacks=stacks,
        findings=findings,
        code=code,
        empty=empty,
        allow_empty=allow_empty,
        errors=errors,
        limiting=limiting,
        base=before,
        difference=None if before is None else change(before, stacks),
        waived=waived,
    )


TIGHT, WIDE = limit("tight", total=kg(120), line=1), limit("wide", total=kg(200), line=2)


@pytest.mark.parametrize(
    ("got", "outcome", "code", "reasons"),
    [
        pytest.param(verdict(stack(WEB), budgets=(WIDE,)), "pass", 0, (), id="every budget holds"),
        pytest.param(
            verdict(stack(WEB)), "pass", 0, ("no budget is set",), id="nothing was asked for"
        ),
        pytest.param(
            verdict(stack(WEB), limiting=False), "pass", 0, (), id="a command that holds no budget"
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(WIDE, TIGHT)),
            "fail",
            1,
            ("budget tight: total 131 kgCO2e a month (98 to 190) is over the limit of 120",),
            id="one budget is broken",
        ),
        pytest.param(
            verdict(stack(WEB, skips=HEAVY)),
            "undecided",
            4,
            (
                (
                    "1 resource that matters could not be estimated: "
                    "db (machine type x9.huge is in no table)"
                ),
                "no budget is set",
            ),
            id="a machine that nobody looked at is never green",
        ),
        pytest.param(
            verdict(stack(WEB, skips=HEAVY), budgets=(TIGHT,)),
            "fail",
            1,
            (
                "budget tight: total 131 kgCO2e a month (98 to 190) is over the limit of 120",
                (
                    "1 resource that matters could not be estimated: "
                    "db (machine type x9.huge is in no table)"
                ),
            ),
            id="a fail goes before what is undecided",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(limit("w", total=kg(1), level="warn"),)),
            "pass",
            0,
            ("budget w: total 131 kgCO2e a month (98 to 190) is over the limit of 1",),
            id="a warning passes and is said",
        ),
        pytest.param(
            verdict(empty=True, budgets=(TIGHT,)),
            "empty",
            3,
            ("there is nothing to look at: no manifest and no code of a known kind",),
            id="nothing to look at",
        ),
        pytest.param(
            verdict(empty=True, allow_empty=True, budgets=(TIGHT,)),
            "empty",
            0,
            ("there is nothing to look at: no manifest and no code of a known kind",),
            id="nothing to look at, and that is allowed",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(TIGHT,), errors=(InputError("is broken", "a.json"),)),
            "fail",
            5,
            (
                "a.json: is broken",
                "budget tight: total 131 kgCO2e a month (98 to 190) is over the limit of 120",
            ),
            id="broken goes before fail",
        ),
        pytest.param(
            verdict(
                empty=True, errors=(InputError("is broken", "a.json"), ConfigError("is wrong"))
            ),
            "empty",
            2,
            (
                "a.json: is broken",
                "is wrong",
                "there is nothing to look at: no manifest and no code of a known kind",
            ),
            id="a mistake of the user goes before all",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(WIDE,), errors=(InputError("is broken", "a.json"),)),
            "undecided",
            5,
            ("a.json: is broken",),
            id="what is broken was not decided",
        ),
        pytest.param(
            verdict(stack(free=[policy("iam")])),
            "pass",
            0,
            ("no budget is set",),
            id="policies alone need no energy",
        ),
        pytest.param(verdict(), "pass", 0, (), id="a scan that found nothing"),
    ],
)
def test_verdict(got: Verdict, outcome: str, code: int, reasons: tuple[str, ...]) -> None:
    assert (got.outcome, got.exit_code, got.reasons) == (outcome, code, reasons)


GROWS = limit("grows", increase=Increase(exact(0.1, Unit.ONE), kg(2)), line=3)
HOLDS = limit("holds", ratchet=Ratchet(exact(0.01, Unit.ONE)), line=4)
OVER = "budget tight: total 131 kgCO2e a month (98 to 190) is over the limit of 120"


@pytest.mark.parametrize(
    ("got", "outcome", "code", "reasons"),
    [
        pytest.param(
            verdict(stack(WEB), before=[stack(WEB)], budgets=(TIGHT, GROWS)),
            "pass",
            0,
            (f"{OVER}, as it was before, and the change does not add to it",),
            id="what was broken before is said and passes",
        ),
        pytest.param(
            verdict(stack(WEB), before=[stack(resource("web", 100))], budgets=(TIGHT, GROWS)),
            "fail",
            1,
            (
                OVER,
                (
                    "budget grows: total grows by 31 kgCO2e a month (-2 to 90), 31 % of the base, "
                    "over the limit of 10 (10 % of the base; the floor of 2 is less)"
                ),
            ),
            id="growth fails",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(TIGHT,), waived=(waiver(kg(15), scope="tight"),)),
            "pass",
            0,
            (
                (
                    "budget tight: total 131 kgCO2e a month (98 to 190) is within the limit of 120 "
                    "and 15 more that W-7 allows until 2026-12-05"
                ),
            ),
            id="a waiver lets it pass and is said",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(TIGHT, HOLDS, GROWS)),
            "fail",
            1,
            (
                OVER,
                (
                    "not judged: increase of budget grows and ratchet of budget holds: "
                    "no base was given to compare with (--base REF)"
                ),
            ),
            id="without a base all that needs one is said once and last",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(replace(GROWS, ratchet=HOLDS.ratchet),)),
            "pass",
            0,
            (
                (
                    "not judged: increase and ratchet of budget grows: "
                    "no base was given to compare with (--base REF)"
                ),
            ),
            id="several limits of one budget",
        ),
        pytest.param(
            verdict(stack(WEB), budgets=(replace(GROWS, level="off"),)),
            "pass",
            0,
            (),
            id="a budget that is off is not missed",
        ),
    ],
)
def test_beside_a_base_and_with_waivers(
    got: Verdict, outcome: str, code: int, reasons: tuple[str, ...]
) -> None:
    assert (got.outcome, got.exit_code, got.reasons) == (outcome, code, reasons)


def test_a_base_without_what_the_change_does_to_it_is_refused() -> None:
    with pytest.raises(DataError):
        judge(mode="enforce", budgets=(TIGHT,), stacks=(), findings=(), code=CODE, base=())


@pytest.mark.parametrize("mode", ["report", "warn", "enforce"])
@pytest.mark.parametrize(
    ("budget", "before", "waived", "enforced"),
    [
        pytest.param(GROWS, 100, (), 1, id="growth"),
        pytest.param(TIGHT, 100, (), 1, id="a total that the change breaks"),
        pytest.param(TIGHT, 131, (), 4, id="a total that may have been broken before"),
        pytest.param(TIGHT, 100, (waiver(kg(15), scope="tight"),), 0, id="a waiver"),
        pytest.param(replace(GROWS, level="warn"), 100, (), 0, id="a budget that only warns"),
    ],
)
def test_every_mode_says_what_enforce_would_have_done(
    mode: Mode, budget: Budget, before: float, waived: tuple[Waived, ...], enforced: int
) -> None:
    after, base = stack(WEB), [stack(resource("web", before))]
    if enforced == 4:
        base, after = [stack(WEB, skips=HEAVY)], stack(WEB, skips=HEAVY)
    got = verdict(after, before=base, budgets=(budget,), waived=waived, mode=mode)
    strict = verdict(after, before=base, budgets=(budget,), waived=waived, mode="enforce")
    assert (got.exit_code, got.enforced) == (enforced if mode == "enforce" else 0, enforced)
    assert (got.outcome, got.reasons) == (strict.outcome, strict.reasons)
    assert got.judgements == strict.judgements


@pytest.mark.parametrize("mode", ["report", "warn"])
@pytest.mark.parametrize(
    ("stacks", "errors", "empty", "code", "enforced"),
    [
        pytest.param((stack(WEB),), (), False, 0, 1, id="a fail is only shown"),
        pytest.param(
            (stack(resource("a", 1), skips=HEAVY),), (), False, 0, 4, id="so is undecided"
        ),
        pytest.param((), (), True, 3, 3, id="nothing to look at is said in every mode"),
        pytest.param((stack(WEB),), (InputError("x"),), False, 5, 5, id="so is what is broken"),
        pytest.param((stack(WEB),), (ConfigError("x"),), False, 2, 2, id="and a mistake"),
    ],
)
def test_modes_that_do_not_enforce(
    mode: Mode,
    stacks: tuple[StackEstimate, ...],
    errors: tuple[CarbongateError, ...],
    empty: bool,
    code: int,
    enforced: int,
) -> None:
    got = verdict(*stacks, budgets=(TIGHT,), mode=mode, errors=errors, empty=empty)
    assert (got.exit_code, got.enforced) == (code, enforced)


@pytest.mark.parametrize(
    ("found", "code", "fails"),
    [
        pytest.param(finding(), CODE, True, id="a new error of a gate rule"),
        pytest.param(finding(new=None), CODE, True, id="nothing to compare with counts as new"),
        pytest.param(finding(new=False), CODE, False, id="an old one"),
        pytest.param(
            finding(new=False), CodeConfig(new_only=False), True, id="an old one, where all count"
        ),
        pytest.param(finding("warning"), CODE, False, id="less grave than asked for"),
        pytest.param(
            finding("warning"), CodeConfig(fail_on="info"), True, id="graver than asked for"
        ),
        pytest.param(finding(), CodeConfig(fail_on="off"), False, id="findings never fail"),
        pytest.param(finding(tier="advice"), CODE, False, id="advice never fails"),
        pytest.param(finding(tier="parity"), CODE, False, id="parity never fails"),
        pytest.param(finding(suppressed="cold path"), CODE, False, id="suppressed with a reason"),
        pytest.param(
            finding(suppressed=""), CODE, True, id="suppressed without one does not count"
        ),
    ],
)
def test_findings(found: Finding, code: CodeConfig, fails: bool) -> None:
    got = verdict(findings=(found,), code=code)
    assert (got.outcome, got.exit_code) == (("fail", 1) if fails else ("pass", 0))


@pytest.mark.parametrize(
    ("found", "fails"),
    [
        pytest.param(finding(), True, id="a new error"),
        pytest.param(finding("warning"), False, id="another severity"),
        pytest.param(finding(new=False), False, id="an old one"),
        pytest.param(finding(tier="advice"), False, id="advice"),
        pytest.param(finding(suppressed="cold path"), False, id="a suppressed one"),
    ],
)
def test_budgets_on_findings_count_the_same_ones(found: Finding, fails: bool) -> None:
    budget = limit(findings={"error": 0})
    got = verdict(findings=(found,), budgets=(budget,), code=CodeConfig(fail_on="off"))
    assert got.exit_code == (1 if fails else 0)


def test_the_sentence_about_findings() -> None:
    found = (finding("warning", line=3), finding(line=40))
    assert verdict(findings=found, code=CodeConfig(fail_on="warning")).reasons == (
        (
            "2 new findings of severity warning or graver: "
            "query-in-loop in shop/cart.py:40 and query-in-loop in shop/cart.py:3"
        ),
    )


@pytest.mark.parametrize(
    ("budgets", "fail_on", "found", "reasons"),
    [
        pytest.param(
            (limit(findings={"error": 2}),),
            "error",
            ["error", "error"],
            (),
            id="a budget may allow what fail_on would not",
        ),
        pytest.param(
            (limit(findings={"error": 0}),),
            "error",
            ["error"],
            (
                (
                    "budget b: 1 new finding of severity error, and the limit is 0: "
                    "query-in-loop in shop/cart.py:1"
                ),
            ),
            id="a finding is said once",
        ),
        pytest.param(
            (limit(findings={"error": 2}),),
            "warning",
            ["error", "warning"],
            ("1 new finding of severity warning: query-in-loop in shop/cart.py:2",),
            id="fail_on decides the severities that no budget limits",
        ),
        pytest.param(
            (limit(findings={"warning": 2}),),
            "info",
            ["error", "warning", "info"],
            (
                (
                    "2 new findings of severity error and info: "
                    "query-in-loop in shop/cart.py:1 and query-in-loop in shop/cart.py:3"
                ),
            ),
            id="severities on both sides of one that a budget limits",
        ),
        pytest.param(
            (limit(findings={"error": 2}, level="off"),),
            "error",
            ["error"],
            ("1 new finding of severity error: query-in-loop in shop/cart.py:1",),
            id="a budget that is off decides nothing",
        ),
        pytest.param(
            (limit(findings={"error": 0}, level="warn"),),
            "error",
            ["error"],
            (
                (
                    "budget b: 1 new finding of severity error, and the limit is 0: "
                    "query-in-loop in shop/cart.py:1"
                ),
            ),
            id="a budget that warns decides too",
        ),
        pytest.param(
            (limit("a", findings={"error": 1}), limit("b", findings={"error": 0})),
            "error",
            ["error", "error"],
            (
                (
                    "budgets b and a: 2 new findings of severity error, and the limit is 0: "
                    "query-in-loop in shop/cart.py:1 and query-in-loop in shop/cart.py:2"
                ),
            ),
            id="two budgets say it together, the strictest first",
        ),
    ],
)
def test_budgets_and_fail_on_do_not_say_the_same_twice(
    budgets: tuple[Budget, ...],
    fail_on: FailOn,
    found: list[Severity],
    reasons: tuple[str, ...],
) -> None:
    findings = tuple(finding(severity, line=line) for line, severity in enumerate(found, 1))
    got = verdict(findings=findings, budgets=budgets, code=CodeConfig(fail_on=fail_on))
    assert got.reasons == reasons
    warns = all(budget.level == "warn" for budget in budgets)
    assert got.exit_code == (1 if reasons and not warns else 0)


def test_the_worst_comes_first() -> None:
    budgets = (
        limit("bit", total=kg(130), line=1),
        limit("lot", total=kg(10), line=2),
        limit("open", total=kg(150), strict=True, line=3),
        limit("soft", total=kg(1), level="warn", line=4),
        limit("code", findings={"error": 0}, line=5),
    )
    got = verdict(stack(WEB), budgets=budgets, findings=(finding(),))
    assert [reason.split(":")[0] for reason in got.reasons] == [
        "budget lot",
        "budget bit",
        "budget code",
        "budget open",
        "budget soft",
    ]
    assert [one.budget for one in got.judgements] == ["bit", "lot", "open", "soft", "code"]


# ---- laws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("codes", list(itertools.permutations(EXIT_ORDER, 3)))
def test_exit_codes_have_an_order(codes: tuple[int, ...]) -> None:
    assert first(set(codes)) == min(codes, key=EXIT_ORDER.index)
    assert EXIT_ORDER == (2, 5, 3, 1, 4)


amounts = st.floats(0.001, 1000)


@st.composite
def resources(draw: st.DrawFn) -> StackEstimate:
    """A stack of a few resources, some of them skipped."""
    number = draw(st.integers(0, 4))
    triples = [sorted(draw(st.tuples(amounts, amounts, amounts))) for _ in range(number)]
    skips = [skipped(f"s{n}", heavy=draw(st.booleans())) for n in range(draw(st.integers(0, 2)))]
    found = [resource(f"r{n}", *triple) for n, triple in enumerate(triples)]
    return stack(*found, skips=skips, name=draw(st.sampled_from(["a", "b"])))


@st.composite
def totals(draw: st.DrawFn) -> Budget:
    """A budget on the total, of any strictness."""
    return limit(
        total=kg(draw(amounts)),
        strict=draw(st.booleans()),
        decide_on=draw(st.sampled_from(["low", "best", "high"])),
        min_coverage=draw(st.sampled_from([None, 0.5, 1.0])),
    )


@pytest.mark.parametrize(
    ("fail_on", "budget", "expected"),
    [
        pytest.param("error", None, ["error"], id="those as grave as fail_on"),
        pytest.param("warning", None, ["error", "warning"], id="and those that are graver"),
        pytest.param("off", None, [], id="none where no finding fails"),
        pytest.param(
            "off",
            limit(findings={"warning": 0}),
            ["warning"],
            id="those a budget allows no more of",
        ),
        pytest.param("off", limit(findings={"warning": 1}), [], id="none within the limit"),
        pytest.param(
            "off",
            limit(findings={"warning": 0}, level="warn"),
            [],
            id="none of a budget that warns",
        ),
    ],
)
def test_the_findings_that_fail_are_named(
    fail_on: FailOn, budget: Budget | None, expected: list[str]
) -> None:
    found = (
        finding("error"),
        finding("warning", line=13),
        finding("error", suppressed="three rows at most", line=14),
        finding("error", tier="advice", line=15),
    )
    judged = verdict(
        stack(resource("a", 1)),
        budgets=(budget,) if budget else (),
        findings=found,
        code=CodeConfig(fail_on=fail_on),
    )
    assert [one.severity for one in judged.failing] == expected
    assert all(not one.suppressed and one.tier == "gate" for one in judged.failing)


@given(resources(), totals(), amounts)
def test_a_higher_budget_never_turns_pass_to_fail(
    found: StackEstimate, budget: Budget, more: float
) -> None:
    assert budget.total is not None
    higher = replace(budget, total=kg(budget.total.best / 1000 + more))
    order = ["pass", "undecided", "fail"]
    before = verdict(found, budgets=(budget,)).outcome
    assert order.index(verdict(found, budgets=(higher,)).outcome) <= order.index(before)


@given(resources(), totals(), amounts)
def test_one_more_resource_never_turns_fail_to_pass(
    found: StackEstimate, budget: Budget, more: float
) -> None:
    grown = stack(*found.estimates, resource("one more", more), skips=found.skipped)
    if verdict(found, budgets=(budget,)).outcome == "fail":
        assert verdict(grown, budgets=(budget,)).outcome == "fail"


@given(resources(), totals(), st.booleans())
def test_one_more_skipped_resource_never_decides_anything(
    found: StackEstimate, budget: Budget, heavy: bool
) -> None:
    less = stack(*found.estimates, skips=[*found.skipped, skipped("one more", heavy=heavy)])
    before, after = (verdict(one, budgets=(budget,)).outcome for one in (found, less))
    assert (before == "fail") == (after == "fail")
    assert after != "pass" or before == "pass"


@given(
    st.lists(resources(), max_size=3),
    st.lists(totals(), max_size=3),
    st.lists(st.builds(finding, st.sampled_from(SEVERITIES), line=st.integers(1, 9)), max_size=4),
    st.data(),
)
def test_order_never_matters(
    stacks: list[StackEstimate],
    budgets: list[Budget],
    findings: list[Finding],
    data: st.DataObject,
) -> None:
    named = [replace(one, id=str(n), line=n) for n, one in enumerate(budgets)]
    one, other = (
        verdict(
            *draw(stacks),
            budgets=tuple(draw(named)),
            findings=tuple(draw(findings)),
        )
        for draw in (lambda things: things, lambda things: data.draw(st.permutations(things)))
    )
    assert one == other

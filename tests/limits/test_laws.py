"""What holds of every limit, whatever the numbers are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import Budget, CodeConfig, Increase, Ratchet
from carbongate.figure import Declared, Figure, Unit
from carbongate.gate import judge
from carbongate.limits.budget import limits
from carbongate.model import Difference, Outcome, StackEstimate, Waived
from tests.verdicts import change, exact, grams, kg, limit, resource, skipped, stack, waiver

ORDER = ("pass", "undecided", "fail")
GRID = Figure(0.8, 1, 1.4, Unit.ONE, Declared("the grid of both sides"))
NAMES = ("web", "db", "queue")

amounts = st.sampled_from([0.5, 1.0, 3.0, 10.0, 11.0, 99.0, 120.0]) | st.floats(0.001, 1000)
parts = st.sampled_from([0.0, 0.01, 0.1, 1.0]) | st.floats(0, 3)


@st.composite
def shops(draw: st.DrawFn) -> StackEstimate:
    """A few resources, some skipped, some with a doubt that both sides share."""
    found, skips = [], []
    for name in NAMES:
        match draw(st.sampled_from(["absent", "light", "heavy", "shared", "own", "own"])):
            case "light" | "heavy" as weight:
                skips.append(skipped(name, heavy=weight == "heavy"))
            case "shared":
                found.append(resource(name, draw(amounts), factor=GRID))
            case "own":
                found.append(resource(name, *sorted(draw(st.tuples(amounts, amounts, amounts)))))
    return stack(*found, skips=skips)


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    """Limits on carbon of any kind and strictness."""
    floor = draw(st.none() | st.builds(kg, amounts))
    increase = Increase(exact(draw(parts), Unit.ONE), floor)
    return limit(
        total=draw(st.none() | st.builds(kg, amounts)),
        sci=draw(st.none() | st.builds(grams, amounts)),
        increase=draw(st.sampled_from([None, increase])),
        ratchet=draw(st.none() | st.builds(lambda part: Ratchet(exact(part, Unit.ONE)), parts)),
        strict=draw(st.booleans()),
        decide_on=draw(st.sampled_from(["low", "best", "high"])),
        min_coverage=draw(st.sampled_from([None, 0.5, 1.0])),
    )


@st.composite
def sides(draw: st.DrawFn) -> tuple[StackEstimate, StackEstimate, Difference]:
    """Two sides of a change, often alike in part, and what became of the one."""
    before, after = draw(shops()), draw(shops())
    if draw(st.booleans()):
        after = stack(*before.estimates[:2], *after.estimates[2:], skips=after.skipped[:1])
    return before, after, change([before], [after])


def outcome(
    budget: Budget,
    sides: tuple[StackEstimate, StackEstimate, Difference],
    *waived: Waived,
) -> int:
    """How bad the verdict is."""
    before, after, difference = sides
    verdict = judge(
        mode="enforce",
        budgets=(budget,),
        stacks=(after,),
        findings=(),
        code=CodeConfig(),
        base=(before,),
        difference=difference,
        waived=waived,
    )
    return ORDER.index(verdict.outcome)


@given(sides(), budgets(), amounts)
def test_a_higher_limit_is_never_worse(
    found: tuple[StackEstimate, StackEstimate, Difference], budget: Budget, more: float
) -> None:
    higher = replace(
        budget,
        total=budget.total and kg(budget.total.best / 1000 + more),
        sci=budget.sci and grams(budget.sci.best + more),
        increase=budget.increase
        and Increase(
            exact(budget.increase.max.best + more, Unit.ONE),
            kg((budget.increase.floor.best / 1000 if budget.increase.floor else 0) + more),
        ),
        ratchet=budget.ratchet and Ratchet(exact(budget.ratchet.slack.best + more, Unit.ONE)),
    )
    assert outcome(higher, found) <= outcome(budget, found)


@given(sides(), budgets(), amounts, st.sampled_from(["month", "unit"]))
def test_a_waiver_is_never_worse(
    found: tuple[StackEstimate, StackEstimate, Difference],
    budget: Budget,
    more: float,
    per: str,
) -> None:
    waived = waiver(kg(more)) if per == "month" else waiver(grams(more), "unit")
    assert outcome(budget, found, waived) <= outcome(budget, found)


@given(sides(), budgets(), amounts)
def test_more_growth_is_never_better(
    found: tuple[StackEstimate, StackEstimate, Difference], budget: Budget, more: float
) -> None:
    before, after, _ = found
    grown = stack(*after.estimates, resource("one more", more), skips=after.skipped)
    worse = (before, grown, change([before], [grown]))
    if outcome(budget, found) == ORDER.index("fail"):
        assert outcome(budget, worse) == ORDER.index("fail")


@given(st.lists(st.tuples(shops(), shops()), min_size=3, max_size=3))
def test_some_stacks_grow_by_what_each_of_them_grows(
    pairs: list[tuple[StackEstimate, StackEstimate]],
) -> None:
    front = {"tier": "front"}
    before, after = (
        [
            stack(*pair[side].estimates, name=name, skips=pair[side].skipped, labels=labels)
            for pair, name, labels in zip(pairs, ("a", "b", "c"), (front, front, {}), strict=True)
        ]
        for side in (0, 1)
    )
    difference = change(before, after)
    budget = limit(increase=Increase(exact(0, Unit.ONE)), match=front)
    (one,) = limits(budget, after, (), CodeConfig(), base=before, difference=difference)
    grown = [row.delta for row in difference.stacks if row.name != "c"]
    assert one.best == pytest.approx(sum(row.best for row in grown) / 1000, abs=1e-9)
    assert one.low is not None
    assert one.high is not None
    assert one.low >= sum(row.low for row in grown) / 1000 - 1e-9
    assert one.high <= sum(row.high for row in grown) / 1000 + 1e-9


@given(shops(), budgets())
def test_no_change_fails_nothing(found: StackEstimate, budget: Budget) -> None:
    assert outcome(budget, (found, found, change([found], [found]))) < ORDER.index("fail")


@given(sides(), budgets())
def test_a_base_never_fails_what_holds_without_one(
    found: tuple[StackEstimate, StackEstimate, Difference], budget: Budget
) -> None:
    plain = replace(budget, increase=None, ratchet=None)
    assert outcome(plain, found) <= ORDER.index(alone(plain, found[1]))


@given(shops(), budgets())
def test_without_a_base_limits_on_growth_change_nothing(
    found: StackEstimate, budget: Budget
) -> None:
    plain = replace(budget, increase=None, ratchet=None)
    assert alone(budget, found) == alone(plain, found)


def alone(budget: Budget, found: StackEstimate) -> Outcome:
    """The outcome where no base was given."""
    return judge(
        mode="enforce", budgets=(budget,), stacks=(found,), findings=(), code=CodeConfig()
    ).outcome

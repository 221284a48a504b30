"""A limit that was broken before: only growth fails it."""

import pytest

from carbongate.config import Budget
from carbongate.figure import Declared, Figure, Unit
from carbongate.limits.budget import limits
from carbongate.model import FunctionalUnit, StackEstimate
from tests.limits.beside import CODE, judged, said
from tests.verdicts import exact, grams, kg, limit, resource, skipped, stack

GRID = Figure(0.8, 1, 1.4, Unit.ONE, Declared("the grid of both sides"))
HALF = FunctionalUnit("order", exact(500, Unit.FUNCTIONAL_UNIT), "functional_unit")
LOST = [skipped("queue", heavy=False)]


def shop(*kilograms: float, **more: object) -> StackEstimate:
    """Machines whose doubt is that of the grid alone: 0.8 to 1.4 times their best value."""
    names = ("web", "queue", "cache")
    found = [
        resource(name, kilo, factor=GRID) for name, kilo in zip(names, kilograms, strict=False)
    ]
    return stack(*found, **more)  # type: ignore[arg-type]  # the cases name what a stack takes


OVER = "total 130 kgCO2e a month (104 to 182) is over the limit of 120"


@pytest.mark.parametrize(
    ("budget", "before", "after", "state", "sentence"),
    [
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            "fail",
            OVER,
            id="the change breaks it",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(125),
            shop(130),
            "fail",
            f"{OVER}, as it was before, and the change adds 5 (4 to 7) to it",
            id="broken before, and it grows",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(130),
            shop(130),
            "warn",
            f"{OVER}, as it was before, and the change does not add to it",
            id="broken before, and nothing changes",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(150),
            shop(130),
            "warn",
            f"{OVER}, as it was before, and the change takes 20 (16 to 28) off it",
            id="broken before, and the change earns credit",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100, 30),
            shop(130),
            "warn",
            f"{OVER}, as it was before, and the change does not add to it",
            id="what one grows by another one gives up",
        ),
        pytest.param(
            limit(total=kg(120)), shop(130), shop(110), "pass", "", id="the change mends it"
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(130, 5),
            shop(130, skips=LOST),
            "undecided",
            f"{OVER}, as it was before, but queue was estimated on the base and is skipped now",
            id="growth may hide in what is skipped now",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(130, skips=[skipped("db", heavy=True)]),
            shop(130, skips=[skipped("db", heavy=True)]),
            "undecided",
            f"{OVER}, as it was before, but 1 resource that matters could not be estimated",
            id="growth may hide in what nobody could estimate on either side",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(125, skips=LOST),
            shop(125, 5),
            "fail",
            f"{OVER}, as it was before, and the base could not estimate all of it",
            id="what the base could not estimate is no excuse",
        ),
        pytest.param(
            limit(total=kg(120)),
            [],
            shop(130),
            "fail",
            OVER,
            id="there was nothing before",
        ),
        pytest.param(
            limit(total=kg(150), decide_on="high"),
            shop(130),
            shop(130),
            "warn",
            "total 182 kgCO2e a month at its high end (best 130) is over the limit of 150, "
            "as it was before, and the change does not add to it",
            id="the high end decides on both sides",
        ),
        pytest.param(
            limit(total=kg(150), decide_on="high"),
            shop(105),
            shop(130),
            "fail",
            "total 182 kgCO2e a month at its high end (best 130) is over the limit of 150",
            id="the high end was within before",
        ),
        pytest.param(
            limit(total=kg(150), strict=True),
            shop(130),
            shop(130),
            "warn",
            "total 130 kgCO2e a month (104 to 182) may be under or over the limit of 150, "
            "as it was before, and the change does not add to it",
            id="strict, and no more uncertain than before",
        ),
        pytest.param(
            limit(total=kg(150), strict=True),
            shop(120),
            shop(130),
            "undecided",
            "total 130 kgCO2e a month (104 to 182) may be under or over the limit of 150, "
            "as it was before, and the change adds 10 (8 to 14) to it",
            id="strict, uncertain before, and it grows",
        ),
        pytest.param(
            limit(total=kg(100), strict=True),
            stack(resource("web", 110, 120, 130)),
            stack(resource("web", 115, 119, 140)),
            "undecided",
            "total 119 kgCO2e a month (115 to 140) is over the limit of 100, "
            "as it was before, and the change may add to it",
            id="strict, and nobody knows whether it grows",
        ),
        pytest.param(
            limit(total=kg(120), level="warn"),
            shop(125),
            shop(130),
            "warn",
            f"{OVER}, as it was before, and the change adds 5 (4 to 7) to it",
            id="a budget that only warns",
        ),
        pytest.param(
            limit(sci=grams(120)),
            shop(130),
            shop(130),
            "warn",
            "SCI 130 gCO2e per order (104 to 182) is over the limit of 120, "
            "as it was before, and the change does not add to it",
            id="a score that was over",
        ),
        pytest.param(
            limit(sci=grams(120)),
            shop(130),
            shop(130, unit=HALF),
            "fail",
            "SCI 260 gCO2e per order (208 to 364) is over the limit of 120, "
            "as it was before, and the change adds 130 (104 to 182) to it",
            id="a score that grows since the same serves fewer",
        ),
        pytest.param(
            limit(sci=grams(120)),
            shop(130, unit=None),
            shop(130),
            "fail",
            "SCI 130 gCO2e per order (104 to 182) is over the limit of 120",
            id="nobody knows the score of the base",
        ),
    ],
)
def test_a_limit_that_may_have_been_broken_before(
    budget: Budget,
    before: StackEstimate | list[StackEstimate],
    after: StackEstimate,
    state: str,
    sentence: str,
) -> None:
    ((_, got, reason),) = said(judged(budget, before, after))
    assert (got, reason) == (state, sentence)


def test_without_a_base_nothing_was_before() -> None:
    (one,) = limits(limit(total=kg(120)), [shop(130)], (), CODE)
    assert one.state == "fail"


def test_a_stack_that_is_gone_leaves_nothing_to_judge() -> None:
    budget = limit(total=kg(1), sci=grams(1), min_coverage=0.9, match={"stack": "blog"})
    rows = judged(budget, [shop(100), shop(5, name="blog")], shop(100))
    gone = "is not judged: all that it takes in is gone"
    assert said(rows) == [
        ("total", "off", f"total {gone}"),
        ("sci", "off", f"sci {gone}"),
        ("min_coverage", "off", f"min_coverage {gone}"),
    ]


def test_a_stack_goes_by_its_labels_of_now_on_both_sides() -> None:
    budget = limit(total=kg(120), match={"env": "prod"})
    before, after = shop(130, labels={"env": "production"}), shop(130, labels={"env": "prod"})
    ((_, state, reason),) = said(judged(budget, before, after))
    assert (state, reason) == (
        "warn",
        f"{OVER}, as it was before, and the change does not add to it",
    )


def test_a_stack_with_another_name_is_the_one_it_was() -> None:
    budget = limit(total=kg(120), sci=grams(120), match={"stack": "store"})
    before = [shop(130, name="shop"), shop(5, name="blog")]
    after = [shop(130, name="store"), shop(5, name="blog")]
    assert [row.state for row in judged(budget, before, after)] == ["warn", "warn"]


def test_what_one_stack_gives_up_another_may_take() -> None:
    front = {"tier": "front"}
    budget = limit(total=kg(120), strict=True, match=front)
    before = [shop(100, labels=front), shop(100, name="blog", labels=front), shop(7, name="docs")]
    after = [shop(90, labels=front), shop(110, name="blog", labels=front), shop(9, name="docs")]
    (one,) = judged(budget, before, after)
    assert one.state == "warn"

"""No more than on the base, but for the slack: of the month, of the score, or of both."""

import pytest

from carbongate.config import Budget, Ratchet
from carbongate.errors import ConfigError
from carbongate.figure import Unit
from carbongate.limits.budget import limits
from carbongate.model import FunctionalUnit, StackEstimate
from tests.limits.beside import CODE, judged, said
from tests.limits.test_past import HALF, LOST, shop
from tests.verdicts import exact, grams, kg, limit

SLACK = Ratchet(exact(0.01, Unit.ONE))
DOUBLE = FunctionalUnit("order", exact(2000, Unit.FUNCTIONAL_UNIT), "functional_unit")
MAILS = FunctionalUnit("mail", exact(1000, Unit.FUNCTIONAL_UNIT), "functional_unit")
GROWN = (
    "total grows by 3 kgCO2e a month (2.4 to 4.2), 3 % of the base, "
    "over the slack of 1 (1 % of the base)"
)
WORSE = (
    "SCI grows by 3 gCO2e per order (2.4 to 4.2), 3 % of the base, "
    "over the slack of 1 (1 % of the base)"
)


@pytest.mark.parametrize(
    ("budget", "before", "after", "rows"),
    [
        pytest.param(
            limit(ratchet=SLACK),
            shop(100),
            shop(103),
            [("ratchet", "fail", GROWN)],
            id="the month, where nothing else is limited",
        ),
        pytest.param(
            limit(ratchet=SLACK), shop(100), shop(100.9), [("ratchet", "pass", "")], id="the slack"
        ),
        pytest.param(
            limit(ratchet=SLACK), shop(100), shop(70), [("ratchet", "pass", "")], id="it falls"
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100),
            shop(103),
            [("sci", "pass", ""), ("ratchet", "fail", WORSE)],
            id="the score, where that is limited",
        ),
        pytest.param(
            limit(total=kg(200), sci=grams(200), ratchet=SLACK),
            shop(100),
            shop(103),
            [
                ("total", "pass", ""),
                ("sci", "pass", ""),
                ("ratchet", "fail", GROWN),
                ("ratchet", "fail", WORSE),
            ],
            id="both, where both are limited",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100),
            shop(150, unit=DOUBLE),
            [("sci", "pass", ""), ("ratchet", "pass", "")],
            id="a system that grows less than what it serves",
        ),
        pytest.param(
            limit(sci=grams(300), ratchet=SLACK),
            shop(100),
            shop(100, unit=HALF),
            [
                ("sci", "pass", ""),
                (
                    "ratchet",
                    "fail",
                    (
                        "SCI grows by 100 gCO2e per order (80 to 140), 100 % of the base, "
                        "over the slack of 1 (1 % of the base)"
                    ),
                ),
            ],
            id="the same system that serves fewer",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            [],
            shop(100),
            [
                ("sci", "pass", ""),
                (
                    "ratchet",
                    "fail",
                    (
                        "SCI grows by 100 gCO2e per order (80 to 140), and nothing of it is on the base, "
                        "over the slack of 0"
                    ),
                ),
            ],
            id="a system that is new",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100, unit=None),
            shop(100),
            [
                ("sci", "pass", ""),
                ("ratchet", "off", "ratchet is not judged: the base has no score to compare with"),
            ],
            id="the first score there is",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100, unit=MAILS),
            shop(100),
            [
                ("sci", "pass", ""),
                (
                    "ratchet",
                    "undecided",
                    "growth of the SCI is not known: on the base it is per mail",
                ),
            ],
            id="a score of another thing",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100),
            shop(100, unit=None),
            [
                ("sci", "undecided", "SCI is not known: stack shop has no functional unit"),
                (
                    "ratchet",
                    "undecided",
                    "growth of the SCI is not known: stack shop has no functional unit",
                ),
            ],
            id="a score that is gone",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100, 5),
            shop(100, skips=LOST),
            [
                ("sci", "pass", ""),
                (
                    "ratchet",
                    "undecided",
                    (
                        "SCI stays as it is, within the slack of 1.05 (1 % of the base), "
                        "but queue was estimated on the base and is skipped now"
                    ),
                ),
            ],
            id="what is skipped now is no credit",
        ),
        pytest.param(
            limit(sci=grams(200), ratchet=SLACK),
            shop(100, skips=LOST),
            shop(100, 50),
            [("sci", "pass", ""), ("ratchet", "pass", "")],
            id="what is only known now is no growth",
        ),
    ],
)
def test_ratchet(
    budget: Budget,
    before: StackEstimate | list[StackEstimate],
    after: StackEstimate,
    rows: list[tuple[str, str, str]],
) -> None:
    assert said(judged(budget, before, after)) == rows


def test_the_unit_tells_which_of_the_two_it_is() -> None:
    budget = limit(total=kg(200), sci=grams(200), ratchet=SLACK)
    found = judged(budget, shop(100), shop(103))
    ratchets = [row for row in found if row.metric == "ratchet"]
    assert [row.unit for row in ratchets] == ["kgCO2e/month", "gCO2e/unit"]
    assert [row.limit for row in ratchets] == pytest.approx([1, 1])


def test_a_score_over_several_stacks_grows_by_what_they_grow_together() -> None:
    budget = limit(sci=grams(300), ratchet=SLACK, strict=True)
    before = [shop(100), shop(50, name="blog")]
    after = [shop(90), shop(60, name="blog")]
    assert said(judged(budget, before, after)) == [("sci", "pass", ""), ("ratchet", "pass", "")]


def test_different_units_on_the_base_are_no_mistake_of_the_change() -> None:
    budget = limit(sci=grams(300), ratchet=SLACK)
    before = [shop(100), shop(50, name="blog", unit=MAILS)]
    after = [shop(100), shop(50, name="blog")]
    assert [row.state for row in judged(budget, before, after)] == ["pass", "off"]
    with pytest.raises(ConfigError, match="different functional units"):
        judged(budget, after, before)


def test_without_a_base_it_is_said_once() -> None:
    budget = limit(total=kg(200), sci=grams(200), ratchet=SLACK)
    found = [one for one in limits(budget, [shop(100)], (), CODE) if one.metric == "ratchet"]
    assert [(one.state, one.unit, one.limit) for one in found] == [("off", "%", 1)]
    assert found[0].reason == (
        "budget b: ratchet is not judged: no base was given to compare with (--base REF)"
    )

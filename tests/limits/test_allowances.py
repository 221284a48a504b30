"""What waivers add to the limits of a budget."""

import pytest

from carbongate.config import Budget, Increase, Ratchet
from carbongate.figure import Unit
from carbongate.model import StackEstimate, Waived
from tests.limits.beside import judged
from tests.limits.test_past import shop
from tests.limits.test_per_run import LARGE, pipeline
from tests.verdicts import exact, grams, kg, limit, waiver

TENTH = Increase(exact(0.1, Unit.ONE), kg(2))
SLACK = Ratchet(exact(0.01, Unit.ONE))


@pytest.mark.parametrize(
    ("budget", "before", "after", "waived", "rows"),
    [
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(15))],
            [
                (
                    "pass",
                    15,
                    "W-7",
                    (
                        "total 130 kgCO2e a month (104 to 182) is within the limit of 120 "
                        "and 15 more that W-7 allows until 2026-12-05"
                    ),
                )
            ],
            id="a limit passes by a waiver",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(110),
            [waiver(kg(15))],
            [("pass", 15, "W-7", "")],
            id="a waiver that is not needed is shown",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(5))],
            [
                (
                    "fail",
                    5,
                    "W-7",
                    (
                        "total 130 kgCO2e a month (104 to 182) is over the limit of 120 "
                        "and 5 more that W-7 allows until 2026-12-05"
                    ),
                )
            ],
            id="a waiver that is too small",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(5), id="W-9"), waiver(kg(7), id="W-8")],
            [
                (
                    "pass",
                    12,
                    "W-8, W-9",
                    (
                        "total 130 kgCO2e a month (104 to 182) is within the limit of 120, 7 more that "
                        "W-8 allows until 2026-12-05 and 5 more that W-9 allows until 2026-12-05"
                    ),
                )
            ],
            id="several waivers add up",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(15), state="expired")],
            [
                (
                    "fail",
                    None,
                    None,
                    "total 130 kgCO2e a month (104 to 182) is over the limit of 120",
                )
            ],
            id="an expired one is dead",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(15), state="not held")],
            [
                (
                    "fail",
                    None,
                    None,
                    "total 130 kgCO2e a month (104 to 182) is over the limit of 120",
                )
            ],
            id="one that the base does not have holds nothing",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(15), scope="another")],
            [
                (
                    "fail",
                    None,
                    None,
                    "total 130 kgCO2e a month (104 to 182) is over the limit of 120",
                )
            ],
            id="one of another budget",
        ),
        pytest.param(
            limit(total=kg(120)),
            shop(100),
            shop(130),
            [waiver(kg(15), state="ends soon")],
            [
                (
                    "pass",
                    15,
                    "W-7",
                    (
                        "total 130 kgCO2e a month (104 to 182) is within the limit of 120 "
                        "and 15 more that W-7 allows until 2026-12-05"
                    ),
                )
            ],
            id="one that ends soon still holds",
        ),
        pytest.param(
            limit(increase=TENTH, ratchet=SLACK),
            shop(100),
            shop(115),
            [waiver(kg(5))],
            [
                (
                    "pass",
                    5,
                    "W-7",
                    (
                        "total grows by 15 kgCO2e a month (12 to 21), 15 % of the base, within the limit "
                        "of 10 (10 % of the base; the floor of 2 is less) "
                        "and 5 more that W-7 allows until 2026-12-05"
                    ),
                ),
                (
                    "fail",
                    5,
                    "W-7",
                    (
                        "total grows by 15 kgCO2e a month (12 to 21), 15 % of the base, over the slack "
                        "of 1 (1 % of the base) and 5 more that W-7 allows until 2026-12-05"
                    ),
                ),
            ],
            id="kilograms are for all limits on the month",
        ),
        pytest.param(
            limit(sci=grams(120), ratchet=SLACK),
            shop(125),
            shop(130),
            [waiver(grams(10), "unit"), waiver(kg(99), id="W-9")],
            [
                (
                    "pass",
                    10,
                    "W-7",
                    (
                        "SCI 130 gCO2e per order (104 to 182) is within the limit of 120 "
                        "and 10 more that W-7 allows until 2026-12-05"
                    ),
                ),
                (
                    "pass",
                    10,
                    "W-7",
                    (
                        "SCI grows by 5 gCO2e per order (4 to 7), 4 % of the base, within the slack of "
                        "1.25 (1 % of the base) and 10 more that W-7 allows until 2026-12-05"
                    ),
                ),
            ],
            id="grams for one unit are for the score",
        ),
        pytest.param(
            limit(per_run=grams(90)),
            [],
            pipeline(LARGE),
            [waiver(grams(10), "run"), waiver(grams(99), "unit", id="W-9")],
            [
                (
                    "pass",
                    10,
                    "W-7",
                    (
                        "one run of release.yml 100 gCO2e is within the limit of 90 "
                        "and 10 more that W-7 allows until 2026-12-05"
                    ),
                )
            ],
            id="grams for one run are for a run",
        ),
        pytest.param(
            limit(total=kg(120), strict=True),
            [],
            shop(110),
            [waiver(kg(34))],
            [
                (
                    "pass",
                    34,
                    "W-7",
                    (
                        "total 110 kgCO2e a month (88 to 154) is within the limit of 120 "
                        "and 34 more that W-7 allows until 2026-12-05"
                    ),
                )
            ],
            id="strict, and certain only by the waiver",
        ),
        pytest.param(
            limit(total=kg(120), min_coverage=0.9, findings={"error": 0}),
            [],
            shop(110),
            [waiver(kg(15))],
            [("pass", 15, "W-7", ""), ("pass", None, None, ""), ("pass", None, None, "")],
            id="coverage and findings have no kilograms",
        ),
        pytest.param(
            limit(total=kg(120), level="off"),
            [],
            shop(130),
            [waiver(kg(15))],
            [("off", 15, "W-7", "")],
            id="a budget that is off says nothing of it",
        ),
    ],
)
def test_waivers(
    budget: Budget,
    before: StackEstimate | list[StackEstimate],
    after: StackEstimate,
    waived: list[Waived],
    rows: list[tuple[str, float | None, str | None, str]],
) -> None:
    found = judged(budget, before, after, *waived)
    got = [
        (row.state, row.allow, row.waiver, row.reason.removeprefix("budget b: ")) for row in found
    ]
    assert got == rows


def test_a_limit_that_was_broken_beyond_its_waiver_before_only_warns() -> None:
    (one,) = judged(limit(total=kg(120)), shop(150), shop(150), waiver(kg(15)))
    assert (one.state, one.allow) == ("warn", 15)

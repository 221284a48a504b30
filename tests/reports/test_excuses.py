"""Waivers and loosenings in words."""

from __future__ import annotations

import pytest

from carbongate.figure import Unit
from carbongate.model import Loosening, Waived
from carbongate.reports.excuses import alerts, left, lets, loosened, loosenings, spared, waivers
from tests.reports import build, team


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(team.WAIVERS[0], "30 kgCO2e/month more for prod-total increase", id="a budget"),
        pytest.param(team.WAIVERS[1], "query-in-loop services/report.py:3", id="a rule"),
        pytest.param(team.waiver("W", "x", affects=("aws_x.y: its type is in no mapping",)), "aws_x.y: its type is in no mapping", id="an address"),
        pytest.param(team.WAIVERS[2], "nothing more", id="it ended"),
        pytest.param(team.WAIVERS[3], "nothing: the policy of the base does not hold it", id="the base does not hold it"),
        pytest.param(team.WAIVERS[4], "nothing: what it is about passes without it", id="nothing needs it"),
        pytest.param(team.waiver("W", "ci", "budget", affects=("ci per_run",), allow=build.exact(5, Unit.GRAM_PER_UNIT), per="run"), "5 gCO2e more for ci per_run", id="a run"),
    ],
)  # fmt: skip
def test_what_a_waiver_lets_pass(row: Waived, said: str) -> None:
    assert lets(row) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(60, "60 days left"), (1, "1 day left"), (0, "ends today"), (-1, "ended 1 day ago")],
)
def test_when_a_waiver_ends(days: int, said: str) -> None:
    assert left(days) == said


def test_what_ends_soon_is_seen_first_and_told_aloud() -> None:
    assert [row.id for row in waivers(team.WAIVERS)] == ["W-2", "W-1", "W-5", "W-3", "W-4"]
    (said,) = alerts(team.WAIVERS)
    assert said.startswith("Waiver `W-2` of data-platform ends on 2026-11-29, 9 days left; ")
    assert said.endswith("; it lets pass query-in-loop services/report.py:3.")


def test_resources_that_a_waiver_takes_out_are_counted_aloud() -> None:
    rows = [
        team.waiver("W", "a.*", affects=("a.x: why", "a.y: why")),
        team.waiver("W", "a.x", affects=("a.x: why",)),
        team.waiver("W", "b", state="expired", days=-1),
    ]
    assert spared(rows) == "2 resources without an estimate do not count: waived."
    assert spared(team.WAIVERS) == ""


def loosening(*, held: bool) -> Loosening:
    """One that the policy of the base may hold."""
    return Loosening("mode", "enforce", "", "nothing fails", held)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        pytest.param([], "", id="none"),
        pytest.param([False], "This change makes the gate easier to pass in 1 place", id="one"),
        pytest.param([True], "This change makes the gate easier to pass in 1 place, and the policy of the base holds against it", id="one that is held"),
        pytest.param([True, True], "This change makes the gate easier to pass in 2 places, and the policy of the base holds against all", id="all are held"),
        pytest.param([True, False, False], "This change makes the gate easier to pass in 3 places, 1 of them held by the policy of the base", id="some are held"),
    ],
)  # fmt: skip
def test_how_many_places_are_looser(held: list[bool], said: str) -> None:
    assert loosened([loosening(held=each) for each in held]) == said


def test_what_counts_comes_before_what_is_held() -> None:
    first, second = loosenings([loosening(held=True), loosening(held=False)])
    assert (first.note, first.before, first.after) == ("", "enforce", "nothing")
    assert second.note == "held by the policy of the base"

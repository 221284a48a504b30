"""The verdict in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.model import Report, Skipped, Verdict, Where
from carbongate.reports.headline import headline, word
from tests.reports import build, team
from tests.reports.limits import CARBON, NO_BASE, failed, limited

BLIND = build.report([build.stack("a", [], skipped=build.SKIPPED, unit=build.unit())])


@pytest.mark.parametrize(
    ("report", "said"),
    [
        pytest.param(failed(limited("total", 90, 132, 171, 120, "fail", CARBON)), "prod is 10 % over its limit", id="a total"),
        pytest.param(failed(limited("sci", 1, 3.3, 4, 3, "fail", "gCO2e/unit")), "prod SCI is 10 % over its limit", id="a score"),
        pytest.param(failed(limited("total", 90, 110, 132, 120, "fail", CARBON, end="high")), "prod is 10 % over its limit at its high end", id="the high end decides"),
        pytest.param(failed(limited("total", 132, 150, 190, 120, "fail", CARBON, end="low")), "prod is 10 % over its limit at its low end", id="the low end decides"),
        pytest.param(failed(limited("total", 90, 125, 132, 120, "undecided", CARBON, end="high"), stacks=()), "prod may be 10 % over its limit at its high end", id="the range is on both sides"),
        pytest.param(failed(limited("total", 90, 110, 132, 120, "undecided", CARBON), stacks=()), "prod cannot be judged", id="something was not seen"),
        pytest.param(failed(limited("increase", 10, 13.2, 20, 12, "fail", CARBON)), "prod growth is 10 % over its limit", id="growth"),
        pytest.param(failed(limited("increase", 10, 13.2, 20, 0, "fail", CARBON)), "prod growth is 13.2 kgCO2e/month over its limit", id="growth where none is allowed"),
        pytest.param(failed(limited("total", 90, 150, 190, 120, "fail", CARBON, allow=15.0, waiver="W-7")), "prod is 25 % over its limit, of which W-7 allows 15 kgCO2e/month", id="more than a waiver allows"),
        pytest.param(failed(limited("findings", 1, 1, 1, 0, "fail", "error findings")), "prod: 1 error finding, 0 allowed", id="one finding"),
        pytest.param(failed(limited("min_coverage", 0.8, 0.8, 0.8, 0.9, "undecided", "share"), stacks=()), "prod coverage is 80 %, at least 90 % wanted", id="coverage"),
        pytest.param(failed(limited("findings", 5, 5, 5, 0, "fail", "error findings"), limited("sci", 1, 6, 9, 3, "fail", "gCO2e/unit")), "prod SCI is 100 % over its limit, and 1 more limit", id="carbon goes first"),
        pytest.param(failed(), "a sentence", id="a heavy one was skipped and no limit is there"),
        pytest.param(failed(limited("total", 1, 2, 3, 9, "undecided", CARBON)), "a sentence", id="a heavy one was skipped and the limit would hold"),
        pytest.param(replace(build.shop(), verdict=Verdict("pass", (), 0, 0, ())), "no budget is set", id="no limit"),
        pytest.param(build.green(), "1 limit kept", id="all kept"),
        pytest.param(replace(build.green(), verdict=Verdict("pass", (), 0, 0, (limited("total", 1, 2, 3, 1, "warn", CARBON),))), "1 broken that only warn", id="a warning"),
        pytest.param(team.let_pass(), "2 limits kept, 1 of them by a waiver", id="a waiver lets one pass"),
        pytest.param(team.without_base(), "1 limit kept, 1 not judged", id="no base was given"),
        pytest.param(replace(build.green(), verdict=Verdict("pass", (), 0, 0, (NO_BASE,))), "1 not judged", id="nothing was judged"),
        pytest.param(team.apart(), "+24.5 kgCO2e a month (11.4 to 36.8)", id="a difference"),
        pytest.param(replace(BLIND, command="estimate"), "nothing of it could be estimated", id="an estimate of nothing"),
        pytest.param(replace(BLIND, command="diff", difference=replace(team.NOTHING, same=0)), "nothing of it could be estimated", id="a difference of nothing"),
        pytest.param(replace(team.apart(), difference=team.NOTHING), "nothing changes in carbon", id="no difference"),
    ],
)  # fmt: skip
def test_the_headline_is_the_heart_of_it(report: Report, said: str) -> None:
    assert headline(report) == said


def test_a_heavy_gap_outweighs_a_limit_that_would_hold() -> None:
    gap = Skipped("x", "t", Where("a"), "why", True)
    stack = build.stack("a", [build.estimate("y", stack="a")], skipped=[gap])
    verdict = Verdict(
        "undecided", ("1 resource that matters could not be estimated: x (why)",), 4, 4, ()
    )
    assert (
        headline(build.report([stack], verdict=verdict))
        == "1 resource that matters could not be estimated"
    )


def test_a_difference_has_no_verdict() -> None:
    assert word(team.apart()) == "DIFFERENCE"

"""One limit in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate import limits
from carbongate.model import Judgement
from carbongate.reports.judged import against, comparable, found, limit, room, state
from tests.reports import build
from tests.reports.limits import CARBON, NO_BASE, limited


@pytest.mark.parametrize(
    ("row", "value", "bound", "left"),
    [
        pytest.param(limited("total", 90, 131, 171, 120, "fail", CARBON), "131 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "11 over (9.17 %)", id="over"),
        pytest.param(limited("total", 90, 108, 171, 120, "pass", CARBON), "108 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "12 left (10 %)", id="under"),
        pytest.param(limited("total", 90, 108, 150, 120, "undecided", CARBON, end="high"), "108 kgCO2e/month (90 to 150)", "120 kgCO2e/month", "high end 30 over (25 %)", id="the range straddles"),
        pytest.param(limited("total", 120.04, 120.04, 120.04, 120, "fail", CARBON), "120.04 kgCO2e/month", "120 kgCO2e/month", "0.04 over (0.0333 %)", id="by a hair"),
        pytest.param(limited("total", 1, 2, 3, 0, "fail", CARBON), "2 kgCO2e/month (1 to 3)", "0 kgCO2e/month", "2 over", id="nothing is allowed"),
        pytest.param(limited("findings", 3, 3, 3, 1, "fail", "error findings"), "3", "1", "2 over", id="findings"),
        pytest.param(limited("min_coverage", 0.8, 0.8, 0.8, 0.9, "undecided", "share"), "80 %", "at least 90 %", "10 % short", id="coverage"),
        pytest.param(limited("total", 90, 108, 150, 120, "fail", CARBON, end="high"), "108 kgCO2e/month (90 to 150)", "120 kgCO2e/month", "high end 30 over (25 %)", id="the high end decides"),
        pytest.param(limited("total", 60, 108, 150, 90, "pass", CARBON, end="low"), "108 kgCO2e/month (60 to 150)", "90 kgCO2e/month", "low end 30 left (33.3 %)", id="the low end decides"),
        pytest.param(limited("total", 90, 108, 150, 120, "undecided", CARBON), "108 kgCO2e/month (90 to 150)", "120 kgCO2e/month", "12 left as far as known", id="something was not estimated"),
        pytest.param(limited("total", 90, 131, 171, 120, "pass", CARBON, allow=15.0, waiver="W-7"), "131 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "11 over, W-7 allows 15", id="a waiver lets it pass"),
        pytest.param(limited("total", 90, 141, 171, 120, "fail", CARBON, allow=15.0, waiver="W-7"), "141 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "21 over, W-7 allows 15", id="more than a waiver allows"),
        pytest.param(limited("total", 90, 110, 171, 120, "pass", CARBON, allow=15.0, waiver="W-7"), "110 kgCO2e/month (90 to 171)", "120 kgCO2e/month", "10 left", id="a waiver that is not needed"),
        pytest.param(limited("increase", 11.2, 24.1, 36.2, 8.64, "fail", CARBON), "+24.1 kgCO2e/month (11.2 to 36.2)", "8.64 kgCO2e/month", "15.5 over (179 %)", id="growth"),
        pytest.param(limited("ratchet", 0.8, 14.4, 21.9, 0.183, "fail", CARBON), "+14.4 kgCO2e/month (0.8 to 21.9)", "0.183 kgCO2e/month", "14.2 over", id="many times what is allowed"),
        pytest.param(limited("increase", -9, -4, -1, 8, "pass", CARBON), "-4 kgCO2e/month (-9 to -1)", "8 kgCO2e/month", "12 left", id="credit"),
        pytest.param(NO_BASE, "no base", "10 %", "it compares with the base", id="no base was given"),
        pytest.param(build.judgement("prod", "sci", None, 3, "gCO2e/unit", "undecided"), "nothing to judge", "3 gCO2e/unit", "nothing to judge", id="nothing is known"),
    ],
)  # fmt: skip
def test_a_limit_in_words(row: Judgement, value: str, bound: str, left: str) -> None:
    assert (found(row), limit(row), room(row)) == (value, bound, left)


def test_a_limit_that_a_waiver_lets_pass_is_not_called_kept() -> None:
    row = limited("total", 90, 131, 171, 120, "pass", CARBON, allow=15.0, waiver="W-7")
    assert state(row) == "waived"
    assert state(replace(row, best=119.0)) == "pass"
    assert state(replace(row, best=120 * (1 + 1e-12))) == "pass"
    assert state(replace(row, state="fail")) == "fail"


def test_a_limit_that_was_held_against_nothing_is_not_called_off() -> None:
    assert (state(NO_BASE), against(NO_BASE)) == ("not judged", "no base, limit 10 %")
    assert state(replace(NO_BASE, reason="")) == "off"


def test_without_a_base_the_room_says_what_is_missing() -> None:
    reason = f"budget prod: increase is not judged: {limits.NO_BASE}"
    assert room(replace(NO_BASE, reason=reason)) == "judged with --base"


def test_a_difference_that_no_share_can_say_is_said_as_it_is() -> None:
    row = build.judgement("b", "increase", None, 1e-300, "kgCO2e/month", "pass")
    assert not comparable(-1e300, row)

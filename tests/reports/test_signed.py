"""Differences with their sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.model import Difference
from carbongate.reports.signed import change, differs, effect
from tests.reports import team


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        pytest.param((1.1, 3.2, 9.4), "+3.2 kgCO2e a month (1.1 to 9.4)", id="growth"),
        pytest.param((-9.4, -3.2, -1.1), "-3.2 kgCO2e a month (-9.4 to -1.1)", id="credit"),
        pytest.param((-0.1, 0.2, 0.5), "+0.2 kgCO2e a month (-0.1 to 0.5)", id="nobody knows which"),
        pytest.param((0, 0, 0), "0 kgCO2e a month", id="nothing"),
        pytest.param((5, 5.0001, 5.0002), "+5 kgCO2e a month", id="no range that is seen"),
        pytest.param((-1, 0, 2), "0 kgCO2e a month (-1 to 2)", id="nothing at best"),
    ],
)  # fmt: skip
def test_a_change_has_its_sign_and_its_range(ends: tuple[float, float, float], said: str) -> None:
    assert change(*ends, "kgCO2e a month") == said


@pytest.mark.parametrize(
    ("found", "said", "other"),
    [
        pytest.param(team.DIFFERENCE, "+24.5 kgCO2e a month (11.4 to 36.8)", True, id="growth"),
        pytest.param(team.NOTHING, "nothing changes in carbon", False, id="nothing"),
        pytest.param(replace(team.NOTHING, changes=team.CHANGES[4:5]), "nothing changes in carbon", False, id="a name alone"),
        pytest.param(replace(team.NOTHING, changes=team.CHANGES[5:7]), "no carbon is added or saved where both sides are known", True, id="one side is not known"),
        pytest.param(replace(team.NOTHING, changes=team.CHANGES[7:8]), "no carbon is added or saved where both sides are known", True, id="shares of machines alone"),
    ],
)  # fmt: skip
def test_what_the_change_comes_to(found: Difference, said: str, other: bool) -> None:
    assert (effect(found), differs(found)) == (said, other)

"""What changed, on the page: what one side alone knows is never a zero."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carbongate.figure import Unit
from carbongate.model import Change, Report
from carbongate.paired import Delta
from carbongate.reports.contract import document
from carbongate.reports.html_parts.changed import Changed, changed
from carbongate.reports.html_parts.unknown import brief
from tests.reports import team

LOST = team.change(
    "lost",
    "worker",
    team.kilograms(0, 0, 0),
    before=team.grams(0.715, 2.32, 4.12),
    stack="fleet",
    unknown="machine type `c99z.large` of `aws` is in no table",
)
FOUND = team.change(
    "understood",
    "later",
    team.kilograms(0, 0, 0),
    after=team.grams(0.9, 2.33, 5.17),
    stack="fleet",
    unknown="no type is given",
)
SMALL = team.change(
    "added", "tiny", team.kilograms(0.1, 0.2, 0.3), after=team.grams(0.1, 0.2, 0.3), stack="edge"
)
NONE = team.kilograms(0, 0, 0)


def report(*changes: Change) -> Report:
    """What changed in two stacks, of which only known changes are in a sum."""
    edge = team.kilograms(0.1, 0.2, 0.3) if SMALL in changes else NONE
    stacks = (
        replace(team.STACKS[0], name="fleet", delta=NONE, score=Delta(0, 0, 0, Unit.GRAM_PER_UNIT)),
        replace(team.STACKS[0], name="edge", delta=edge, score=None),
    )
    found = replace(team.DIFFERENCE, changes=changes, stacks=stacks, delta=edge, data=None)
    return replace(team.grown(), difference=found)


def shown(*changes: Change) -> Changed:
    """The section of the page."""
    found = changed(document(report(*changes)))
    assert found is not None
    return found


def column(found: Changed, table: str, title: str) -> dict[Any, Any]:
    """The cells of a column by the name of their row."""
    made = found.stacks if table == "stacks" else found.resources
    at = [each.title for each in made.columns].index(title)
    return {row[0]: row[at] for row in made.rows}


def test_a_resource_that_one_side_alone_knows_has_no_change_and_says_why() -> None:
    found = shown(LOST, FOUND, SMALL)
    assert column(found, "resources", "change") == {
        "tiny": "+0.2",
        "later": "not known",
        "worker": "not known",
    }
    assert column(found, "resources", "less · more")["worker"] == ""
    assert column(found, "resources", "cause") == {
        "tiny": "",
        "later": "skipped on the base: no type is given; it is 2.33 kg (0.9 to 5.17)",
        "worker": "skipped now: machine type `c99z.large` of `aws` is in no table; "
        "it was 2.32 kg (0.715 to 4.12)",
    }


def test_what_is_not_known_stands_last_the_largest_first() -> None:
    share = replace(SMALL, address="share", tenant_of="pool")
    found = shown(LOST, replace(FOUND, after=team.grams(1, 50, 90)), share, SMALL)
    assert [row[0] for row in found.resources.rows] == ["tiny", "share", "later", "worker"]
    assert found.resources.caption == (
        "Resources, the largest change first, then shares of machines, what is not known last; "
        "kgCO2e in a month"
    )


def test_a_stack_with_such_a_resource_says_what_is_in_no_sum() -> None:
    found = shown(LOST, FOUND, SMALL)
    assert column(found, "stacks", "change") == {"edge": "+0.2", "fleet": "not known"}
    assert column(found, "stacks", "score, g/unit") == {"edge": "", "fleet": "not known"}
    assert column(found, "stacks", "in no sum") == {
        "edge": "",
        "fleet": "2 estimated on one side only",
    }


def test_a_stack_that_is_known_and_did_not_change_is_a_zero() -> None:
    found = shown(SMALL)
    assert column(found, "stacks", "change") == {"edge": "+0.2", "fleet": "0"}
    assert "in no sum" not in [each.title for each in found.stacks.columns]


@pytest.mark.parametrize(
    ("changes", "total", "counts", "glance"),
    [
        pytest.param(
            (LOST,),
            "No carbon is added or saved where both sides are known",
            "1 resource changed, 21 as they were, 1 estimated on one side only, in no sum",
            "not known for 1 resource",
            id="nothing is known on both sides",
        ),
        pytest.param(
            (LOST, FOUND, SMALL),
            "+0.2 kgCO2e a month (0.1 to 0.3)",
            "3 resources changed, 21 as they were, 2 estimated on one side only, in no sum",
            "+0.2 kgCO2e a month (0.1 to 0.3), and not known for 2 resources",
            id="something is",
        ),
        pytest.param(
            (SMALL,),
            "+0.2 kgCO2e a month (0.1 to 0.3)",
            "1 resource changed, 21 as they were",
            "+0.2 kgCO2e a month (0.1 to 0.3)",
            id="all is",
        ),
        pytest.param(
            (),
            "0 kgCO2e a month",
            "0 resources changed, 21 as they were",
            "0 kgCO2e a month",
            id="nothing changed, which is a zero",
        ),
    ],
)
def test_the_sum_says_what_is_in_none(
    changes: tuple[Change, ...], total: str, counts: str, glance: str
) -> None:
    found = shown(*changes)
    assert (found.delta, found.counts) == (total, counts)
    assert brief(document(report(*changes))["diff"]) == glance


def test_a_report_of_an_earlier_program_names_the_side_without_a_reason() -> None:
    made = document(report(LOST))
    del made["diff"]["changes"][0]["unknown"]
    found = changed(made)
    assert found is not None
    assert column(found, "resources", "cause") == {
        "worker": "skipped now; it was 2.32 kg (0.715 to 4.12)"
    }

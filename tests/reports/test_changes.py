"""What changed, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.model import Cause
from carbongate.reports.changes import cause, changes, one_line
from tests.reports import team


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(Cause("type", "m5.large", "m5.xlarge"), "type `m5.large` to `m5.xlarge`", id="another type"),
        pytest.param(Cause("region", "", "eu-west-1"), "region `eu-west-1`", id="where there was none"),
        pytest.param(Cause("usage", "300 h", ""), "no more 300 h", id="where there is none now"),
        pytest.param(Cause("assumption", "", "a machine is loaded at 50 %"), "assumed a machine is loaded at 50 %", id="an assumption"),
    ],
)  # fmt: skip
def test_a_cause_is_a_few_words(found: Cause, said: str) -> None:
    assert cause(found) == said


def test_each_resource_stands_where_its_number_belongs() -> None:
    found = changes(team.DIFFERENCE)
    assert [row.address for row in found.counted] == [
        team.POOL,
        "aws_instance.old",
        "aws_lb.front",
        "aws_instance.bastion",
    ]
    assert [row.address for row in found.workloads] == ["Deployment/shop/cart"]
    assert [row.effect for row in found.unknown] == ["estimated now", "not estimated any more"]
    assert [row.delta for row in found.unknown] == ["", ""]
    assert [row.why for row in found.moved] == ["was `aws_ebs_volume.archive`"]


def test_both_sides_stand_beside_the_change() -> None:
    first, gone, fresh, _ = changes(team.DIFFERENCE).counted
    assert (first.before, first.after, first.delta) == (
        "13 (7.5 to 18.2)",
        "38.9 (22.5 to 54.8)",
        "+25.9 (14.1 to 36.6)",
    )
    assert (gone.before, gone.after) == ("2.31 (1.33 to 3.24)", "")
    assert (fresh.before, fresh.after, fresh.where) == ("", "0.69 (0.4 to 0.98)", "infra/prod/lb.tf:12")  # fmt: skip


def test_a_stack_that_is_new_and_one_with_a_score() -> None:
    shop, pipeline = changes(team.DIFFERENCE).stacks
    assert shop.score == "2.06 (1 to 2.9), now 2.63 (1.51 to 3.68): +0.57 gCO2e/unit (0.27 to 0.86)"
    assert (pipeline.before, pipeline.after, pipeline.score) == ("not there", "0.397 (0.227 to 0.55)", "")  # fmt: skip


def test_a_stack_that_is_gone_is_called_so() -> None:
    gone = replace(team.STACKS[1], before=team.grams(1, 2, 3), after=None)
    found = changes(replace(team.DIFFERENCE, stacks=(gone,)))
    assert (found.stacks[0].before, found.stacks[0].after) == ("2 (1 to 3)", "gone")


def test_what_is_in_no_sum_is_counted() -> None:
    said = "21 resources are as before, 1 only renamed or moved, 2 estimated on one side only and so in no sum"  # fmt: skip
    assert changes(team.DIFFERENCE).still == said
    assert changes(replace(team.NOTHING, same=1)).still == "1 resource is as before"
    assert changes(replace(team.NOTHING, same=0)).still == "no resource is as before"


def test_other_data_are_told_apart_from_the_change() -> None:
    assert "changes the base itself by -1.2 kgCO2e a month (-3 to -0.4)" in changes(team.DIFFERENCE).data  # fmt: skip
    none = replace(team.DIFFERENCE, data=team.kilograms(0, 0, 0))
    assert changes(none).data.endswith("and it changes nothing there.")
    assert changes(replace(team.DIFFERENCE, data=None)).data == ""


def test_a_stack_is_named_only_where_there_are_several() -> None:
    assert {row.stack for row in changes(team.DIFFERENCE).counted} == {""}
    other = replace(team.CHANGES[0], stack="other")
    found = changes(replace(team.DIFFERENCE, changes=(*team.CHANGES, other)))
    assert {row.stack for row in found.counted} == {"shop-prod", "other"}


def test_a_commit_is_shortened_and_a_name_is_not() -> None:
    found = replace(team.NOTHING, base="4f0c2d9a1b7e4f0c2d9a1b7e4f0c2d9a1b7e4f0c")
    assert one_line(changes(found)).startswith("Against `4f0c2d9a1b7e`: nothing changes")
    assert changes(replace(found, base="plans/before-release.json")).base == (
        "plans/before-release.json"
    )

"""Several reports in one: sums, names, what came twice, whatever the order."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from carbongate.errors import ConfigError
from carbongate.merged import gathering, joining, merge
from carbongate.reports.json import written
from tests.merged.made import Document, changed, document, several
from tests.reports import build, team
from tests.reports.strategies import reports

VALIDATOR = Draft202012Validator(
    json.loads(Path(__file__).parents[2].joinpath("docs/report.schema.json").read_text("utf-8"))
)
QUANTITIES = ("energy_kwh", "operational_kg", "embodied_kg", "carbon_kg")
ENDS = ("low", "best", "high")
ALL = ("red", "green", "grown", "let_pass", "hostile")


def whole(*documents: tuple[str, Document]) -> Document:
    """What a consumer sees, after the check against the contract."""
    found: Document = json.loads(written(merge(documents).document))
    VALIDATOR.validate(found)
    return found


def close(left: float, parts: list[float]) -> bool:
    """Equal to 1e-9."""
    return math.isclose(left, math.fsum(parts), rel_tol=1e-9, abs_tol=1e-9)


# ---- one ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_one_report_stays_as_it_is(name: str) -> None:
    ((path, given_one),) = several(name)
    found = dict(merge([(path, given_one)]).document)
    assert found == given_one
    assert written(found) == written({key: found[key] for key in given_one})


def test_no_report_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="no report to join") as error:
        merge([])
    assert error.value.exit_code == 2


def test_the_same_report_twice_counts_once_and_says_so() -> None:
    (one,) = several("red")
    other = ("copies/other.json", json.loads(json.dumps(one[1], sort_keys=True)))
    found = whole(one, other)
    assert found["totals"] == one[1]["totals"]
    assert found["notes"][0] == "report other was given 2 times, and is counted once"
    assert {**found, "notes": found["notes"][1:]} == one[1]


# ---- several -----------------------------------------------------------------------------------


def test_the_order_of_the_reports_does_not_matter() -> None:
    given_ones = [*several(*ALL), ("again/red.json", several("red")[0][1])]
    texts = {
        written(merge(order).document)
        for order in itertools.islice(itertools.permutations(given_ones), 0, 720, 37)
    }
    assert len(texts) == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(reports(), min_size=2, max_size=4))
def test_sums_hold_and_the_contract_is_kept(made: list[Any]) -> None:
    documents = [(f"{n}.json", document(report)) for n, report in enumerate(made)]
    different = {json.dumps(each, sort_keys=True): each for _, each in documents}.values()
    found = whole(*documents)
    for name in QUANTITIES:
        for end in ENDS:
            get = [each["totals"][name][end] for each in different]
            assert close(found["totals"][name][end], get)
            assert close(
                found["totals"][name][end], [s["totals"][name][end] for s in found["stacks"]]
            )
    for stack in found["stacks"]:
        rows = [
            r for r in found["resources"] if r["stack"] == stack["name"] and r["tenant_of"] is None
        ]
        assert close(stack["totals"]["carbon_kg"]["best"], [r["carbon_kg"]["best"] for r in rows])
    for name in ("resources", "skipped", "carbon_free", "findings", "stacks", "budgets", "notes"):
        assert len(found[name]) >= sum(len(each[name]) for each in different)
    assert found["resources_total"] == sum(each["resources_total"] for each in different)


def test_coverage_is_worked_out_from_the_numbers() -> None:
    found = whole(
        *several("red", "apart"),
        ("c.json", document(build.report([build.stack("x", [build.estimate("x", stack="x")])]))),
    )
    assert found["coverage"] == {
        "estimated": 17,
        "skipped": 4,
        "carbon_free": 24,
        "share": 17 / 21,
        "known": 41 / 45,
        "assumed_share": 4 / 17,
    }


def test_names_that_two_reports_share_get_that_of_their_report_in_front() -> None:
    one = document(
        build.report(
            [
                build.stack(
                    "prod",
                    [build.estimate("web", stack="prod"), build.estimate("only", stack="prod")],
                )
            ]
        )
    )
    two = document(
        build.report([build.stack("prod", [build.estimate("web", stack="prod", kwh=5)])])
    )
    found = whole(("shop.json", one), ("cart.json", two))
    assert [row["name"] for row in found["stacks"]] == ["cart/prod", "shop/prod"]
    assert [(row["stack"], row["address"]) for row in found["resources"]] == [
        ("cart/prod", "cart/web"),
        ("shop/prod", "only"),
        ("shop/prod", "shop/web"),
    ]


def test_lists_are_in_the_order_of_names_whatever_report_they_are_of() -> None:
    found = whole(("a.json", crowd("z", 2, 1)), ("b.json", crowd("y", 2, 1)))
    assert [row["name"] for row in found["stacks"]] == ["y", "z"]
    assert [row["address"] for row in found["resources"]] == ["y000", "y001", "z000", "z001"]


def test_everything_that_points_at_a_name_follows_it() -> None:
    found = whole(*several("grown", "let_pass"))
    pool = "grown/module.shop.aws_eks_node_group.main"
    addresses = {row["address"] for row in found["resources"]}
    assert {pool, f"{pool}#idle"} <= addresses
    assert {row["tenant_of"] for row in found["resources"]} <= {*addresses, None}
    stacks = {row["name"] for row in found["stacks"]}
    assert {row["stack"] for row in found["resources"]} <= stacks
    assert {name for row in found["budgets"] for name in row["stacks"]} <= stacks
    assert {row["name"] for row in found["diff"]["stacks"]} <= stacks
    assert {row["waiver"] for row in found["budgets"]} - {None} <= {
        row["id"] for row in found["waivers"]
    }
    (waiver,) = [row for row in found["waivers"] if row["id"] == "grown/W-1"]
    assert waiver["scope"] == "grown/prod-total"
    assert waiver["affects"] == ["grown/prod-total increase"]
    (rule,) = [row for row in found["waivers"] if row["kind"] == "rule"]
    assert rule["affects"] == ["query-in-loop services/report.py:3"]
    changes = {row["address"]: row for row in found["diff"]["changes"]}
    assert changes["grown/Deployment/shop/cart"]["tenant_of"] == pool
    assert (
        changes["let_pass/module.shop.aws_ebs_volume.archive"]["was"]
        == "let_pass/aws_ebs_volume.archive"
    )
    assert {row["address"] for row in found["skipped"]} <= {
        f"{name}/{row['address']}"
        for name in ("grown", "let_pass")
        for _, d in several("grown")
        for row in d["skipped"]
    }
    assert {each for row in found["assumptions"] for each in row["affects"]} <= addresses
    assert [row["path"] for row in found["plans"]] == [
        "grown/infra/prod/plan.json",
        "let_pass/infra/prod/plan.json",
    ]


def test_a_difference_is_the_sum_of_all_and_names_what_was_not_compared() -> None:
    grown, compared, plain = several("grown", "let_pass", "red")
    found = whole(grown, compared, plain)["diff"]
    assert found["delta"]["best"] == pytest.approx(2 * grown[1]["diff"]["delta"]["best"])
    assert found["data"]["best"] == pytest.approx(2 * grown[1]["diff"]["data"]["best"])
    assert (found["same"], found["changes_total"], found["base"]) == (42, 16, team.BASE)
    assert found["notes"] == ["not compared with a base, so in no change here: red"]


def test_a_loosening_names_its_report() -> None:
    found = whole(*several("grown", "red"))["loosened"]
    assert [row["key"] for row in found] == [
        "grown: budgets[prod-total].total",
        "grown: code.disable",
        "grown: mode",
    ]


def test_reports_that_rest_on_other_data_are_joined_and_it_is_said() -> None:
    (red, green) = several("red", "green")
    other = changed(
        green[1],
        fingerprint={**green[1]["fingerprint"], "dataset": "ccf-2024", "grid_basis": "direct"},
    )
    found = whole(red, (green[0], other))
    assert found["fingerprint"]["dataset"] == "carbongate-2026.11 + ccf-2024"
    said = [note for note in found["notes"] if "different" in note]
    assert said[0].startswith(
        "the reports rest on different datasets, so their numbers cannot be compared"
    )
    assert said[0].endswith("carbongate-2026.11 (red); ccf-2024 (green)")
    assert said[1].endswith("direct (green); life-cycle (red)")


def test_a_stack_that_stands_in_two_reports_with_the_same_numbers_is_pointed_out() -> None:
    found = whole(*several("red", "green"))
    assert [note for note in found["notes"] if note.startswith("stack pipeline")] == [
        "stack pipeline has the same boundary and numbers in green and red, and is counted 2 times: if it is one and the same, leave it out of all reports but one"
    ]


def test_the_fingerprint_names_each_report() -> None:
    one, two = several("red", "green")
    print_ = whole(one, two)["fingerprint"]
    assert set(print_["tools"]) == {"ast-grep", "radon", "report green", "report red"}
    assert print_["date"] == "2026-11-20"
    again = whole(one, (two[0], changed(two[1], notes=["another"])))["fingerprint"]["tools"]
    assert again["report red"] == print_["tools"]["report red"]
    assert again["report green"] != print_["tools"]["report green"]


def test_what_is_named_like_a_renamed_thing_stays_apart_from_it() -> None:
    def with_stacks(*names: str) -> Document:
        return document(
            build.report([build.stack(name, [build.estimate(name, stack=name)]) for name in names])
        )

    found = whole(("a.json", with_stacks("prod", "b/prod")), ("b.json", with_stacks("prod")))
    names = [row["name"] for row in found["stacks"]]
    assert len(set(names)) == len(names) == 3


# ---- very many ---------------------------------------------------------------------------------


def crowd(name: str, count: int, kwh: float) -> Document:
    """So many resources, each larger than the one before."""
    rows = [build.estimate(f"{name}{n:03}", stack=name, kwh=kwh + n) for n in range(count)]
    return document(build.report([build.stack(name, rows)]))


def test_of_very_many_resources_the_largest_are_listed_whatever_the_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (gathering, joining):
        monkeypatch.setattr(module, "FULL_LIST", 50)
        monkeypatch.setattr(module, "SHORT_LIST", 10)
    given_ones = [
        (f"{name}.json", crowd(name, 30, kwh)) for name, kwh in (("a", 1), ("b", 15.5), ("c", 5.5))
    ]
    found = whole(*given_ones)
    assert found["resources_total"] == 90
    every = [row for _, each in given_ones for row in each["resources"]]
    largest = sorted(every, key=lambda row: -row["carbon_kg"]["best"])[:10]
    assert sorted(row["address"] for row in found["resources"]) == sorted(
        row["address"] for row in largest
    )
    assert whole(*given_ones[::-1]) == found
    assert len(merge(given_ones, all_resources=True).document["resources"]) == 90

"""The JSON report against its contract, docs/report.schema.json."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from carbongate.errors import DataError
from carbongate.figure import Unit
from carbongate.model import Assumption, Report, Verdict
from carbongate.reports import contract
from carbongate.reports.json import render
from tests.reports import build, team
from tests.reports.strategies import reports

SCHEMA = json.loads(
    Path(__file__).parents[2].joinpath("docs/report.schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
QUANTITIES = ("energy_kwh", "operational_kg", "embodied_kg")
ENDS = ("low", "best", "high")


def read(report: Report) -> Any:
    """What a consumer sees, after the check against the contract."""
    document = json.loads(render(report))
    VALIDATOR.validate(document)
    return document


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in the schema."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    if isinstance(schema, list):
        for value in schema:
            yield from nodes(value)


# ---- the contract itself -----------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_no_object_of_the_schema_lets_an_unknown_field_in() -> None:
    objects = [node for node in nodes(SCHEMA) if node.get("type") == "object"]
    assert len(objects) > 15
    assert [node for node in objects if node.get("additionalProperties") is not False] == []


def test_every_field_of_the_schema_is_always_there() -> None:
    objects = [node for node in nodes(SCHEMA) if node.get("type") == "object"]
    assert [n for n in objects if set(n.get("properties", ())) != set(n.get("required", ()))] == []


def test_fields_come_in_the_order_of_the_contract() -> None:
    assert list(read(build.red())) == SCHEMA["required"]


@pytest.mark.parametrize(
    "where",
    [
        pytest.param((), id="at the top"),
        pytest.param(("verdict",), id="in the verdict"),
        pytest.param(("stacks", 0, "totals", "carbon_kg"), id="in a quantity"),
        pytest.param(("resources", 0), id="in a resource"),
        pytest.param(("findings", 0), id="in a finding"),
        pytest.param(("diff",), id="in the difference"),
        pytest.param(("diff", "changes", 0), id="in a change"),
        pytest.param(("diff", "stacks", 0, "delta"), id="in the difference of a stack"),
        pytest.param(("waivers", 0), id="in a waiver"),
        pytest.param(("waivers", 0, "allow"), id="in what a waiver allows"),
        pytest.param(("loosened", 0), id="in a loosening"),
        pytest.param(("coefficients", 0), id="in a coefficient"),
    ],
)
def test_an_unknown_field_breaks_the_contract(where: tuple[str | int, ...]) -> None:
    document = read(replace(team.grown(), findings=build.red().findings))
    place = document
    for step in where:
        place = place[step]
    place["Surprise!"] = 1
    assert not VALIDATOR.is_valid(document)


# ---- reports -----------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_report_keeps_the_contract(report: Report) -> None:
    read(report)


@settings(max_examples=60, deadline=None)
@given(reports())
def test_parts_sum_to_resources_to_stacks_to_totals(report: Report) -> None:
    document = read(report)
    for end in ENDS:
        for name in QUANTITIES:
            for row in document["resources"]:
                assert close(row[name][end], [part[name][end] for part in row["components"]])
        for name in (*QUANTITIES, "carbon_kg"):
            for stack in document["stacks"]:
                rows = [
                    row[name][end]
                    for row in document["resources"]
                    if row["stack"] == stack["name"] and row["tenant_of"] is None
                ]
                assert close(stack["totals"][name][end], rows)
            assert close(
                document["totals"][name][end],
                [stack["totals"][name][end] for stack in document["stacks"]],
            )


def close(whole: float, parts: list[float]) -> bool:
    """Equal to 1e-9."""
    return math.isclose(whole, math.fsum(parts), rel_tol=1e-9, abs_tol=1e-9)


def test_carbon_is_in_kilograms() -> None:
    document = read(build.red())
    grams = build.red().totals.carbon.best
    assert document["totals"]["carbon_kg"]["best"] == pytest.approx(grams / 1000, rel=1e-12)


def test_sizes_are_those_of_all_replicas() -> None:
    document = read(build.report([build.stack("a", [build.estimate("x", replicas=3, stack="a")])]))
    row = document["resources"][0]
    sizes = (row["vcpus"], row["memory_gib"], row["storage_gb"], row["accelerators"])
    assert sizes == (6, 24, 150, 0)


def test_the_idle_rest_is_a_row_that_is_not_counted() -> None:
    document = read(build.shop())
    idle = [row for row in document["resources"] if row["address"].endswith("#idle")]
    assert len(idle) == 1
    assert document["resources_total"] == len(document["resources"]) - 1


def test_a_limit_without_a_value_has_null() -> None:
    nothing = build.judgement("b", "total", None, 5, "kgCO2e/month", "undecided")
    document = read(build.report(judgements=[nothing]))
    assert document["budgets"][0]["value"] is None


def test_later_capabilities_are_empty() -> None:
    assert all(row["carbon_kg"] is None for row in read(build.red())["findings"])


def test_a_finding_says_whether_it_fails_and_how_it_is_known_again() -> None:
    findings = (
        build.finding("a.py", 1, fingerprint="a1b2:1", end_column=20),
        build.finding("b.py", 2),
    )
    verdict = Verdict("fail", (), 1, 1, (), failing=findings[:1])
    first, second = read(build.report(findings=findings, verdict=verdict))["findings"]
    assert (first["fails"], first["fingerprint"], first["end_column"]) == (True, "a1b2:1", 20)
    assert (second["fails"], second["fingerprint"], second["end_column"]) == (False, None, None)


def test_without_a_base_there_is_no_difference() -> None:
    document = read(build.red())
    assert [document[name] for name in ("waivers", "loosened", "diff", "plans")] == [
        [],
        [],
        None,
        [],
    ]


# ---- the base, waivers and loosenings ------------------------------------------------------------


def test_a_change_says_what_and_why_in_kilograms() -> None:
    document = read(team.grown())
    row = next(row for row in document["diff"]["changes"] if row["address"] == team.POOL)
    assert row == {
        "effect": "changed",
        "address": team.POOL,
        "was": None,
        "stack": "shop-prod",
        "type": "aws_eks_node_group",
        "where": {"path": build.PLAN, "line": None},
        "tenant_of": None,
        "before": {"low": 7.5, "best": 13, "high": 18.2},
        "after": {"low": 22.5, "best": 38.9, "high": 54.8},
        "delta": {"low": 14.1, "best": 25.9, "high": 36.6},
        "causes": [
            {"why": "type", "before": "m5.large", "after": "m5.xlarge"},
            {"why": "count", "before": "2", "after": "3"},
        ],
        "unknown": None,
    }


def test_a_change_that_one_side_alone_knows_says_why() -> None:
    found = {row["effect"]: row["unknown"] for row in read(team.grown())["diff"]["changes"]}
    assert found["lost"] == "its type is in no mapping"
    assert found["understood"] == "no node type is given"


def test_a_difference_says_what_it_is_held_against_and_what_it_comes_to() -> None:
    found = read(team.grown())["diff"]
    assert (found["base"], found["same"], found["changes_total"]) == (team.BASE, 21, 8)
    assert found["delta"] == {"low": 11.4, "best": 24.5, "high": 36.8}
    assert found["data"] == {"low": -3, "best": -1.2, "high": -0.4}
    pipeline, shop = found["stacks"]
    assert (pipeline["name"], pipeline["before"], pipeline["score"]) == ("pipeline", None, None)
    assert shop["score"] == {"low": 0.27, "best": 0.57, "high": 0.86}
    assert shop["score_before"]["best"] == 2.06


def test_of_very_many_changes_the_largest_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "FULL_LIST", 5)
    monkeypatch.setattr(contract, "SHORT_LIST", 2)
    found = read(team.grown())["diff"]
    assert found["changes_total"] == 8
    assert [row["address"] for row in found["changes"]] == ["Deployment/shop/cart", team.POOL]
    assert len(read(replace(team.grown(), all_resources=True))["diff"]["changes"]) == 8


def test_a_waiver_says_what_it_lets_pass_and_until_when() -> None:
    first, *others = read(team.grown())["waivers"]
    assert first == {
        "id": "W-1",
        "scope": "prod-total",
        "kind": "budget",
        "state": "in force",
        "days": 60,
        "allow": {"value": 30, "unit": "kgCO2e/month"},
        "reason": "migration until the new cluster is up",
        "owner": "data-platform",
        "until": "2027-01-19",
        "affects": ["prod-total increase"],
    }
    states = ["ends soon", "expired", "not held", "unused"]
    assert [row["state"] for row in others] == states
    assert others[-1]["allow"] == {"value": 1, "unit": "gCO2e/unit"}


def test_what_is_allowed_of_a_run_is_in_its_unit() -> None:
    grams = build.exact(9, Unit.GRAM_PER_UNIT)
    waiver = team.waiver("W-9", "ci", "budget", allow=grams, per="run")
    found = read(build.report(waivers=(waiver,)))["waivers"][0]
    assert found["allow"] == {"value": 9, "unit": "gCO2e/run"}


def test_a_limit_names_the_waiver_that_lets_it_pass() -> None:
    rows = {row["metric"]: row for row in read(team.grown())["budgets"]}
    assert (rows["total"]["allow"], rows["total"]["waiver"]) == (30, "W-1")
    assert rows["total"]["reason"] is None
    assert rows["increase"]["reason"].startswith("budget prod-total: growth 24.1 kgCO2e")


def test_growth_may_be_negative() -> None:
    shrunk = team.limited("ratchet", -9, -4, -1, 0.9, "pass")
    document = read(build.report(judgements=[shrunk]))
    assert document["budgets"][0]["value"] == {"low": -9, "best": -4, "high": -1}


def test_a_loosening_says_from_what_to_what() -> None:
    found = read(team.grown())["loosened"]
    assert [row["held"] for row in found] == [False, True, False]
    assert (found[0]["before"], found[0]["after"]) == ("90 kgCO2e/month", "120 kgCO2e/month")


# ---- what the numbers rest on --------------------------------------------------------------------


def test_the_cells_of_the_tables_are_there_with_their_sources() -> None:
    document = read(build.red())
    grid = next(row for row in document["coefficients"] if row["column"] == "grid_g_kwh")
    assert grid == {
        "table": "regions/aws",
        "row": "eu-west-1",
        "column": "grid_g_kwh",
        "value": {"low": 270, "best": 284, "high": 301},
        "unit": "gCO2e/kWh",
        "source": "grid-2025",
    }
    sources = {row["key"]: row["url"] for row in document["sources"]}
    assert sources["grid-2025"] == "https://grid.example/2025"
    assert sources["server-life"] is None


def test_notes_and_methods_are_there() -> None:
    document = read(build.shop())
    assert document["notes"] == [
        "infra/prod/main.tf is left aside: the plan of the same root is there"
    ]
    assert document["methods"]["formulas"][0].startswith("SCI = (operational + embodied) / R")
    assert (document["methods"]["energy"], document["methods"]["intensity"]) == (
        "modelled",
        "sourced",
    )


def test_a_plan_is_named_by_its_digest() -> None:
    assert read(team.grown())["plans"] == [{"path": build.PLAN, "sha256": team.PLANS[0].digest}]


# ---- numbers and order ---------------------------------------------------------------------------


def test_a_number_that_is_not_finite_is_refused() -> None:
    row = build.judgement("b", "total", None, math.nan, "kgCO2e/month", "fail")
    with pytest.raises(DataError, match="not finite"):
        render(build.report(judgements=[row]))


def test_order_of_the_input_does_not_matter() -> None:
    report = replace(team.grown(), findings=build.red().findings)
    assert report.difference is not None
    turned = replace(
        report,
        stacks=tuple(
            replace(
                found,
                estimates=found.estimates[::-1],
                skipped=found.skipped[::-1],
                free=found.free[::-1],
            )
            for found in report.stacks[::-1]
        ),
        findings=report.findings[::-1],
        assumptions=report.assumptions[::-1],
        sources=report.sources[::-1],
        waivers=report.waivers[::-1],
        loosened=report.loosened[::-1],
        difference=replace(
            report.difference,
            changes=report.difference.changes[::-1],
            stacks=report.difference.stacks[::-1],
        ),
    )
    assert render(turned) == render(report)


# ---- long lists --------------------------------------------------------------------------------


def many(count: int) -> Report:
    """So many resources of one shape, the last one larger than the rest."""
    one = build.estimate("r", stack="a")
    rows = [replace(one, resource=replace(one.resource, address=f"r{n:06}")) for n in range(count)]
    big = build.estimate("the big one", stack="a", kwh=5000)
    made = build.report([build.stack("a", [*rows, big])])
    names = tuple(row.resource.address for row in rows)
    return replace(made, assumptions=(Assumption("a guess", names),))


def test_of_very_many_resources_the_largest_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "FULL_LIST", 500)
    monkeypatch.setattr(contract, "SHORT_LIST", 100)
    document = read(many(500))
    assert (document["resources_total"], len(document["resources"])) == (501, 100)
    assert "the big one" in [row["address"] for row in document["resources"]]
    assert len(document["assumptions"][0]["affects"]) == 100


def test_all_resources_are_listed_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "FULL_LIST", 500)
    assert len(read(replace(many(500), all_resources=True))["resources"]) == 501
    assert len(read(many(499))["resources"]) == 500


# ---- text --------------------------------------------------------------------------------------


def test_hostile_text_comes_back_as_it_was_and_moves_no_cursor() -> None:
    text = render(team.hostile())
    VALIDATOR.validate(json.loads(text))
    assert build.HOSTILE in [row["address"] for row in json.loads(text)["resources"]]
    assert not [char for char in text if char != "\n" and not char.isprintable()]


def test_half_a_character_is_replaced() -> None:
    report = build.report([build.stack("a", [build.estimate("x\udcff", stack="a")])])
    assert json.loads(render(report).encode("utf-8"))["resources"][0]["address"] == "x\ufffd"


def test_no_text_is_a_command_of_a_runner() -> None:
    name = "##[add-mask]x###vso[y"
    text = render(build.report([build.stack("a", [build.estimate(name, stack="a")])]))
    assert "##" not in text
    assert json.loads(text)["resources"][0]["address"] == name


def test_each_entry_is_a_line() -> None:
    lines = render(build.red()).splitlines()
    entries = [
        line for line in lines if line.startswith('    {"address": "aws_db_instance.orders"')
    ]
    assert len(entries) == 1
    json.loads(entries[0].rstrip(","))

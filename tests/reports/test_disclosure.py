"""What a score says of itself."""

from __future__ import annotations

from dataclasses import replace

from carbongate.model import Skipped, Where
from carbongate.reports.disclosure import boundary, coefficients, exclusions
from tests.reports import build


def test_the_boundary_names_the_manifests() -> None:
    found = build.stack("a", [], manifests=("infra/plan.json", "deploy"))
    assert boundary(found) == (
        "all that is reserved by deploy and infra/plan.json in a month of 730 h, used or idle"
    )


def test_the_boundary_names_the_machines_of_another_stack() -> None:
    found = build.stack("a", [], manifests=("deploy",))
    shared = replace(found, stack=replace(found.stack, runs_on="cluster"))
    assert boundary(shared).endswith(
        "; its machines are those of stack cluster, whose totals count them: "
        "the score holds its share of them"
    )


def test_exclusions_name_what_no_manifest_holds_and_each_type_that_was_skipped() -> None:
    gaps = [Skipped(f"t.{n}", "t", Where("a"), "why", False) for n in range(7)]
    *general, last = exclusions(build.stack("a", [], skipped=gaps))
    assert last == "not estimated: 7 of type t (t.0, t.1, t.2, t.3, t.4 and 2 more)"
    named = ("network", "devices of users", "offices", "software as a service", "content delivery", "manifests that belong to no stack")  # fmt: skip
    assert [word for word in named if word not in " ".join(general)] == []


def test_a_coefficient_is_named_once_however_often_it_is_used() -> None:
    found = coefficients(build.report([build.stack("shop", build.SHOP)]))
    assert [(at.cell.table, at.cell.column) for at in found] == [
        ("constants", "best"),
        ("regions/aws", "grid_g_kwh"),
        ("regions/aws", "pue"),
    ]
    assert found[1].figure is build.GRID

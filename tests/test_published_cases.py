"""Published worked cases, through the same reader and estimator that a user runs.

`ccf_examples.json` are inputs and answers of Cloud Carbon Footprint's own estimators (Apache-2.0),
`sci_examples.json` arithmetic of public SCI specifications and case studies. Billing rows and
unknown services are not here: no manifest has them.
"""

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from carbongate.carbon import embodied, operational
from carbongate.context import Context
from carbongate.energy import energy
from carbongate.estimate import estimate
from carbongate.figure import Declared, Figure, Unit, total
from carbongate.grids import bundled
from carbongate.manifests import inventory
from carbongate.model import (
    Compute,
    Curve,
    Estimate,
    FunctionalUnit,
    Memory,
    Site,
    Stack,
    StackEstimate,
    Usage,
)
from carbongate.repository import MappingTree
from carbongate.sci import score
from carbongate.tables import Tables

DATA = Path(__file__).parent / "data"
EXACT = 1e-9
HERE = Declared("a published case")
CCF = Tables("ccf-2024")


def cases(file: str, *kinds: str) -> list[Any]:
    found = json.loads((DATA / file).read_text())["cases"]
    return [
        pytest.param(case, id=case["id"])
        for case in found
        if case.get("kind", case.get("input", {}).get("kind")) in kinds
    ]


def estimated(row: dict[str, Any]) -> Estimate:
    """One row of an inventory, read and estimated."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ["address", *row])
    writer.writeheader()
    writer.writerow({"address": "case", **row})
    tree = MappingTree({"inventory.csv": text.getvalue().encode()})
    readings = tuple(inventory.read(list(tree.files()), Context(CCF)))
    stack = Stack("case", {}, ("inventory.csv",), readings)
    found: StackEstimate = estimate(
        [stack], lambda address: {}, CCF, lambda *place: bundled.site(CCF, *place)
    )[0]
    assert not found.skipped, found.skipped
    return found.estimates[0]


def part(found: Estimate, kind: str, quantity: str) -> float:
    """A sum over the parts of a kind; all numbers of this dataset are without doubt."""
    figures = [getattr(one, quantity) for one in found.parts if one.kind == kind]
    assert all(figure.low == figure.best == figure.high for figure in figures)
    return math.fsum(figure.best for figure in figures)


def whole(found: Estimate, quantity: str) -> float:
    return math.fsum(getattr(one, quantity).best for one in found.parts)


def place(case: dict[str, Any]) -> dict[str, Any]:
    return {"provider": case["provider"], "region": case["region"]}


@pytest.mark.parametrize("case", cases("ccf_examples.json", "instance"))
def test_instances_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated(
        {
            **place(given),
            "type": given["instance_type"],
            "hours": given["hours"],
            "cpu_utilization": given["cpu_utilization_pct"],
            "accelerator_utilization": given["cpu_utilization_pct"],
        }
    )
    assert part(found, "compute", "energy") == pytest.approx(expect["compute_kwh"], rel=EXACT)
    assert part(found, "accelerator", "energy") == pytest.approx(expect["gpu_kwh"], rel=EXACT)
    assert part(found, "memory", "energy") == pytest.approx(expect["memory_kwh"], rel=EXACT)
    assert whole(found, "energy") == pytest.approx(expect["operational_kwh"], rel=EXACT)
    assert whole(found, "operational") / 1000 == pytest.approx(
        expect["operational_kgco2e"], rel=EXACT
    )
    assert whole(found, "embodied") / 1000 == pytest.approx(expect["embodied_kgco2e"], rel=EXACT)


@pytest.mark.parametrize("case", cases("ccf_examples.json", "compute"))
def test_processor_lists_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated(
        {
            **place(given),
            "vcpus": 1,
            "hours": given["vcpu_hours"],
            "processor": "|".join(given["microarchitectures"]),
            "cpu_utilization": given["cpu_utilization_pct"],
            "copies": given["replication_factor"],
        }
    )
    assert part(found, "compute", "energy") == pytest.approx(expect["kwh"], rel=EXACT)
    assert part(found, "compute", "operational") / 1000 == pytest.approx(
        expect["kgco2e"], rel=EXACT
    )


@pytest.mark.parametrize("case", cases("ccf_examples.json", "gpu"))
def test_accelerators_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated(
        {
            **place(given),
            "vcpus": 0,
            "hours": given["gpu_hours"],
            "accelerator": given["microarchitectures"][0],
            "accelerators": 1,
            "accelerator_utilization": given["cpu_utilization_pct"],
            "copies": given["replication_factor"],
        }
    )
    assert part(found, "accelerator", "energy") == pytest.approx(expect["kwh"], rel=EXACT)
    assert part(found, "accelerator", "operational") / 1000 == pytest.approx(
        expect["kgco2e"], rel=EXACT
    )


@pytest.mark.parametrize("case", cases("ccf_examples.json", "storage"))
def test_storage_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated(
        {
            **place(given),
            "vcpus": 0,
            "hours": 730,
            "storage_gb": given["terabyte_hours"] * 1000 / 730,
            "storage_medium": given["medium"],
            "copies": given["replication_factor"],
        }
    )
    assert whole(found, "energy") == pytest.approx(expect["kwh"], rel=EXACT)
    assert whole(found, "operational") / 1000 == pytest.approx(expect["kgco2e"], rel=EXACT)
    assert whole(found, "embodied") == 0


@pytest.mark.parametrize("case", cases("ccf_examples.json", "network"))
def test_network_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated({**place(given), "vcpus": 0, "network_gb": given["gigabytes"]})
    assert whole(found, "energy") == pytest.approx(expect["kwh"], rel=EXACT)
    assert whole(found, "operational") / 1000 == pytest.approx(expect["kgco2e"], rel=EXACT)


@pytest.mark.parametrize("case", cases("ccf_examples.json", "memory"))
def test_memory_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    if given["gigabyte_hours"] == 0:
        # A resource that uses nothing is no estimate, so the formula itself is asked.
        none = Figure.exact(0, Unit.GIB, HERE)
        assert energy(Memory(none, none), usage(), hours(1), CCF).best == expect["kwh"]
        return
    found = estimated(
        {
            **place(given),
            "vcpus": 0,
            "memory_gib": given["gigabyte_hours"],
            "hours": 1,
            "copies": given["replication_factor"],
        }
    )
    assert part(found, "memory", "energy") == pytest.approx(expect["kwh"], rel=EXACT)
    assert whole(found, "operational") / 1000 == pytest.approx(expect["kgco2e"], rel=EXACT)


@pytest.mark.parametrize("case", cases("ccf_examples.json", "memory_above_spec"))
def test_memory_beyond_the_measured_servers(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated({**place(given), "type": given["instance_type"], "hours": given["hours"]})
    site = bundled.site(CCF, given["provider"], given["region"])
    expected = expect["gigabyte_hours"] * CCF.constant("memory").best * site.pue.best
    assert part(found, "memory", "energy") == pytest.approx(expected, rel=EXACT)


@pytest.mark.parametrize("case", cases("ccf_examples.json", "embodied"))
def test_embodied_of_cloud_carbon_footprint(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    found = estimated({**place(given), "type": given["instance_type"], "hours": given["hours"]})
    assert whole(found, "embodied") / 1000 == pytest.approx(expect["kgco2e"], rel=EXACT)


# ---- the score ---------------------------------------------------------------------------------


def hours(value: float) -> Figure:
    return Figure.exact(value, Unit.HOUR, HERE)


def grams(value: float) -> Figure:
    return Figure.exact(value, Unit.GRAM, HERE)


def usage() -> Usage:
    half = Figure.exact(0.5, Unit.ONE, HERE)
    return Usage(hours(1), half, False, half)


def manufactured(kg: float, over: float) -> float:
    """Grams of a device of so many kg in so many hours, by the program's own formula."""
    watts = Figure.exact(1, Unit.WATT_PER_THREAD, HERE)
    device = Compute(
        Figure.exact(1, Unit.VCPU, HERE),
        Figure.exact(1, Unit.THREAD, HERE),
        Curve((0.0, 1.0), (watts, watts)),
        Figure.exact(kg, Unit.KG, HERE),
    )
    return embodied(device, hours(over), CCF).best


def scored(carbon: Figure, r: float) -> float:
    unit = FunctionalUnit("case", Figure.exact(r, Unit.FUNCTIONAL_UNIT, HERE), "per_month")
    return score(carbon, unit).best


@pytest.mark.parametrize("case", cases("sci_examples.json", "embodied"))
def test_embodied_shares_of_the_specification(case: dict[str, Any]) -> None:
    given = case["inputs"]
    assert given["el_h"] == CCF.constant("lifetime").best
    share = given["te_g"] / 1000 * given["rr"] / given["tor"]
    assert manufactured(share, given["tir_h"]) == pytest.approx(
        case["expected"]["m_g"], rel=case["rel_tol"]
    )


@pytest.mark.parametrize("case", cases("sci_examples.json", "if_sci_embodied"))
def test_embodied_model_of_the_impact_framework(case: dict[str, Any]) -> None:
    given = case["inputs"]["input"]
    base, more = CCF.constant("server_base").best, CCF.constant("server_socket").best
    kg = base + more * (given["vCPUs"] - 1)
    assert manufactured(kg, given["duration_s"] / 3600) == pytest.approx(
        case["expected"]["m_g"], rel=case["rel_tol"]
    )


@pytest.mark.parametrize("case", cases("sci_examples.json", "sci"))
def test_scores_of_published_case_studies(case: dict[str, Any]) -> None:
    given = case["inputs"]
    grid = Figure.exact(given["intensity_g_per_kwh"], Unit.GRAM_PER_KWH, HERE)
    site = Site("case", "case", grid, Figure.exact(1, Unit.PUE, HERE))
    electricity = operational(Figure.exact(given["energy_kwh"], Unit.KWH, HERE), site)
    carbon = electricity + grams(given["m_g"])
    assert scored(carbon, given["r"]) == pytest.approx(
        case["expected"]["sci_g_per_r"], rel=case["rel_tol"]
    )


@pytest.mark.parametrize("case", cases("sci_examples.json", "carbon_per_r"))
def test_carbon_per_unit_of_published_case_studies(case: dict[str, Any]) -> None:
    given = case["inputs"]
    assert scored(grams(given["carbon_g"]), given["r"]) == pytest.approx(
        case["expected"]["sci_g_per_r"], rel=case["rel_tol"]
    )


@pytest.mark.parametrize("case", cases("sci_examples.json", "sum_components"))
def test_components_with_one_unit_are_summed(case: dict[str, Any]) -> None:
    parts = [grams(value) for value in case["inputs"]["components_g_per_r"]]
    assert total(parts, Unit.GRAM).best == pytest.approx(
        case["expected"]["sci_g_per_r"], rel=case["rel_tol"]
    )

"""Machine types of the comparison dataset against Cloud Carbon Footprint's own answers.

`ccf_examples.json` has inputs and answers of its estimators (Apache-2.0, Thoughtworks); they are
recomputed here with its published formulas. Billing rows and unknown services are not a machine's.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from carbongate.machines import accelerator, curve
from carbongate.model import Accelerator, Compute, Memory
from tests.hardware import CCF, ONE, found, part, watts

EXACT = 1e-9
LIFE = 35_040  # hours
EXAMPLES = json.loads((Path(__file__).parent / "data" / "ccf_examples.json").read_text())["cases"]


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(case["input"], case["expect"], id=case["id"])
        for case in EXAMPLES
        if case["input"]["kind"] == kind
    ]


@pytest.mark.parametrize(("given", "expect"), cases("instance"))
def test_a_type_answers_as_cloud_carbon_footprint_does(
    given: dict[str, Any], expect: dict[str, Any]
) -> None:
    made = found(CCF, given["provider"], given["instance_type"])
    load, hours, pue = given["cpu_utilization_pct"] / 100, given["hours"], expect["pue"]
    compute, memory, card = (part(made, kind) for kind in (Compute, Memory, Accelerator))
    kwh = watts(compute.power, load) * compute.threads.best * hours * pue / 1000
    gpu = watts(card.power, load) * card.count.best * hours * pue / 1000 if card else 0
    ram = memory.extra.best * hours * 0.000392 * pue
    kg = (
        (compute.embodied.best + (card.embodied.best * card.count.best if card else 0))
        * hours
        / LIFE
    )
    assert compute.vcpus.best == expect["vcpu"]
    assert kwh == pytest.approx(expect["compute_kwh"], rel=EXACT)
    assert gpu == pytest.approx(expect["gpu_kwh"], rel=EXACT)
    assert ram == pytest.approx(expect["memory_kwh"], rel=EXACT)
    assert kg == pytest.approx(expect["embodied_kgco2e"], rel=EXACT)


@pytest.mark.parametrize(("given", "expect"), cases("compute"))
def test_a_list_of_processors_answers_as_cloud_carbon_footprint_does(
    given: dict[str, Any], expect: dict[str, Any]
) -> None:
    power = curve(CCF, given["provider"], tuple(given["microarchitectures"]))
    assert power.watts[0].best == pytest.approx(expect["min_watts"], rel=EXACT)
    assert power.watts[1].best == pytest.approx(expect["max_watts"], rel=EXACT)
    hours = given["vcpu_hours"] * given["replication_factor"]
    kwh = watts(power, given["cpu_utilization_pct"] / 100) * hours * expect["pue"] / 1000
    assert kwh == pytest.approx(expect["kwh"], rel=EXACT)


@pytest.mark.parametrize(("given", "expect"), cases("gpu"))
def test_a_card_answers_as_cloud_carbon_footprint_does(
    given: dict[str, Any], expect: dict[str, Any]
) -> None:
    card = accelerator(CCF, given["microarchitectures"][0], ONE)
    assert card is not None
    hours = given["gpu_hours"] * given["replication_factor"]
    kwh = watts(card.power, given["cpu_utilization_pct"] / 100) * hours * expect["pue"] / 1000
    assert kwh == pytest.approx(expect["kwh"], rel=EXACT)


@pytest.mark.parametrize(("given", "expect"), cases("memory_above_spec"))
def test_memory_beyond_the_measured_servers_is_cloud_carbon_footprints(
    given: dict[str, Any], expect: dict[str, Any]
) -> None:
    made = found(CCF, given["provider"], given["instance_type"])
    extra = part(made, Memory).extra.best * given["hours"]
    assert extra == pytest.approx(expect["gigabyte_hours"], rel=EXACT)


@pytest.mark.parametrize(("given", "expect"), cases("embodied"))
def test_manufacture_of_a_type_is_cloud_carbon_footprints(
    given: dict[str, Any], expect: dict[str, Any]
) -> None:
    made = found(CCF, given["provider"], given["instance_type"])
    kg = part(made, Compute).embodied.best * given["hours"] / LIFE
    assert kg == pytest.approx(expect["kgco2e"], rel=EXACT)


def test_the_worked_example_of_the_method() -> None:
    made = found(CCF, "aws", "m5.xlarge")
    compute, memory = part(made, Compute), part(made, Memory)
    kwh = watts(compute.power, 0.5) * compute.threads.best * 730 * 1.135 / 1000
    ram = memory.extra.best * 730 * 0.000392 * 1.135
    kg = compute.embodied.best * 730 / LIFE
    assert kwh == pytest.approx(8.136361, rel=1e-7)
    assert ram == pytest.approx(4.0961634, rel=1e-7)
    assert kg == pytest.approx(1.3978986, rel=1e-7)


def test_cards_that_the_method_does_not_count_are_said() -> None:
    assert "cards" in found(CCF, "gcp", "a2-highgpu-1g").note
    assert "cards" not in found(CCF, "aws", "p3.2xlarge").note

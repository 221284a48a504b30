"""The expected reports of whole runs, worked out again from the tables without the program's formulas.

Goldens say what came out. These say what should: the arithmetic of docs/methodology.md, best values
only, over rows of the CSV files.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from carbongate.tables import DATA, DEFAULT

CASES = Path(__file__).parent / "cases"
MONTH, LIFE = 730, 35_040
SSD_WATTS, HDD_WATTS, SSD_KG, HDD_KG = 1.2, 0.65, 42.5, 1.6
MEMORY, NETWORK = 0.000392, 0.001
COMMON_SERVER = 1000 + 1.388 * (384 - 16) + 100
WORLD, NO_PUE = 472.94, 1.15
Row = Mapping[str, str]


@cache
def table(name: str) -> Mapping[str, Row]:
    """A table of the default dataset by its first column."""
    with (DATA / DEFAULT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def found(case: str) -> Mapping[str, float]:
    """kgCO2e of each address in an expected report."""
    report = json.loads((CASES / case / "expected" / "report.json").read_text(encoding="utf-8"))
    return {row["address"]: row["carbon_kg"]["best"] for row in report["resources"]}


def place(region: str) -> tuple[float, float]:
    """g/kWh and PUE."""
    return float(table("grid")[region]["grid"]), float(table("pue")[region]["pue"])


def watts(row: Row, load: float) -> float:
    """On the straight line between two of the four load points."""
    points = [(0.0, "w0"), (0.1, "w10"), (0.5, "w50"), (1.0, "w100")]
    for (left, a), (right, b) in pairwise(points):
        if load <= right:
            part = (load - left) / (right - left)
            return float(row[a]) + part * (float(row[b]) - float(row[a]))
    raise ValueError(load)


def power(processor: str, load: float) -> float:
    """W of one thread."""
    return watts(table("processors")[f"*/{processor}"], load)


def kg(kwh: float, region: str) -> float:
    """Operational, from kWh at the equipment."""
    grid, pue = place(region)
    return kwh * pue * grid / 1000


def machine(region: str, name: str, load: float = 0.5, hours: float = MONTH) -> float:
    """One machine of a type with one processor."""
    row = table(f"instances/{region.split('/')[0]}")[name]
    kwh = float(row["threads"]) * power(row["processors"], load) * hours / 1000
    kwh += float(row["extra_memory_gib"]) * hours * MEMORY
    return kg(kwh, region) + float(row["embodied_kg"]) * hours / LIFE


def storage(region: str, gb: float, copies: int, medium: str, hours: float = MONTH) -> float:
    """Disks."""
    watt, manufacture = (SSD_WATTS, SSD_KG) if medium == "ssd" else (HDD_WATTS, HDD_KG)
    tb = gb / 1000 * copies
    return kg(tb * hours * watt / 1000, region) + tb * manufacture * hours / LIFE


def anywhere(vcpus: float, gib: float, processor: str = "generic") -> float:
    """vCPUs and memory on a common server, nobody knows where."""
    within = float(table("processors")[f"*/{processor}"]["memory_gib_per_thread"])
    kwh = vcpus * power(processor, 0.5) * MONTH / 1000
    kwh += max(0.0, gib - vcpus * within) * MONTH * MEMORY
    share = max(vcpus / 96, gib / 384)
    return kwh * NO_PUE * WORLD / 1000 + share * COMMON_SERVER * MONTH / LIFE


def custom() -> float:
    """e2-custom-4-8192 in europe-west1."""
    row = table("customs")["e2"]
    processor = row["processors"]
    within = float(table("processors")[f"*/{processor}"]["memory_gib_per_thread"])
    kwh = 4 * power(processor, 0.5) * MONTH / 1000 + (8 - 4 * within) * MONTH * MEMORY
    made = 4 * float(row["kg_per_vcpu"]) + 8 * float(row["kg_per_gib"])
    return kg(kwh, "gcp/europe-west1") + made * MONTH / LIFE


def cards() -> float:
    """Two A100 at 80 % for 100 h."""
    row = table("accelerators")["A100"]
    return 2 * (
        kg(watts(row, 0.8) * 100 / 1000, "gcp/europe-west1")
        + float(row["embodied_kg"]) * 100 / LIFE
    )


def burstable() -> float:
    """t3.medium whose load nobody says: twice its sustained share at 50 %."""
    row = table("instances/aws")["t3.medium"]
    kwh = 2 * 2 * float(row["baseline"]) * power(row["processors"], 0.5) * MONTH / 1000
    kwh += float(row["extra_memory_gib"]) * MONTH * MEMORY
    return kg(kwh, "aws/eu-west-1") + float(row["embodied_kg"]) * MONTH / LIFE


def pipeline() -> float:
    """Six jobs of six minutes on five days a week, on the smaller of GitHub's runners."""
    row = table("runners")["github/ubuntu-24.04 (private)"]
    hours = 6 * 0.1 * 365 / 12 * 5 / 7
    grid, pue = (
        float(table("grid")["azure/US"]["grid"]),
        float(table("pue")["azure/unknown"]["pue"]),
    )
    share = max(float(row["vcpus"]) / 96, float(row["memory_gib"]) / 384)
    return (
        float(row["w50"]) * hours / 1000 * pue * grid / 1000 + share * COMMON_SERVER * hours / LIFE
    )


def pool() -> float:
    """Two nodes with a disk of 20 GB each."""
    disk = storage("aws/eu-west-1", 20, 2, "ssd")
    return 2 * (machine("aws/eu-west-1", "m6i.xlarge") + disk)


@pytest.mark.parametrize(
    ("case", "address", "expected"),
    [
        ("inventory", "three-machines", 3 * machine("aws/eu-central-1", "m7g.large", 0.35)),
        (
            "inventory",
            "by-day",
            machine("azure/westeurope", "d4s_v5", 0.6, 365)
            + storage("azure/westeurope", 128, 3, "ssd", 365),
        ),
        ("inventory", "custom", custom()),
        ("inventory", "bare-vcpus", anywhere(8, 32)),
        ("inventory", "one-processor", anywhere(8, 32, "EPYC 3rd Gen")),
        ("inventory", "archive", storage("aws/eu-central-1", 2000, 3, "hdd")),
        ("inventory", "traffic", kg(5000 * NETWORK, "aws/eu-central-1")),
        ("inventory", "cards", cards()),
        ("burstable-machine", "nobody-says", burstable()),
        ("burstable-machine", "stated", machine("aws/eu-west-1", "t3.medium", 0.2)),
        ("pipeline-per-run", ".github/workflows/ci.yml:test", pipeline()),
        ("compose-project", "compose/web", 2 * anywhere(0.5, 0.5)),
        ("compose-project", "compose/store", anywhere(1.5, 2)),
        ("tenants-on-a-node-pool", "aws_eks_node_group.general", pool()),
        ("tenants-on-a-node-pool", "Deployment/shop/web", 0.25 * pool()),
        ("tenants-on-a-node-pool", "StatefulSet/shop/cache", 0.25 * pool()),
        ("tenants-on-a-node-pool", "CronJob/shop/nightly", 0.5 * 0.1 * pool()),
        ("tenants-on-a-node-pool", "aws_eks_node_group.general#idle", 0.45 * pool()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_expected_number_is_what_the_methodology_gives(
    case: str, address: str, expected: float
) -> None:
    assert found(case)[address] == pytest.approx(expected, rel=1e-6)

"""customs.csv: manufacture of a machine of a size of its own, for families of Google without cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tools.tables.framework import Inputs, Row, number
from tools.tables.servers import Model, hosts, width


def customs(inputs: Inputs, chips: Mapping[str, Row], law: Model) -> list[Row]:
    """One row a family, worked out of its largest standard size."""
    rows = [
        row
        for row in inputs.rows("instances.csv")
        if row["service"] == "gce" and not row["gpu_model"]
    ]
    return [custom(family, row, chips, law) for family, row in largest(rows).items()]


def largest(rows: Iterable[Row]) -> dict[str, Row]:
    """The largest standard size of each family."""
    found: dict[str, Row] = {}
    for row in rows:
        family, _, size = row["type"].partition("-standard-")
        if size.isdigit():
            first = found.setdefault(family, row)
            found[family] = max(first, row, key=lambda each: float(each["vcpus"]))
    return found


def custom(family: str, row: Row, chips: Mapping[str, Row], law: Model) -> Row:
    """kg for a vCPU and for a GiB: the server's, memory apart, over its vCPUs; the memory's own."""
    servers = hosts({**row, "local_storage_gb": ""}, chips, None, law)
    gib_per_thread = float(row["memory_gib"]) / (float(row["vcpus"]) * width(row))
    best, high = (
        (server.kg - law.memory * server.threads * gib_per_thread) / server.threads * width(row)
        for server in (servers.best, servers.high)
    )
    return {
        "family": family,
        "threads_per_vcpu": str(width(row)),
        "processors": row["microarchitecture"],
        "confidence": {"typical-of-mixed": "mixed"}.get(
            row["microarch_confidence"], row["microarch_confidence"]
        ),
        "kg_per_vcpu_low": number(min(best, high)),
        "kg_per_vcpu": number(best),
        "kg_per_vcpu_high": number(max(best, high)),
        "kg_per_gib": number(law.memory),
        "source": "gcosts+ccf-app+carbongate-choice",
    }


def shares(instances: Iterable[Row], ranges: Iterable[Row]) -> list[Row]:
    """Boavizta's range around each family's largest standard size, as a part of our figure."""
    around = {row["type"]: row for row in ranges}
    rows: list[Row] = []
    for family, row in largest(instances).items():
        if row["type"] in around and not row["accelerator"]:
            other, own = around[row["type"]], float(row["embodied_kg"])
            rows.append(
                {
                    "family": family,
                    "part_low": number(min(1, float(other["embodied_kg_low"]) / own)),
                    "part": "1",
                    "part_high": number(max(1, float(other["embodied_kg_high"]) / own)),
                    "source": "boaviztapi",
                }
            )
    return rows

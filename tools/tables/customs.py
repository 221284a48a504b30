"""customs.csv: what a machine of a size of its own costs, for each family that Google sells so."""

from __future__ import annotations

from collections.abc import Mapping

from tools.tables.framework import Inputs, Row, number
from tools.tables.servers import Model, hosts, width


def customs(inputs: Inputs, chips: Mapping[str, Row], law: Model) -> list[Row]:
    """One row a family, worked out of its largest standard size."""
    rows = [row for row in inputs.rows("instances.csv") if row["service"] == "gce"]
    largest: dict[str, Row] = {}
    for row in rows:
        family, _, size = row["type"].partition("-standard-")
        if size.isdigit():
            first = largest.setdefault(family, row)
            largest[family] = max(first, row, key=lambda each: float(each["vcpus"]))
    return [custom(family, row, chips, law) for family, row in largest.items()]


def custom(family: str, row: Row, chips: Mapping[str, Row], law: Model) -> Row:
    """kg for a vCPU and for a GiB: the server's, memory apart, over its vCPUs; the memory's own."""
    servers = hosts(row | {"local_storage_gb": ""}, chips, None, law)
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

"""customs.csv: manufacture of a machine of a size of its own, for families of Google without cards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from tools.tables.framework import Inputs, Row, number
from tools.tables.servers import Hosts, Model, drive_lists, hosts, width

# Confidence in the processor of a type, as the program's own tables call it.
CONFIDENT = {
    "exact": "exact",
    "typical-of-mixed": "mixed",
    "inferred": "inferred",
    "unknown": "unknown",
}


def customs(inputs: Inputs, chips: Mapping[str, Row], law: Model) -> list[Row]:
    """One row a family, worked out of the largest standard size with its most common processor."""
    rows = [
        row
        for row in inputs.rows("instances.csv")
        if row["service"] == "gce" and not row["gpu_model"]
    ]
    counted = drive_lists(inputs)
    made = []
    for family, sizes in standard(rows).items():
        usual = Counter(row["microarchitecture"] for row in sizes).most_common()
        row = largest([row for row in sizes if row["microarchitecture"] == usual[0][0]])
        confidence = "mixed" if len(usual) > 1 else CONFIDENT[row["microarch_confidence"]]
        made.append(custom(family, row, confidence, hosts(row, chips, counted(row), law), law))
    return made


def standard(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The standard sizes of each family."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        family, _, size = row["type"].partition("-standard-")
        if size.isdigit():
            found[family].append(row)
    return found


def largest(sizes: Iterable[Row]) -> Row:
    """The largest of some sizes."""
    return max(sizes, key=lambda row: float(row["vcpus"]))


def custom(family: str, row: Row, confidence: str, servers: Hosts, law: Model) -> Row:
    """kg for a vCPU and for a GiB: the server's, memory apart, over its vCPUs; the memory's own."""
    gib_per_thread = float(row["memory_gib"]) / (float(row["vcpus"]) * width(row))
    best, high = (
        (server.kg - law.memory * server.threads * gib_per_thread) / server.threads * width(row)
        for server in (servers.best, servers.high)
    )
    return {
        "family": family,
        "threads_per_vcpu": str(width(row)),
        "processors": row["microarchitecture"],
        "confidence": confidence,
        "kg_per_vcpu_low": number(min(best, high)),
        "kg_per_vcpu": number(best),
        "kg_per_vcpu_high": number(max(best, high)),
        "kg_per_gib": number(law.memory),
        "source": "gcosts+ccf-app+carbongate-choice",
    }


def shares(families: Iterable[Row], instances: Iterable[Row], ranges: Iterable[Row]) -> list[Row]:
    """Boavizta's range around a family's largest standard size on its usual processor, as parts of ours.

    Of our own low and high ends, so that a part of 1 leaves the wider one as it is.
    """
    around = {row["type"]: row for row in ranges}
    usual = {row["family"]: row["processors"] for row in families}
    rows: list[Row] = []
    for family, sizes in standard(instances).items():
        known = [
            row
            for row in sizes
            if row["type"] in around
            and row["processors"] == usual.get(family)
            and not row["accelerator"]
        ]
        if known:
            row = largest(known)
            other, own = around[row["type"]], row["embodied_kg"]
            low = float(row["embodied_kg_low"] or own)
            high = float(row["embodied_kg_high"] or own)
            rows.append(
                {
                    "family": family,
                    "part_low": number(min(1, float(other["embodied_kg_low"]) / low)),
                    "part": "1",
                    "part_high": number(max(1, float(other["embodied_kg_high"]) / high)),
                    "source": "boaviztapi",
                }
            )
    return rows

"""instances/, boavizta/ and customs.csv of the default dataset: machine types ready to estimate.

A file for each provider; types whose facts are share-alike stand in instances/sharealike/, and
Boavizta's embodied ranges in boavizta/. Database and cache classes that only repeat a machine type
under a prefix have no row of their own: the names lead to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tools.tables.customs import CONFIDENT, customs, shares
from tools.tables.framework import DEFAULT, Inputs, Row, Rows, number
from tools.tables.processors import measured, processors
from tools.tables.servers import Hosts, drive_lists, hosts, model, threads

MANAGED = ("rds", "elasticache", "opensearch", "cloudsql")
STORAGE = "+sparecores(storage)"


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """Every table of machine types of the default dataset."""
    law, counted = model(inputs), drive_lists(inputs)
    chips = {row["processor"]: row for row in measured(inputs)}
    within = {row["processor"].removeprefix("*/"): row for row in processors(inputs)}
    ranges = boavizta(inputs)
    tables: dict[str, list[Row]] = defaultdict(list)
    for row in types(inputs.rows("instances.csv")):
        drives = counted(row)
        provider, servers = row["provider"], hosts(row, chips, drives, law)
        folder = "instances/sharealike" if sharealike(row, drives) else "instances"
        tables[f"{folder}/{provider}"].append(instance(row, within, servers, drives))
        around = ranges.get((provider, key(row["type"])))
        if around:
            tables[f"boavizta/{provider}"].append(around)
    tables["customs"] = customs(inputs, chips, law)
    tables["boavizta/customs"] = shares(
        tables["customs"], tables["instances/gcp"], tables["boavizta/gcp"]
    )
    return {f"{DEFAULT}/{name}.csv": rows for name, rows in tables.items()}


def types(rows: Rows) -> Iterable[Row]:
    """The rows without classes that repeat a machine type. Errors: ValueError where one differs."""
    machines = {
        (row["provider"], row["type"]): row for row in rows if row["service"] in ("ec2", "gce")
    }
    for row in rows:
        managed = row["service"] in MANAGED
        bare = machines.get((row["provider"], plain(row["type"]))) if managed else None
        if bare is None:
            yield row
        elif any(row[name] != bare[name] for name in ("vcpus", "memory_gib", "microarchitecture")):
            raise ValueError(f"{row['type']} differs from {bare['type']}")


def plain(name: str) -> str:
    """A managed class without the prefix or suffix of its service."""
    return re.sub(r"^(db|cache)\.|^db-|\.search$", "", name)


def key(name: str) -> str:
    """The key of a type: lower case, without Azure's common prefix."""
    return name.lower().removeprefix("standard_")


def sharealike(row: Row, drives: float | None) -> bool:
    """Whether a row rests on facts that may only be shared alike."""
    own_disks = drives is None and bool(row["local_storage_gb"])
    return row["source"].startswith("sparecores") or (STORAGE in row["source"] and own_disks)


def instance(row: Row, within: Mapping[str, Row], servers: Hosts, drives: float | None) -> Row:
    """One machine type."""
    busy = threads(row)
    best, high = servers.best.share(busy), servers.high.share(busy)
    low_gib, gib, high_gib = extra(row, within, busy)
    baseline = row["baseline_vcpus"]
    return {
        "type": key(row["type"]),
        "name": row["type"] if row["type"] != key(row["type"]) else "",
        "vcpus": number(float(row["vcpus"])),
        "memory_gib": number(float(row["memory_gib"])),
        "threads": number(busy),
        "baseline": number(float(baseline) / float(row["vcpus"])) if baseline else "",
        "processors": row["microarchitecture"],
        "confidence": CONFIDENT[row["microarch_confidence"]],
        "extra_memory_gib_low": low_gib,
        "extra_memory_gib": gib,
        "extra_memory_gib_high": high_gib,
        "accelerator": row["gpu_model"],
        "accelerators": row["gpus"] or ("1" if row["gpu_model"] else ""),
        "server_kg": number(servers.best.kg),
        "server_threads": number(servers.best.threads),
        "embodied_kg_low": number(high) if high < best else "",
        "embodied_kg": number(best),
        "embodied_kg_high": number(high) if high > best else "",
        "source": source(row, drives),
    }


def extra(row: Row, within: Mapping[str, Row], busy: float) -> tuple[str, str, str]:
    """GiB beyond what the measured servers contain, least to most."""
    ratio = within[row["microarchitecture"] or "generic"]
    if not ratio["memory_gib_per_thread"]:
        return "0", "0", "0"  # the watts are of the whole machine
    low, best, high = (
        number(
            max(0, float(row["memory_gib"]) - busy * float(ratio[f"memory_gib_per_thread{end}"]))
        )
        for end in ("_high", "", "_low")
    )
    return low, best, high


def source(row: Row, drives: float | None) -> str:
    """Source keys of a row; the lists that only name a class are not needed for its numbers."""
    text = row["source"] if sharealike(row, drives) else row["source"].replace(STORAGE, "")
    keys = (
        re.sub(r"\([^)]*\)", "", text)
        .replace("cfn-lint", "")
        .replace("botocore-name-rule", "botocore")
    )
    return "+".join(dict.fromkeys([*filter(None, keys.split("+")), "ccf-app", "carbongate-choice"]))


def boavizta(inputs: Inputs) -> dict[tuple[str, str], Row]:
    """Boavizta's range of each type without its cards; left out where its cards are not known."""
    cards = {
        row["gpu_model"]: float(row["embodied_kg"])
        for row in inputs.rows("gpu_power.csv")
        if row["embodied_source"].startswith("boaviztapi")
    }
    carried = {
        (row["provider"], row["type"]): (row["gpu_model"], float(row["gpus"] or 1))
        for row in inputs.rows("instances.csv")
        if row["gpu_model"]
    }
    ranges: dict[tuple[str, str], Row] = {}
    for row in inputs.rows("instance_embodied.csv"):
        model_name, count = carried.get((row["provider"], row["type"]), ("", 0.0))
        if model_name and model_name not in cards:
            continue
        within = count * cards.get(model_name, 0.0)
        low, best, high = (
            float(row[name]) - within for name in ("low_kg", "embodied_kg_lifetime", "high_kg")
        )
        if 0 < low <= best <= high:
            ranges[row["provider"], key(row["type"])] = {
                "type": key(row["type"]),
                "embodied_kg_low": number(low),
                "embodied_kg": number(best),
                "embodied_kg_high": number(high),
                "source": "boaviztapi",
            }
    return ranges

"""instances/ and customs.csv of the comparison dataset: Cloud Carbon Footprint's own machine types.

The last size of a family stands for its whole server; memory counts where it exceeds what the
measured servers contain. Azure's types are keyed by meter name, which is the type without its prefix.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from statistics import fmean

from tools.tables.accelerators import model_of
from tools.tables.framework import CCF, Inputs, Row, Rows
from tools.tables.processors import RELEASED, plain

TWO_CHIPS = ("m5zn", "z1d")
NO_CARDS = "Cloud Carbon Footprint counts no energy of the cards of this type"
NO_SERVER = "Cloud Carbon Footprint has no server for this type: no manufacture is counted"


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """Every provider's types, and the families of custom sizes."""
    spec = memory_per_chip(inputs)
    per_chip = constant(inputs, "vcpu_per_physical_chip")
    tables: dict[str, dict[str, Row]] = defaultdict(dict)
    sizes = {
        (row["provider"], row["type"]): row["memory_gib"] for row in inputs.rows("instances.csv")
    }
    for row in inputs.rows("ccf/instances.csv"):
        if row["vcpu"]:
            memory = row["memory_gb"] or sizes[row["provider"], row["instance_type"]]
            made = instance(row | {"memory_gb": memory}, spec, per_chip)
            tables[row["provider"]][made["type"]] = made
    for row in inputs.rows("ccf/managed_service_sizes.csv"):
        if row["service"] == "Redshift" and row["type"] not in tables["aws"]:
            tables["aws"][row["type"]] = serverless(row)
    rows: dict[str, Rows] = {
        f"{CCF}/instances/{provider}.csv": list(of.values()) for provider, of in tables.items()
    }
    return rows | {f"{CCF}/customs.csv": customs(list(tables["gcp"].values()))}


def key(name: str) -> str:
    """The key of a type: lower case, words joined as in Azure's own names."""
    return name.strip().lower().replace(" ", "_")


def instance(row: Row, spec: Mapping[tuple[str, str], float], per_chip: float) -> Row:
    """One type with its server. `spec` is the memory within a chip of each provider's processors."""
    vcpus, largest = float(row["vcpu"]), float(row["ccf_family_largest_vcpu"])
    platform = float(row["embodied_platform_kgco2e"] or 0)
    model = model_of(row["gpu_model"]) if row["gpu_model"] and row["gpu_count"] != "0" else ""
    return {
        "type": key(row["instance_type"]),
        "name": row["arm_sku_guess"],
        "vcpus": row["vcpu"],
        "memory_gib": row["memory_gb"],
        "threads": row["vcpu"],
        "baseline": baseline(row),
        "processors": "|".join(plain(name) for name in names(row)),
        "extra_memory_gib": repr(extra(row, spec, per_chip)),
        "accelerator": model,
        "accelerators": row["gpu_count"] if model else "",
        "server_kg": repr(platform),
        "server_threads": row["ccf_family_largest_vcpu"],
        "embodied_kg": repr(platform * vcpus / largest),
        "note": note(row, platform, model),
        "source": "ccf-app",
    }


def note(row: Row, platform: float, model: str) -> str:
    """What the method leaves out of a type."""
    if not platform:
        return NO_SERVER
    return NO_CARDS if row["gpu_count"] not in ("", "0") and not model else ""


def names(row: Row) -> list[str]:
    """The possible processors; none where Cloud Carbon Footprint says Unknown."""
    return [name for name in row["microarchitectures"].split("|") if name != "Unknown"]


def baseline(row: Row) -> str:
    """The sustained share of a burstable type, which the method knows for Amazon's alone."""
    share = row["burstable_baseline_pct"] if row["provider"] == "aws" else ""
    return repr(float(share) / 100) if share else ""


def extra(row: Row, spec: Mapping[tuple[str, str], float], per_chip: float) -> float:
    """GB beyond the measured servers; none for burstable and constrained types and for Google's."""
    if row["provider"] == "gcp" or baseline(row) or not row["ccf_family_largest_memory_gb"]:
        return 0.0
    largest = float(row["ccf_family_largest_memory_gb"])
    chips = math.ceil(float(row["ccf_family_largest_vcpu"]) / per_chip)
    if row["family"] in TWO_CHIPS:
        chips = 2
    known = [spec.get((row["provider"], plain(name))) for name in names(row)]
    found = [gb for gb in known if gb is not None]
    whole = bool(found) and len(found) == len(known)
    within = fmean(found) if whole else spec[row["provider"], ""]
    return max(0.0, largest / chips - within) * float(row["memory_gb"]) / largest


def memory_per_chip(inputs: Inputs) -> dict[tuple[str, str], float]:
    """GB of a chip by provider and processor; the provider's default has the name ""."""
    return {
        (row["provider"], "" if row["microarchitecture"].startswith("(") else plain(row["microarchitecture"])):
            float(row["memory_gb_per_chip"])
        for row in inputs.rows("ccf/compute_coefficients.csv")
        if row["dataset"] == RELEASED and row["device"] == "cpu" and row["memory_gb_per_chip"]
    }  # fmt: skip


def constant(inputs: Inputs, name: str) -> float:
    """A constant of Amazon's, which the method uses for all."""
    rows = inputs.rows("ccf/constants.csv")
    return next(
        float(row["value"]) for row in rows if (row["provider"], row["constant"]) == ("aws", name)
    )


def serverless(row: Row) -> Row:
    """A class whose size is known and whose server is not."""
    return {
        "type": key(row["type"]),
        "name": "",
        "vcpus": row["vcpu"],
        "memory_gib": row["memory_gb"],
        "threads": row["vcpu"],
        "baseline": "",
        "processors": "",
        "extra_memory_gib": "0",
        "accelerator": "",
        "accelerators": "",
        "server_kg": "0",
        "server_threads": row["vcpu"],
        "embodied_kg": "0",
        "note": NO_SERVER,
        "source": "ccf-app",
    }


def customs(rows: Rows) -> list[Row]:
    """The families of Google's standard sizes: custom ones share the server of the family by vCPU."""
    families = {}
    for row in rows:
        family, standard, _ = row["type"].partition("-standard-")
        if standard:
            families[family] = {
                "family": family,
                "threads_per_vcpu": "1",
                "processors": row["processors"],
                "confidence": "exact",
                "kg_per_vcpu": repr(float(row["server_kg"]) / float(row["server_threads"])),
                "kg_per_gib": "0",
                "source": "ccf-app",
            }
    return list(families.values())

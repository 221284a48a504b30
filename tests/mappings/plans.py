"""Small plans for tests, as Terraform writes them, and what the reader makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.context import Autoscaling, Context
from carbongate.figure import Figure
from carbongate.manifests import terraform_plan
from carbongate.manifests.plan_addresses import address as taken_apart
from carbongate.model import (
    Accelerator,
    CarbonFree,
    Compute,
    Memory,
    Reading,
    Resource,
    Skipped,
    Storage,
)
from carbongate.repository import File, MappingTree
from carbongate.tables import DEFAULT, Tables

TABLES = Tables(DEFAULT)


def block(
    address: str,
    values: Mapping[str, Any],
    *,
    unknown: Any = None,
    sensitive: Any = None,
    refers: Mapping[str, Any] | None = None,
    actions: Sequence[str] = ("create",),
    provider_key: str | None = None,
) -> dict[str, Any]:
    """One resource: planned values, what is unknown, and the references of its expressions."""
    kind, name = taken_apart(address).name.split(".")
    return {
        "address": address,
        "type": kind,
        "name": name,
        "values": dict(values),
        "unknown": unknown or {},
        "sensitive": sensitive or {},
        "refers": dict(refers or {}),
        "actions": list(actions),
        "provider_key": provider_key or kind.split("_", 1)[0],
    }


def references(*named: str) -> dict[str, list[str]]:
    """An expression as the configuration writes it."""
    return {"references": list(named)}


def plan(*blocks: Mapping[str, Any], region: str = "eu-west-1", **more: Any) -> dict[str, Any]:
    """A plan of the root module. `more` replaces top-level keys."""
    resources = [
        {
            "address": each["address"],
            "mode": "managed",
            "type": each["type"],
            "name": each["name"],
            "provider_name": f"registry.terraform.io/hashicorp/{each['type'].split('_', 1)[0]}",
            "values": each["values"],
            "sensitive_values": each["sensitive"],
        }
        for each in blocks
        if each["actions"] != ["delete"]
    ]
    changes = [
        {
            "address": each["address"],
            "mode": "managed",
            "type": each["type"],
            "name": each["name"],
            "change": {
                "actions": each["actions"],
                "after": None if each["actions"] == ["delete"] else each["values"],
                "after_unknown": each["unknown"],
                "after_sensitive": each["sensitive"],
            },
        }
        for each in blocks
    ]
    configured = {f"{each['type']}.{each['name']}": each for each in blocks}
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {
            "provider_config": {
                "aws": {"name": "aws", "expressions": {"region": {"constant_value": region}}}
            },
            "root_module": {
                "resources": [
                    {
                        "address": name,
                        "mode": "managed",
                        "type": each["type"],
                        "name": each["name"],
                        "provider_config_key": each["provider_key"],
                        "expressions": each["refers"],
                    }
                    for name, each in configured.items()
                ]
            },
        },
        **more,
    }


def file(content: Mapping[str, Any] | bytes | str, path: str = "infra/plan.json") -> File:
    """A file in memory."""
    match content:
        case bytes():
            data = content
        case str():
            data = content.encode()
        case _:
            data = json.dumps(content).encode()
    return next(MappingTree({path: data}).files())


def read(
    content: Mapping[str, Any] | bytes | str,
    *,
    autoscaling: Autoscaling = "declared",
    regions: Mapping[str, str] | None = None,
) -> list[Reading]:
    """What the reader makes of one plan."""
    context = Context(TABLES, regions or {}, autoscaling)
    return list(terraform_plan.read([file(content)], context))


def readings(
    *blocks: Mapping[str, Any], autoscaling: Autoscaling = "declared"
) -> dict[str, Reading]:
    """The readings of a plan of these blocks, by address."""
    found = read(plan(*blocks), autoscaling=autoscaling)
    return {reading.address: reading for reading in found}


def resource(reading: Reading) -> Resource:
    """The reading, which must be a resource."""
    assert isinstance(reading, Resource), reading
    return reading


def skipped(reading: Reading) -> Skipped:
    """The reading, which must be skipped."""
    assert isinstance(reading, Skipped), reading
    return reading


def free(reading: Reading) -> CarbonFree:
    """The reading, which must use no energy of its own."""
    assert isinstance(reading, CarbonFree), reading
    return reading


def ends(figure: Figure) -> tuple[float, float, float]:
    """low, best, high."""
    return figure.low, figure.best, figure.high


def disks(found: Resource) -> list[tuple[str, float, float]]:
    """Medium, gigabytes and copies of each disk."""
    return [
        (part.medium, part.gb.best, part.copies.best)
        for part in found.components
        if isinstance(part, Storage)
    ]


def vcpus(found: Resource) -> float:
    """vCPUs of one replica."""
    return sum(part.vcpus.best for part in found.components if isinstance(part, Compute))


def memory(found: Resource) -> float:
    """GiB of one replica."""
    return sum(part.gib.best for part in found.components if isinstance(part, Memory))


def cards(found: Resource) -> list[tuple[str, float]]:
    """Model and count of each kind of accelerator."""
    return [(p.model, p.count.best) for p in found.components if isinstance(p, Accelerator)]

"""Manifests of any size, the same at every run: a plan with the usual mix of types, an inventory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROVIDER = "registry.terraform.io/hashicorp/aws"
ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
SIZES = ("large", "xlarge", "2xlarge", "4xlarge")
FAMILIES = ("m5", "m6i", "m7g", "c6i", "c7g", "r6g", "r5", "t3")
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-south-1", "sa-east-1")


def plan(folder: Path, count: int) -> None:
    """plan.json with so many resources, a third of which use no energy of their own."""
    folder.mkdir(parents=True)
    resources = [resource(number) for number in range(count)]
    document = {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": [changed(each) for each in resources],
        "configuration": {
            "provider_config": {
                "aws": {
                    "name": "aws",
                    "full_name": PROVIDER,
                    "expressions": {"region": {"constant_value": "eu-west-1"}},
                }
            },
            "root_module": {
                "resources": [configured(resources[number]) for number in range(min(count, 6))]
            },
        },
    }
    (folder / "plan.json").write_text(json.dumps(document), encoding="utf-8")


def resource(number: int) -> dict[str, Any]:
    """One resource: machines, disks, databases, functions, and what only configures."""
    kinds: tuple[tuple[str, Mapping[str, Any]], ...] = (
        (
            "aws_instance",
            {
                "instance_type": f"{FAMILIES[number % 7]}.{SIZES[number % 4]}",
                "availability_zone": ZONES[number % 3],
                "root_block_device": [{"volume_size": 8 + number % 500, "volume_type": "gp3"}],
            },
        ),
        (
            "aws_ebs_volume",
            {
                "size": 10 + number % 2000,
                "type": "gp3",
                "availability_zone": ZONES[number % 3],
            },
        ),
        (
            "aws_db_instance",
            {
                "instance_class": f"db.r6g.{SIZES[number % 4]}",
                "allocated_storage": 20 + number % 1000,
                "storage_type": "gp3",
                "multi_az": number % 2 == 0,
                "engine": "postgres",
            },
        ),
        ("aws_nat_gateway", {"subnet_id": f"subnet-{number}"}),
        ("aws_iam_policy", {"name": f"policy-{number}"}),
        ("aws_security_group_rule", {"type": "ingress", "from_port": number % 65536}),
    )
    kind, values = kinds[number % len(kinds)]
    name = kind.removeprefix("aws_")
    return {
        "address": f"{kind}.{name}[{number}]",
        "mode": "managed",
        "type": kind,
        "name": name,
        "index": number,
        "provider_name": PROVIDER,
        "schema_version": 1,
        "values": {**values, "tags": {"Name": f"{name}-{number}", "env": "prod"}},
    }


def changed(each: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a change: it will be created."""
    change = {"actions": ["create"], "before": None, "after": each["values"], "after_unknown": {}}
    kept = ("address", "mode", "type", "name", "index", "provider_name")
    return {**{key: each[key] for key in kept}, "change": change}


def configured(each: Mapping[str, Any]) -> dict[str, Any]:
    """The block behind its instances."""
    return {
        "address": f"{each['type']}.{each['name']}",
        "mode": "managed",
        "type": each["type"],
        "name": each["name"],
        "provider_config_key": "aws",
        "expressions": {},
        "schema_version": 1,
        "count_expression": {"constant_value": 1},
    }


def inventory(folder: Path, count: int) -> None:
    """inventory.csv with so many rows, each with hours and a load of its own."""
    folder.mkdir(parents=True)
    with (folder / "inventory.csv").open("w", encoding="utf-8") as file:
        file.write("address,provider,region,type,hours,cpu_utilization\n")
        for number in range(count):
            machine = f"{FAMILIES[number % 8]}.{SIZES[number // 8 % 4]}"
            region = REGIONS[number // 32 % 6]
            hours, load = 1 + number % 729 + number % 97 / 97, number % 1009 / 10.09
            file.write(f"vm-{number},aws,{region},{machine},{hours:.4f},{load:.3f}\n")

"""What an ECS task asks for, from its definition: units of 1,024 to the vCPU, MiB, or words with units."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carbongate.figure import Figure, Unit
from carbongate.mappings.block import Block
from carbongate.mappings.parts import declared, default

AMOUNT = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(vcpu|gb|mb|mib|gib)?\s*", re.IGNORECASE)
UNITS_PER_VCPU = 1024
MIB_PER_GIB = 1024


@dataclass(frozen=True, slots=True)
class Task:
    """vCPUs and GiB of one task, the processors it runs on, and what is assumed of it."""

    vcpus: Figure
    memory: Figure
    processors: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def task(definition: Block | None, block: Block) -> Task:
    """The task of a service; of a definition that cannot be read, a task of usual size."""
    vcpus = memory = None
    if definition:
        containers = tuple(parsed(definition.text("container_definitions")))
        vcpus = cpu_units(definition.text("cpu")) or total(containers, "cpu") / UNITS_PER_VCPU
        memory = mib(definition.text("memory")) or total(containers, "memoryReservation", "memory")
    source = definition or block
    arm = bool(definition and definition.text("runtime_platform.cpu_architecture") == "ARM64")
    return Task(
        declared(source, "cpu", vcpus, Unit.VCPU)
        if vcpus
        else default(block, "container", "vcpus"),
        declared(source, "memory", memory / MIB_PER_GIB, Unit.GIB)
        if memory
        else default(block, "container", "memory"),
        ("Graviton2",) if arm else (),
        () if vcpus and memory else ("the task definition does not say what the task asks for",),
    )


def parsed(text: str | None) -> Iterator[Mapping[str, Any]]:
    """The containers of a definition, which Terraform holds as a JSON text."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict):
            yield item


def total(containers: tuple[Mapping[str, Any], ...], *keys: str) -> float:
    """The sum over the containers of the first of the keys that each has."""
    amounts = []
    for container in containers:
        found = (number(container.get(key)) for key in keys)
        amounts.append(next((amount for amount in found if amount), 0.0))
    return sum(amounts)


def number(value: Any) -> float:
    """A plain number, also as a text; 0 where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    found = AMOUNT.fullmatch(str(value))
    return float(found.group(1)) if found and not found.group(2) else 0.0


def cpu_units(text: str | None) -> float | None:
    """vCPUs of `256`, `0.25 vCPU` or `1 vcpu`."""
    found = AMOUNT.fullmatch(text or "")
    if not found:
        return None
    amount = float(found.group(1))
    return amount if (found.group(2) or "").lower() == "vcpu" else amount / UNITS_PER_VCPU


def mib(text: str | None) -> float | None:
    """MiB of `512` or `0.5 GB`."""
    found = AMOUNT.fullmatch(text or "")
    if not found:
        return None
    large = (found.group(2) or "").lower() in ("gb", "gib")
    return float(found.group(1)) * (MIB_PER_GIB if large else 1)

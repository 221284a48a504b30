"""Machines of one's own, and corrections: what `resources:` of the configuration says of an address."""

from __future__ import annotations

from dataclasses import replace

from carbongate.config import Override
from carbongate.figure import Declared, Figure, Unit
from carbongate.machines import generic
from carbongate.model import (
    CarbonFree,
    Component,
    Compute,
    Curve,
    Kind,
    Memory,
    Reading,
    Resource,
    Skipped,
    Storage,
)
from carbongate.tables import Tables

# The provider that a Terraform type name begins with.
PROVIDERS = {"aws": "aws", "google": "gcp", "azurerm": "azure", "alicloud": "alicloud"}


def overridden(reading: Reading, override: Override, tables: Tables) -> Reading:
    """The reading with the stated vCPUs, memory, storage, watts and embodied carbon.

    A skipped reading becomes a resource when vcpus or watts are stated; one that needs no energy
    of its own stays what it is.
    """
    match reading:
        case Resource():
            return replace(reading, components=components(reading.components, override, tables))
        case Skipped() if override.vcpus or override.watts or override.storage:
            return Resource(
                address=reading.address,
                type=reading.type,
                kind=Kind.MACHINE,
                provider=PROVIDERS.get(reading.type.split("_")[0], "generic"),
                region=None,
                where=reading.where,
                replicas=Figure.exact(
                    1, Unit.ONE, Declared("one, unless usage.replicas is stated")
                ),
                components=components((), override, tables),
            )
        case Skipped() | CarbonFree():
            return reading


def components(
    known: tuple[Component, ...], override: Override, tables: Tables
) -> tuple[Component, ...]:
    """The components with what the override states in the place of what was known."""
    compute = next((part for part in known if isinstance(part, Compute)), None)
    memory = next((part for part in known if isinstance(part, Memory)), None)
    rest = [part for part in known if not isinstance(part, Compute | Memory)]
    if override.vcpus or override.memory or (override.watts and compute is None):
        vcpus = override.vcpus or (compute.vcpus if compute else nothing(Unit.VCPU))
        gib = override.memory or (memory.gib if memory else None)
        made = generic(tables, vcpus, gib)
        compute = next((part for part in made if isinstance(part, Compute)), compute)
        memory = next((part for part in made if isinstance(part, Memory)), memory)
    if compute and override.watts:
        one = Figure.exact(1, Unit.ONE, Declared("the whole machine"))
        compute = replace(
            compute,
            power=Curve((0.0, 1.0), (override.watts, override.watts)),
            threads=one,
            baseline=None,
        )
        memory = replace(memory, extra=nothing(Unit.GIB)) if memory else None
    if compute and override.embodied:
        compute = replace(compute, embodied=override.embodied)
    if override.storage:
        rest = [part for part in rest if not isinstance(part, Storage)]
        copies = Figure.exact(1, Unit.ONE, Declared("as stated under resources"))
        rest.append(Storage(override.storage, override.medium or "ssd", copies))
    return tuple(part for part in (compute, memory, *rest) if part is not None)


def nothing(unit: Unit) -> Figure:
    """None of it: the stated watts are of the whole machine."""
    return Figure.exact(0, unit, Declared("within the stated watts"))

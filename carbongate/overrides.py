"""Machines of one's own, and corrections: what `resources:` of the configuration says of an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carbongate.config import Override
from carbongate.figure import Assumed, Declared, Derived, Figure, Looked, Unit
from carbongate.hosts import beyond
from carbongate.machines import generic, machine
from carbongate.mappings import aws_eks, fleet, gcp_gke, node_pools
from carbongate.model import (
    Accelerator,
    CarbonFree,
    Component,
    Compute,
    Curve,
    Memory,
    Network,
    Reading,
    Resource,
    Skipped,
    Storage,
)
from carbongate.power import GENERIC, included
from carbongate.tables import Tables

# How sentences begin that are about a size or a type nobody states, and no number of the table.
OF_A_SIZE = (
    node_pools.SIZE_UNKNOWN,
    aws_eks.ASSUMED_TYPE,
    gcp_gke.ASSUMED_TYPE,
    fleet.MAY_BE,
)


def overridden(reading: Reading, override: Override, tables: Tables) -> Reading:
    """The reading with the stated vCPUs, memory, storage, watts and embodied carbon.

    A skipped reading becomes a resource when vcpus or watts are stated; one that needs no energy
    of its own stays what it is.
    """
    match reading:
        case Resource():
            made = components(reading.components, override, tables)
            return replace(
                reading, components=made, assumed=assumed(reading, override, made, tables)
            )
        case Skipped() if override.vcpus or override.watts or override.storage:
            return Resource(
                address=reading.address,
                type=reading.type,
                kind=reading.kind,
                provider=reading.provider,
                region=reading.region,
                where=reading.where,
                replicas=reading.replicas,
                timing=reading.timing,
                components=components((), override, tables),
            )
        case Skipped() | CarbonFree():
            return reading


def assumed(
    reading: Resource, override: Override, made: tuple[Component, ...], tables: Tables
) -> tuple[str, ...]:
    """What is still assumed of it: not the size that is stated now, nor the type that it came from."""
    if not (override.vcpus and override.memory):
        return reading.assumed
    kept = [part for part in reading.components if not isinstance(part, Compute | Memory)]
    moot = sentences(reading.components) - sentences((*kept, *made))
    known = machine(tables, reading.provider, reading.machine) if reading.machine else None
    note = known.note if known else ""
    return tuple(
        text
        for text in reading.assumed
        if text not in moot and text != note and not text.startswith(OF_A_SIZE)
    )


def sentences(parts: Iterable[Component]) -> set[str]:
    """What is assumed in the sizes of these components."""
    figures: list[Figure] = []
    for part in parts:
        match part:
            case Compute():
                figures += (part.vcpus, part.threads)
            case Memory():
                figures.append(part.gib)
            case Storage() | Network():
                figures.append(part.gb)
            case Accelerator():
                figures.append(part.count)
    leaves = (leaf.origin for figure in figures for leaf in figure.leaves())
    return {origin.why for origin in leaves if isinstance(origin, Assumed)}


def components(
    known: tuple[Component, ...], override: Override, tables: Tables
) -> tuple[Component, ...]:
    """The components with what the override states in the place of what was known."""
    compute = next((part for part in known if isinstance(part, Compute)), None)
    memory = next((part for part in known if isinstance(part, Memory)), None)
    rest = [part for part in known if not isinstance(part, Compute | Memory)]
    if compute and memory and processors(compute) and not (override.vcpus and override.memory):
        # A correction of one number leaves the machine what it is.
        if override.vcpus:
            compute, memory = resized(compute, memory, override.vcpus, tables)
        elif override.memory:
            memory = Memory(override.memory, extra(override.memory, compute, memory, tables))
    elif override.vcpus or override.memory or (override.watts and compute is None):
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


def processors(compute: Compute) -> tuple[str, ...]:
    """The processors behind the watts, where a table named them; none for a generic server."""
    leaves = (leaf.origin for watts in compute.power.watts[:1] for leaf in watts.leaves())
    rows = [
        origin.row.rpartition("/")[2]
        for origin in leaves
        if isinstance(origin, Looked) and origin.table == "processors"
    ]
    return () if GENERIC in rows else tuple(rows)


def resized(
    compute: Compute, memory: Memory, vcpus: Figure, tables: Tables
) -> tuple[Compute, Memory]:
    """The same machine with another number of vCPUs, and so much more or less of its server."""
    known = compute.vcpus
    part = Figure(
        vcpus.low / known.high,
        vcpus.best / known.best,
        vcpus.high / known.low,
        Unit.ONE,
        Derived("stated vCPUs for each known one", (vcpus, known)),
    )
    larger = replace(
        compute, vcpus=vcpus, threads=compute.threads * part, embodied=compute.embodied * part
    )
    return larger, Memory(memory.gib, extra(memory.gib, larger, memory, tables))


def extra(gib: Figure, compute: Compute, known: Memory, tables: Tables) -> Figure:
    """GiB beyond what the measured servers contain: by the ratio of their row, else as it was known."""
    ratio = included(tables, "*", processors(compute))
    if ratio is not None and compute.threads.unit is Unit.THREAD:
        return beyond(gib, compute.threads, ratio)
    within = [known.gib.high - known.extra.low, known.gib.low - known.extra.high]
    return Figure(
        max(0.0, gib.low - max(within)),
        max(0.0, gib.best - (known.gib.best - known.extra.best)),
        max(0.0, gib.high - min(within)),
        Unit.GIB,
        Derived("memory beyond what was within the watts", (gib, known.gib, known.extra)),
    )


def nothing(unit: Unit) -> Figure:
    """None of it: the stated watts are of the whole machine."""
    return Figure.exact(0, unit, Declared("within the stated watts"))

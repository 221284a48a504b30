"""Machines of one's own, and corrections: what `resources:` of the configuration says of an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carbongate.config import Override
from carbongate.figure import Assumed, Declared, Derived, Figure, Looked, Unit
from carbongate.hosts import beyond
from carbongate.machines import generic, machine
from carbongate.mappings import aws_eks, fleet, gcp_gke, node_pools
from carbongate.mappings.block import ONE_TAKEN
from carbongate.model import (
    Accelerator,
    CarbonFree,
    Component,
    Compute,
    Curve,
    Kind,
    Memory,
    Network,
    Placement,
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
NO_MEMORY = "its memory is not stated, and none is counted"
NO_MANUFACTURE = "its vCPUs and its manufacture are not stated, and no manufacture is counted"


def overridden(reading: Reading, override: Override, tables: Tables) -> Reading:
    """The reading with the stated vCPUs, memory, storage, watts and embodied carbon.

    A skipped reading becomes a resource when vcpus or watts are stated (or storage, of a type that
    nobody reads), with all else that its manifest says; one that needs no energy of its own stays
    what it is.
    """
    match reading:
        case Resource():
            return corrected(reading, override, tables)
        case Skipped() if has_size(reading, override):
            known = reading.known or bare(reading)
            return unsaid(corrected(known, override, tables), override)
        case Skipped() | CarbonFree():
            return reading


def corrected(known: Resource, override: Override, tables: Tables) -> Resource:
    """The resource with what is stated in the place of what was known or assumed."""
    made = components(known.components, override, tables)
    return replace(
        known,
        components=made,
        assumed=assumed(known, override, made, tables),
        placement=asking(known.placement, override),
    )


def has_size(reading: Skipped, override: Override) -> bool:
    """Whether what is stated is all of it: a disk alone is no machine."""
    return bool(override.vcpus or override.watts or (override.storage and reading.anything))


def bare(reading: Skipped) -> Resource:
    """What is skipped as a resource, where its manifest says nothing of it."""
    one = Figure.exact(1, Unit.ONE, Assumed(ONE_TAKEN))
    return Resource(
        reading.address,
        reading.type,
        Kind.MACHINE,
        "generic",
        None,
        reading.where,
        one,
        (),
        assumed=(ONE_TAKEN,),
    )


def unsaid(made: Resource, override: Override) -> Resource:
    """The resource with a sentence for each part of its size that neither side states."""
    parts = [type(part) for part in made.components]
    sentences = (
        NO_MEMORY if Compute in parts and Memory not in parts and not override.watts else "",
        NO_MANUFACTURE
        if Compute in parts and not (override.vcpus or override.embodied or Memory in parts)
        else "",
    )
    return replace(made, assumed=(*made.assumed, *(text for text in sentences if text)))


def asking(placement: Placement | None, override: Override) -> Placement | None:
    """What a workload asks of the machines it runs on, as stated."""
    if placement is None:
        return None
    return replace(
        placement,
        cpu=override.vcpus or placement.cpu,
        memory=override.memory or placement.memory,
    )


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
    rest: list[Component] = [part for part in known if not isinstance(part, Compute | Memory)]
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
        rest = [without_watts(part) for part in rest]
        memory = replace(memory, extra=nothing(Unit.GIB)) if memory else None
    if compute and override.embodied:
        compute = replace(compute, embodied=override.embodied)
    if override.storage:
        rest = [part for part in rest if not isinstance(part, Storage)]
        copies = Figure.exact(1, Unit.ONE, Declared("as stated under resources"))
        rest.append(Storage(override.storage, override.medium or "ssd", copies))
    return tuple(part for part in (compute, memory, *rest) if part is not None)


def without_watts(part: Component) -> Component:
    """A card whose power is within the stated watts of the machine; any other part as it is."""
    if not isinstance(part, Accelerator):
        return part
    none = nothing(Unit.WATT)
    return replace(part, power=Curve((0.0, 1.0), (none, none)))


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

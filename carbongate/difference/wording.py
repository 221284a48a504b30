"""What a resource is, as a developer writes it: `m5.large`, `4 vCPU`, `100 GB SSD`, `cpu 50 %`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from carbongate.figure import Declared, Derived, Figure, Looked, Unit, total
from carbongate.model import (
    Accelerator,
    Component,
    Compute,
    Estimate,
    Kind,
    Memory,
    Network,
    Resource,
    Storage,
)
from carbongate.words import amount, share

MINUTES, SECONDS = 60.0, 3600.0
RUNS_AND_DURATION = "runs x duration"


def figure(found: Figure, unit: str = "") -> str:
    """A number with its range."""
    return amount(found.low, found.best, found.high, unit)


def percent(found: Figure) -> str:
    """A share with its range."""
    ends = [share(end) for end in (found.low, found.best, found.high)]
    return ends[1] if ends[0] == ends[2] else f"{ends[1]} ({ends[0]} to {ends[2]})"


def machine(resource: Resource) -> str:
    """The machine type, else the type of the resource, with what the configuration corrects of it."""
    said = [resource.machine or resource.type]
    for part in resource.components:
        if isinstance(part, Compute):
            watts, embodied = part.power.watts[0], part.embodied
            if isinstance(watts.origin, Declared):
                said.append(f"{figure(watts, 'W')} as stated")
            if isinstance(embodied.origin, Declared):
                said.append(f"{figure(embodied, 'kgCO2e')} of manufacture as stated")
    return ", ".join(said)


def processors(resource: Resource) -> str:
    """The processors behind its watts; "" where no table names them."""
    rows = sorted(
        {
            leaf.origin.row.rpartition("/")[2]
            for part in resource.components
            if isinstance(part, Compute)
            for leaf in part.power.watts[0].leaves()
            if isinstance(leaf.origin, Looked) and leaf.origin.table == "processors"
        }
    )
    return " or ".join(rows)


def sizes(resource: Resource) -> Iterator[tuple[str, str]]:
    """What it asks for, one unit of it: what kind of thing, and how much in words."""
    parts = resource.components
    if vcpus := [part.vcpus for part in parts if isinstance(part, Compute)]:
        yield "vcpus", figure(total(vcpus, Unit.VCPU), "vCPU")
    if memory := [part.gib for part in parts if isinstance(part, Memory)]:
        yield "memory", figure(total(memory, Unit.GIB), "GiB")
    for part in parts:
        if isinstance(part, Accelerator):
            yield f"card {part.model}", f"{figure(part.count)} x {part.model}"


def disks(resource: Resource) -> Iterator[str]:
    """Gigabytes of each medium that the resource itself asks for; what is stored there by use is use."""
    if any(need.key == "storage_gb" for need in resource.needs):
        return
    for medium, parts in by_medium(resource.components):
        yield figure(total((part.gb for part in parts), Unit.GB), f"GB {medium}")


def copies(resource: Resource) -> Iterator[str]:
    """Copies of each byte that the service keeps."""
    for _, parts in by_medium(resource.components):
        kept = max((part.copies for part in parts), key=lambda found: found.best)
        yield "1 copy" if kept.high == kept.low == 1 else figure(kept, "copies")


def by_medium(parts: tuple[Component, ...]) -> Iterator[tuple[str, list[Storage]]]:
    """Its disks, those of one medium together."""
    disks = sorted((part for part in parts if isinstance(part, Storage)), key=lambda p: p.medium)
    for medium, group in groupby(disks, key=lambda part: part.medium):
        yield medium.upper(), list(group)


def place(resource: Resource) -> str:
    """Provider and region."""
    return f"{resource.provider} {resource.region}" if resource.region else resource.provider


def uses(found: Estimate) -> Iterator[tuple[str, str, Figure]]:
    """How it is used: what kind of thing, in words, and the number behind it."""
    resource, use = found.resource, found.usage
    yield from times(found)
    if found.tenant_of is None:
        if any(isinstance(part, Compute) for part in resource.components):
            yield "cpu", f"cpu {percent(use.cpu)}", use.cpu
        if any(isinstance(part, Accelerator) for part in resource.components):
            yield "accelerator", f"accelerator {percent(use.accelerator)}", use.accelerator
    stored = any(need.key == "storage_gb" for need in resource.needs)
    for part in resource.components:
        if isinstance(part, Network):
            yield "network", figure(part.gb, "GB moved"), part.gb
        elif isinstance(part, Storage) and stored:
            yield "stored", figure(part.gb, "GB stored"), part.gb


def times(found: Estimate) -> Iterator[tuple[str, str, Figure]]:
    """Hours of the month, or runs and how long each takes."""
    hours = found.usage.hours
    match hours.origin:
        case Derived(how=how, inputs=(Figure(origin=Derived(inputs=(runs, each))),)) if (
            how == RUNS_AND_DURATION
        ):
            noun = "requests" if found.resource.kind is Kind.FUNCTION else "runs"
            yield "runs", figure(runs, noun), runs
            yield "duration", f"{duration(each)} each", each
        case _:
            yield "hours", figure(hours, "h"), hours


def duration(hours: Figure) -> str:
    """How long one run takes, in the unit that reads best."""
    for factor, unit in ((1.0, "h"), (MINUTES, "min"), (SECONDS, "s")):
        if hours.best * factor >= 1:
            return amount(hours.low * factor, hours.best * factor, hours.high * factor, unit)
    thousand = SECONDS * 1000
    return amount(hours.low * thousand, hours.best * thousand, hours.high * thousand, "ms")

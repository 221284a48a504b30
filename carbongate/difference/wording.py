"""What a resource is, as a developer writes it: `m5.large`, `4 vCPU`, `100 GB SSD`, `cpu 50 %`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from carbongate.figure import Declared, Derived, Figure, Looked, Unit, total
from carbongate.model import (
    Accelerator,
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


def disks(resource: Resource) -> list[tuple[str, Figure]]:
    """Gigabytes of each medium that the resource itself asks for; what is stored there by use is use."""
    if any(need.key == "storage_gb" for need in resource.needs):
        return []
    found: dict[str, list[Figure]] = {}
    for part in resource.components:
        if isinstance(part, Storage):
            found.setdefault(part.medium.upper(), []).append(part.gb)
    return [(medium, total(gb, Unit.GB)) for medium, gb in sorted(found.items())]


def copies(resource: Resource) -> Figure | None:
    """Copies of each byte that the service keeps; None of what stores nothing."""
    kept = [part.copies for part in resource.components if isinstance(part, Storage)]
    return max(kept, key=lambda found: found.best, default=None)


def place(resource: Resource) -> str:
    """Provider and region."""
    return f"{resource.provider} {resource.region}" if resource.region else resource.provider


Use = Literal["hours", "runs", "requests", "duration", "cpu", "accelerator", "network", "stored"]


def uses(found: Estimate) -> Iterator[tuple[Use, Figure]]:
    """How it is used; a tenant's machines are used as they are, whatever it does."""
    resource, use = found.resource, found.usage
    yield from times(found)
    if found.tenant_of is None:
        if any(isinstance(part, Compute) for part in resource.components):
            yield "cpu", use.cpu
        if any(isinstance(part, Accelerator) for part in resource.components):
            yield "accelerator", use.accelerator
    stored = any(need.key == "storage_gb" for need in resource.needs)
    for part in resource.components:
        if isinstance(part, Network):
            yield "network", part.gb
        elif isinstance(part, Storage) and stored:
            yield "stored", part.gb


def times(found: Estimate) -> Iterator[tuple[Use, Figure]]:
    """Hours of the month, or runs and how long each takes."""
    hours = found.usage.hours
    match hours.origin:
        case Derived(how=how, inputs=(Figure(origin=Derived(inputs=(runs, each))),)) if (
            how == RUNS_AND_DURATION
        ):
            yield "requests" if found.resource.kind is Kind.FUNCTION else "runs", runs
            yield "duration", each
        case _:
            yield "hours", hours


def used(use: Use, value: Figure) -> str:
    """One of these in words."""
    match use:
        case "cpu" | "accelerator":
            return f"{use} {percent(value)}"
        case "hours":
            return figure(value, "h")
        case "runs" | "requests":
            return figure(value, use)
        case "duration":
            return f"{duration(value)} each"
        case "network":
            return figure(value, "GB moved")
        case "stored":
            return figure(value, "GB stored")
        case _:
            assert_never(use)


def duration(hours: Figure) -> str:
    """How long one run takes, in the unit that reads best."""
    scales = ((1.0, "h"), (MINUTES, "min"), (SECONDS, "s"), (SECONDS * 1000, "ms"))
    factor, unit = next(
        (scale for scale in scales if hours.best * scale[0] >= 1),
        scales[-1],
    )
    return amount(hours.low * factor, hours.best * factor, hours.high * factor, unit)

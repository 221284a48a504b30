"""What one unit of a resource does in a month: from the configuration, else from the manifest,
else from the defaults table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from carbongate.errors import DataError
from carbongate.figure import Assumed, Figure
from carbongate.model import (
    Accelerator,
    Component,
    Compute,
    Kind,
    Need,
    Network,
    Resource,
    Skipped,
    Storage,
    Usage,
)
from carbongate.tables import Tables

# Kinds that run and end: their hours are runs x duration.
RUNNING = frozenset({Kind.JOB, Kind.PIPELINE, Kind.FUNCTION})


def usage(resource: Resource, stated: Mapping[str, Figure], tables: Tables) -> Usage:
    """Hours (h), load of processors and accelerators (0 to 1) of one unit.

    `stated` is what the configuration's `usage:` says of this address, by key.
    Errors: DataError when the defaults table lacks a row for the resource's kind.
    """
    timing = resource.timing
    cpu = stated.get("cpu") or timing.cpu
    return Usage(
        hours=hours(resource, stated, tables),
        cpu=cpu or default(tables, resource.kind, "cpu"),
        cpu_stated=cpu is not None,
        accelerator=(
            stated.get("accelerator")
            or timing.accelerator
            or default(tables, resource.kind, "accelerator")
        ),
        stated=bool(stated),
        runs=runs(resource, stated, tables) if resource.kind is Kind.PIPELINE else None,
    )


def hours(resource: Resource, stated: Mapping[str, Figure], tables: Tables) -> Figure:
    """Hours in a month of one unit."""
    if "hours" in stated:
        return stated["hours"]
    if resource.kind not in RUNNING:
        return resource.timing.hours or default(tables, resource.kind, "hours")
    if resource.timing.hours and not stated.keys() & {"runs", "requests", "duration"}:
        return resource.timing.hours
    duration = (
        stated.get("duration")
        or resource.timing.duration
        or default(tables, resource.kind, "duration")
    )
    return (runs(resource, stated, tables) * duration).named("runs x duration")


def runs(resource: Resource, stated: Mapping[str, Figure], tables: Tables) -> Figure:
    """Runs (or requests) in a month."""
    return (
        stated.get("runs")
        or stated.get("requests")
        or resource.timing.runs
        or default(tables, resource.kind, "runs")
    )


def default(tables: Tables, kind: Kind, column: str) -> Figure:
    """A cell of the defaults table that must be there."""
    found = tables.default(kind.value, column)
    if found is None:
        raise DataError(f"defaults.csv has no {column} for {kind.value}")
    return found


def supplied(resource: Resource, stated: Mapping[str, Figure]) -> Resource | Skipped:
    """The resource with what the configuration adds: replicas, gigabytes stored and moved, requests.

    Where nothing is known without it, the resource is skipped with the line to add.
    """
    if "replicas" in stated:
        resource = counted(resource, stated["replicas"])
    missing = [need for need in resource.needs if not met(need, resource, stated)]
    grown: list[Component] = []
    for need in resource.needs:
        figure = stated.get(need.key)
        if figure is not None and need.key == "storage_gb":
            grown.append(Storage(figure, need.medium, need.copies))
        elif figure is not None and need.key == "network_gb":
            grown.append(Network(figure))
    if "network_gb" in stated and all(need.key != "network_gb" for need in resource.needs):
        grown.append(Network(stated["network_gb"]))
    components = (*resource.components, *grown) if grown else resource.components
    if not components or any(need.key == "requests" for need in missing):
        return Skipped(
            resource.address, resource.type, resource.where, wanted(resource, missing), heavy=False
        )
    return replace(resource, components=components) if grown else resource


def counted(resource: Resource, number: Figure) -> Resource:
    """The resource with a stated number of units; what was assumed of it is so no more."""
    origins = [leaf.origin for leaf in resource.replicas.leaves()]
    moot = {origin.why for origin in origins if isinstance(origin, Assumed)}
    assumed = tuple(text for text in resource.assumed if text not in moot)
    return replace(resource, replicas=number, assumed=assumed)


def read_by(resource: Resource) -> frozenset[str]:
    """The keys of `usage:` that change something of this resource."""
    keys = {"hours", "replicas", "network_gb", *(need.key for need in resource.needs)}
    if any(isinstance(part, Compute) for part in resource.components):
        keys.add("cpu")
    if any(isinstance(part, Accelerator) for part in resource.components):
        keys.add("accelerator")
    if resource.kind in RUNNING:
        keys |= {"runs", "requests", "duration"}
    return frozenset(keys)


def met(need: Need, resource: Resource, stated: Mapping[str, Figure]) -> bool:
    """Whether the configuration or the manifest says what the resource needs to know."""
    if need.key == "requests":
        return bool(
            resource.timing.runs
            or resource.timing.hours
            or stated.keys() & {"requests", "runs", "hours"}
        )
    return need.key in stated


def wanted(resource: Resource, missing: Sequence[Need]) -> str:
    """The sentence that says which line would make it an estimate."""
    keys = " and ".join(f"usage.{need.key}" for need in missing)
    line = ", ".join(f"{need.key}: {EXAMPLES[need.key]}" for need in missing)
    return f'needs {keys}: add `"{resource.address}": {{{line}}}` under usage'


EXAMPLES = {"storage_gb": "100 GB", "network_gb": "500 GB", "requests": "1000000"}

"""Whose workloads sit on whose machines, over all stacks of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from carbongate import capacity, usage
from carbongate.figure import Declared, Derived, Figure, Unit
from carbongate.model import Resource, Skipped, Stack
from carbongate.pools import as_one_cluster
from carbongate.tables import Tables

Stated = Callable[[str], Mapping[str, Figure]]  # address -> what `usage:` says of it

ALWAYS = Figure.exact(1, Unit.ONE, Declared("the whole month"))


@dataclass(slots=True)
class Seating:
    """What capacity.share() found, by stack name and address."""

    pools: dict[tuple[str, str], Resource] = field(default_factory=dict)
    workloads: dict[tuple[str, str], Resource] = field(default_factory=dict)
    shares: dict[tuple[str, str], tuple[str, Mapping[str, Figure]]] = field(default_factory=dict)
    idle: dict[tuple[str, str], Figure] = field(default_factory=dict)
    refused: dict[tuple[str, str], Skipped] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)


def seating(stacks: Sequence[Stack], stated: Stated, tables: Tables) -> Seating:
    """Seats the workloads of each stack on its own machines, or on those of `runs_on`."""
    found = Seating()
    for host in stacks:
        guests = [
            (stack.name, reading)
            for stack in stacks
            if (stack.runs_on or stack.name) == host.name
            for reading in stack.readings
            if isinstance(reading, Resource)
        ]
        hosts = [reading for reading in host.readings if isinstance(reading, Resource)]
        workloads = [resource for _, resource in guests]
        if any(stack.runs_on == host.name for stack in stacks):
            hosts = as_one_cluster(host.name, hosts, workloads)
        if not any(workload.placement for workload in workloads):
            continue
        active = [part_of_month(resource, stated, tables) for resource in workloads]
        sharing = capacity.share(workloads, hosts, active)
        for address, pool in sharing.pools.items():
            found.pools[host.name, address] = pool
        for address, idle in sharing.idle.items():
            found.idle[host.name, address] = idle
        for position, (stack_name, workload) in enumerate(guests):
            key = (stack_name, workload.address)
            if position in sharing.refused:
                found.refused[key] = sharing.refused[position]
            elif position in sharing.shares:
                found.workloads[key] = sharing.spread[position]
                found.shares[key] = (host.name, sharing.shares[position])
        found.notes.extend((host.name, note) for note in sharing.notes)
    return found


def part_of_month(resource: Resource, stated: Stated, tables: Tables) -> Figure:
    """The part of the month (0 to 1) that a workload runs; all of it for what stays up."""
    if resource.placement is None:
        return ALWAYS
    hours = usage.hours(resource, stated(resource.address), tables)
    month = tables.constant("hours_per_month")
    return Figure(
        min(1.0, hours.low / month.best),
        min(1.0, hours.best / month.best),
        min(1.0, hours.high / month.best),
        Unit.ONE,
        Derived("part of the month that it runs", (hours, month)),
    )

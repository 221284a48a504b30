"""Resources to energy, carbon and SCI. Pure: run it again on changed resources for a difference.

The month of one unit is worked out once for all resources of the same shape (the same tuple of
components, place and load); hours and replicas scale it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from carbongate import capacity, carbon, energy, sci, usage
from carbongate.figure import Declared, Derived, Figure, Unit, total
from carbongate.model import (
    Accelerator,
    Basis,
    CarbonFree,
    Component,
    Compute,
    Estimate,
    FunctionalUnit,
    Kind,
    Memory,
    Network,
    Part,
    Resource,
    Site,
    Skipped,
    Stack,
    StackEstimate,
    Storage,
    Totals,
    Usage,
)
from carbongate.tables import Tables

Stated = Callable[[str], Mapping[str, Figure]]  # address -> what `usage:` says of it
Sites = Callable[[str, str | None], Site]  # provider, region -> intensity and PUE

ALWAYS = Figure.exact(1, Unit.ONE, Declared("the whole month"))
AN_HOUR = Figure.exact(1, Unit.HOUR, Declared("one hour"))


def estimate(
    stacks: Sequence[Stack], stated: Stated, tables: Tables, sites: Sites
) -> tuple[StackEstimate, ...]:
    """Every stack's month: kWh at the meter, gCO2e, and gCO2e per functional unit.

    Errors: FigureError, naming the configuration key, for a functional unit that is not positive.
    """
    months = Months(tables, sites)
    supplied = [with_use(stack, stated) for stack in stacks]
    shared = shared_machines(supplied, stated, tables)
    return tuple(of_stack(stack, stated, months, shared) for stack in supplied)


def with_use(stack: Stack, stated: Stated) -> Stack:
    """The stack with stored and moved gigabytes filled in, and what lacks them skipped."""
    readings = tuple(
        usage.supplied(reading, stated(reading.address))
        if isinstance(reading, Resource)
        else reading
        for reading in stack.readings
    )
    return replace(stack, readings=readings)


# ---- machines and tenants ----------------------------------------------------------------------


@dataclass(slots=True)
class Machines:
    """What capacity.share() found, by stack name and address."""

    pools: dict[tuple[str, str], Resource] = field(default_factory=dict)
    workloads: dict[tuple[str, str], Resource] = field(default_factory=dict)
    shares: dict[tuple[str, str], tuple[str, Mapping[str, Figure]]] = field(default_factory=dict)
    idle: dict[tuple[str, str], Figure] = field(default_factory=dict)
    refused: dict[tuple[str, str], Skipped] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)


def shared_machines(stacks: Sequence[Stack], stated: Stated, tables: Tables) -> Machines:
    """Seats the workloads of each stack on its own machines, or on those of `runs_on`."""
    found = Machines()
    for host in stacks:
        guests = [
            (stack.name, reading)
            for stack in stacks
            if (stack.runs_on or stack.name) == host.name
            for reading in stack.readings
            if isinstance(reading, Resource)
        ]
        hosts = [reading for reading in host.readings if isinstance(reading, Resource)]
        if not any(resource.capacity for resource in hosts):
            continue
        workloads = [resource for _, resource in guests]
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


# ---- one stack ---------------------------------------------------------------------------------


def of_stack(stack: Stack, stated: Stated, months: Months, machines: Machines) -> StackEstimate:
    """Estimates, what was skipped, totals and score of one stack."""
    estimates: list[Estimate] = []
    skipped: list[Skipped] = []
    free: list[CarbonFree] = []
    for reading in stack.readings:
        found = (
            of_resource(reading, stack.name, stated, months, machines)
            if isinstance(reading, Resource)
            else reading
        )
        match found:
            case Estimate():
                estimates.append(found)
            case Skipped():
                skipped.append(found)
            case CarbonFree():
                free.append(found)
            case _:
                assert_never(found)
    estimates.extend(idle_rows(stack.name, estimates, machines))
    totals = totals_of([found for found in estimates if found.tenant_of is None])
    unit, together = functional_unit(stack, estimates, stated, months.tables)
    guests = guests_of(stack, estimates, machines)
    carbon = totals.carbon + guests if guests else totals.carbon
    score = sci.score(carbon, unit, together=together) if unit else None
    notes = [note for name, note in machines.notes if name == stack.name]
    if guests:
        notes.append(
            f"{stack.name}: its workloads on machines of {stack.runs_on} are counted there, "
            "and are in the score of both"
        )
    return StackEstimate(
        replace(stack, functional_unit=unit),
        tuple(estimates),
        tuple(skipped),
        tuple(free),
        totals,
        score,
        guests,
        tuple(notes),
    )


def of_resource(
    resource: Resource, stack: str, stated: Stated, months: Months, machines: Machines
) -> Estimate | Skipped:
    """One resource's month: of its own, or as a tenant of declared machines."""
    key = (stack, resource.address)
    if key in machines.refused:
        return machines.refused[key]
    resource = machines.pools.get(key) or machines.workloads.get(key) or resource
    use = usage.usage(resource, stated(resource.address), months.tables)
    tenant_of = None
    if key in machines.shares:
        host, shares = machines.shares[key]
        pools = [machines.pools[host, address] for address in shares]
        whole = [
            months.parts(pool, usage.usage(pool, stated(pool.address), months.tables))
            for pool in pools
        ]
        parts = merged(
            scaled(part, share)
            for pool_parts, share in zip(whole, shares.values(), strict=True)
            for part in pool_parts
        )
        tenant_of = pools[0].address if len(pools) == 1 else pools[0].capacity.cluster  # type: ignore[union-attr]  # a pool has a capacity
    else:
        parts = months.parts(resource, use)
    if sum(part.operational.best + part.embodied.best for part in parts) <= 0:
        return Skipped(
            resource.address,
            resource.type,
            resource.where,
            "nothing of it runs as declared (a count or a size is 0); "
            f'state what runs with `"{resource.address}": {{replicas: 1}}` under usage',
            heavy=False,
        )
    # A tenant is where its host is.
    place = "" if tenant_of else months.site(resource).assumed
    return Estimate(
        resource, stack, use, parts, basis(resource, use, place), tenant_of, place=place
    )


def basis(resource: Resource, use: Usage, place: str) -> Basis:
    """What the estimate rests on, weakest first: an assumed type, size, count or region; usage."""
    if resource.assumed or place:
        return "assumed"
    return "usage" if use.stated else "declared"


def idle_rows(stack: str, estimates: Sequence[Estimate], machines: Machines) -> list[Estimate]:
    """The rest of each pool of this stack that has tenants, as a row `<pool>#idle`."""
    rows = []
    for found in estimates:
        rest = machines.idle.get((stack, found.resource.address))
        if rest is None:
            continue
        resource = replace(
            found.resource,
            address=f"{found.resource.address}#idle",
            replicas=found.resource.replicas * rest,
            capacity=None,
        )
        parts = tuple(scaled(part, rest) for part in found.parts)
        rows.append(
            replace(
                found,
                resource=resource,
                parts=parts,
                tenant_of=found.resource.address,
                idle=True,
            )
        )
    return rows


def guests_of(stack: Stack, estimates: Sequence[Estimate], machines: Machines) -> Figure | None:
    """gCO2e of the workloads that run on machines of another stack."""
    parts = [
        part
        for found in estimates
        if machines.shares.get((stack.name, found.resource.address), (stack.name, {}))[0]
        != stack.name
        for part in found.parts
    ]
    return (
        total((carbon for part in parts for carbon in (part.operational, part.embodied)), Unit.GRAM)
        if parts
        else None
    )


def functional_unit(
    stack: Stack, estimates: Sequence[Estimate], stated: Stated, tables: Tables
) -> tuple[FunctionalUnit | None, bool]:
    """R of the stack, and whether its carbon grows with it: a pipeline's R is its runs."""
    own = [found for found in estimates if not found.idle]
    if stack.functional_unit or not own:
        return stack.functional_unit, False
    if any(found.resource.kind is not Kind.PIPELINE for found in own):
        return None, False
    workflows: dict[str, Figure] = {}
    for found in own:
        runs = usage.runs(found.resource, stated(found.resource.address), tables)
        known = workflows.get(found.resource.where.path)
        if known is None or runs.best > known.best:
            workflows[found.resource.where.path] = runs
    runs = total(workflows.values(), Unit.RUN, "runs of all workflows")
    per_month = runs.scaled(1, Unit.FUNCTIONAL_UNIT, "one run is one unit")
    return FunctionalUnit("pipeline run", per_month, f"runs of {stack.name}"), True


# ---- one resource ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One component of one unit: in one hour, or in a month where hours do not matter."""

    part: Part
    hourly: bool


@dataclass(slots=True)
class Months:
    """The month of each shape, worked out once. Holds what it is keyed by, so identities last."""

    tables: Tables
    sites: Sites
    known_sites: dict[tuple[str, str | None], Site] = field(default_factory=dict)
    known_units: dict[tuple[object, ...], tuple[object, tuple[UnitPart, ...]]] = field(
        default_factory=dict
    )

    def site(self, resource: Resource) -> Site:
        """Where the resource runs; the same object, and so the same factor, for the same place."""
        key = (resource.provider, resource.region)
        found = self.known_sites.get(key)
        if found is None:
            found = self.known_sites[key] = self.sites(*key)
        return found

    def parts(self, resource: Resource, use: Usage) -> tuple[Part, ...]:
        """The month of all replicas."""
        hours = use.hours.scaled(1, Unit.ONE, "hours of the month")
        # The one line where replicas are multiplied.
        times = hours * resource.replicas
        return tuple(
            scaled(unit.part, times if unit.hourly else resource.replicas)
            for unit in self.units(resource, use)
        )

    def units(self, resource: Resource, use: Usage) -> tuple[UnitPart, ...]:
        """The components of one unit, shared by all resources of the same shape."""
        site = self.site(resource)
        loads = (use.cpu.low, use.cpu.best, use.cpu.high, use.cpu_stated)
        cards = (use.accelerator.low, use.accelerator.best, use.accelerator.high)
        key = (id(resource.components), resource.provider, resource.region, loads, cards)
        known = self.known_units.get(key)
        if known is not None:
            return known[1]
        found = tuple(
            unit_part(component, use, site, self.tables) for component in resource.components
        )
        self.known_units[key] = (resource.components, found)
        return found


def unit_part(component: Component, use: Usage, site: Site, tables: Tables) -> UnitPart:
    """Energy and carbon of one component of one unit."""
    equipment = energy.energy(component, use, AN_HOUR, tables)
    # The one line where PUE is multiplied.
    meter = (equipment * site.pue).named("energy at the meter")
    part = Part(
        word(component),
        meter,
        carbon.operational(meter, site),
        carbon.embodied(component, AN_HOUR, tables),
    )
    return UnitPart(part, hourly=not isinstance(component, Network))


def word(
    component: Component,
) -> Literal["compute", "memory", "storage", "network", "accelerator"]:
    """What a report calls the component."""
    match component:
        case Compute():
            return "compute"
        case Memory():
            return "memory"
        case Storage():
            return "storage"
        case Network():
            return "network"
        case Accelerator():
            return "accelerator"
        case _:
            assert_never(component)


def scaled(part: Part, times: Figure) -> Part:
    """The part, times a pure number."""
    return Part(part.kind, part.energy * times, part.operational * times, part.embodied * times)


def merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """One part for each kind of component."""
    kinds: dict[str, list[Part]] = {}
    for part in parts:
        kinds.setdefault(part.kind, []).append(part)
    return tuple(
        Part(
            same[0].kind,
            total((part.energy for part in same), Unit.KWH),
            total((part.operational for part in same), Unit.GRAM),
            total((part.embodied for part in same), Unit.GRAM),
        )
        if len(same) > 1
        else same[0]
        for same in kinds.values()
    )


def totals_of(estimates: Sequence[Estimate]) -> Totals:
    """Sums over estimates: kWh, gCO2e. Exact before one rounding, whatever the order."""
    parts = [part for found in estimates for part in found.parts]
    operational = total((part.operational for part in parts), Unit.GRAM)
    embodied = total((part.embodied for part in parts), Unit.GRAM)
    return Totals(
        total((part.energy for part in parts), Unit.KWH),
        operational,
        embodied,
        total(
            (figure for part in parts for figure in (part.operational, part.embodied)), Unit.GRAM
        ),
    )

"""Resources to energy, carbon and SCI. Pure: run it again on changed resources for a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from carbongate import sci, usage
from carbongate.figure import Figure, Unit, total
from carbongate.model import (
    Basis,
    CarbonFree,
    Estimate,
    FunctionalUnit,
    Kind,
    Resource,
    Skipped,
    Stack,
    StackEstimate,
    Usage,
)
from carbongate.months import Months, Sites, merged, scaled, totals_of
from carbongate.tables import Tables
from carbongate.tenants import Seating, Stated, seating


def estimate(
    stacks: Sequence[Stack], stated: Stated, tables: Tables, sites: Sites
) -> tuple[StackEstimate, ...]:
    """Every stack's month: kWh at the meter, gCO2e, and gCO2e per functional unit.

    Errors: FigureError, naming the configuration key, for a functional unit that is not positive.
    """
    months = Months(tables, sites)
    supplied = [with_use(stack, stated) for stack in stacks]
    shared = seating(supplied, stated, tables)
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


def of_stack(stack: Stack, stated: Stated, months: Months, seats: Seating) -> StackEstimate:
    """Estimates, what was skipped, totals and score of one stack."""
    estimates: list[Estimate] = []
    skipped: list[Skipped] = []
    free: list[CarbonFree] = []
    for reading in stack.readings:
        found = (
            of_resource(reading, stack.name, stated, months, seats)
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
    estimates.extend(idle_rows(stack.name, estimates, seats))
    totals = totals_of([found for found in estimates if found.tenant_of is None])
    unit, together = functional_unit(stack, estimates)
    guests = guests_of(stack, estimates, seats)
    carbon = totals.carbon + guests if guests else totals.carbon
    score = sci.score(carbon, unit, together=together) if unit else None
    notes = [note for name, note in seats.notes if name == stack.name]
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
    resource: Resource, stack: str, stated: Stated, months: Months, seats: Seating
) -> Estimate | Skipped:
    """One resource's month: of its own, or as a tenant of declared seats."""
    key = (stack, resource.address)
    if key in seats.refused:
        return seats.refused[key]
    resource = seats.pools.get(key) or seats.workloads.get(key) or resource
    use = usage.usage(resource, stated(resource.address), months.tables)
    tenant_of = None
    if key in seats.shares:
        host, shares = seats.shares[key]
        pools = [seats.pools[host, address] for address in shares]
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


def idle_rows(stack: str, estimates: Sequence[Estimate], seats: Seating) -> list[Estimate]:
    """The rest of each pool of this stack that has tenants, as a row `<pool>#idle`."""
    rows = []
    for found in estimates:
        rest = seats.idle.get((stack, found.resource.address))
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


def guests_of(stack: Stack, estimates: Sequence[Estimate], seats: Seating) -> Figure | None:
    """gCO2e of the workloads that run on machines of another stack."""
    figures = [
        figure
        for found in estimates
        if seats.shares.get((stack.name, found.resource.address), (stack.name, {}))[0] != stack.name
        for figure in found.figures()
    ]
    return total(figures, Unit.GRAM) if figures else None


def functional_unit(
    stack: Stack, estimates: Sequence[Estimate]
) -> tuple[FunctionalUnit | None, bool]:
    """R of the stack, and whether its carbon grows with it: a pipeline's R is its runs."""
    own = [found for found in estimates if not found.idle]
    if stack.functional_unit or not own:
        return stack.functional_unit, False
    if any(found.resource.kind is not Kind.PIPELINE for found in own):
        return None, False
    workflows: dict[str, Figure] = {}
    for found in own:
        path, runs = found.resource.where.path, found.usage.runs
        if runs and (path not in workflows or runs.best > workflows[path].best):
            workflows[path] = runs
    runs = total(workflows.values(), Unit.RUN, "runs of all workflows")
    return FunctionalUnit.of_runs(runs, f"runs of {stack.name}"), True

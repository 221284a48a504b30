"""Machines and the workloads that run on them: who is a tenant, and of how much.

A workload's share of a pool is the larger of its share of the vCPUs and of the memory; together
the tenants of a pool have at most all of it, and the rest is the pool's idle row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from carbongate.figure import Assumed, Derived, Figure, Unit, total
from carbongate.model import Placement, Resource, Skipped
from carbongate.pools import COMPOSE, Pool, as_pool, candidates, compose_hosts


@dataclass(frozen=True, slots=True)
class Seat:
    """A workload, what one replica asks for, and the pools that may carry it."""

    workload: Resource
    placement: Placement
    pools: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who runs where. Addresses are those of one group of stacks that share machines.

    pools    grown to what their workloads ask for, by address
    shares   workload's position in the input -> pool address -> share (0 to 1)
    spread   workload's position -> the workload with one replica for each node, where it asks so
    idle     pool address -> the share nobody asked for
    refused  workload's position -> why it has no place
    notes    sentences for the report
    """

    pools: Mapping[str, Resource]
    shares: Mapping[int, Mapping[str, Figure]]
    spread: Mapping[int, Resource]
    idle: Mapping[str, Figure]
    refused: Mapping[int, Skipped]
    notes: tuple[str, ...]


def share(
    workloads: Sequence[Resource], hosts: Sequence[Resource], active: Sequence[Figure] = ()
) -> Sharing:
    """Seats the workloads that name a placement on the hosts that have capacity.

    `active` is the part of the month (0 to 1) that each workload runs, 1 where nothing is said.
    """
    pools = [pool for host in hosts if (pool := as_pool(host)) is not None]
    if any(workload.placement and workload.placement.platform == COMPOSE for workload in workloads):
        pools.extend(compose_hosts(hosts))
    seats: dict[int, Seat] = {}
    refused: dict[int, Skipped] = {}
    for position, workload in enumerate(workloads):
        placement = workload.placement
        if placement is None:
            continue
        found = candidates(workload, placement, pools)
        if isinstance(found, Skipped):
            refused[position] = found
        elif found:
            seats[position] = Seat(spread_over(workload, placement, found), placement, found)
    grown, notes = grow(pools, list(seats.values()))
    asked = {
        position: (asks(seat, grown) * active[position]).named("share of its pools while it runs")
        if active
        else asks(seat, grown)
        for position, seat in seats.items()
    }
    shares, idle = fit(asked, seats, pools)
    return Sharing(
        pools={
            address: pool.resource
            for address, pool in grown.items()
            if address in idle or pool.capacity.platform != COMPOSE
        },
        shares=shares,
        spread={position: seat.workload for position, seat in seats.items()},
        idle=idle,
        refused=refused,
        notes=tuple(notes),
    )


def spread_over(workload: Resource, placement: Placement, pools: Sequence[Pool]) -> Resource:
    """One replica for each node, for a workload that runs on every node."""
    if not placement.per_node:
        return workload
    nodes = total((pool.resource.replicas for pool in pools), Unit.ONE, "nodes of its pools")
    origins = [leaf.origin for leaf in workload.replicas.leaves()]
    settled = {origin.why for origin in origins if isinstance(origin, Assumed)}
    assumed = tuple(text for text in workload.assumed if text not in settled)
    return replace(workload, replicas=nodes, assumed=assumed)


def grow(pools: Sequence[Pool], seats: Sequence[Seat]) -> tuple[dict[str, Pool], list[str]]:
    """Pools with as many nodes as their workloads ask for, at most what they may grow to."""
    wanted = dict.fromkeys((pool.address for pool in pools), 0.0)
    for seat in seats:
        nodes = nodes_for(seat)
        room = math.fsum(max(pool.resource.replicas.best, 1.0) for pool in seat.pools)
        for pool in seat.pools:
            wanted[pool.address] += nodes * max(pool.resource.replicas.best, 1.0) / room
    grown: dict[str, Pool] = {}
    notes: list[str] = []
    for pool in pools:
        count = pool.resource.replicas
        need = float(math.ceil(wanted[pool.address] - 1e-9))
        most = max(count.high, pool.capacity.most.high if pool.capacity.most else 0.0)
        if need > most:
            notes.append(
                f"{pool.address}: the workloads declared on it ask for {need:.0f} nodes and it has "
                f"at most {most:.0f}: they do not fit"
            )
        best = min(need, most)
        if best > count.best:
            why = f"the workloads declared on it ask for {best:.0f} nodes"
            count = Figure(
                count.low,
                best,
                max(count.high, best),
                Unit.ONE,
                Derived(
                    "nodes for its workloads",
                    (count, Figure.exact(best, Unit.ONE, Assumed(why))),
                    "between",
                ),
            )
            notes.append(f"{pool.address}: {why}, so that many are counted")
        grown[pool.address] = replace(pool, resource=replace(pool.resource, replicas=count))
    return grown, notes


def nodes_for(seat: Seat) -> float:
    """Nodes of its pools' mean size that the workload fills, by the scarcer of the two."""
    count = seat.workload.replicas.best
    size = len(seat.pools)
    vcpus = math.fsum(pool.vcpus.best for pool in seat.pools) / size
    memory = math.fsum(pool.memory.best for pool in seat.pools) / size
    return count * max(seat.placement.cpu.best / vcpus, seat.placement.memory.best / memory)


def asks(seat: Seat, grown: Mapping[str, Pool]) -> Figure:
    """The share of all its pools together that the workload asks for, before scaling."""
    pools = [grown[pool.address] for pool in seat.pools]
    vcpus = total((p.vcpus * p.resource.replicas for p in pools), Unit.VCPU)
    memory = total((p.memory * p.resource.replicas for p in pools), Unit.GIB)
    count = seat.workload.replicas
    cpu, gib = seat.placement.cpu * count, seat.placement.memory * count

    def larger(cpu_ask: float, gib_ask: float, cpu_room: float, gib_room: float) -> float:
        if cpu_room <= 0 or gib_room <= 0:
            return 1.0
        return min(1.0, max(cpu_ask / cpu_room, gib_ask / gib_room))

    best = larger(cpu.best, gib.best, vcpus.best, memory.best)
    most = max(best, larger(cpu.high, gib.high, vcpus.low, memory.low))
    sizes = [seat.placement.cpu, seat.placement.memory]
    sizes.extend(size for pool in pools for size in (pool.vcpus, pool.memory))
    # Of one size on one pool the same of the two is always the larger one.
    plain = len(pools) == 1 and most < 1 and all(size.low == size.high for size in sizes)
    pairs = (cpu, vcpus, gib, memory)
    if cpu.best * memory.best < gib.best * vcpus.best:
        pairs = (gib, memory, cpu, vcpus)
    return Figure(
        min(best, larger(cpu.low, gib.low, vcpus.high, memory.high)),
        best,
        most,
        Unit.ONE,
        Derived(
            "share of its pools: the larger of its share of vCPUs and of memory",
            pairs,
            "quotient" if plain else None,
        ),
    )


def fit(
    asked: Mapping[int, Figure], seats: Mapping[int, Seat], pools: Sequence[Pool]
) -> tuple[dict[int, dict[str, Figure]], dict[str, Figure]]:
    """Shares scaled so that no pool gives more than all of itself, and what is left of each."""
    claims: dict[str, list[Figure]] = {pool.address: [] for pool in pools}
    for position, seat in seats.items():
        for pool in seat.pools:
            claims[pool.address].append(asked[position])
    scale = {
        address: 1 / max(1.0, math.fsum(claim.best for claim in claimed))
        for address, claimed in claims.items()
    }
    shares = {
        position: {
            pool.address: asked[position].scaled(
                scale[pool.address], Unit.ONE, "scaled so that all tenants fit"
            )
            if scale[pool.address] < 1
            else asked[position]
            for pool in seat.pools
        }
        for position, seat in seats.items()
    }
    idle = {
        address: rest(claimed, scale[address]) for address, claimed in claims.items() if claimed
    }
    return shares, idle


def rest(claimed: Sequence[Figure], scale: float) -> Figure:
    """What of a pool nobody asked for."""

    def left(ends: Sequence[float]) -> float:
        return max(0.0, 1 - scale * math.fsum(ends))

    return Figure(
        left([claim.high for claim in claimed]),
        left([claim.best for claim in claimed]),
        left([claim.low for claim in claimed]),
        Unit.ONE,
        Derived("the rest of the pool", tuple(claimed)),
    )

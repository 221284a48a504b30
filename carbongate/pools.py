"""Machines that carry workloads, and which of them may carry which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from carbongate.figure import Figure, Unit, total
from carbongate.model import Capacity, Compute, Kind, Memory, Placement, Resource, Skipped

COMPOSE = "compose"
# Labels that platforms give their nodes by themselves. These name the pool or its machine type,
OF_POOL = (
    "eks.amazonaws.com/nodegroup",
    "cloud.google.com/gke-nodepool",
    "kubernetes.azure.com/agentpool",
    "agentpool",
)
OF_MACHINE = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
# and these say nothing about which declared pool is meant.
OWN_LABELS = (
    "kubernetes.io/",
    "beta.kubernetes.io/",
    "node.kubernetes.io/",
    "topology.kubernetes.io/",
    "failure-domain.beta.kubernetes.io/",
    "eks.amazonaws.com/",
    "cloud.google.com/",
    "kubernetes.azure.com/",
    "karpenter.",
)


@dataclass(frozen=True, slots=True)
class Pool:
    """A resource with capacity, and what one of its nodes offers."""

    resource: Resource
    capacity: Capacity
    vcpus: Figure
    memory: Figure

    @property
    def address(self) -> str:
        """The address of the resource behind it."""
        return self.resource.address


def as_pool(host: Resource) -> Pool | None:
    """The host as a pool, when it is one and its nodes have a known size."""
    if host.capacity is None:
        return None
    vcpus = [part.vcpus for part in host.components if isinstance(part, Compute)]
    memory = [part.gib for part in host.components if isinstance(part, Memory)]
    if not vcpus or not memory:
        return None
    return Pool(host, host.capacity, total(vcpus, Unit.VCPU), total(memory, Unit.GIB))


def compose_hosts(hosts: Sequence[Resource]) -> list[Pool]:
    """Machines that belong to no cluster, each a host that compose may run on."""
    machines = [host for host in hosts if is_free(host) and host.capacity is None]
    alone = [
        replace(host, capacity=Capacity(host.address, host.address, COMPOSE)) for host in machines
    ]
    return [pool for host in alone if (pool := as_pool(host)) is not None]


def is_free(host: Resource) -> bool:
    """Whether it is a machine that somebody's workloads may be put on."""
    return host.kind is Kind.MACHINE and not host.managed


def as_one_cluster(
    name: str, hosts: Sequence[Resource], workloads: Sequence[Resource]
) -> list[Resource]:
    """The hosts, their machines made one cluster where none of them is one: whoever writes
    `runs_on` says that the workloads run there."""
    platforms = {w.placement.platform for w in workloads if w.placement is not None}
    if len(platforms) != 1 or any(host.capacity for host in hosts):
        return list(hosts)
    (platform,) = platforms
    return [
        replace(host, capacity=Capacity(name, host.address, platform)) if is_free(host) else host
        for host in hosts
    ]


def candidates(
    workload: Resource, placement: Placement, pools: Sequence[Pool]
) -> tuple[Pool, ...] | Skipped:
    """The pools of the one cluster that may carry it; none when no machines are declared for it."""
    possible = [
        pool
        for pool in pools
        if pool.capacity.platform == placement.platform
        and placement.cluster in (None, pool.capacity.cluster)
    ]
    clusters = sorted({pool.capacity.cluster for pool in possible})
    if len(clusters) > 1:
        return refuse(
            workload,
            f"ambiguous: it may run on {' or '.join(clusters)}; "
            "give its stack runs_on in the configuration",
        )
    fitting = tuple(pool for pool in possible if accepts(pool, placement.selector))
    if possible and not fitting:
        labels = ", ".join(f"{key}={value}" for key, value in sorted(placement.selector.items()))
        return refuse(workload, f"no declared node pool of {clusters[0]} has the labels {labels}")
    return fitting


def accepts(pool: Pool, selector: Mapping[str, str]) -> bool:
    """Whether a node selector may be met by the nodes of a pool."""
    labels = pool.capacity.labels
    for key, value in selector.items():
        if key in labels:
            known: str | None = labels[key]
        elif key in OF_POOL:
            known = pool.capacity.pool
        elif key in OF_MACHINE:
            known = pool.resource.machine
        elif key.startswith(OWN_LABELS):
            continue
        else:
            known = None
        if known != value:
            return False
    return True


def refuse(workload: Resource, why: str) -> Skipped:
    """The workload, left out with a reason that can fail the gate."""
    return Skipped(workload.address, workload.type, workload.where, why, heavy=True)

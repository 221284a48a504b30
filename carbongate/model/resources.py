"""What manifests declare, and the stacks that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Literal

from carbongate.figure import Declared, Derived, Figure, Unit
from carbongate.model.components import Component

ONE_COPY = Figure.exact(1, Unit.ONE, Declared("one copy"))


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the tree: path with forward slashes from its root, line from 1 where known."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@unique
class Kind(StrEnum):
    """What a resource is to the defaults table; the value is its row there."""

    MACHINE = "machine"  # a virtual machine, a node, a fixed fleet
    DATABASE = "database"
    CONTAINER = "container"  # Fargate, Cloud Run: vCPUs and memory as asked for
    POD = "pod"  # a Kubernetes workload that stays up
    JOB = "job"  # runs and ends; hours = runs x duration
    FUNCTION = "function"  # hours = requests x duration
    PIPELINE = "pipeline"  # a CI job; hours = runs x duration
    SERVICE = "service"  # a compose service
    STORAGE = "storage"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Capacity:
    """A set of machines that workloads run on.

    `cluster` is the name workloads attach to; `pool` its part; `labels` what a node selector may
    ask for; `most` the largest number of nodes an autoscaler may reach (unit ONE); `platform` is
    that of the workloads: "kubernetes", "ecs" or "compose".
    """

    cluster: str
    pool: str
    platform: str = "kubernetes"
    labels: Mapping[str, str] = field(default_factory=dict)
    most: Figure | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """A workload that may run on declared machines: what it asks for, for one replica.

    `cluster` is a name when the manifest says it, None for "the only cluster of its stack".
    `platform` keeps kinds apart: pods go to "kubernetes", ECS tasks to "ecs", services to "compose".
    `per_node`: it runs once on each node (DaemonSet), whatever `replicas` says.
    """

    platform: str
    cpu: Figure
    memory: Figure
    cluster: str | None = None
    selector: Mapping[str, str] = field(default_factory=dict)
    per_node: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """What a manifest says of time and use; None where it says nothing (the defaults table then)."""

    hours: Figure | None = None  # h in a month, for one unit
    cpu: Figure | None = None  # utilisation, 0 to 1
    accelerator: Figure | None = None  # utilisation, 0 to 1
    runs: Figure | None = None  # runs (or requests) in a month
    duration: Figure | None = None  # h/run


@dataclass(frozen=True, slots=True)
class Need:
    """What only `usage:` can tell of a resource, and the component it becomes.

    "storage_gb" becomes Storage with this medium and these copies, "network_gb" Network;
    "requests" are the runs of a function.
    """

    key: Literal["storage_gb", "network_gb", "requests"]
    medium: Literal["ssd", "hdd"] = "ssd"
    copies: Figure = ONE_COPY


@dataclass(frozen=True, slots=True)
class Resource:
    """Something a manifest declares; components are those of one replica."""

    address: str
    type: str
    kind: Kind
    provider: str  # "aws", "gcp", "azure", ..., "generic"
    region: str | None
    where: Where
    replicas: Figure
    components: tuple[Component, ...]
    timing: Timing = Timing()
    assumed: tuple[str, ...] = ()  # sentences: type, size, count or region that nobody said
    capacity: Capacity | None = None
    placement: Placement | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    machine: str | None = None  # the machine type behind it, where there is one
    managed: bool = False  # the provider keeps it for itself: it counts, and carries no workloads


@dataclass(frozen=True, slots=True)
class Skipped:
    """What cannot be estimated, and why; heavy when it is of a compute, database or accelerator type.

    `known` is all that its manifest says but the size, for whoever states that under `resources:`;
    `anything`: it is of a type that nobody reads, so it may be storage alone.
    """

    address: str
    type: str
    where: Where
    why: str
    heavy: bool
    known: Resource | None = None
    anything: bool = False

    @classmethod
    def of(
        cls, known: Resource, why: str, *, heavy: bool = True, anything: bool = False
    ) -> Skipped:
        """A resource that lacks its size, or a part of it."""
        return cls(known.address, known.type, known.where, why, heavy, known, anything)


@dataclass(frozen=True, slots=True)
class CarbonFree:
    """A type that uses no energy of its own."""

    address: str
    type: str
    where: Where


Reading = Resource | Skipped | CarbonFree


@dataclass(frozen=True, slots=True)
class Stack:
    """The manifests that are deployed together: the boundary of one SCI score."""

    name: str
    labels: Mapping[str, str]
    manifests: tuple[str, ...]
    readings: tuple[Reading, ...]
    functional_unit: FunctionalUnit | None = None
    regions: Mapping[str, str] = field(default_factory=dict)
    runs_on: str | None = None
    superseded: tuple[
        str, ...
    ] = ()  # manifests that gave nothing: a better one of the root was read


@dataclass(frozen=True, slots=True)
class FunctionalUnit:
    """R: what one month of the system delivers. `key` is its place in the configuration."""

    name: str
    per_month: Figure
    key: str

    @classmethod
    def of_runs(cls, runs: Figure, key: str) -> FunctionalUnit:
        """One run of a pipeline as the unit. A month without any run has no carbon of runs either, so
        where there may be none the range begins at the expected number."""
        if runs.low <= 0 < runs.best:
            origin = Derived("at least the expected number", (runs,))
            runs = Figure(runs.best, runs.best, runs.high, runs.unit, origin)
        return cls("pipeline run", runs.scaled(1, Unit.FUNCTIONAL_UNIT, "one run is one unit"), key)

"""The nouns: what a manifest declares, what a reader gives back, what an estimate and a verdict hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Literal

from carbongate.figure import Declared, Figure, Unit


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


# ---- components of one unit of a resource ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Curve:
    """Power over utilisation: watts at rising loads (0 to 1), straight lines between.

    The watts are W/thread for a processor, W for a whole machine or an accelerator card.
    """

    loads: tuple[float, ...]
    watts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Compute:
    """Processors of one unit.

    `threads` scale the curve (1 where the curve is of the whole machine, unit ONE then).
    `embodied` is kgCO2e of this unit's share of a server over the server's whole life, cards apart.
    `baseline` is the sustained share (0 to 1) of a burstable type, else None.
    """

    vcpus: Figure
    threads: Figure
    power: Curve
    embodied: Figure
    baseline: Figure | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """`gib` is what one unit has; `extra` what the measured servers do not already contain."""

    gib: Figure
    extra: Figure


@dataclass(frozen=True, slots=True)
class Storage:
    """`gb` decimal gigabytes; medium "ssd" or "hdd"; `copies` the service keeps of each byte."""

    gb: Figure
    medium: Literal["ssd", "hdd"]
    copies: Figure


@dataclass(frozen=True, slots=True)
class Network:
    """`gb` gigabytes moved inside the data centre in a month."""

    gb: Figure


@dataclass(frozen=True, slots=True)
class Accelerator:
    """`count` cards (or chips) of one model; curve in W a card; `embodied` kgCO2e a card over its life."""

    model: str
    count: Figure
    power: Curve
    embodied: Figure


Component = Compute | Memory | Storage | Network | Accelerator


@dataclass(frozen=True, slots=True)
class Machine:
    """One row of an instance table (or a custom type by its name), ready to become components."""

    provider: str
    type: str
    vcpus: Figure
    memory: Figure
    components: tuple[Component, ...]
    note: str = ""  # what is assumed of it, a sentence for the user; "" when nothing is
    region: str | None = None  # where it stands, when the type says so (CI runners)


ONE_COPY = Figure.exact(1, Unit.ONE, Declared("one copy"))


# ---- resources ---------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Skipped:
    """What cannot be estimated, and why; heavy when it is of a compute, database or accelerator type."""

    address: str
    type: str
    where: Where
    why: str
    heavy: bool


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
    superseded: tuple[str, ...] = ()  # manifests that gave nothing: a better one of the root was read


@dataclass(frozen=True, slots=True)
class FunctionalUnit:
    """R: what one month of the system delivers. `key` is its place in the configuration."""

    name: str
    per_month: Figure
    key: str


# ---- estimates ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Site:
    """Where a resource runs, as numbers: gCO2e/kWh and kWh/kWh IT."""

    provider: str
    region: str
    grid: Figure
    pue: Figure
    assumed: str = ""  # a sentence when the region is not known


@dataclass(frozen=True, slots=True)
class Usage:
    """What is known or assumed of one unit's month. `stated` when the configuration says any of it."""

    hours: Figure
    cpu: Figure
    cpu_stated: bool
    accelerator: Figure
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a resource, all replicas, a month: kWh at the meter, gCO2e."""

    kind: Literal["compute", "memory", "storage", "network", "accelerator"]
    energy: Figure
    operational: Figure
    embodied: Figure


Basis = Literal["declared", "usage", "assumed", "measured"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A resource and its month. Totals count it only where `tenant_of` is None."""

    resource: Resource
    stack: str
    usage: Usage
    parts: tuple[Part, ...]
    basis: Basis
    tenant_of: str | None = None
    idle: bool = False  # the rest of a pool that no tenant asked for: outside coverage and counts
    place: str = ""  # what is assumed of its region, a sentence; "" where it is known


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a stack or of everything: kWh, gCO2e a month."""

    energy: Figure
    operational: Figure
    embodied: Figure
    carbon: Figure


@dataclass(frozen=True, slots=True)
class StackEstimate:
    """One stack's month. `sci` is None without a functional unit.

    `guests` is the carbon (gCO2e) of its workloads on machines of another stack: its totals leave
    it out, since it is counted there; its score holds it.
    """

    stack: Stack
    estimates: tuple[Estimate, ...]
    skipped: tuple[Skipped, ...]
    free: tuple[CarbonFree, ...]
    totals: Totals
    sci: Figure | None
    guests: Figure | None = None
    notes: tuple[str, ...] = ()  # sentences: pools that grew, workloads that do not fit


@dataclass(frozen=True, slots=True)
class Coverage:
    """share = estimated / (estimated + skipped); known = (estimated + free) / all; None when empty."""

    estimated: int
    skipped: int
    free: int
    assumed: int

    @property
    def share(self) -> float | None:
        """Estimated among those that use energy."""
        whole = self.estimated + self.skipped
        return self.estimated / whole if whole else None

    @property
    def known(self) -> float | None:
        """Estimated or known to use none, among all."""
        whole = self.estimated + self.skipped + self.free
        return (self.estimated + self.free) / whole if whole else None

    @property
    def assumed_share(self) -> float | None:
        """Estimated ones whose type, size, count or region is assumed."""
        return self.assumed / self.estimated if self.estimated else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from; `key` is the word that table rows use."""

    key: str
    title: str
    year: str
    licence: str


# ---- findings ----------------------------------------------------------------------------------

Severity = Literal["error", "warning", "info", "hint"]
Confidence = Literal["high", "medium", "low"]
Tier = Literal["gate", "advice", "parity"]


@dataclass(frozen=True, slots=True)
class Finding:
    """An energy anti-pattern at a place. Lines and columns from 1.

    `new` is None when nothing could be compared; `suppressed` holds the reason of a suppression,
    "" for a suppression without one (which does not count as one); None when not suppressed.
    """

    rule: str
    path: str
    line: int
    column: int
    end_line: int
    severity: Severity
    confidence: Confidence
    tier: Tier
    message: str
    new: bool | None = None
    suppressed: str | None = None
    equivalents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# ---- verdict -----------------------------------------------------------------------------------

Outcome = Literal["pass", "fail", "undecided", "empty"]
State = Literal["pass", "fail", "warn", "undecided", "off"]
Mode = Literal["report", "warn", "enforce"]
Metric = Literal["total", "sci", "per_run", "findings", "min_coverage"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One limit of one budget, held against what was found. Numbers are in `unit`."""

    budget: str
    metric: Metric
    stacks: tuple[str, ...]
    low: float | None
    best: float | None
    high: float | None
    limit: float
    unit: str
    state: State
    reason: str  # a sentence; "" when it passed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one object that drives every format and the exit code."""

    outcome: Outcome
    reasons: tuple[str, ...]
    exit_code: int
    enforced: int  # the exit code that mode `enforce` would have given
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A sentence and the addresses it touches."""

    text: str
    affects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What decided the numbers: two reports with equal fingerprints and trees have equal bytes."""

    tool: str
    dataset: str
    grid_basis: str
    rules: str
    config: str
    date: str
    tools: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a renderer may know."""

    mode: Mode
    command: Literal["check", "scan", "estimate"]
    verdict: Verdict
    fingerprint: Fingerprint
    stacks: tuple[StackEstimate, ...]
    totals: Totals
    coverage: Coverage
    findings: tuple[Finding, ...]
    scanned: int  # files the analyzer read
    assumptions: tuple[Assumption, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]  # sentences for the reader: superseded files, what a stack lacks
    configured: bool  # a carbongate.yaml was there
    all_resources: bool = False

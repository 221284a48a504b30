"""What the configuration says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from carbongate.figure import Figure
from carbongate.model import FunctionalUnit, Mode, Severity, Tier

# The stack of the CI workflows: it is there without being configured, and its unit is one run.
PIPELINE = "pipeline"

Policy = Literal["head", "base"]
Autoscaling = Literal["declared", "min", "mid", "max"]
Visibility = Literal["public", "private", "unknown"]
Bound = Literal["low", "best", "high"]
Level = Literal["off", "warn", "error"]
FailOn = Literal["error", "warning", "info", "hint", "off"]


@dataclass(frozen=True, slots=True)
class StackConfig:
    """Manifests that are deployed together."""

    name: str
    manifests: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    functional_unit: FunctionalUnit | None = None
    runs_on: str | None = None
    line: int = 0
    path: str = ""  # the file of that line: the configuration's own, or one that it extends


@dataclass(frozen=True, slots=True)
class UsageRule:
    """What is known of the use of the addresses that a pattern takes in.

    hours h, duration h/run, runs and requests in runs, storage_gb and network_gb in GB,
    replicas and tokens 1; cpu, accelerator and memory are loads from 0 to 1.
    """

    pattern: str
    values: Mapping[str, Figure]
    line: int = 0
    order: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A machine of one's own, or a correction, for the addresses that a pattern takes in.

    `watts` is the power of one whole unit at the machine, whatever its load; `embodied` is that of
    one unit over its whole life.
    """

    pattern: str
    vcpus: Figure | None = None
    memory: Figure | None = None
    storage: Figure | None = None
    medium: Literal["ssd", "hdd"] | None = None
    watts: Figure | None = None
    embodied: Figure | None = None
    line: int = 0
    order: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Increase:
    """The growth against the merge base that may pass; above it both must be exceeded."""

    max: Figure
    floor: Figure | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ratchet:
    """No more than on the merge base, but for a little slack."""

    slack: Figure
    line: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits over the stacks that `match` takes in; an empty `match` takes in all."""

    id: str
    match: Mapping[str, str] = field(default_factory=dict)
    total: Figure | None = None  # gCO2e in a month
    sci: Figure | None = None  # gCO2e/unit
    per_run: Figure | None = None  # gCO2e/unit, a unit being a run
    findings: Mapping[Severity, int] = field(default_factory=dict)
    min_coverage: float | None = None  # 0 to 1
    decide_on: Bound = "best"
    strict: bool = False
    level: Level = "error"
    increase: Increase | None = None
    ratchet: Ratchet | None = None
    line: int = 0
    path: str = ""

    def covers(self, name: str, labels: Mapping[str, str]) -> bool:
        """Whether a stack of this name and these labels is meant."""
        return all(
            (name if key == "stack" else labels.get(key)) == wanted
            for key, wanted in self.match.items()
        )

    @property
    def of_stacks(self) -> bool:
        """Whether it limits anything that a stack has: findings are of the whole repository."""
        return self != self.findings_only()

    def findings_only(self) -> Budget:
        """What of it can be judged where no manifest was read."""
        carbon = replace(self, total=None, sci=None, per_run=None, min_coverage=None)
        return replace(carbon, increase=None, ratchet=None)


@dataclass(frozen=True, slots=True)
class CodeConfig:
    """What the analysis of code looks at, and what of it can fail."""

    fail_on: FailOn = "error"
    new_only: bool = True
    tiers: tuple[Tier, ...] = ("gate", "advice")
    paths: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    line: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that the user decided. `later` is what this version reads but cannot do.

    `extends` names the files whose defaults it is made of, nearest first; "" where it has none.
    """

    path: str | None = None
    mode: Mode = "report"
    policy: Policy = "head"
    functional_unit: FunctionalUnit | None = None
    dataset: str = ""
    autoscaling: Autoscaling = "declared"
    grid: str = "bundled"
    runner_visibility: Visibility = "unknown"
    stacks: tuple[StackConfig, ...] = ()
    usage: tuple[UsageRule, ...] = ()
    resources: tuple[Override, ...] = ()
    budgets: tuple[Budget, ...] = ()
    code: CodeConfig = CodeConfig()
    extends: str = ""
    digest: str = ""
    later: tuple[tuple[str, int], ...] = ()

    def inherited(self, path: str) -> bool:
        """Whether what stands in that file came from one that this one extends."""
        return bool(self.extends) and path not in ("", self.path)

    def unsupported(self) -> tuple[tuple[str, int], ...]:
        """Keys and lines of what this version reads but cannot do yet: to be refused by name,
        since a limit that nobody holds would read as a pass."""
        return self.later

    def unit(self, stack: str) -> FunctionalUnit | None:
        """R of a stack: its own, else the common one; the pipeline's is its runs, unless stated."""
        own = next((one.functional_unit for one in self.stacks if one.name == stack), None)
        return own or (None if stack == PIPELINE else self.functional_unit)

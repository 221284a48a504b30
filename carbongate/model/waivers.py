"""What a team lets pass for a while, and what a change makes easier to pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from carbongate.figure import Figure

Per = Literal["month", "unit", "run"]
# The limits that an allowance speaks to, by what it is an allowance for.
ALLOWED: Mapping[Per, tuple[str, ...]] = {
    "month": ("total", "increase", "ratchet"),
    "unit": ("sci",),
    "run": ("per_run",),
}


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception with an owner, a reason and an end, as it stands in carbongate-waivers.yaml.

    `scope` is the id of a budget, the id of a rule, or a pattern on addresses. `allow` (gCO2e a
    month, or gCO2e/unit) is how much more than its limit a budget may be, and `per` what that is
    counted for: a month, a functional unit or a run of the pipeline.
    """

    id: str
    scope: str
    reason: str
    owner: str
    until: date
    allow: Figure | None = None
    per: Per | None = None
    line: int = 0

    def lets(self, metric: str) -> Figure | None:
        """What it adds to a limit of this metric; None where it speaks of another one."""
        return self.allow if self.per and metric in ALLOWED[self.per] else None


WaiverKind = Literal["budget", "rule", "address"]
# unused: in force, and nothing of what it is about needs it.
WaiverState = Literal["in force", "ends soon", "expired", "not held", "unused"]


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver on the day of the run. `days` are left of it, negative after its end.

    `affects` is what it lets pass: resources with the reason why they could not be estimated
    (`address: why`), findings (`rule path:line`) or limits (`budget metric`).
    """

    waiver: Waiver
    kind: WaiverKind
    state: WaiverState
    days: int
    affects: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it lets anything pass today."""
        return self.state in ("in force", "ends soon")


@dataclass(frozen=True, slots=True)
class Loosening:
    """Something of the gate that the change makes easier to pass.

    `key` as the configuration names it, such as `budgets[prod-total].total`; `before` and `after` as
    a person writes them, "" for nothing; `held` where the policy of the base keeps the old value.
    """

    key: str
    before: str
    after: str
    text: str  # a sentence for the reader of a pull request
    held: bool = False

"""What a change does to the estimates: two sides of one repository, held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbongate.figure import Figure
from carbongate.model.resources import Where
from carbongate.paired import Delta

# understood: skipped on the base and estimated now; lost: the other way round. Neither is growth or
# credit: nobody knows what stood there.
Effect = Literal["added", "removed", "changed", "moved", "understood", "lost"]
# What of a resource is another: its machine type, the size it asks for, how many there are, where it
# runs, how it is used, what is assumed of it, the machines that carry it, the stack it belongs to.
Why = Literal["type", "size", "count", "region", "usage", "assumption", "host", "stack", "data"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason of a change, in words: `m5.large` to `m5.2xlarge`; "" where there was or is none."""

    why: Why
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A resource that is not what it was. gCO2e a month; None on the side that has no estimate of it.

    `was` is its address on the base where that is another one. `where` is its place now, for what is
    gone its place on the base. A tenant's change is in no sum: that of its machines is. `unknown` is why
    one side has no estimate, where it is understood or lost.
    """

    effect: Effect
    address: str
    stack: str
    type: str
    where: Where
    before: Figure | None
    after: Figure | None
    delta: Delta
    causes: tuple[Cause, ...] = ()
    was: str = ""
    tenant_of: str | None = None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class StackDifference:
    """One stack on both sides, gCO2e a month and gCO2e/unit; None where it is not there, or has no score.

    `delta` counts growth and credit, not what was only understood or lost. `was` is its name on the base
    where that is another one.
    """

    name: str
    before: Figure | None
    after: Figure | None
    delta: Delta
    score_before: Figure | None = None
    score_after: Figure | None = None
    score: Delta | None = None
    was: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the change does; the largest change first.

    `base` says what it is held against: a commit, or a file. `data` is what another dataset does to
    the base by itself (gCO2e a month): it is in no `delta`, since it is not the change's doing.
    """

    base: str
    changes: tuple[Change, ...]
    same: int  # resources that are what they were
    stacks: tuple[StackDifference, ...]
    delta: Delta
    data: Delta | None = None
    notes: tuple[str, ...] = ()

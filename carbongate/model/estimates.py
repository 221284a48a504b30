"""What a month of a resource, of a stack and of everything comes to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from carbongate.figure import Figure, Unit, total
from carbongate.model.resources import CarbonFree, Resource, Skipped, Stack


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
    """What is known or assumed of one unit's month. `stated` when the configuration says any of it.

    `runs` are those of a job of the pipeline in a month, None for all else.
    """

    hours: Figure
    cpu: Figure
    cpu_stated: bool
    accelerator: Figure
    stated: bool = False
    runs: Figure | None = None


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

    def figures(self) -> list[Figure]:
        """gCO2e of its parts, operational and embodied: what its month is the sum of."""
        return [figure for part in self.parts for figure in (part.operational, part.embodied)]

    def carbon(self) -> Figure:
        """gCO2e of its month."""
        return total(self.figures(), Unit.GRAM)

    def grams(self) -> float:
        """Best gCO2e of its month."""
        return math.fsum(figure.best for figure in self.figures())


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
    waived: tuple[Skipped, ...] = ()  # what a waiver takes out of coverage


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
    url: str = ""

"""The month of a resource: energy at the meter, operational and embodied carbon.

The month of one unit is worked out once for all resources of the same shape (the same tuple of
components, place and load); hours and replicas scale it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, assert_never

from carbongate import carbon, energy
from carbongate.figure import Declared, Figure, Unit, total
from carbongate.model import (
    Accelerator,
    Component,
    Compute,
    Estimate,
    Memory,
    Network,
    Part,
    Resource,
    Site,
    Storage,
    Totals,
    Usage,
)
from carbongate.tables import Tables

Sites = Callable[[str, str | None], Site]  # provider, region -> intensity and PUE

AN_HOUR = Figure.exact(1, Unit.HOUR, Declared("one hour"))


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
    known_units: dict[tuple[object, ...], tuple[object, Usage, tuple[UnitPart, ...]]] = field(
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
        """The components of one unit, shared by all resources of the same shape.

        The same load is the same figure: an equal one that is stated elsewhere has another birthplace.
        """
        site = self.site(resource)
        loads = (id(use.cpu), use.cpu_stated, id(use.accelerator))
        key = (id(resource.components), resource.provider, resource.region, *loads)
        known = self.known_units.get(key)
        if known is not None:
            return known[2]
        found = tuple(
            unit_part(component, use, site, self.tables) for component in resource.components
        )
        self.known_units[key] = (resource.components, use, found)
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
        total((figure for found in estimates for figure in found.figures()), Unit.GRAM),
    )

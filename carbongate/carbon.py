"""kWh x intensity, and the share of manufacture, to gCO2e for one unit of a resource."""

from __future__ import annotations

from typing import assert_never

from carbongate.figure import Derived, Figure, Unit
from carbongate.model import Accelerator, Component, Compute, Memory, Network, Site, Storage
from carbongate.tables import Tables


def operational(kwh: Figure, site: Site) -> Figure:
    """gCO2e of electricity: location-based, the yearly average of the site's grid."""
    return (kwh * site.grid).named("operational carbon")


def embodied(component: Component, hours: Figure, tables: Tables) -> Figure:
    """gCO2e of manufacture that falls on `hours` of a unit, hours reserved over hours of life.

    compute      share of the server (threads / server threads x kg) x hours / life
    accelerator  cards x kg per card x hours / life
    storage      TB x copies x kg/TB x hours / life
    memory and network devices: within the server, and outside the boundary
    """
    match component:
        case Compute():
            made = component.embodied
        case Accelerator():
            made = component.embodied * component.count
        case Storage():
            kept = component.gb.to(Unit.TB) * component.copies
            made = kept * tables.constant(f"storage_embodied_{component.medium}")
        case Memory():
            return nothing("memory is manufactured with its server")
        case Network():
            return nothing("network devices are outside the boundary")
        case _:
            assert_never(component)
    life = reciprocal(tables.constant("lifetime"))
    return (made * (hours * life)).to(Unit.GRAM).named("embodied carbon")


def nothing(why: str) -> Figure:
    """Zero grams, for a reason that is not ignorance."""
    return Figure.exact(0, Unit.GRAM, Derived(why, ()))


def reciprocal(hours: Figure) -> Figure:
    """1/h of a life in hours."""
    return Figure(
        1 / hours.high,
        1 / hours.best,
        1 / hours.low,
        Unit.PER_HOUR,
        Derived("one over the hours of life", (hours,)),
    )

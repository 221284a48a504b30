"""Components and usage to kWh at the equipment (IT), for one unit of a resource.

The formulas are Cloud Carbon Footprint's; providers differ in the rows that made the components,
never here. PUE is applied by estimate.py, at one line.
"""

from __future__ import annotations

from typing import assert_never

from carbongate.figure import Assumed, Declared, Derived, Figure, Unit
from carbongate.model import Accelerator, Component, Compute, Curve, Memory, Network, Storage, Usage
from carbongate.tables import Tables

UNSTATED = Figure.exact(
    1,
    Unit.ONE,
    Assumed("a burstable machine is at twice its sustained share, half loaded, unless stated"),
)
# Between what a burstable machine takes idle (0), at twice its share (0.5) and all in use (1).
BURST = Figure(0, 0.5, 1, Unit.ONE, Derived("how far it bursts", (UNSTATED,)))
NO_LOAD, HALF_LOAD, FULL_LOAD = (
    Figure.exact(load, Unit.ONE, Declared(name))
    for load, name in ((0.0, "idle"), (0.5, "50 % load"), (1.0, "100 % load"))
)


def energy(component: Component, usage: Usage, hours: Figure, tables: Tables) -> Figure:
    """kWh IT of one component in `hours`.

    compute, accelerator  power(utilisation) x devices x hours / 1000
    memory                extra GiB x hours x kWh/GiBh
    storage               TB x copies x hours x Wh/TBh / 1000
    network               GB x kWh/GB, whatever the hours
    """
    match component:
        case Compute():
            return (power(component, usage) * hours).named("energy of the processors")
        case Accelerator():
            watts = at(component.power, usage.accelerator) * component.count
            return (watts * hours).named("energy of the accelerators")
        case Memory():
            coefficient = tables.constant("memory")
            return (component.extra * hours * coefficient).named("energy of the extra memory")
        case Storage():
            kept = component.gb.to(Unit.TB) * component.copies
            coefficient = tables.constant(f"storage_{component.medium}")
            return (kept * hours * coefficient).named(f"energy of the storage ({component.medium})")
        case Network():
            return (component.gb * tables.constant("network")).named("energy of the network")
        case _:
            assert_never(component)


def power(compute: Compute, usage: Usage) -> Figure:
    """Watts of one unit's processors.

    A burstable type whose load nobody stated: best is twice its sustained share at 50 %
    (Cloud Carbon Footprint's vCPU x baseline / 50), low is that share idle, high is all at 100 %;
    no range where the load of any other machine has none.
    """
    if compute.baseline is None or usage.cpu_stated:
        return at(compute.power, usage.cpu) * compute.threads
    threads, share = compute.threads, compute.baseline
    sustained = (threads * share).named("threads of its sustained share")
    idle, half, full = (at(compute.power, load) for load in (NO_LOAD, HALF_LOAD, FULL_LOAD))
    best = threads.best * 2 * share.best * half.best
    sure = usage.cpu.low == usage.cpu.high  # a dataset without doubt
    everything = threads * full
    twice = (sustained * half).scaled(2, everything.unit, "twice its share at 50 %")
    return Figure(
        best if sure else min(threads.low * share.low * idle.low, best),
        best,
        best if sure else max(threads.high * full.high, best),
        everything.unit,
        Derived(
            "burstable: twice the sustained share at 50 %; low idle at that share, high all at 100 %",
            (BURST, sustained * idle, twice, everything),
            (0.0, 0.5, 1.0),
        ),
    )


def at(curve: Curve, load: Figure) -> Figure:
    """Power at a load: low at its low end, high at its high end."""
    return Figure(
        value(curve, load.low)[0],
        value(curve, load.best)[1],
        value(curve, load.high)[2],
        curve.watts[0].unit,
        Derived("power curve at that load", (load, *curve.watts), curve.loads),
    )


def value(curve: Curve, load: float) -> tuple[float, float, float]:
    """low, best, high of the curve at one load, on the straight line between its points."""
    loads, watts = curve.loads, curve.watts
    right = next((i for i, point in enumerate(loads) if point >= load), len(loads) - 1)
    if right == 0:
        first = watts[0]
        return first.low, first.best, first.high
    left = right - 1
    part = (load - loads[left]) / (loads[right] - loads[left])
    a, b = watts[left], watts[right]
    return (
        a.low + part * (b.low - a.low),
        a.best + part * (b.best - a.best),
        a.high + part * (b.high - a.high),
    )

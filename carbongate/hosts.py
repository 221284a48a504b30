"""Workloads that ask for vCPUs and memory, on a server that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.figure import Assumed, Derived, Figure, Unit
from carbongate.model import Component, Compute, Memory
from carbongate.power import curve, included
from carbongate.tables import Tables


def generic(
    tables: Tables,
    vcpus: Figure,
    memory: Figure | None,
    *,
    provider: str = "generic",
    processors: Sequence[str] = (),
    confidence: str = "exact",
) -> tuple[Component, ...]:
    """Processors and memory as asked for: a vCPU is a thread of the processor, else of the generic one.

    Manufacture: the larger of the shares of a common server's threads and of its memory.
    """
    threads = vcpus.scaled(1, Unit.THREAD, "one thread for each vCPU")
    compute = Compute(
        vcpus,
        threads,
        curve(tables, provider, processors, confidence),
        share(tables, vcpus, memory),
    )
    if memory is None:
        return (compute,)
    return compute, Memory(memory, beyond(memory, threads, included(tables, provider, processors)))


def share(tables: Tables, vcpus: Figure, memory: Figure | None) -> Figure:
    """kgCO2e of the server's whole life that falls on so much of it."""
    threads, gib = tables.constant("server_threads"), tables.constant("server_gib")
    asked = memory or Figure.exact(0, Unit.GIB, Assumed("no memory is stated"))
    part = Figure(
        max(vcpus.low / threads.high, asked.low / gib.high),
        max(vcpus.best / threads.best, asked.best / gib.best),
        max(vcpus.high / threads.low, asked.high / gib.low),
        Unit.ONE,
        Derived("the larger share of a server's threads and memory", (vcpus, threads, asked, gib)),
    )
    return (tables.keep(("server",), lambda: server(tables)) * part).named(
        "share of a common server"
    )


def server(tables: Tables) -> Figure:
    """kgCO2e of a server that no table knows, as wide as Boavizta's figure where there is one."""
    own = tables.constant("server_kg")
    other = tables.figure("boavizta", "server_kg_boavizta", "best", Unit.KG)
    return own.widened(other, "as wide as Boavizta's server") if other else own


def beyond(memory: Figure, threads: Figure, ratio: Figure | None) -> Figure:
    """GiB that the measured servers do not already contain; memory without a processor counts whole."""
    if threads.high == 0:
        return memory
    if ratio is None:
        return Figure.exact(0, Unit.GIB, Assumed("the watts are counted with all their memory"))
    return Figure(
        max(0.0, memory.low - threads.high * ratio.high),
        max(0.0, memory.best - threads.best * ratio.best),
        max(0.0, memory.high - threads.low * ratio.low),
        Unit.GIB,
        Derived("memory beyond what the measured servers contain", (memory, threads, ratio)),
    )

"""Machine types as components: rows of the instance tables, and sizes that names spell out.

Only the files of the type's own provider are read; facts that may only be shared alike stand in a
file of their own, which is read when the first one does not have the type.
"""

from __future__ import annotations

from dataclasses import replace

from carbongate.errors import DataError
from carbongate.figure import Declared, Derived, Figure, Unit, total
from carbongate.hosts import beyond, generic
from carbongate.model import Accelerator, Component, Compute, Machine, Memory
from carbongate.power import GENERIC, accelerator, cell, curve, included
from carbongate.runners import runner
from carbongate.spellings import Custom, custom, folded, keys
from carbongate.tables import Tables

__all__ = ["accelerator", "curve", "generic", "machine", "runner", "stand_in"]

FOLDERS = ("instances", "instances/sharealike")
NOTES = {
    "inferred": "the processor of {} is inferred from its generation",
    "unknown": "the processor of {} is not known: a median server stands for it",
}


def machine(tables: Tables, provider: str, name: str) -> Machine | None:
    """The machine of a type, or None for a name that no table has.

    Spellings of one type share one tuple of components, the same at every call.
    """
    return tables.keep(("machine", provider, name), lambda: find(tables, provider, name))


def find(tables: Tables, provider: str, name: str) -> Machine | None:
    """Through the provider's tables, then as a custom size."""
    home = plain(tables, provider)
    for key in keys(home, name):
        for table in (f"{folder}/{home}" for folder in FOLDERS):
            if key in tables.rows(table):
                found = kept(tables, home, table, key)
                managed = key != folded(name) and home in ("aws", "gcp")
                return replace(found, type=folded(name)) if managed else found
    size = custom(name) if home == "gcp" else None
    if size is None:
        return None
    return tables.keep(("custom", size.name), lambda: of_size(tables, size))


def kept(tables: Tables, provider: str, table: str, key: str) -> Machine:
    """The machine of a row, made once."""
    return tables.keep(("type", table, key), lambda: of_row(tables, provider, table, key))


def plain(tables: Tables, provider: str) -> str:
    """The provider as the tables call it."""
    name = provider.strip().lower()
    return tables.rows("providers").get(name, {}).get("provider", name)


def of_row(tables: Tables, provider: str, table: str, key: str) -> Machine:
    """One row of an instance table."""
    row = tables.rows(table)[key]
    vcpus, memory = (
        cell(tables, table, key, "vcpus", Unit.VCPU),
        cell(tables, table, key, "memory_gib", Unit.GIB),
    )
    confidence = row.get("confidence") or "exact"
    components: list[Component] = [
        Compute(
            vcpus,
            cell(tables, table, key, "threads", Unit.THREAD),
            curve(tables, provider, possible(row["processors"]), confidence),
            embodied(tables, provider, table, key),
            tables.figure(table, key, "baseline", Unit.ONE),
        ),
        Memory(memory, cell(tables, table, key, "extra_memory_gib", Unit.GIB)),
    ]
    name = row["name"] or row["type"]
    notes = [note for note in (row.get("note"), NOTES.get(confidence, "").format(name)) if note]
    if row["accelerator"]:
        count = cell(tables, table, key, "accelerators", Unit.ONE)
        card = accelerator(tables, row["accelerator"], count)
        if card is None:
            card, note = stand_in(tables, f"{row['accelerator']} of {name}", count)
            notes.append(note)
        if card is None:
            raise DataError(
                f"{table}.csv, row {key}: accelerators.csv has no row {row['accelerator']}"
            )
        components.append(card)
    return Machine(provider, name, vcpus, memory, tuple(components), "; ".join(notes))


def stand_in(tables: Tables, name: str, count: Figure) -> tuple[Accelerator | None, str]:
    """The card that stands for one that no table has, and the sentence that says so."""
    card = accelerator(tables, GENERIC, count)
    what = "a median card stands for it" if card else "it is not counted"
    return card, f"no table has the card {name}: {what}"


def embodied(tables: Tables, provider: str, table: str, key: str) -> Figure:
    """kgCO2e of a type's share of its server, as wide as other hosts and Boavizta's model make it."""
    server = cell(tables, table, key, "server_kg", Unit.KG)
    whole = cell(tables, table, key, "server_threads", Unit.THREAD)
    busy = cell(tables, table, key, "threads", Unit.THREAD)
    one = Figure(
        1 / whole.high,
        1 / whole.best,
        1 / whole.low,
        Unit.PER_THREAD,
        Derived("one over the threads of the server", (whole,)),
    )
    share = (server * (busy * one)).named("share of the server's manufacture")
    row = tables.rows(table)[key]
    if row.get("embodied_kg_low") or row.get("embodied_kg_high"):
        around = cell(tables, table, key, "embodied_kg", Unit.KG)
        share = share.widened(around, "as wide as the hosts it may stand on")
    other = tables.figure(f"boavizta/{provider}", key, "embodied_kg", Unit.KG)
    return share.widened(other, "as wide as Boavizta's range") if other else share


def of_size(tables: Tables, size: Custom) -> Machine | None:
    """A custom type: its size from its name, all else from its family."""
    said = Declared(f"machine type {size.name}")
    memory = Figure.exact(size.mib / 1024, Unit.GIB, said)
    shared = find(tables, "gcp", size.shared) if size.shared else None
    row = tables.rows("customs").get(size.family)
    if row is None or (size.vcpus is None and shared is None):
        return None
    cores = shared.components[0] if shared else None
    baseline = cores.baseline if isinstance(cores, Compute) else None
    vcpus = shared.vcpus if shared else Figure.exact(size.vcpus or 0, Unit.VCPU, said)
    width = cell(tables, "customs", size.family, "threads_per_vcpu", Unit.THREAD_PER_VCPU)
    threads = vcpus * width
    processors = possible(row["processors"])
    kg = total(
        (
            cell(tables, "customs", size.family, "kg_per_vcpu", Unit.KG).scaled(
                vcpus.best, Unit.KG, "for its vCPUs"
            ),
            cell(tables, "customs", size.family, "kg_per_gib", Unit.KG).scaled(
                memory.best, Unit.KG, "for its memory"
            ),
        ),
        Unit.KG,
        "share of the server's manufacture",
    )
    part = tables.figure("boavizta/customs", size.family, "part", Unit.ONE)
    kg = (kg * part).named("as wide as Boavizta's range") if part else kg
    components = (
        Compute(vcpus, threads, curve(tables, "gcp", processors, row["confidence"]), kg, baseline),
        Memory(memory, beyond(memory, threads, included(tables, "gcp", processors))),
    )
    note = NOTES.get(row["confidence"], "").format(size.name)
    return Machine("gcp", size.name, vcpus, memory, components, note)


def possible(cell: str) -> tuple[str, ...]:
    """The processors of a cell."""
    return tuple(name for name in cell.split("|") if name)

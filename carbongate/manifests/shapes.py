"""What an inventory row of one shape is: its components, or why no table knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, assert_never

from carbongate import machines
from carbongate.figure import Derived, Figure, Unit
from carbongate.manifests.cells import Columns
from carbongate.manifests.quantities import UnreadableError, shown
from carbongate.model import (
    ONE_COPY,
    Accelerator,
    Component,
    Compute,
    Kind,
    Machine,
    Memory,
    Network,
    Storage,
)
from carbongate.power import GENERIC, rows_of
from carbongate.tables import Tables

MEDIA: Mapping[str, Literal["ssd", "hdd"]] = {"ssd": "ssd", "hdd": "hdd"}
UNSAID_MEDIUM = "storage whose medium nobody says lies on SSD"
EMPTY = "vcpus: is 0, and the row has no memory, storage or network either"
NOTHING = (
    'one of type, vcpus and accelerator must be given ("vcpus" 0 for storage or network alone)'
)


# What rows must have in common to be the same machine.
BODY = (
    "provider", "region", "type", "vcpus", "memory_gib", "processor", "accelerator", "accelerators",
)  # fmt: skip
# What stands beside it.
BESIDE = ("storage_gb", "storage_medium", "copies", "network_gb")


class Shape(NamedTuple):
    """All that rows with the same cells have in common. `why` is not "" when no table knows them."""

    provider: str
    region: str | None
    type: str
    kind: Kind
    components: tuple[Component, ...] = ()
    machine: str | None = None
    assumed: tuple[str, ...] = ()
    copies: Figure | None = None  # of the whole row
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that make a machine."""

    provider: str
    region: str
    type: str
    vcpus: str
    memory_gib: str
    processor: str
    accelerator: str
    accelerators: str


def shape(texts: Sequence[str], columns: Columns, tables: Tables) -> Shape:
    """The machine of a row, by the cells of BODY. Errors: UnreadableError, naming the column."""
    row = Row(*(text.strip() for text in texts))
    assumed: list[str] = []
    vcpus = columns["vcpus"].figure(row.vcpus)
    if not row.type and vcpus is None and not row.accelerator:
        raise UnreadableError(NOTHING)
    machine = known_machine(row, tables)
    why = ""
    if machine is None and row.type and not (vcpus and vcpus.best):
        why = f"machine type {shown(row.type)} of {shown(row.provider)} is in no table"
        parts: tuple[Component, ...] = sized(row, None, columns, tables, assumed)
    elif machine is not None:
        parts = machine.components
        assumed.extend([machine.note] if machine.note else [])
    else:
        if row.type:
            assumed.append(f"machine type {row.type} is in no table and counts by its vCPUs")
        parts = sized(row, vcpus, columns, tables, assumed)
    card, note, unknown = accelerator(row, columns, tables)
    if note:
        assumed.append(note)
    if card is not None:
        parts = (*(part for part in parts if not isinstance(part, Accelerator)), card)
    return Shape(
        provider=row.provider or GENERIC,
        region=row.region or None,
        type=row.type or (row.accelerator if unknown else word_of(parts[0]) if parts else ""),
        kind=kind_of(row.type),
        components=parts,
        machine=machine.type if machine else row.type or None if why else None,
        assumed=tuple(assumed),
        why=why or unknown,
    )


def beside(body: Shape, texts: Sequence[str], columns: Columns, tables: Tables) -> Shape:
    """The row with the cells of BESIDE: its storage, its network and its copies.

    Errors: UnreadableError, naming the column.
    """
    storage_gb, medium, copies_text, network_gb = texts
    copies = columns["copies"].figure(copies_text)
    gb = columns["storage_gb"].figure(storage_gb)
    moved = columns["network_gb"].figure(network_gb)
    assumed = body.assumed
    components = body.components
    if gb is not None:
        if not medium.strip():
            assumed = (*assumed, UNSAID_MEDIUM)
        components = (
            *components,
            Storage(gb, medium_of(medium, body.provider, tables), copies or ONE_COPY),
        )
    if moved is not None:
        components = (*components, Network(moved))
    kind = body.kind
    whole = bool(body.components or body.why)
    if not whole:
        kind = Kind.STORAGE if gb is not None else Kind.NETWORK
    return Shape(
        body.provider,
        body.region,
        (body.type or word_of(components[0])) if components else body.type,
        kind,
        components,
        body.machine,
        assumed,
        copies if gb is None and whole else None,
        body.why,
    )


def known_machine(row: Row, tables: Tables) -> Machine | None:
    """The machine that the row names. Errors: UnreadableError for a type of nobody's."""
    if not row.type:
        return None
    if not row.provider:
        raise UnreadableError(
            f"provider: is empty, and type {shown(row.type)} is one of some provider"
        )
    return machines.machine(tables, row.provider, row.type)


def sized(
    row: Row, vcpus: Figure | None, columns: Columns, tables: Tables, assumed: list[str]
) -> tuple[Component, ...]:
    """Processors and memory by amount; memory without processors counts in full."""
    memory = columns["memory_gib"].figure(row.memory_gib)
    if vcpus is None or not vcpus.best:
        return (Memory(memory, memory),) if memory else ()
    provider = row.provider or GENERIC
    names = tuple(name.strip() for name in row.processor.split("|") if name.strip())
    if names and rows_of(tables, provider, names)[0].endswith(f"/{GENERIC}"):
        assumed.append(f"no table has processor {row.processor}: a median server stands for it")
    return machines.generic(tables, vcpus, memory, provider=provider, processors=names)


def accelerator(row: Row, columns: Columns, tables: Tables) -> tuple[Accelerator | None, str, str]:
    """The cards that the row names; what stands for them, and why, where no table knows them.

    Errors: UnreadableError.
    """
    count = columns["accelerators"].figure(row.accelerators)
    if not row.accelerator:
        if count is not None:
            raise UnreadableError("accelerator: is empty, and accelerators says how many")
        return None, "", ""
    one = count or ONE_COPY.named("one accelerator, unless accelerators says more")
    known = machines.accelerator(tables, row.accelerator, one)
    if known is not None:
        return known, "", ""
    name = shown(row.accelerator)
    return *machines.stand_in(tables, name, one), f"accelerator {name} is in no table"


def medium_of(text: str, provider: str, tables: Tables) -> Literal["ssd", "hdd"]:
    """The medium of a cell, itself or as a storage class. Errors: UnreadableError."""
    name = text.strip().lower() or "ssd"
    if name in MEDIA:
        return MEDIA[name]
    medium = tables.medium(f"{provider.lower()}/{name}") or tables.medium(f"kubernetes/{name}")
    if medium is None:
        why = "is neither ssd nor hdd nor a storage class of a table"
        raise UnreadableError(f"storage_medium: {shown(name)} {why}")
    return medium


def word_of(component: Component) -> str:
    """What a report calls a row that names no machine type."""
    match component:
        case Compute():
            return "compute"
        case Memory():
            return "memory"
        case Accelerator():
            return "accelerator"
        case Storage():
            return "storage"
        case Network():
            return "network"
        case _:
            assert_never(component)


def kind_of(name: str) -> Kind:
    """A database by its prefix, else a machine."""
    return Kind.DATABASE if name.lower().startswith("db.") else Kind.MACHINE


def several(count: Figure, times: Figure | None) -> Figure:
    """Units of a row with copies of the whole of it."""
    if times is None:
        return count
    return Figure(
        count.low * times.low,
        count.best * times.best,
        count.high * times.high,
        Unit.ONE,
        Derived("count x copies", (count, times)),
    )

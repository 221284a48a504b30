"""What mappers build resources from: disks, machines, counts and names of clusters.

A component is made once for each shape and shared, so that an estimate is worked out once for it.
A provider's gigabyte is counted as one gigabyte, as Cloud Carbon Footprint does.
"""

from __future__ import annotations

from dataclasses import dataclass

from carbongate import machines
from carbongate.errors import DataError
from carbongate.figure import Assumed, Declared, Derived, Figure, Unit
from carbongate.mappings.block import Block
from carbongate.mappings.values import Values
from carbongate.model import Component, Need, Reading, Resource, Skipped, Storage


@dataclass(frozen=True, slots=True)
class Type:
    """A machine type as its table has it; `why` says why there is none, "" where there is one."""

    name: str | None
    components: tuple[Component, ...] = ()
    note: str = ""
    why: str = ""


def declared(block: Block, path: str, value: float, unit: Unit) -> Figure:
    """A number that the block states."""
    where = f"{block.type}: {path}"
    return block.tables.keep(
        ("declared", where, repr(value), unit),
        lambda: Figure.exact(value, unit, Declared(where)),
    )


def stated(block: Block, path: str, unit: Unit) -> Figure | None:
    """The number at a path, or None where nothing readable and greater than zero is given."""
    value = block.number(path)
    return declared(block, path, value, unit) if value else None


def default(block: Block, kind: str, column: str) -> Figure:
    """What the provider does where nobody says. Errors: DataError when the table lacks the row."""
    found = block.tables.default(kind, column)
    if found is None:
        raise DataError(f"defaults.csv of {block.tables.dataset} has no row {kind}/{column}")
    return found


def said(*figures: Figure) -> tuple[str, ...]:
    """What is assumed of them, in the words of the figures: a reader is told once."""
    return tuple(figure.origin.why for figure in figures if isinstance(figure.origin, Assumed))


def size(block: Block, inner: Values, path: str, of: str, kind: str) -> Figure:
    """Gigabytes of a disk: as stated at `of`, else what the provider gives to such a disk."""
    value = inner.number(path)
    if value:
        return declared(block, of, value, Unit.GB)
    return default(block, kind, "storage")


def disk(block: Block, gb: Figure, medium: str, copies: str) -> Storage:
    """A disk of a storage class, such as `aws/gp3`, with the copies that a service keeps of it."""
    key = ("disk", str(id(gb)), medium.lower(), copies)
    return block.tables.keep(key, lambda: _disk(block, gb, medium, copies))


def _disk(block: Block, gb: Figure, medium: str, copies: str) -> Storage:
    kind = block.tables.medium(medium) or block.tables.medium(medium.lower())
    if kind is None:
        gb = gb.named(f"of storage class {medium}, which no table has: taken as SSD")
    return Storage(gb, kind or "ssd", block.tables.copies(copies)[1])


def kept(block: Block, medium: str, copies: str) -> Need:
    """Stored gigabytes that only `usage:` can tell, on a medium and with the copies of a service."""
    tables = block.tables
    return Need("storage_gb", tables.medium(medium) or "ssd", tables.copies(copies)[1])


def joined(block: Block, *parts: Component | tuple[Component, ...]) -> tuple[Component, ...]:
    """Components as one tuple, the same one for the same parts."""
    if len(parts) == 1 and isinstance(parts[0], tuple):
        return parts[0]
    flat = tuple(item for part in parts for item in (part if isinstance(part, tuple) else (part,)))
    return block.tables.keep(("joined", *(str(id(item)) for item in flat)), lambda: flat)


def machine(block: Block, name: str | None, path: str) -> Type:
    """The machine of a type. Whoever asks builds the resource all the same, and ends with `sized`."""
    if name is None:
        return Type(None, why=block.missing(path))
    found = machines.machine(block.tables, block.provider, name)
    if found is None:
        return Type(name, why=f"machine type {name} is in no table")
    return Type(name, found.components, found.note)


def sized(resource: Resource, *whys: str) -> Reading:
    """The resource; left out with the first reason where a part of its size is not known.

    What the manifest says of it stays with it, for whoever states the size under `resources:`.
    """
    why = next((why for why in whys if why), "")
    return Skipped.of(resource, why) if why else resource


def counted(
    block: Block,
    stated: float | None,
    least: float | None,
    most: float | None,
    noun: str = "nodes",
) -> tuple[Figure, str]:
    """How many there are, and a sentence where nobody says.

    Without limits the stated number; within limits an interval whose best value is chosen as
    `estimate.autoscaling` says.
    """
    if least is None or most is None or most < least:
        known = [number for number in (stated, least, most) if number is not None]
        if not known:
            return _assumed_one(noun)
        return Figure.exact(known[0], Unit.ONE, Declared(f"{block.type}: {noun}")), ""
    middle = (least + most) / 2
    sentence = ""
    match block.context.autoscaling:
        case "min":
            best, how = least, "the lower limit, as estimate.autoscaling says"
        case "max":
            best, how = most, "the upper limit, as estimate.autoscaling says"
        case "mid":
            best, how = middle, "the middle of the limits, as estimate.autoscaling says"
        case "declared" if stated is not None:
            best, how = min(max(stated, least), most), "the stated number, within the limits"
        case _:
            sentence = f"the number of {noun} is not stated: the middle of its limits is taken"
            best, how = middle, sentence
    ends = tuple(
        Figure.exact(number, Unit.ONE, Declared(f"{block.address}: limits of its {noun}"))
        for number in (least, most)
    )
    middle_of = (Figure.exact(best, Unit.ONE, Assumed(how)),) if sentence else ()
    origin = Derived(how, (*ends, *middle_of), "between")
    return Figure(least, best, most, Unit.ONE, origin), sentence


def _assumed_one(noun: str) -> tuple[Figure, str]:
    sentence = f"the number of {noun} is not stated: one is taken"
    return Figure.exact(1, Unit.ONE, Assumed(sentence)), sentence


def times(count: Figure, factor: Figure, how: str) -> Figure:
    """So many for each of something, such as nodes in each zone."""
    return (count * factor).named(how)


def cluster_name(block: Block, path: str, *types: str) -> str | None:
    """The name of the cluster that an attribute points at; its address where the name is not known."""
    linked = block.linked(path, *types)
    if len(linked) == 1:
        return linked[0].text("name") or linked[0].address
    value = block.text(path)
    return value.rsplit("/", 1)[-1] if value else None

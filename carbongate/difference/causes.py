"""Why a resource has another number: what of it is another, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from carbongate.difference import wording
from carbongate.figure import Declared, Figure, Looked, Measured
from carbongate.model import Cause, Compute, Estimate, Memory, Resource
from carbongate.words import number

DATA_SHOWN = 2  # cells of a table that are another
Ends = tuple[float, float, float]


def causes(before: Estimate, after: Estimate) -> tuple[Cause, ...]:
    """What of the resource itself is another, the most telling first; without its machines."""
    old, new = before.resource, after.resource
    other_host = before.tenant_of != after.tenant_of
    found = [
        *([Cause("host", before.tenant_of or "", after.tenant_of or "")] if other_host else ()),
        *kind(old, new),
        *counted(old, new),
        *where(before, after),
        *use(before, after),
    ]
    return tuple(found) or tuple(assumed(before, after)) or tuple(data(before, after))


def kind(old: Resource, new: Resource) -> Iterator[Cause]:
    """Another type, or another size of what has no type; and other disks."""
    if old.type == new.type and old.components is new.components:
        return
    names = wording.machine(old), wording.machine(new)
    if names[0] != names[1]:
        yield Cause("type", *names)
    elif (cores := (wording.processors(old), wording.processors(new)))[0] != cores[1]:
        yield Cause("type", *cores)
    else:
        yield from size(old, new)
    disks = wording.disks(old), wording.disks(new)
    if [(on, ends(gb)) for on, gb in disks[0]] != [(on, ends(gb)) for on, gb in disks[1]]:
        said = [" and ".join(wording.figure(gb, f"GB {on}") for on, gb in side) for side in disks]
        yield Cause("size", *said)


def taken(resource: Resource) -> set[str]:
    """What of its size is taken for granted, since nothing states it."""
    parts = resource.components
    asked: dict[str, list[Figure]] = {
        "vcpus": [part.vcpus for part in parts if isinstance(part, Compute)],
        "memory": [part.gib for part in parts if isinstance(part, Memory)],
    }
    return {key for key, found in asked.items() if found and not any(map(stated, found))}


def size(old: Resource, new: Resource) -> Iterator[Cause]:
    """Another size: what of it is another, in words by kind; and which side states it."""
    was, now = dict(wording.sizes(old)), dict(wording.sizes(new))
    before, after = taken(old) & now.keys(), taken(new) & was.keys()
    keys = [key for key in dict.fromkeys((*was, *now)) if was.get(key) != now.get(key)]
    if keys:
        unsaid = after - before
        words = told(now, keys, unsaid, "where none is stated")
        if unsaid.issuperset(key for key in keys if key in now):
            words = f"none stated, taken as {told(now, keys, set(), '')}" if words else ""
        yield Cause("size", told(was, keys, before - after, "where none was stated"), words)


def told(sizes: Mapping[str, str], keys: Sequence[str], unsaid: set[str], aside: str) -> str:
    """One side; `unsaid` is what of it the other side states and this one does not."""
    shown = [key for key in keys if key in sizes]
    if shown and unsaid.issuperset(shown):
        return f"{', '.join(sizes[key] for key in shown)} {aside}"
    return ", ".join(f"{sizes[key]} {aside}" if key in unsaid else sizes[key] for key in shown)


def counted(old: Resource, new: Resource) -> Iterator[Cause]:
    """Another number of them, or of the copies that a service keeps."""
    if ends(old.replicas) != ends(new.replicas):
        yield Cause("count", wording.figure(old.replicas), wording.figure(new.replicas))
    if old.components is new.components:
        return
    copies = wording.copies(old), wording.copies(new)
    if copies[0] and copies[1] and ends(copies[0]) != ends(copies[1]):
        yield Cause("count", *(wording.figure(kept, "copies") for kept in copies if kept))


def where(before: Estimate, after: Estimate) -> Iterator[Cause]:
    """Another place."""
    old, new = before.resource, after.resource
    if (old.provider, old.region) == (new.provider, new.region):
        return
    if old.provider == new.provider:
        unknown = "region unknown"
        yield Cause("region", old.region or unknown, new.region or unknown)
    else:
        yield Cause("region", wording.place(old), wording.place(new))


def use(before: Estimate, after: Estimate) -> Iterator[Cause]:
    """Used in another way; an assumption where nobody says so on either side."""
    old, new = dict(wording.uses(before)), dict(wording.uses(after))
    # A burstable machine whose load nobody states is at its share, whatever others are at.
    settled = bursts(after.resource) and before.usage.cpu_stated is not after.usage.cpu_stated
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was and now and ends(was) == ends(now) and not (key == "cpu" and settled):
            continue
        said = any(value is not None and stated(value) for value in (was, now))
        words = [spoken(key, value, said=said) if value else "" for value in (was, now)]
        yield Cause("usage" if said else "assumption", *words)


def bursts(resource: Resource) -> bool:
    """Whether its processors have a sustained share."""
    return any(isinstance(part, Compute) and part.baseline for part in resource.components)


def spoken(key: wording.Use, value: Figure, *, said: bool) -> str:
    """The words for one side; an assumption beside a statement says that it is one."""
    words = wording.used(key, value)
    return words if stated(value) or not said else f"{words}, assumed"


def stated(value: Figure) -> bool:
    """Whether a manifest or the configuration says something of it."""
    return any(isinstance(leaf.origin, Declared | Measured) for leaf in value.leaves())


def assumed(before: Estimate, after: Estimate) -> Iterator[Cause]:
    """Another assumption about it."""
    old, new = ([*one.resource.assumed, *filter(None, (one.place,))] for one in (before, after))
    if set(old) != set(new):
        gone = "; ".join(text for text in old if text not in new)
        yield Cause("assumption", gone, "; ".join(text for text in new if text not in old))


def data(before: Estimate, after: Estimate) -> Iterator[Cause]:
    """Cells of tables that have another number."""
    old, new = cells(before), cells(after)
    for cell in [cell for cell in old if cell in new and old[cell] != new[cell]][:DATA_SHOWN]:
        name = " ".join(cell[1:])
        yield Cause("data", f"{name} {number(old[cell][1])}", number(new[cell][1]))


def cells(found: Estimate) -> dict[tuple[str, str, str], Ends]:
    """The numbers of every cell that an estimate rests on."""
    return {
        (leaf.origin.table, leaf.origin.row, leaf.origin.column): ends(leaf)
        for part in found.figures()
        for leaf in part.leaves()
        if isinstance(leaf.origin, Looked)
    }


def ends(found: Figure) -> Ends:
    """Its three numbers."""
    return found.low, found.best, found.high

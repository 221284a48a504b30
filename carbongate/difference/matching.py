"""Which resource of the base is which resource now: by address, else by where it went or what it is.

An address that is on both sides of a stack is the same resource. What is left is matched, most certain
first: by the plan's and the repository's own word on what was moved, by the same address in another
stack, by the same numbers under another name, and by a name that only got an index or a module; where
one resource alone can be meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from carbongate.difference.entries import Entry, numbers
from carbongate.model import Estimate

INDEX = re.compile(r"\[[^\]]*\]|#\d+$")
SEPARATOR = re.compile(r"[./:]")
IDLE = "#idle"


@dataclass(frozen=True, slots=True)
class Match:
    """One resource on both sides; None where it is not there."""

    before: Entry | None
    after: Entry | None


def matches(
    before: Iterable[Entry],
    after: Iterable[Entry],
    stacks: Mapping[str, str],
    moved: Mapping[str, str],
) -> list[Match]:
    """Every resource of either side once. `stacks` has old and new names of renamed stacks, `moved` old
    and new paths of files and addresses of resources."""
    work = Work(list(before), list(after), stacks, moved)
    work.by_address()
    work.by_word()
    work.by_address_elsewhere()
    work.by_numbers()
    work.by_name()
    work.idle()
    return work.all()


@dataclass(slots=True)
class Work:
    """What is left to match, and what was matched."""

    before: list[Entry]
    after: list[Entry]
    stacks: Mapping[str, str]
    moved: Mapping[str, str]
    found: dict[Entry, Entry] = field(default_factory=dict)  # base -> now
    taken: set[Entry] = field(default_factory=set)

    def stack(self, entry: Entry) -> str:
        """The stack of an entry of the base, as it is called now."""
        return self.stacks.get(entry.stack, entry.stack)

    def join(self, old: Entry, new: Entry) -> None:
        """The two are one."""
        self.found[old] = new
        self.taken.add(new)

    def gone(self) -> list[Entry]:
        """Entries of the base that nothing was found for."""
        return [entry for entry in self.before if entry not in self.found]

    def new(self) -> list[Entry]:
        """Entries that nothing of the base was found for."""
        return [entry for entry in self.after if entry not in self.taken]

    def by_address(self) -> None:
        """The same address in the same stack."""
        now = {(entry.stack, entry.address): entry for entry in self.after}
        for old in self.before:
            new = now.get((self.stack(old), old.address))
            if new is not None and new not in self.taken:
                self.join(old, new)

    def by_word(self) -> None:
        """What `moved` says: another address, or the same thing in a file of another name."""
        if not self.moved:
            return
        by_address, by_file = defaultdict(list), defaultdict(list)
        for entry in self.new():
            by_address[entry.address].append(entry)
            by_file[entry.where.path, entry.type].append(entry)
        for old in self.gone():
            path = self.moved.get(old.where.path)
            possible = by_address.get(self.moved.get(old.address, ""), [])
            if path is not None and not possible:
                names = set(with_path(old.address, old.where.path, path))
                possible = [new for new in by_file[path, old.type] if new.address in names]
            here = [new for new in possible if new.stack == self.stack(old)] or possible
            if len(here) == 1 and here[0] not in self.taken:
                self.join(old, here[0])

    def by_address_elsewhere(self) -> None:
        """The same address and type in another stack, where there is only one of them."""
        gone, new = (grouped(left) for left in (self.gone(), self.new()))
        for key, old in gone.items():
            if len(old) == len(new.get(key, ())) == 1:
                self.join(old[0], new[key][0])

    def by_numbers(self) -> None:
        """The same type with the same numbers: in the same stack under any name, elsewhere under the
        same name. Of several that are alike it does not matter which is which."""
        self.buckets(lambda one, found, stack: (shape(found), stack, tail(one.address)))
        self.buckets(lambda one, found, stack: (shape(found), stack))
        self.buckets(lambda one, found, stack: (shape(found), tail(one.address)))

    def buckets(self, key: Callable[[Entry, Estimate, str], Hashable]) -> None:
        """Joins what has the same key, in the order of addresses."""
        waiting: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry, found in sorted(estimated(self.new()), key=address, reverse=True):
            waiting[key(entry, found, entry.stack)].append(entry)
        for old, found in sorted(estimated(self.gone()), key=address):
            possible = waiting.get(key(old, found, self.stack(old)))
            if possible:
                self.join(old, possible.pop())

    def by_name(self) -> None:
        """A name that only got or lost an index or a module around it, and one alone can be meant."""
        names: tuple[dict[Hashable, list[Entry]], ...] = (defaultdict(list), defaultdict(list))
        for entry, _ in estimated(self.gone()):
            names[0][entry.type, self.stack(entry), tail(entry.address)].append(entry)
        for entry, _ in estimated(self.new()):
            names[1][entry.type, entry.stack, tail(entry.address)].append(entry)
        for key, old in names[0].items():
            new = names[1].get(key, [])
            if len(old) == len(new) == 1 and wraps(old[0].address, new[0].address):
                self.join(old[0], new[0])

    def idle(self) -> None:
        """The rest of a pool goes where its pool went."""
        pools = {
            (old.stack, f"{old.address}{IDLE}"): (new.stack, f"{new.address}{IDLE}")
            for old, new in self.found.items()
        }
        now = {(entry.stack, entry.address): entry for entry in self.new() if entry.idle}
        for old in self.gone():
            new = now.get(pools.get((old.stack, old.address), ("", ""))) if old.idle else None
            if new is not None:
                self.join(old, new)

    def all(self) -> list[Match]:
        """Everything once, in the order of the sides."""
        return [
            *(Match(old, self.found.get(old)) for old in self.before),
            *(Match(None, new) for new in self.new()),
        ]


def grouped(entries: Iterable[Entry]) -> Mapping[tuple[str, str], list[Entry]]:
    """Entries by type and address."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.type, entry.address].append(entry)
    return found


def estimated(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Estimate]]:
    """Those with an estimate, the rests of pools apart."""
    for entry in entries:
        if isinstance(entry.found, Estimate) and not entry.found.idle:
            yield entry, entry.found


def address(item: tuple[Entry, Estimate]) -> tuple[str, str]:
    """The order in which things that are alike are taken."""
    return item[0].address, item[0].stack


def shape(found: Estimate) -> Hashable:
    """The same for resources that are the same but for their name and place in the tree."""
    resource = found.resource
    kept = (resource.type, resource.kind, resource.provider, resource.region, resource.machine)
    return kept, found.tenant_of is None, numbers(found)


def tail(address: str) -> str:
    """The resource's own name, without index, module, file and namespace."""
    return SEPARATOR.split(INDEX.sub("", address))[-1]


def wraps(one: str, other: str) -> bool:
    """Whether two addresses differ only by an index or a module around one of them."""
    short, long = sorted((INDEX.sub("", one), INDEX.sub("", other)), key=len)
    return short == long or long.endswith(f".{short}")


def with_path(name: str, old: str, new: str) -> Iterator[str]:
    """What an address may be called after its file got another path."""
    yield name
    yield name.replace(old, new, 1)
    folders = [str(PurePosixPath(path).parent) for path in (old, new)]
    if name.startswith(f"{folders[0]}/"):
        yield folders[1] + name.removeprefix(folders[0])

"""One report of several: its name, and what its names become in the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from carbongate.merged.names import apart, machine, report_names

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A report without its resources. `rows` are those of them that the whole lists, `addresses`
    all that it had; `folder` is put in front of its paths; `renamed` holds for each kind of name those that become another."""

    path: str
    document: Mapping[str, Any]
    digest: str
    copies: int = 1
    rows: tuple[Row, ...] = ()
    addresses: frozenset[str] = frozenset()
    name: str = ""
    folder: str = ""
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def called(self, kind: str, name: str) -> str:
        """What a name of this report is in the whole."""
        return self.renamed[kind].get(name, name)

    def address(self, address: str) -> str:
        """The same for a resource, whose idle rest keeps its ending."""
        pool = machine(address)
        return self.called("addresses", pool) + address[len(pool) :]

    def file(self, path: str) -> str:
        """The same for a file, seen from where all reports see theirs."""
        return self.called("paths", self.seen(path))

    def seen(self, path: str) -> str:
        """A file with the folder in front that its report was made in."""
        return f"{self.folder}/{path}" if self.folder else path

    def where(self, place: Row) -> dict[str, Any]:
        """The same for a place."""
        return {**place, "path": self.file(place["path"])}


def named(parts: Sequence[Part]) -> list[Part]:
    """The parts with names of their own, in the order of these, and no name that two of them share."""
    folders = {part.document["prefix"] for part in parts}
    found = [
        replace(part, name=name, folder=part.document["prefix"] if len(folders) > 1 else "")
        for part, name in zip(parts, report_names([part.path for part in parts]), strict=True)
    ]
    found.sort(key=lambda part: part.name)
    kinds: Mapping[str, Callable[[Part], Iterator[str]]] = {
        "stacks": stacks,
        "addresses": addresses,
        "budgets": lambda part: (row["id"] for row in part.document["budgets"]),
        "waivers": lambda part: (row["id"] for row in part.document["waivers"]),
        "paths": paths,
    }
    by_kind = {
        kind: apart({part.name: set(names(part)) for part in found})
        for kind, names in kinds.items()
    }
    return [
        replace(part, renamed={kind: by_kind[kind][part.name] for kind in kinds}) for part in found
    ]


def stacks(part: Part) -> Iterator[str]:
    """Every stack that it names, gone ones too."""
    yield from (row["name"] for row in part.document["stacks"])
    if part.document["diff"]:
        yield from (row["name"] for row in part.document["diff"]["stacks"])


def addresses(part: Part) -> Iterator[str]:
    """Every resource that it names."""
    yield from part.addresses
    for kind in ("skipped", "carbon_free"):
        yield from (row["address"] for row in part.document[kind])
    for row in part.document["diff"]["changes"] if part.document["diff"] else ():
        yield machine(row["address"])
        if row["was"]:
            yield machine(row["was"])


def paths(part: Part) -> Iterator[str]:
    """Every file that it names with a place in it."""
    document = part.document
    for row in (*document["findings"], *document["plans"]):
        yield part.seen(row["path"])
    changes = document["diff"]["changes"] if document["diff"] else ()
    for row in (*document["skipped"], *part.rows, *changes):
        yield part.seen(row["where"]["path"])

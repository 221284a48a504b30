"""Pinned input bytes in, rows out: what every builder module of this package offers and gets.

A builder module has one function, `build(inputs) -> Mapping[str, Rows]`; the keys are paths below
carbongate/data such as "carbongate-2026.11/grid.csv". A row is a mapping from column to text, its
first column is its key, and all rows of a table have the same columns in the same order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

Row = Mapping[str, str]
Rows = Sequence[Row]
Build = Callable[["Inputs"], Mapping[str, Rows]]

DEFAULT = "carbongate-2026.11"
CCF = "ccf-2024"
DATASETS = (DEFAULT, CCF)


class Inputs:
    """The pinned input folder; each file is read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._bytes: dict[str, bytes] = {}

    def data(self, name: str) -> bytes:
        """The bytes of one file, by its path below the folder."""
        if name not in self._bytes:
            self._bytes[name] = (self.root / name).read_bytes()
        return self._bytes[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of one CSV file."""
        return list(csv.DictReader(io.StringIO(self.data(name).decode("utf-8"), newline="")))

    def digest(self, name: str) -> str:
        """sha256 of one file."""
        return sha256(self.data(name)).hexdigest()


def hand(name: str) -> list[dict[str, str]]:
    """The rows of a table that is kept by hand beside the builders."""
    path = Path(__file__).parent / "hand" / name
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def number(value: float) -> str:
    """A number as a cell: rounded here, once, to six decimals, without a needless point."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text or "0"


def builders(package: ModuleType) -> list[Build]:
    """`build` of every builder module, in alphabetical order."""
    found = []
    for info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            module = import_module(f"{package.__name__}.{info.name}")
            if hasattr(module, "build"):
                found.append(module.build)
    return found


def render(path: str, rows: Rows) -> str:
    """The bytes of a table: sorted by key, header first. Errors: ValueError for broken rows."""
    if not rows:
        raise ValueError(f"{path}: no rows")
    columns = list(rows[0])
    if "source" not in columns:
        raise ValueError(f"{path}: a row never travels without its source")
    seen: set[str] = set()
    for row in rows:
        key = row[columns[0]]
        if list(row) != columns:
            raise ValueError(f"{path}: {key} has other columns than the first row")
        if not key or key in seen:
            raise ValueError(f"{path}: key {key!r} is empty or there twice")
        if not row["source"]:
            raise ValueError(f"{path}: {key} has no source")
        seen.add(key)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row[columns[0]]))
    return out.getvalue()

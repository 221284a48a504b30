"""One dataset's tables, read lazily: a cell becomes a Figure that knows table, row, column, source.

    carbongate/data/<dataset>/<table>.csv     the first column is the key of the row

A number `x` may have neighbours `x_low` and `x_high`; where they are empty it has no doubt of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from carbongate.errors import ConfigError, DataError
from carbongate.figure import Assumed, Figure, Looked, Unit
from carbongate.model import Site, Source

DEFAULT = "carbongate-2026.11"
DATA = Path(__file__).parent / "data"

NAME = re.compile(r"[a-z0-9_-]{1,60}(/[a-z0-9_-]{1,60}){0,2}")  # of a table

T = TypeVar("T")


def datasets() -> tuple[str, ...]:
    """The names of the datasets that came along, the default one first."""
    names = sorted((folder.name for folder in DATA.iterdir() if folder.is_dir()), reverse=True)
    return tuple(sorted(names, key=lambda name: name != DEFAULT))


class Tables:
    """A handle on one dataset. Nothing is read before it is asked for, and then once."""

    def __init__(self, dataset: str) -> None:
        """Errors: ConfigError for a dataset that did not come along."""
        if dataset not in datasets():
            raise ConfigError(unknown(dataset))
        self.dataset = dataset
        self._kept: dict[tuple[str, ...], Any] = {}

    def rows(self, table: str) -> Mapping[str, Mapping[str, str]]:
        """All rows by their key; empty for a table that this dataset does not have.

        Part of the name may be a word of the user's: it never leads to a file of somewhere else.
        """
        return self.keep(("rows", table), lambda: read(DATA / self.dataset, table))

    def figure(self, table: str, key: str, column: str, unit: Unit) -> Figure | None:
        """A cell with its doubt, or None when the row or the number is not there."""
        row = self.rows(table).get(key)
        best = row.get(column) if row else None
        if row is None or not best:
            return None
        return made(table, key, column, row, best, unit)

    def constant(self, name: str) -> Figure:
        """A row of constants.csv in its own unit. Errors: DataError when it is missing."""
        return self.keep(("constant", name), lambda: self._constant(name))

    def default(self, kind: str, column: str) -> Figure | None:
        """What stands behind a thing that nobody states, or None where there is no such row."""
        return self.keep(("default", kind, column), lambda: self._default(f"{kind}/{column}"))

    def site(self, provider: str, region: str | None) -> Site:
        """Grid and PUE of a place; the same object for the same question."""
        from carbongate.places import site

        return self.keep(
            ("site", provider, region or ""), lambda: site(self, provider, region or None)
        )

    def copies(self, service: str) -> tuple[Figure, Figure]:
        """Copies that a service keeps of its machines and of each byte. Errors: DataError."""
        compute = self.figure("copies", service, "compute_copies", Unit.ONE)
        storage = self.figure("copies", service, "storage_copies", Unit.ONE)
        if compute is None or storage is None:
            raise DataError(f"copies.csv of {self.dataset} has no row {service}")
        return compute, storage

    def medium(self, key: str) -> Literal["ssd", "hdd"] | None:
        """What a storage class is kept on, whatever its case; None for a class of no row."""
        match self.rows("media").get(key.lower(), {}).get("medium"):
            case "ssd":
                return "ssd"
            case "hdd":
                return "hdd"
            case _:
                return None

    def free(self, kind: str) -> str | None:
        """Why a type uses no energy of its own; None when it may."""
        from carbongate.free import rules

        known = self.keep(("free",), lambda: rules(self.rows("free_types").values()))
        return known.reason(kind)

    def sources(self) -> Mapping[str, Source]:
        """Every source of this dataset by its key."""
        return self.keep(("sources",), lambda: sources(DATA / self.dataset / "sources.yaml"))

    @property
    def grid_basis(self) -> str:
        """What the grid factors count: life-cycle emissions, or direct ones too."""
        return self.rows("about")["grid_basis"]["value"]

    def keep(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` works out of this dataset, worked out once for each key."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def _constant(self, name: str) -> Figure:
        for table in ("constants", "boavizta"):
            row = self.rows(table).get(name)
            if row is not None:
                return made(table, name, "best", row, row["best"], Unit(row["unit"]))
        raise DataError(f"constants.csv of {self.dataset} has no row {name}")

    def _default(self, key: str) -> Figure | None:
        row = self.rows("defaults").get(key)
        if row is None:
            return None
        found = made("defaults", key, "best", row, row["best"], Unit(row["unit"]))
        if row["source"] != "assumption":
            return found
        return Figure(found.low, found.best, found.high, found.unit, Assumed(row["note"]))


def made(
    table: str, key: str, column: str, row: Mapping[str, str], best: str, unit: Unit
) -> Figure:
    """The figure of a cell; `low` and `high` are the neighbours of a column called `best`."""
    low, high = ("low", "high") if column == "best" else (f"{column}_low", f"{column}_high")
    try:
        return Figure(
            float(row.get(low) or best),
            float(best),
            float(row.get(high) or best),
            unit,
            Looked(table, key, column, row["source"]),
        )
    except (ValueError, KeyError) as error:
        raise DataError(f"{table}.csv, row {key}: {column} {best!r} is not a number") from error


class Rows(Mapping[str, Mapping[str, str]]):
    """Rows of one file by their first column; a row becomes a mapping when it is asked for."""

    def __init__(self, header: list[str], lines: dict[str, list[str]]) -> None:
        self._header = header
        self._lines = lines

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return dict(zip(self._header, self._lines[key], strict=True))

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def read(folder: Path, table: str) -> Rows:
    """The rows of a CSV file, in its order."""
    path = folder / f"{table}.csv"
    if not NAME.fullmatch(table) or not path.is_file():
        return Rows([], {})
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        return Rows(header, {line[0]: line for line in lines})


def sources(path: Path) -> Mapping[str, Source]:
    """sources.yaml, key by key. It is written as JSON, which is YAML that is read quickly."""
    import json

    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        key: Source(key, row["title"], str(row["date"])[:4], row["licence"], row["address"])
        for key, row in rows.items()
    }


def unknown(dataset: str) -> str:
    """The sentence for a dataset that is not there."""
    from difflib import get_close_matches

    near = get_close_matches(dataset, datasets(), 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(datasets())}"
    return f"there is no dataset {dataset}; {hint}"

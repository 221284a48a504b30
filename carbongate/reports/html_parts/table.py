"""Tables of any length: the first rows stand in the page, all of them in its data.

Texts come from a repository: each is made visible here, once, for the page and for its script.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from carbongate.reports.plain import visible

STATIC = 50  # rows without a script, and on a page of the table
LISTED = 10_000  # rows of one table; the JSON report has all

# code and text as they are, number set to the right, state a word of ours with a mark of its own,
# range and change drawn, lines a list, parts the components of a resource.
Kind = Literal["code", "text", "number", "state", "range", "change", "lines", "parts"]
Cell = str | tuple[int | str, ...] | tuple[tuple[str, ...], ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`facet` to choose by its words, `wide` only where there is room, `detail` in an opened row."""

    title: str
    kind: Kind = "text"
    facet: bool = False
    wide: bool = False
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`zero` is where nothing stands on the lines of a column of changes, in thousandths; `explain`
    where the first cell is an address that `carbongate explain` takes apart."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: int = 0
    zero: int = 0
    explain: bool = False

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that stand open."""
        return tuple(column for column in self.columns if not column.detail)

    @property
    def first(self) -> tuple[Row, ...]:
        """The rows that stand in the page."""
        return self.rows[:STATIC]


def table(
    id_: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    zero: int = 0,
    explain: bool = False,
    of: int = 0,
) -> Table:
    """A table of the first rows; `of` how many there are, where that is more than are given."""
    shown = tuple(tuple(map(seen, row)) for row in rows[:LISTED])
    left_out = max(of, len(rows)) - len(shown)
    return Table(id_, caption, tuple(columns), shown, left_out, zero, explain)


def seen(cell: Any) -> Any:
    """The cell with every character of its texts visible."""
    if isinstance(cell, str):
        return visible(cell)
    if isinstance(cell, tuple):
        return tuple(map(seen, cell))
    return cell


def data(tables: Sequence[Table]) -> str:
    """What the script reads, as JSON that no HTML can be made of."""
    found = {each.id: packed(each) for each in tables if each.rows}
    text = json.dumps(found, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def packed(found: Table) -> dict[str, Any]:
    """Column by column, with a word that comes again and again kept once."""
    return {
        "zero": found.zero,
        "explain": found.explain,
        "columns": [
            {
                "title": column.title,
                "kind": column.kind,
                **dict.fromkeys(marks(column), 1),
                **values([row[at] for row in found.rows]),
            }
            for at, column in enumerate(found.columns)
        ],
    }


def marks(column: Column) -> Iterator[str]:
    """What holds of a column."""
    yield from (mark for mark in ("facet", "wide", "detail") if getattr(column, mark))


def values(cells: Sequence[Cell]) -> dict[str, Any]:
    """All cells, or the different ones and which of them stands where."""
    words = dict.fromkeys(cells)
    if len(words) > len(cells) / 2:
        return {"values": cells}
    places = {word: at for at, word in enumerate(words)}
    return {"words": list(words), "at": [places[cell] for cell in cells]}

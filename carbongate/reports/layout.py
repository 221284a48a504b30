"""Lines of plain text: aligned while they fit, wrapped where they do not, and inert in any log."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from carbongate.reports.plain import sentence

Style = Literal["", "heading", "pass", "fail", "warn", "dim"]

# What CI runners take for a command: `::name` at the beginning of a line, `##[name` anywhere.
COMMAND = re.compile(r"^(\s*):(?=:)")
HELD = "\x00"  # a space that is no place to break a line; no sentence holds it
OLD_COMMAND = re.compile(r"#(?=#\w*\[)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line and how it is drawn where there is colour."""

    text: str
    style: Style = ""


def line(text: str, style: Style = "") -> Line:
    """A line that no CI runner takes for a command."""
    return Line(OLD_COMMAND.sub("# ", COMMAND.sub(r"\1: ", text.rstrip())), style)


def wrapped(text: str, width: int, indent: int, style: Style = "", hanging: int = 0) -> list[Line]:
    """A sentence over as many lines as it takes."""
    pieces = textwrap.wrap(
        sentence(text).replace(" %", HELD + "%"),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_on_hyphens=False,
    )
    return [line(piece.replace(HELD, " "), style) for piece in pieces]


def table(rows: Sequence[Sequence[str]], width: int, indent: int = 2) -> list[list[Line]]:
    """Cells under each other, the lines of each row; one too long for the width is wrapped."""
    clean = [[sentence(cell) for cell in row] for row in rows]
    fitting = sorted(clean, key=lambda row: sum(map(len, row)))
    while fitting and indent + sum(size + 2 for size in widths(fitting)) - 2 > width:
        fitting.pop()
    sizes = widths(fitting)
    if sizes:
        first = max(len(row[0]) for row in clean)
        sizes[0] = (
            first
            if indent + sum(size + 2 for size in (first, *sizes[1:])) - 2 <= width
            else sizes[0]
        )
    return [aligned(row, sizes, width, indent) for row in clean]


def aligned(row: Sequence[str], sizes: Sequence[int], width: int, indent: int) -> list[Line]:
    """A row under the others: all of its cells, else as many of the first as the width allows,
    and the others behind them or on the next line."""
    for columns in range(len(sizes), 0, -1):
        first = [cell.ljust(size) for cell, size in zip(row[:columns], sizes, strict=False)]
        text = " " * indent + "  ".join((*first, *filter(None, row[columns:])))
        if len(text.rstrip()) <= width:
            return [line(text)]
    for columns in range(len(sizes) - 1, 1, -1):
        first = [cell.ljust(size) for cell, size in zip(row[:columns], sizes, strict=False)]
        text = (" " * indent + "  ".join(first)).rstrip()
        if len(text) <= width:
            return [line(text), *wrapped("  ".join(row[columns:]), width, indent + 4)]
    return wrapped("  ".join(filter(None, row)), width, indent, hanging=4)


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The longest cell of each column."""
    return [max(map(len, cells)) for cells in zip(*rows, strict=True)]


def headed(title: str, width: int, shown: list[Line]) -> list[Line]:
    """Lines under a heading; nothing where there are none."""
    return [*wrapped(title, width, 0, "heading", hanging=2), *shown] if shown else []


def more(count_of: int, most: int) -> list[Line]:
    """How many are not shown here."""
    left = count_of - most
    return [line(f"  and {left:,} more in the JSON report", "dim")] if left > 0 else []

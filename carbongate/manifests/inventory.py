"""The inventory: our own plain CSV, one resource a row, so that any tool can feed the estimator.

`copies` are those of the storage where a row has any, else of the whole row (a pure amount of
compute or memory); network traffic ignores them. Rows of one shape share one tuple of components.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from operator import itemgetter
from typing import Protocol

from carbongate.context import Context
from carbongate.errors import InputError
from carbongate.figure import Declared, Figure, Unit
from carbongate.manifests.cells import Columns, Kept, number_columns
from carbongate.manifests.charts import parent
from carbongate.manifests.quantities import UnreadableError, shown
from carbongate.manifests.shapes import BESIDE, BODY, EMPTY, Shape, beside, several, shape
from carbongate.model import Reading, Resource, Skipped, Timing, Where
from carbongate.repository import File

KIND = "inventory"
TRUST = 70

TIMING = ("hours", "cpu_utilization", "accelerator_utilization")
COLUMNS = ("address", "count", *BODY, *BESIDE, *TIMING)
SIZED = {"type", "vcpus", "accelerator"}
ONE = Figure.exact(1, Unit.ONE, Declared("one, unless count says more"))
NO_LABELS: Mapping[str, str] = {}  # one for all rows
SEPARATORS = ";\t|"


def claims(file: File) -> bool:
    """Whether the first line is the header of an inventory, give or take a misspelt column."""
    names = header_of(file.head().partition("\n")[0])
    known = names & set(COLUMNS)
    if "address" not in known or not known & SIZED:
        return False
    strange = len(names) - len(known)
    return not strange or ("provider" in known and strange <= len(known) // 2)


def header_of(line: str) -> set[str]:
    """The names in a header, whatever separates them."""
    for separator in SEPARATORS:
        if "," not in line:
            line = line.replace(separator, ",")
    return {name.strip().strip('"').strip().lower() for name in line.split(",")}


def root(file: File) -> str:
    """The folder of the file."""
    return parent(file.path) or "."


class Rows(Protocol):
    """What `csv.reader` gives: rows, and the line that the last one ended on."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def read(files: Sequence[File], context: Context) -> Iterator[Reading]:
    """One reading for each row, as the rows come. Errors: InputError with line and column."""
    seen: set[str] = set()
    for file in files:
        rows = csv.reader(lines(file), strict=True)
        try:
            yield from readings(file.path, rows, seen, context)
        except csv.Error as error:
            raise InputError(f"not valid CSV: {error}", file.path, rows.line_num) from None
        except UnreadableError as error:
            raise InputError(error.message, file.path, rows.line_num) from None
        except UnicodeDecodeError:
            raise InputError("not UTF-8 text", file.path, rows.line_num + 1) from None


def lines(file: File) -> Iterator[str]:
    """The lines of a file, decoded as they are read."""
    data = file.data()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        return iter(file.text().splitlines(keepends=True))
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")


def readings(path: str, rows: Rows, seen: set[str], context: Context) -> Iterator[Reading]:
    """The rows under the header. Errors: UnreadableError, naming the column."""
    header = columns(next(rows, []))
    width = len(header)
    # A column that is not there is the empty cell that each row gets at its end.
    place = {name: header.index(name) if name in header else width for name in COLUMNS}
    body_of, beside_of, timing_of = (
        itemgetter(*(place[name] for name in names)) for names in (BODY, BESIDE, TIMING)
    )
    address_at, count_at = place["address"], place["count"]
    numbers = number_columns(path)
    counted = numbers["count"].figure
    bodies: Kept[Shape] = Kept()
    timings: Kept[Timing] = Kept()
    tables = context.tables
    for row in rows:
        if len(row) != width:
            if row:
                raise UnreadableError(f"has {len(row)} cells where the header has {width}")
            continue
        row.append("")
        address = row[address_at]
        if not address or address in seen:
            why = "stands on an earlier row" if address else "is empty"
            raise UnreadableError(f"address: {f'{shown(address)} ' if address else ''}{why}")
        seen.add(address)
        texts = body_of(row)
        form = bodies.get(texts) or bodies.put(texts, shape(texts, numbers, tables))
        where = Where(path, rows.line_num)
        texts = beside_of(row)
        if any(texts):
            form = beside(form, texts, numbers, tables)
        if not form.components and not form.why:
            raise UnreadableError(EMPTY)
        texts = timing_of(row)
        time = timings.get(texts) or timings.put(texts, timing(texts, numbers))
        count = counted(row[count_at]) or ONE
        found = Resource(
            address,
            form.type,
            form.kind,
            form.provider,
            form.region,
            where,
            several(count, form.copies) if form.copies else count,
            form.components,
            time,
            form.assumed,
            labels=NO_LABELS,
            machine=form.machine,
        )
        yield Skipped.of(found, form.why) if form.why else found


def timing(texts: Sequence[str], numbers: Columns) -> Timing:
    """Hours in a month and loads. Errors: UnreadableError."""
    hours, cpu, accelerator = texts
    return Timing(
        numbers["hours"].figure(hours),
        numbers["cpu_utilization"].figure(cpu),
        numbers["accelerator_utilization"].figure(accelerator),
    )


def columns(header: Sequence[str]) -> list[str]:
    """The names of the columns. Errors: UnreadableError for one that is unknown or twice there."""
    names = [name.strip().lower() for name in header]
    if len(names) == 1 and any(separator in names[0] for separator in SEPARATORS):
        raise UnreadableError("is not separated by commas")
    for position, name in enumerate(names):
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(COLUMNS)}"
            raise UnreadableError(f"column {shown(name)} is unknown; {hint}")
        if name in names[:position]:
            raise UnreadableError(f"column {name} is there twice")
    if "address" not in names:
        raise UnreadableError("has no column address")
    return names

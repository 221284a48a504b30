"""Watts over the load: of a processor for each thread (Arm: core), of an accelerator for each card."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import Literal

from carbongate.errors import DataError
from carbongate.figure import Derived, Figure, Unit
from carbongate.model import Accelerator, Curve
from carbongate.tables import Tables

POINTS = (("w0", 0.0), ("w10", 0.1), ("w50", 0.5), ("w100", 1.0))
ANY = "*"
GENERIC = "generic"
# Names that vendors' processors go by with or without.
VENDOR = re.compile(r"^(?:amd|aws|ampere computing|apple|google|intel|azure|microsoft)\s+(?=\S)")

Confidence = Literal["exact", "mixed", "inferred", "unknown"]


def curve(
    tables: Tables, provider: str, processors: Sequence[str], confidence: str = "exact"
) -> Curve:
    """W/thread of one processor, or of several that may be behind a type.

    Several: their mean, in the dataset of Cloud Carbon Footprint the median where its rows say so.
    The provider's default, else the generic server, stands for all of them when one has no row.
    A processor that is inferred, or one of several, is as unsure as its constant says.
    """
    key = ("curve", provider, "|".join(processors), confidence)
    return tables.keep(key, lambda: made(tables, provider, tuple(processors), confidence))


def made(tables: Tables, provider: str, processors: tuple[str, ...], confidence: str) -> Curve:
    """The curve behind `curve`."""
    keys = rows_of(tables, provider, processors)
    loads, watts = [], []
    for column, load in POINTS:
        found = [
            figure
            for key in keys
            if (figure := tables.figure("processors", key, column, Unit.WATT_PER_THREAD))
        ]
        if found:
            loads.append(load)
            watts.append(middle(found, average(tables, keys)))
    if confidence in ("mixed", "inferred"):
        unsure = tables.constant("unsure_processor")
        watts = [unsure * each for each in watts]
    return Curve(tuple(loads), tuple(watts))


def included(tables: Tables, provider: str, processors: Sequence[str]) -> Figure | None:
    """GiB for each thread that the watts already contain; None where they contain all of it."""
    keys = rows_of(tables, provider, tuple(processors))
    found = [
        figure
        for key in keys
        if (
            figure := tables.figure("processors", key, "memory_gib_per_thread", Unit.GIB_PER_THREAD)
        )
    ]
    return middle(found, fmean) if len(found) == len(keys) else None


def rows_of(tables: Tables, provider: str, processors: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of the processors table, or the one key that stands for all of them."""
    known = tables.keep(
        ("processor names",), lambda: {plain(key): key for key in tables.rows("processors")}
    )
    keys = [
        known.get(f"{home}/{plain(name)}")
        for name in processors
        for home in [vendor(known, provider, name)]
    ]
    if keys and None not in keys:
        return tuple(key for key in keys if key)
    for home in (provider.lower(), ANY):
        if (key := known.get(f"{home}/{GENERIC}")) is not None:
            return (key,)
    raise DataError(f"processors.csv of {tables.dataset} has no row {ANY}/{GENERIC}")


def vendor(known: dict[str, str], provider: str, name: str) -> str:
    """The provider whose row of a processor counts: its own, else the one for all."""
    return provider.lower() if f"{provider.lower()}/{plain(name)}" in known else ANY


def plain(name: str) -> str:
    """A processor's name without case, spaces to spare and its vendor."""
    home, slash, own = name.rpartition("/")
    return f"{home}{slash}{VENDOR.sub('', ' '.join(own.lower().split()))}"


def average(tables: Tables, keys: Sequence[str]) -> Callable[[Sequence[float]], float]:
    """The median where one of the rows asks for it, else the mean."""
    rows = tables.rows("processors")
    return median if any(rows[key]["several"] == "median" for key in keys) else fmean


def middle(figures: Sequence[Figure], of: Callable[[Sequence[float]], float]) -> Figure:
    """One figure for several possible ones."""
    if len(figures) == 1:
        return figures[0]
    return Figure(
        of([figure.low for figure in figures]),
        of([figure.best for figure in figures]),
        of([figure.high for figure in figures]),
        figures[0].unit,
        Derived(
            f"{'median' if of is median else 'mean'} of the possible processors", tuple(figures)
        ),
    )


def accelerator(tables: Tables, name: str, count: Figure) -> Accelerator | None:
    """`count` cards of a model that goes by this name, or None for a name of no row."""
    model = tables.rows("accelerator_aliases").get(folded(name), {}).get("model", name)
    card = tables.keep(("card", model), lambda: card_of(tables, model))
    return Accelerator(model, count, *card) if card else None


def card_of(tables: Tables, model: str) -> tuple[Curve, Figure] | None:
    """Curve in W and kgCO2e of one card."""
    points = [
        (load, figure)
        for column, load in POINTS
        if (figure := tables.figure("accelerators", model, column, Unit.WATT))
    ]
    embodied = tables.figure("accelerators", model, "embodied_kg", Unit.KG)
    if not points or embodied is None:
        return None
    loads, watts = zip(*points, strict=True)
    return Curve(loads, watts), embodied


def folded(name: str) -> str:
    """A card's name as the alias table has it: lower case, words joined by a hyphen."""
    words = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")
    return words.removesuffix("-shared")


def cell(tables: Tables, table: str, key: str, column: str, unit: Unit) -> Figure:
    """A number that must be there. Errors: DataError."""
    figure = tables.figure(table, key, column, unit)
    if figure is None:
        raise DataError(f"{table}.csv, row {key}: no {column}")
    return figure

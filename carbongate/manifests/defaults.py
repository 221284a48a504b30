"""What stands behind a workload that states neither where it runs nor what it needs."""

from __future__ import annotations

from dataclasses import replace

from carbongate.context import Context
from carbongate.errors import DataError
from carbongate.figure import Assumed, Figure, Unit
from carbongate.mappings.block import ONE_TAKEN
from carbongate.model import Kind
from carbongate.tables import Tables

COLUMNS = {"cpu": "vcpus", "memory": "memory"}


def one_taken() -> tuple[Figure, tuple[str, ...]]:
    """One of a thing whose number cannot be read, and the sentence that says so."""
    return Figure.exact(1, Unit.ONE, Assumed(ONE_TAKEN)), (ONE_TAKEN,)


def home(context: Context) -> tuple[str, str | None]:
    """Provider and region: the only ones that the stack states, else nobody's."""
    regions = context.regions
    return next(iter(regions.items())) if len(regions) == 1 else ("generic", None)


def unplaced(context: Context) -> tuple[str, ...]:
    """The sentence on a workload whose stack states several places; none where it states fewer."""
    if len(context.regions) < 2:
        return ()
    places = ", ".join(f"{provider}: {region}" for provider, region in context.regions.items())
    return (f"its stack states several places ({places}), and nothing says which is meant",)


def size(tables: Tables, kind: Kind, resource: str, who: str) -> tuple[Figure, str]:
    """vCPU or GiB of a thing that states none, and the sentence that says so: the figure's own.

    Errors: DataError when the defaults table has no such row.
    """
    return tables.keep(
        ("size", kind.value, resource, who), lambda: assumed(tables, kind, resource, who)
    )


def assumed(tables: Tables, kind: Kind, resource: str, who: str) -> tuple[Figure, str]:
    """The row of the defaults table, said of this thing."""
    column = COLUMNS[resource]
    figure = tables.default(kind.value, column)
    if figure is None:
        raise DataError(f"defaults.csv has no {column} for {kind.value}")
    sentence = (
        f"{who} that states no {resource} request or limit counts as "
        f"{figure.best:g} {figure.unit} ({figure.low:g} to {figure.high:g})"
    )
    return replace(figure, origin=Assumed(sentence)), sentence

"""Where something runs, as two numbers: grid intensity and PUE of a region, or of what is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar

from carbongate.errors import DataError
from carbongate.figure import Figure, Unit
from carbongate.model import Site

T = TypeVar("T")

GENERIC = "generic"
UNKNOWN = "unknown"
# A zone or local zone of a region: us-east-1a, us-central1-a, us-west-2-lax-1a.
ZONES = (
    r"(?P<region>[a-z]+(-[a-z]+)+-?\d+)-?[a-z]",
    r"(?P<region>[a-z]+-[a-z]+-\d)-[a-z]+-\d[a-z]?",
)


class Cells(Protocol):
    """What this room asks of the tables below."""

    def rows(self, table: str) -> Mapping[str, Mapping[str, str]]: ...

    def figure(self, table: str, key: str, column: str, unit: Unit) -> Figure | None: ...

    def keep(self, key: tuple[str, ...], make: Callable[[], T]) -> T: ...


def site(cells: Cells, provider: str, region: str | None) -> Site:
    """The site of a region; what nobody says or no table has is widened, and the site says so.

    Errors: DataError when the dataset lacks its row for the whole world.
    """
    home = vendor(cells, provider)
    if home == GENERIC and region is None:
        return world(cells, provider, "nobody says where it runs")
    key = found(cells, home, region) if region else None
    if key is None and home == GENERIC:
        return world(cells, provider, f"no table has region {region} of {provider}")
    if key is not None:
        note = cells.rows("grid")[key]["note"]
        assumed = f"of {provider} only {region} is known, not the region: {note}" if note else ""
        return build(cells, provider, home, key, assumed)
    key = f"{home}/{UNKNOWN}"
    why = (
        f"{region} of {provider} is in no table"
        if region
        else f"no region is stated for {provider}"
    )
    return build(cells, provider, home, key, f"{why}: {cells.rows('grid')[key]['note']}")


def build(cells: Cells, provider: str, home: str, key: str, assumed: str) -> Site:
    """The site of one row of the grid table."""
    grid = cells.figure("grid", key, "grid", Unit.GRAM_PER_KWH)
    if grid is None:
        raise DataError(f"grid.csv, row {key}: no factor")
    region = key.split("/", 1)[1]
    return Site(provider, region, grid, pue(cells, home, region), assumed)


def world(cells: Cells, provider: str, why: str) -> Site:
    """Anywhere: the world's average, low and high the 10th and 90th percentile of all regions."""
    best = cells.figure("world", "world", "grid", Unit.GRAM_PER_KWH)
    if best is None:
        raise DataError("world.csv has no row world")
    note = cells.rows("world")["world"]["note"]
    spread = cells.figure("grid", "percentiles", "grid", Unit.GRAM_PER_KWH)
    grid = best.widened(spread, "10th and 90th percentile of all regions") if spread else best
    return Site(provider, "world", grid, pue(cells, GENERIC, UNKNOWN), f"{why}: {note}")


def pue(cells: Cells, home: str, region: str) -> Figure:
    """PUE of a region, else of its provider, else of anybody."""
    for place in (f"{home}/{region}", f"{home}/{UNKNOWN}", f"{GENERIC}/{UNKNOWN}"):
        figure = cells.figure("pue", place, "pue", Unit.PUE)
        if figure is not None:
            return figure
    raise DataError(f"pue.csv has no row {GENERIC}/{UNKNOWN}")


def vendor(cells: Cells, provider: str) -> str:
    """The provider as the tables call it; "generic" for one whose regions no table has."""
    name = plain(provider)
    name = cells.rows("providers").get(name, {}).get("provider", name)
    return name if f"{name}/{UNKNOWN}" in cells.rows("grid") else GENERIC


def found(cells: Cells, home: str, region: str) -> str | None:
    """The key of a region's row, through spelling, aliases and zones."""
    exact = f"{home}/{region}"
    if exact in cells.rows("grid"):
        return exact
    known = cells.keep(("regions",), lambda: {plain(key): key for key in cells.rows("grid")})
    aliases = cells.keep(("aliases",), lambda: aliased(cells))
    for name in spellings(region):
        wanted = f"{home}/{name}"
        key = known.get(wanted) or known.get(aliases.get(wanted, ""))
        if key is not None:
            return key
    return None


def spellings(region: str) -> Iterator[str]:
    """The region as written, then without a zone at its end."""
    name = plain(region)
    yield name
    for zone in ZONES:
        match = re.fullmatch(zone, name)
        if match:
            yield match["region"]


def aliased(cells: Cells) -> Mapping[str, str]:
    """Plain spelling of an alias -> plain spelling of its region."""
    return {
        plain(key): plain(f"{key.split('/', 1)[0]}/{row['region']}")
        for key, row in cells.rows("region_aliases").items()
    }


def plain(name: str) -> str:
    """A spelling without case and spaces, as clouds themselves read it."""
    return name.replace(" ", "").lower()

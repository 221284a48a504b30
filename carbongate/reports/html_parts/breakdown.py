"""Where the carbon is: by stack, by component, by resource, and what of the machines is idle."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbongate.reports.html_parts.bars import WHOLE, Scale, scale
from carbongate.reports.html_parts.numbers import best, ends, said
from carbongate.reports.html_parts.resources import counted, is_idle, pools, tenants
from carbongate.reports.html_parts.table import Column, Row, Table, table
from carbongate.reports.html_parts.treemap import Box, boxes
from carbongate.reports.plain import shortened, visible
from carbongate.words import count, number, share

KINDS = ("compute", "memory", "storage", "network", "accelerator")
TILES, GROUPS = 40, 12  # of one stack, and stacks: the small rest is one tile
HIGH = 240  # pixels of the map
LABEL = 80
SHOWN = (54, 30)  # pixels that a label needs


@dataclass(frozen=True, slots=True)
class Component:
    """Operational and embodied carbon of one kind of component; widths in thousandths."""

    name: str
    operational: str
    embodied: str
    carbon: str
    share: str
    solid: int
    hatched: int


@dataclass(frozen=True, slots=True)
class Area:
    """What a tile stands for; `stack` as it stands behind its carbon."""

    label: str
    kilograms: float
    stack: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One resource on the map; x and width in percent, y and height in pixels."""

    x: str
    width: str
    y: str
    height: str
    label: str
    carbon: str
    stack: str
    named: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of machines: how much of it is asked for. In thousandths."""

    name: str
    used: int
    said: str


def components(document: Mapping[str, Any]) -> list[Component]:
    """Each kind of component over all that counts."""
    sums: dict[str, tuple[list[float], list[float]]] = {kind: ([], []) for kind in KINDS}
    for row in document["resources"]:
        if row["tenant_of"] is None:
            for part in row["components"]:
                solid, hatched = sums.setdefault(part["kind"], ([], []))
                solid.append(part["operational_kg"]["best"])
                hatched.append(part["embodied_kg"]["best"])
    found = {
        kind: (math.fsum(solid), math.fsum(hatched)) for kind, (solid, hatched) in sums.items()
    }
    whole = math.fsum(sum(pair) for pair in found.values())
    most = max((sum(pair) for pair in found.values()), default=0.0)
    return [
        Component(
            kind,
            number(solid),
            number(hatched),
            number(solid + hatched),
            share((solid + hatched) / whole),
            round(WHOLE * solid / most),
            round(WHOLE * hatched / most),
        )
        for kind, (solid, hatched) in found.items()
        if solid + hatched > 0
    ]


def stack_table(document: Mapping[str, Any]) -> Table:
    """Each stack's month, the largest first."""
    rows = sorted(
        document["stacks"], key=lambda row: (-row["totals"]["carbon_kg"]["best"], row["name"])
    )
    line = scale(row["totals"]["carbon_kg"] for row in rows)
    scored = any(row["sci"] for row in rows)
    columns = (
        Column("stack", "code"),
        Column("kgCO2e", "number"),
        Column("low · best · high", "range"),
        Column("operational, kg", "number", wide=True),
        Column("embodied, kg", "number", wide=True),
        Column("energy, kWh", "number", wide=True),
        *([Column("score (SCI)", "number")] if scored else []),
        Column("one unit is", detail=True),
        Column("units a month", detail=True),
        Column("labels", detail=True),
        Column("inside", detail=True),
        Column("outside", "lines", detail=True),
    )
    cells: list[Row] = [stack_row(row, line, scored=scored) for row in rows]
    return table(
        "stacks", "Stacks; kgCO2e in a month, operational and embodied together", columns, cells
    )


def stack_row(row: Mapping[str, Any], line: Scale, *, scored: bool) -> Row:
    """One stack. Nothing estimated is not nothing emitted."""
    totals, unit, score = row["totals"], row["functional_unit"], row["sci"]
    carbon = totals["carbon_kg"]
    numbers: Row = ("nothing estimated", "", "", "", "")
    if carbon["best"] > 0:
        parts = (best(totals[name]) for name in ("operational_kg", "embodied_kg", "energy_kwh"))
        numbers = (best(carbon), (*line.span(carbon), ends(carbon)), *parts)
    elif score and score["best"] > 0:
        numbers = ("counted with its machines", "", "", "", "")
    said_of_score = said(score, score["unit"]) if score else "no functional unit"
    return (
        row["name"],
        *numbers,
        *([said_of_score] if scored else []),
        unit["name"] if unit else "",
        said(unit["per_month"]) if unit else "",
        ", ".join(f"{name}={value}" for name, value in row["labels"].items()),
        row["boundary"],
        tuple(("", each) for each in row["exclusions"]),
    )


# ---- the map -----------------------------------------------------------------------------------


def tiles(document: Mapping[str, Any], wide: float = 960.0) -> list[Tile]:
    """All that counts as areas, the resources of a stack side by side.

    The map is laid out for a wide screen; on a narrow one its tiles are narrower.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in counted(document):
        if row["carbon_kg"]["best"] > 0:
            groups.setdefault(row["stack"], []).append(row)
    sums = {name: math.fsum(r["carbon_kg"]["best"] for r in rows) for name, rows in groups.items()}
    order = sorted(sums, key=lambda name: (-sums[name], name))
    shown, others = order[:GROUPS], order[GROUPS:]
    blocks = [
        (sums[name], areas(groups[name], f", {name}" if len(order) > 1 else "")) for name in shown
    ]
    if others:
        rest = math.fsum(sums[name] for name in others)
        blocks.append((rest, [Area(count(len(others), "more stack"), rest)]))
        blocks.sort(key=lambda block: -block[0])
    found: list[Tile] = []
    for (_, inside), place in zip(
        blocks, boxes([each for each, _ in blocks], Box(0, 0, wide, HIGH)), strict=True
    ):
        places = boxes([area.kilograms for area in inside], place)
        found += [tile(area, box, wide) for area, box in zip(inside, places, strict=True)]
    return found


def areas(rows: Sequence[Mapping[str, Any]], stack: str) -> list[Area]:
    """What of one stack is on the map: the largest resources, the others by their type."""
    found = [
        Area(row["address"], row["carbon_kg"]["best"], stack, row["basis"] == "assumed")
        for row in rows[:TILES]
    ]
    types: dict[str, list[float]] = {}
    for row in rows[TILES:]:
        types.setdefault(row["type"], []).append(row["carbon_kg"]["best"])
    by_weight = sorted(types, key=lambda name: (-math.fsum(types[name]), name))
    found += [
        Area(f"{len(types[name]):,} more {name}", math.fsum(types[name]), stack)
        for name in by_weight[:TILES]
    ]
    left = [value for name in by_weight[TILES:] for value in types[name]]
    if left:
        found.append(Area(count(len(left), "smaller resource"), math.fsum(left), stack))
    return sorted(found, key=lambda area: -area.kilograms)


def tile(area: Area, box: Box, wide: float) -> Tile:
    """One area at its place."""
    return Tile(
        f"{box.x / wide * 100:.2f}%",
        f"{box.width / wide * 100:.2f}%",
        f"{box.y:.1f}",
        f"{box.height:.1f}",
        shortened(visible(area.label), LABEL),
        f"{number(area.kilograms)} kg",
        shortened(visible(area.stack), LABEL),
        box.width >= SHOWN[0] and box.height >= SHOWN[1],
        area.assumed,
    )


# ---- machines and what runs on them ------------------------------------------------------------


def pool_bars(document: Mapping[str, Any], most: int = 12) -> list[Pool]:
    """The pools with the largest idle rest first."""
    found = []
    for name, rows in pools(tenants(document)).items():
        whole = math.fsum(row["carbon_kg"]["best"] for row in rows)
        idle = math.fsum(row["carbon_kg"]["best"] for row in rows if is_idle(row))
        if whole > 0:
            text = f"{share(idle / whole)} idle: {number(idle)} of {number(whole)} kg"
            found.append((idle, Pool(name, round(WHOLE * (1 - idle / whole)), text)))
    found.sort(key=lambda pair: (-pair[0], pair[1].name))
    return [pool for _, pool in found[:most]]

"""Resources as rows: what they are, their carbon with its range, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.reports.html_parts.bars import Scale, scale
from carbongate.reports.html_parts.numbers import best, ends, said
from carbongate.reports.html_parts.table import LISTED, Column, Row, Table, table
from carbongate.words import number, share

IDLE = "#idle"


def counted(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What sums to the totals, the largest first."""
    return ranked(row for row in document["resources"] if row["tenant_of"] is None)


def tenants(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What runs on declared machines, the largest first."""
    return ranked(row for row in document["resources"] if row["tenant_of"] is not None)


def ranked(rows: Any) -> list[Mapping[str, Any]]:
    """The largest first; names decide between equals."""
    return sorted(rows, key=lambda row: (-row["carbon_kg"]["best"], row["stack"], row["address"]))


def resource_table(document: Mapping[str, Any], *, explain: bool) -> Table:
    """All that counts."""
    rows = counted(document)
    wholes = {row["name"]: row["totals"]["carbon_kg"]["best"] for row in document["stacks"]}
    line = scale(row["carbon_kg"] for row in rows)
    several = len(wholes) > 1
    columns = [
        Column("resource", "code"),
        Column("type", "code", facet=True, wide=True),
        *([Column("stack", "code", facet=True, wide=True)] if several else []),
        Column("region", facet=True, wide=True),
        Column("kgCO2e", "number"),
        Column("low · best · high", "range"),
        Column("of its stack" if several else "share", "number", wide=True),
        Column("rests on", facet=True, wide=True),
        *DETAILS,
    ]
    cells: list[Row] = [
        (
            row["address"],
            row["type"],
            *([row["stack"]] if several else []),
            row["region"] or "none known",
            best(row["carbon_kg"]),
            drawn(row, line),
            part(row, wholes.get(row["stack"], 0.0)),
            row["basis"],
            *details(row),
        )
        for row in rows[:LISTED]
    ]
    return table(
        "resources",
        "kgCO2e in a month, the largest first. Open a row for its components, place and size",
        columns,
        cells,
        explain=explain,
        of=len(rows),
    )


def tenant_table(document: Mapping[str, Any], *, explain: bool) -> Table:
    """Workloads as shares of the machines that carry them; the idle rest among them."""
    rows = tenants(document)
    hosts: dict[str, float] = {}
    for row in rows:
        hosts[row["tenant_of"]] = hosts.get(row["tenant_of"], 0.0) + row["carbon_kg"]["best"]
    line = scale(row["carbon_kg"] for row in rows)
    columns = [
        Column("workload", "code"),
        Column("on machines", "code", facet=True, wide=True),
        Column("kgCO2e", "number"),
        Column("low · best · high", "range"),
        Column("of the machines", "number"),
        Column("rests on", facet=True, wide=True),
        *DETAILS,
    ]
    cells: list[Row] = [
        (
            row["address"],
            row["tenant_of"],
            best(row["carbon_kg"]),
            drawn(row, line),
            part(row, hosts[row["tenant_of"]]),
            row["basis"],
            *details(row),
        )
        for row in rows[:LISTED]
    ]
    caption = "kgCO2e in a month, the largest first"
    return table("tenants", caption, columns, cells, explain=explain, of=len(rows))


DETAILS = (
    Column("written at", "code", detail=True),
    Column("what it is", detail=True),
    Column("has", detail=True),
    Column("energy, kWh", detail=True),
    Column("operational, kg", detail=True),
    Column("embodied, kg", detail=True),
    Column("component", "parts", detail=True),
)


def details(row: Mapping[str, Any]) -> Row:
    """What an opened row says."""
    return (
        place(row["where"]),
        f"{row['kind']}, {row['provider']}",
        sizes(row),
        said(row["energy_kwh"]),
        said(row["operational_kg"]),
        said(row["embodied_kg"]),
        tuple(
            (
                each["kind"],
                *(best(each[name]) for name in ("energy_kwh", "operational_kg", "embodied_kg")),
            )
            for each in row["components"]
        ),
    )


def sizes(row: Mapping[str, Any]) -> str:
    """`2 replicas; 4 vCPUs, 16 GiB of memory`."""
    each = (
        ("vcpus", "vCPUs"),
        ("memory_gib", "GiB of memory"),
        ("storage_gb", "GB of storage"),
        ("accelerators", "accelerators"),
    )
    has = ", ".join(f"{number(row[key])} {name}" for key, name in each if row[key])
    replicas = f"replicas: {said(row['replicas'])}"
    return f"{has}; {replicas}" if has else replicas


def place(where: Mapping[str, Any]) -> str:
    """`path:line`."""
    line = where["line"]
    return f"{where['path']}:{line}" if line else str(where["path"])


def drawn(row: Mapping[str, Any], line: Scale) -> tuple[int | str, ...]:
    """The range on the line of its table, and its ends in words."""
    return (*line.span(row["carbon_kg"]), ends(row["carbon_kg"]))


def part(row: Mapping[str, Any], whole: float) -> str:
    """The share of a whole; "" of nothing."""
    return share(min(1.0, row["carbon_kg"]["best"] / whole)) if whole > 0 else ""


def is_idle(row: Mapping[str, Any]) -> bool:
    """Whether it is the rest of a pool that no workload asks for."""
    return bool(row["tenant_of"]) and row["address"] == f"{row['tenant_of']}{IDLE}"


def pools(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The tenants of each pool of machines, by its address."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["tenant_of"], []).append(row)
    return found

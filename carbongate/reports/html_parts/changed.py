"""What the change does, against the base: sums, each stack, each resource with its causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from carbongate.model import Cause
from carbongate.reports.changes import COMMIT, SHORT, cause
from carbongate.reports.html_parts.bars import Scale, changes
from carbongate.reports.html_parts.numbers import change, ends, plus, said
from carbongate.reports.html_parts.resources import place
from carbongate.reports.html_parts.table import Cell, Column, Row, Table, table
from carbongate.reports.html_parts.unknown import (
    UNKNOWN,
    apart,
    difference,
    reason,
    total,
    unknown,
)
from carbongate.words import count

SHARE = "share "  # of machines: in no sum
# What it means, in the order in which a reader meets them.
EFFECTS = {
    "added": "new",
    "removed": "gone: its carbon is a credit",
    "changed": "is not what it was",
    "moved": "another name or place, all else as it was",
    "understood": "estimated now, skipped on the base: in no sum",
    "lost": "skipped now, estimated on the base: in no sum",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """The difference in words. `data` is the doing of other tables, and no part of `delta`."""

    base: str
    delta: str
    data: str
    counts: str
    notes: tuple[str, ...]
    stacks: Table
    resources: Table
    effects: tuple[tuple[str, str], ...]


def changed(document: Mapping[str, Any]) -> Changed | None:
    """None where nothing was compared."""
    found = document.get("diff")
    if found is None:
        return None
    rows = sorted(
        found["changes"],
        key=lambda row: (
            unknown(row),
            row["tenant_of"] is not None,
            -size(row),
            row["stack"],
            row["address"],
        ),
    )
    of = found.get("changes_total", len(rows))
    sides = apart(rows)
    hidden = f", {sum(sides.values()):,} estimated on one side only, in no sum" if sides else ""
    return Changed(
        COMMIT.sub(lambda match: match[0][:SHORT], found["base"]),
        total(found["delta"], rows),
        change(found["data"], "kgCO2e a month"),
        f"{count(of, 'resource')} changed, {found['same']:,} as they were{hidden}",
        tuple(found["notes"]),
        stacks(
            sorted(found["stacks"], key=lambda row: (-abs(row["delta"]["best"]), row["name"])),
            sides,
        ),
        resources(rows, several=len(found["stacks"]) > 1, left_out=of - len(rows)),
        tuple(meanings(rows)),
    )


def meanings(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The effects that are there, in words."""
    found = {row["effect"] for row in rows}
    yield from ((word, meaning) for word, meaning in EFFECTS.items() if word in found)
    if any(row["tenant_of"] for row in rows):
        yield "share", "of machines: in no sum, for the change of the machines is"


def size(row: Mapping[str, Any]) -> float:
    """What it adds or saves; of what one side alone knows, what that side knows."""
    known = row["before"] or row["after"] if unknown(row) else None
    return abs(float((known or row["delta"])["best"]))


def stacks(rows: Sequence[Mapping[str, Any]], sides: Mapping[str, int]) -> Table:
    """Each stack on both sides; `sides` says of how many of its resources only one is known."""
    line = changes(row["delta"] for row in rows)
    scored = any(row["score"] for row in rows)
    columns = [
        Column("stack", "code"),
        Column("base", "number", wide=True),
        Column("now", "number", wide=True),
        Column("change", "number"),
        Column("less · more", "change"),
        *([Column("score, g/unit", "number", wide=True)] if scored else []),
        *([Column("in no sum")] if sides else []),
    ]
    cells: list[Row] = [
        (
            row["name"],
            said(row["before"]) or "not there",
            said(row["after"]) or "gone",
            difference(row["delta"], hidden=row["name"] in sides),
            drawn(row, line, hidden=row["name"] in sides),
            *([score(row, hidden=row["name"] in sides)] if scored else []),
            *([one_sided(sides.get(row["name"], 0))] if sides else []),
        )
        for row in rows
    ]
    return table("changed-stacks", "Stacks; kgCO2e in a month", columns, cells, zero=line.at(0))


def score(row: Mapping[str, Any], *, hidden: bool) -> str:
    """What the change does to the score."""
    if hidden and row["score"] and not any(row["score"].values()):
        return UNKNOWN
    return change(row["score"])


def one_sided(resources: int) -> str:
    """What of a stack is in no sum."""
    return f"{resources:,} estimated on one side only" if resources else ""


def resources(rows: Sequence[Mapping[str, Any]], *, several: bool, left_out: int) -> Table:
    """Each resource that is not what it was, the largest change first."""
    line = changes(row["delta"] for row in rows)
    columns = [
        Column("resource", "code"),
        Column("effect", "state", facet=True),
        *([Column("stack", "code", facet=True, wide=True)] if several else []),
        Column("cause"),
        Column("change", "number"),
        Column("less · more", "change"),
        Column("type", "code", detail=True),
        Column("written at", "code", detail=True),
        Column("on machines", "code", detail=True),
        Column("base, kg", detail=True),
        Column("now, kg", detail=True),
    ]
    cells: list[Row] = [
        (
            row["address"],
            f"{SHARE if row['tenant_of'] else ''}{row['effect']}",
            *([row["stack"]] if several else []),
            causes(row),
            UNKNOWN if unknown(row) else plus(row["delta"]["best"]),
            drawn(row, line, hidden=unknown(row)),
            row["type"],
            place(row["where"]),
            f"{row['tenant_of']}, whose change is the one that counts" if row["tenant_of"] else "",
            said(row["before"]),
            said(row["after"]),
        )
        for row in rows
    ]
    found = table(
        "changes",
        f"Resources, the largest change first{last(rows)}; kgCO2e in a month",
        columns,
        cells,
        zero=line.at(0),
    )
    return replace(found, left_out=found.left_out + left_out)


def last(rows: Sequence[Mapping[str, Any]]) -> str:
    """What stands behind the changes that are in a sum."""
    shares = any(row["tenant_of"] and not unknown(row) for row in rows)
    return (", then shares of machines" if shares else "") + (
        f", what is {UNKNOWN} last" if any(map(unknown, rows)) else ""
    )


def drawn(row: Mapping[str, Any], line: Scale, *, hidden: bool) -> Cell:
    """The change on the line of its table, and its ends in words; nothing of what is not known."""
    if hidden and not any(row["delta"].values()):
        return ""
    return (*line.span(row["delta"]), ends(row["delta"]))


def causes(row: Mapping[str, Any]) -> str:
    """`type m5.large to m5.xlarge; count 2 to 3`, the old name, and why one side is not known."""
    said = [f"was `{row['was']}`"] if row["was"] else []
    said += [reason(row)] if unknown(row) else []
    said += [cause(Cause(each["why"], each["before"], each["after"])) for each in row["causes"]]
    return "; ".join(said)

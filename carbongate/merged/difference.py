"""The differences of several reports, each against the base of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carbongate.merged.part import Part
from carbongate.words import listed

ENDS = ("low", "best", "high")


def joined(parts: Sequence[Part]) -> dict[str, Any] | None:
    """The sum of what was compared; None where nothing was."""
    compared = [part for part in parts if part.document["diff"] is not None]
    if not compared:
        return None
    found = [part.document["diff"] for part in compared]
    apart = [part.name for part in parts if part.document["diff"] is None]
    notes = [f"{part.name}: {note}" for part in compared for note in part.document["diff"]["notes"]]
    if apart:
        notes.insert(0, f"not compared with a base, so in no change here: {listed(apart, 5)}")
    return {
        "base": ", ".join(sorted({each["base"] for each in found})[:5]),
        "same": sum(each["same"] for each in found),
        "delta": summed(each["delta"] for each in found),
        "data": data(found),
        "stacks": sorted(
            (stack(part, row) for part in compared for row in part.document["diff"]["stacks"]),
            key=lambda row: row["name"],
        ),
        "changes_total": sum(each["changes_total"] for each in found),
        "changes": sorted(
            (change(part, row) for part in compared for row in part.document["diff"]["changes"]),
            key=lambda row: (
                row["stack"],
                row["address"],
                row["was"] or "",
                row["tenant_of"] or "",
                row["effect"],
            ),
        ),
        "notes": notes,
    }


def data(found: Sequence[Mapping[str, Any]]) -> dict[str, float] | None:
    """What other data do to the bases."""
    known = [each["data"] for each in found if each["data"] is not None]
    return summed(known) if known else None


def summed(quantities: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The sum, end by end; exact before one rounding, so that no order matters."""
    found = list(quantities)
    return {end: math.fsum(each[end] for each in found) for end in ENDS}


def stack(part: Part, row: Mapping[str, Any]) -> dict[str, Any]:
    """One stack under its name in the whole."""
    return {**row, "name": part.called("stacks", row["name"])}


def change(part: Part, row: Mapping[str, Any]) -> dict[str, Any]:
    """One resource under its names in the whole."""
    return {
        "unknown": None,  # an earlier program did not write it
        **row,
        "address": part.address(row["address"]),
        "was": part.address(row["was"]) if row["was"] else None,
        "stack": part.called("stacks", row["stack"]),
        "where": part.where(row["where"]),
        "tenant_of": part.address(row["tenant_of"]) if row["tenant_of"] else None,
    }

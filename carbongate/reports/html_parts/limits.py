"""Budgets as gauges: each limit, what was found, and the room between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from carbongate.model import Judgement
from carbongate.reports import judged
from carbongate.reports.entries import STATES
from carbongate.reports.html_parts.bars import Gauge, gauge
from carbongate.reports.html_parts.table import Column, Row, Table, table
from carbongate.words import number

DRAWN = 24  # gauges; of more limits the rest stand in a table


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit in words, with its gauge. `sentence` is the gauge for who does not see it; `word` is
    its state, or that it passes thanks to a waiver, or was held against nothing."""

    id: str
    metric: str
    state: str
    word: str
    stacks: str
    found: str
    limit: str
    room: str
    allowance: str
    reason: str
    sentence: str
    gauge: Gauge | None
    rank: tuple[
        int, bool, float
    ]  # the gravest first, carbon before counts, the nearest to its limit


def limits(document: Mapping[str, Any]) -> list[Limit]:
    """All limits, the broken ones first."""
    rows = sorted(document["budgets"], key=lambda row: STATES.index(row["state"]))
    return [limit(row) for row in rows]


def limit(row: Mapping[str, Any]) -> Limit:
    """One limit."""
    found = judgement(row)
    least, filled = row["metric"] == "min_coverage", row["metric"] not in judged.CARBON
    drawn = gauge(row["value"], row["limit"], row["allow"] or 0.0, least=least, filled=filled)
    said = judged.found(found)
    end = "" if found.end == "best" else f", for the {found.end} end"
    bound = f"{'' if least else 'limit '}{judged.limit(found)}{end}"
    allowance = allowed(row)
    return Limit(
        row["id"],
        judged.metric(found),
        row["state"],
        judged.state(found),
        ", ".join(row["stacks"]),
        said,
        bound,
        judged.room(found),
        allowance,
        row.get("reason") or "",
        f"found {said}; {bound}{f'; {allowance}' if allowance else ''}",
        drawn if row["value"] is not None else None,
        (
            STATES.index(row["state"]),
            row["metric"] not in judged.CARBON,
            -nearness(row, least=least),
        ),
    )


def nearness(row: Mapping[str, Any], *, least: bool) -> float:
    """How much of the limit is used up; more than 1 where it is broken."""
    if row["value"] is None:
        return 0.0
    found, bound = row["value"]["best"], row["limit"] + (row["allow"] or 0.0)
    used, whole = (bound, found) if least else (found, bound)
    return float(used / whole) if whole > 0 else (math.inf if used > 0 else 0.0)


def judgement(row: Mapping[str, Any]) -> Judgement:
    """The limit as the gate knew it, for the words that are made of it."""
    value: Mapping[str, Any] = row["value"] or {}
    return Judgement(
        row["id"],
        row["metric"],
        tuple(row["stacks"]),
        value.get("low"),
        value.get("best"),
        value.get("high"),
        row["limit"],
        row["unit"],
        row["state"],
        row.get("reason") or "",
        row["allow"],
        row["waiver"],
        row.get("end", "best"),
    )


def allowed(row: Mapping[str, Any]) -> str:
    """What a waiver adds."""
    if row["waiver"] is None:
        return ""
    if row["allow"] is None:
        return f"waiver {row['waiver']}"
    return f"waiver {row['waiver']} allows {number(row['allow'])} more"


def kept(found: Iterable[Limit]) -> str:
    """`3 of 5`: limits that hold, of those that are judged."""
    states = [each.state for each in found if each.state != "off"]
    return f"{states.count('pass'):,} of {len(states):,}"


def all_limits(found: list[Limit]) -> Table:
    """Every limit as a row, for a report with more of them than gauges."""
    columns = (
        Column("state", "state", facet=True),
        Column("budget", "code"),
        Column("what", facet=True),
        Column("found", "number"),
        Column("limit", "number"),
        Column("room", wide=True),
        Column("waiver", wide=True),
        Column("stacks", "code", detail=True),
        Column("reason", detail=True),
    )
    rows: list[Row] = [
        (
            each.word,
            each.id,
            each.metric,
            each.found,
            each.limit,
            each.room,
            each.allowance,
            each.stacks,
            each.reason,
        )
        for each in found
    ]
    return table("limits", "All limits", columns, rows if len(rows) > DRAWN else [])

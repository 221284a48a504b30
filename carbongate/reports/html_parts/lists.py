"""The lists of a report as tables: findings, what was skipped, assumptions, waivers, coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.model import Skipped, Where
from carbongate.reports import remedy
from carbongate.reports.entries import SEVERITIES
from carbongate.reports.html_parts.table import Column, Row, Table, table
from carbongate.words import amount, listed, number

DIGITS = 6  # of a coefficient: it is to be checked against its source
NAMED = 200  # addresses of one assumption
WAIVER_STATES = ("not held", "expired", "ends soon", "in force", "unused")


def loosened(document: Mapping[str, Any]) -> Table:
    """What the change makes easier to pass."""
    found = sorted(document.get("loosened", ()), key=lambda row: row["held"])
    held = any(row["held"] for row in found)
    columns = (
        Column("what", "code"),
        Column("on the base"),
        Column("now"),
        Column("which means"),
        *([Column("what holds", wide=True)] if held else []),
    )
    rows: list[Row] = [
        (
            row["key"],
            row["before"] or "nothing",
            row["after"] or "nothing",
            row["text"],
            *([("what the base says" if row["held"] else "what it says now")] if held else []),
        )
        for row in found
    ]
    return table(
        "loosened",
        "By place in the configuration; what the policy of the base keeps stands last",
        columns,
        rows,
    )


def findings(document: Mapping[str, Any]) -> Table:
    """Anti-patterns in the code: new ones first, then by weight."""
    columns = (
        Column("place", "code"),
        Column("gate", "state", facet=True),
        Column("severity", "state", facet=True),
        Column("rule", "code", facet=True),
        Column("what and what instead"),
        Column("new", facet=True, wide=True),
        Column("confidence", facet=True, wide=True),
        Column("suppressed because", detail=True),
        Column("tier", detail=True),
        Column("also known as", detail=True),
    )
    rows: list[Row] = [
        (
            f"{row['path']}:{row['line']}:{row['column']}",
            "fail" if row.get("fails") else "pass",
            row["severity"],
            row["rule"],
            row["message"],
            "suppressed"
            if row["suppressed"]
            else {True: "new", False: "older", None: "not compared"}[row["new"]],
            row["confidence"],
            row["suppressed"] or "",
            row["tier"],
            ", ".join(f"{by} {name}" for by, names in row["equivalents"].items() for name in names),
        )
        for row in sorted(document["findings"], key=weight)
    ]
    return table(
        "findings",
        "What breaks the gate first, then new ones by severity; those that are suppressed or older last",
        columns,
        rows,
    )


def weight(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What comes first in a list of findings."""
    return (
        not row.get("fails"),
        bool(row["suppressed"]),
        (True, None, False).index(row["new"]),
        SEVERITIES.index(row["severity"]),
        row["path"],
        row["line"],
        row["column"],
        row["rule"],
    )


def gaps(document: Mapping[str, Any]) -> list[Skipped]:
    """What was skipped, heavy ones first."""
    rows = [
        Skipped(
            row["address"],
            row["type"],
            Where(row["where"]["path"], row["where"]["line"]),
            row["why"],
            row["heavy"],
        )
        for row in document["skipped"]
    ]
    return sorted(rows, key=lambda row: (not row.heavy, row.address, str(row.where), row.why))


def skipped(rows: Sequence[Skipped]) -> Table:
    """What is in no number, why, and the line that would make an estimate of it."""
    columns = (
        Column("resource", "code"),
        Column("weight", "state", facet=True),
        Column("type", "code", facet=True, wide=True),
        Column("why"),
        Column("written at", "code", detail=True),
        Column("line for carbongate.yaml", "code", detail=True),
    )
    cells: list[Row] = []
    for row in rows:
        line = remedy.line(row)
        cells.append(
            (
                row.address,
                "heavy" if row.heavy else "light",
                row.type,
                remedy.reason(row),
                str(row.where),
                f"{line.section}: {line.text}" if line else "",
            )
        )
    return table(
        "skipped",
        "Heavy ones first. Open a row for the line that would make an estimate of it",
        columns,
        cells,
    )


def carbon_free(document: Mapping[str, Any]) -> Table:
    """What was looked at and has nothing to estimate."""
    columns = (Column("resource", "code"), Column("type", "code", facet=True))
    rows: list[Row] = [(row["address"], row["type"]) for row in document["carbon_free"]]
    return table("carbon-free", "By address", columns, rows)


def assumptions(document: Mapping[str, Any]) -> Table:
    """What nobody stated: those that touch most first."""
    columns = (
        Column("what was taken"),
        Column("resources", "number"),
        Column("such as", "code", wide=True),
        Column("which", "lines", detail=True),
    )
    rows: list[Row] = [
        (
            row["text"],
            f"{len(row['affects']):,}",
            listed(row["affects"], 2),
            addresses(row["affects"]),
        )
        for row in sorted(
            document["assumptions"], key=lambda row: (-len(row["affects"]), row["text"])
        )
    ]
    return table(
        "assumptions",
        "What a reader can correct: those that touch most resources first",
        columns,
        rows,
    )


def addresses(found: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The first of them, one on a line."""
    rows = [("code", each) for each in found[:NAMED]]
    if len(found) > NAMED:
        rows.append(("", f"and {len(found) - NAMED:,} more, which the JSON report has"))
    return tuple(rows)


def waivers(document: Mapping[str, Any]) -> Table:
    """Exceptions with owner, reason and end: those that let nothing pass any more first."""
    columns = (
        Column("waiver", "code"),
        Column("state", "state", facet=True),
        Column("for", "code"),
        Column("until", "number"),
        Column("days left", "number", wide=True),
        Column("allows", "number", wide=True),
        Column("reason", wide=True),
        Column("owner", facet=True),
        Column("lets pass", "lines", detail=True),
    )
    found = sorted(
        document.get("waivers", ()),
        key=lambda row: (WAIVER_STATES.index(row["state"]), row["days"], row["id"]),
    )
    rows: list[Row] = [
        (
            row["id"],
            row["state"],
            row["scope"],
            row["until"],
            f"{row['days']:,}",
            f"{number(row['allow']['value'])} {row['allow']['unit']}" if row["allow"] else "",
            row["reason"],
            row["owner"],
            addresses(row["affects"]),
        )
        for row in found
    ]
    return table("waivers", "Those that let nothing pass any more first", columns, rows)


def coefficients(document: Mapping[str, Any]) -> Table:
    """The cells of the tables that the numbers rest on."""
    columns = (
        Column("table", "code", facet=True),
        Column("row", "code"),
        Column("column", "code", wide=True),
        Column("value", "number"),
        Column("unit", facet=True),
        Column("source", "code", facet=True, wide=True),
    )
    rows: list[Row] = [
        (
            row["table"],
            row["row"],
            row["column"],
            amount(row["value"]["low"], row["value"]["best"], row["value"]["high"], "", DIGITS),
            "" if row["unit"] == "1" else row["unit"],
            row["source"],
        )
        for row in document.get("coefficients", ())
    ]
    return table(
        "coefficients", "Cells that the largest resources rest on, by table", columns, rows
    )


def sources(document: Mapping[str, Any]) -> Table:
    """Where the tables come from. Addresses are text: the page asks for nothing."""
    columns = (
        Column("key", "code"),
        Column("title"),
        Column("year", "number"),
        Column("licence", wide=True),
        Column("found at", "code", wide=True),
    )
    rows: list[Row] = [
        (row["key"], row["title"], row["year"], row["licence"], row.get("url") or "")
        for row in document["sources"]
    ]
    return table("sources", "Of the table rows that were used", columns, rows)


def plans(document: Mapping[str, Any]) -> Table:
    """The plans that were judged: what is applied later must have the same digest."""
    columns = (Column("plan", "code"), Column("sha256", "code"))
    rows: list[Row] = [(row["path"], row["sha256"]) for row in document.get("plans", ())]
    return table("plans", "Plans that were judged", columns, rows)

"""The reports that were joined, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.reports.html_parts.table import Column, Row, Table, table
from carbongate.reports.html_parts.words import NO_BASE, NO_LIMIT, Part

NONE = {"", "0", NO_BASE, NO_LIMIT}


def part_table(parts: Sequence[Part]) -> Table:
    """Verdict, carbon and what is nearest to its limit, for each report; what none has is left out."""
    cells = [
        (Column("report", "code"), [each.name for each in parts]),
        (Column("verdict", "state", facet=True), [each.word for each in parts]),
        (Column("kgCO2e", "number"), [each.carbon for each in parts]),
        (Column("worst limit"), [each.budget for each in parts]),
        (Column("estimated", "number", wide=True), [each.coverage for each in parts]),
        (Column("waivers", "number", wide=True), [each.waivers for each in parts]),
        (Column("loosened", "number", wide=True), [each.loosened for each in parts]),
        (Column("largest increase", wide=True), [each.increase for each in parts]),
        (Column("low to high, kg", detail=True), [each.ends for each in parts]),
    ]
    shown = [(column, found) for column, found in cells if set(found) - NONE]
    rows: list[Row] = list(zip(*(found for _, found in shown), strict=True))
    columns = [column for column, _ in shown]
    return table("parts", "The gravest first; kgCO2e in a month", columns, rows)

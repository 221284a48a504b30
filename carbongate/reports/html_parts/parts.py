"""The reports that were joined, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.reports.html_parts.table import Column, Row, Table, table
from carbongate.reports.html_parts.words import Part


def part_table(parts: Sequence[Part]) -> Table:
    """Verdict, carbon and what is nearest to its limit, for each report."""
    columns = (
        Column("report", "code"),
        Column("verdict", "state", facet=True),
        Column("kgCO2e", "number"),
        Column("worst limit"),
        Column("estimated", "number", wide=True),
        Column("waivers", "number", wide=True),
        Column("loosened", "number", wide=True),
        Column("largest increase", wide=True),
        Column("low to high, kg", detail=True),
    )
    rows: list[Row] = [
        (
            each.name,
            each.word,
            each.carbon,
            each.budget,
            each.coverage,
            each.waivers,
            each.loosened,
            each.increase,
            each.ends,
        )
        for each in parts
    ]
    return table("parts", "The gravest first; kgCO2e in a month", columns, rows)

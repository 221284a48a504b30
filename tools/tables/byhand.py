"""Tables kept by hand in hand/, copied to both datasets.

A row whose `dataset` is empty is for both. In ccf-2024 nothing has a doubt of its own: low and high
are the best value there.
"""

from __future__ import annotations

from collections.abc import Mapping

from tools.tables.framework import CCF, DATASETS, Inputs, Row, Rows, hand

TABLES = ("about.csv", "copies.csv", "defaults.csv", "free_types.csv", "media.csv", "providers.csv")


def build(_inputs: Inputs) -> Mapping[str, Rows]:
    """Every table kept by hand, for each dataset."""
    return {
        f"{dataset}/{name}": [
            cells(row, dataset) for row in hand(name) if row["dataset"] in ("", dataset)
        ]
        for name in TABLES
        for dataset in DATASETS
    }


def cells(row: Row, dataset: str) -> Row:
    """The row without its dataset, and without doubt in ccf-2024."""
    return {
        name: sure(row, name) if dataset == CCF else value
        for name, value in row.items()
        if name != "dataset"
    }


def sure(row: Row, name: str) -> str:
    """The cell, or the best value in place of its low or high end."""
    if name in ("low", "high"):
        return row["best"]
    stem, _, end = name.rpartition("_")
    return row[stem] if stem in row and end in ("low", "high") else row[name]

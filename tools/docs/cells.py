"""The tables that are shown in full, cell by cell."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence

from carbongate.tables import DATA
from tools.docs.markdown import code, page, table

Row = Mapping[str, str]
Column = tuple[str, Callable[[Row], str]]


def rows(dataset: str, name: str) -> list[Row]:
    """The rows of a table; none for one that the dataset does not have."""
    path = DATA / dataset / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def full_tables(dataset: str) -> Mapping[str, str]:
    """Name -> page of each table that readers look numbers up in."""
    return {
        name: page(
            f"# {name} of {dataset}",
            note,
            table([head for head, _ in columns], [[of(row) for _, of in columns] for row in found]),
        )
        for name, (note, columns) in SHOWN.items()
        if (found := rows(dataset, name))
    }


def plain(column: str) -> Callable[[Row], str]:
    """The cell as it is."""
    return lambda row: row.get(column, "")


def key(column: str) -> Callable[[Row], str]:
    """The cell as a word of its own."""
    return lambda row: code(row[column])


def spread(column: str) -> Callable[[Row], str]:
    """The best value, with its low and high end where it has a doubt of its own."""

    def cell(row: Row) -> str:
        ends = ("low", "high") if column == "best" else (f"{column}_low", f"{column}_high")
        best = row.get(column, "")
        low, high = (row.get(end) or best for end in ends)
        return best if low == best == high else f"{best} ({low} to {high})"

    return cell


def sources(row: Row) -> str:
    """Where a row comes from."""
    return " + ".join(map(code, row["source"].split("+")))


POWER: Sequence[Column] = (
    ("idle", spread("w0")),
    ("at 10 %", spread("w10")),
    ("at 50 %", spread("w50")),
    ("at 100 %", spread("w100")),
)
CONSTANT: Sequence[Column] = (
    ("name", key("name")),
    ("value (low to high)", spread("best")),
    ("unit", plain("unit")),
    ("what it is", plain("note")),
    ("source", sources),
)
SHOWN: Mapping[str, tuple[str, Sequence[Column]]] = {
    "processors": (
        (
            "W for each hardware thread, for each core of Arm processors; the whole server at the wall, without PUE. "
            "`*/` is for all providers. *Memory within* is GiB for each thread that the watts already contain. Of several "
            "processors that may be behind a type, the mean counts (in `ccf-2024` the median, where a row says so)."
        ),
        (
            ("processor", key("processor")),
            *POWER,
            ("memory within", spread("memory_gib_per_thread")),
            ("several", plain("several")),
            ("quality", plain("quality")),
            ("source", sources),
        ),
    ),
    "accelerators": (
        "W of one card or chip over the load, and kgCO2e of its manufacture.",
        (
            ("model", key("model")),
            *POWER,
            ("manufacture", spread("embodied_kg")),
            ("quality", plain("quality")),
            ("source", sources),
        ),
    ),
    "constants": ("Coefficients and defaults of the formulas.", CONSTANT),
    "boavizta": (
        "Figures of Boavizta that stand in a file of their own, for the sake of their credit.",
        CONSTANT,
    ),
    "defaults": (
        (
            "What stands behind everything that nobody states, by kind of resource and column. Rows with the source "
            "`assumption` appear in reports with their sentence; state the key under `usage` to correct them."
        ),
        (
            ("kind and column", key("key")),
            ("value (low to high)", spread("best")),
            ("unit", plain("unit")),
            ("what it says", plain("note")),
            ("source", sources),
        ),
    ),
    "copies": (
        (
            "Copies that a service keeps of its machines and of each byte. Declared replicas are counted and never "
            "multiplied again."
        ),
        (
            ("service", key("service")),
            ("machines", spread("compute_copies")),
            ("each byte", spread("storage_copies")),
            ("what it is", plain("note")),
            ("source", sources),
        ),
    ),
}

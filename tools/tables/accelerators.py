"""accelerators.csv and accelerator_aliases.csv: watts and manufacture of one card, and its names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from statistics import median, quantiles

from tools.tables.factors import default
from tools.tables.framework import CCF, DATASETS, DEFAULT, Inputs, Row, Rows, hand, number
from tools.tables.processors import COLUMNS, POINTS, RELEASED

# Cloud Carbon Footprint's names, without the vendor, that differ from ours.
RENAMED = {"Alveo U250": "FPGA Alveo U250"}
# One figure stands for another card upstream.
FOLLOWS = {"GB200": "B200", "GB200 (B200)": "B200"}
VENDORS = {
    "NVIDIA": ("nvidia", "tesla", "nvidia-tesla"),
    "AMD": ("amd",),
    "AWS": ("aws",),
    "Intel": ("intel",),
}

Range = tuple[float, float, float]


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """Both datasets; the aliases lead to the same names in both."""
    cards = inputs.rows("gpu_power.csv")
    names = aliases(cards)
    return {
        f"{DEFAULT}/accelerators.csv": accelerators(inputs, cards),
        f"{CCF}/accelerators.csv": released(inputs),
        **{f"{dataset}/accelerator_aliases.csv": names for dataset in DATASETS},
    }


def accelerators(inputs: Inputs, cards: Rows) -> list[Row]:
    """Every card with its doubt, and one that stands for a card of no row."""
    doubts = {row["quality"]: row for row in hand("doubts.csv")}
    own = {
        (row["provider"], row["constant"]): row["value"] for row in inputs.rows("ccf/constants.csv")
    }
    unknown = next(row for row in default(own) if row["name"] == "card")
    share = vendor_share(inputs)
    made = {row["gpu_model"]: manufacture(row, cards, share, unknown) for row in cards}
    rows = [
        card(
            row["gpu_model"],
            row["vendor"],
            [
                (float(row[point]) * low, float(row[point]), float(row[point]) * high)
                for point in POINTS
            ],
            made[row["gpu_model"]],
            row["quality"],
            "datasheets+carbongate-choice+" + ("boaviztapi" if row["embodied_kg"] else "ccf-app"),
        )
        for row in cards
        for low, high in [doubt(row, doubts)]
    ]
    ranges = [spread([float(row[point]) for row in cards]) for point in POINTS]
    assumed = (float(unknown["low"]), float(unknown["best"]), float(unknown["high"]))
    rows.append(
        card(
            "generic",
            "",
            ranges,
            assumed,
            "median of the cards",
            "datasheets+carbongate-choice+ccf-app",
        )
    )
    return rows


def doubt(row: Row, doubts: Mapping[str, Row]) -> tuple[float, float]:
    """Factors for low and high: those of the row's own note, else of its quality."""
    stated = re.search(r"\+/-(\d+)%", row["source"] + row["note"])
    if stated:
        part = int(stated[1]) / 100
        return 1 - part, 1 + part
    quality = doubts[row["quality"]]
    return float(quality["low"]), float(quality["high"])


def manufacture(row: Row, cards: Rows, share: float, unknown: Row) -> Range:
    """kg of one card: a vendor's figure up to the model's, the model's down to a vendor's share of it."""
    if not row["embodied_kg"]:
        return float(unknown["low"]), float(unknown["best"]), float(unknown["high"])
    best = float(row["embodied_kg"])
    if row["embodied_source"].startswith("boaviztapi"):
        return best * share, best, best
    like = next(
        card
        for card in cards
        if card["gpu_model"] == FOLLOWS.get(row["gpu_model"], row["gpu_model"])
    )
    return best, best, modelled(like)


def vendor_share(inputs: Inputs) -> float:
    """What the one card with both figures has by its vendor, as a share of the modelled figure."""
    cards = inputs.rows("gpu_power.csv")
    both = next(row for row in cards if row["embodied_source"].startswith("NVIDIA"))
    return float(both["embodied_kg"]) / modelled(both)


def modelled(row: Row) -> float:
    """Boavizta's figure in the note of a row that has a better one."""
    found = re.search(r"Boavizta [\d.]+ gives ([\d.]+) kg", row["note"])
    if not found:
        raise ValueError(f"{row['gpu_model']}: its note has no modelled figure")
    return float(found[1])


def spread(values: list[float]) -> Range:
    """10th percentile, median, 90th percentile."""
    tenths = quantiles(values, n=10, method="inclusive")
    return tenths[0], median(values), tenths[8]


def card(
    model: str, vendor: str, ranges: list[Range], made: Range, quality: str, source: str
) -> Row:
    """One row of the default dataset."""
    row = {"model": model, "vendor": vendor}
    for column, (low, best, high) in zip(COLUMNS, ranges, strict=True):
        row |= {f"{column}_low": number(low), column: number(best), f"{column}_high": number(high)}
    low, best, high = made
    return row | {
        "embodied_kg_low": number(low),
        "embodied_kg": number(best),
        "embodied_kg_high": number(high),
        "quality": quality,
        "source": source,
    }


def released(inputs: Inputs) -> list[Row]:
    """Cloud Carbon Footprint's cards; their manufacture is within the server of their machine type."""
    rows = {
        model_of(row["microarchitecture"]): {
            "model": model_of(row["microarchitecture"]),
            "w0": row["min_watts"],
            "w10": "",
            "w50": "",
            "w100": row["max_watts"],
            "embodied_kg": "0",
            "source": "ccf-app",
        }
        for row in inputs.rows("ccf/compute_coefficients.csv")
        if row["dataset"] == RELEASED and row["device"] == "gpu"
    }
    return list(rows.values())


def model_of(name: str) -> str:
    """Our name of a card that Cloud Carbon Footprint names."""
    bare = re.sub(r"^(Nvidia|AMD|Xilinx) (Tesla )?", "", name)
    return RENAMED.get(bare, bare)


def aliases(cards: Rows) -> list[Row]:
    """Folded names: the card's own, its vendor's in front, and those kept by hand."""
    found: dict[str, Row] = {}
    for row in cards:
        own = folded(row["gpu_model"])
        for alias in (own, *(f"{vendor}-{own}" for vendor in VENDORS.get(row["vendor"], ()))):
            found[alias] = {
                "alias": alias,
                "model": row["gpu_model"],
                "source": "datasheets",
                "note": "",
            }
    known = {row["gpu_model"] for row in cards} | {"generic"}
    for row in hand("accelerator_aliases.csv"):
        if row["model"] not in known or row["alias"] != folded(row["alias"]):
            raise ValueError(f"accelerator alias {row['alias']} of {row['model']}")
        found[row["alias"]] = row
    return list(found.values())


def folded(name: str) -> str:
    """Lower case, words joined by a hyphen."""
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")

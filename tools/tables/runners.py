"""runners.csv and runner_labels.csv: CI runners by service and label.

Where somebody measured a whole runner its watts are taken (and no memory is added); all others are
vCPUs of a processor. A runner that is smaller for private repositories has three rows: (public),
(private), and one of its plain label with both sizes as an interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.tables.factors import UNSURE
from tools.tables.framework import CCF, DATASETS, DEFAULT, Inputs, Row, Rows, hand, number
from tools.tables.processors import COLUMNS, POINTS, Range, processors

PRIVATE = " (private)"
PUBLIC = " (public)"
GUESSED = ("uncertain", "recalled", "published in issues")
SMALLER = "private repositories get"


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """Both datasets; the comparison dataset knows no measured runners."""
    watts = {row["processor"].removeprefix("*/"): row for row in processors(inputs)}
    places = {(row["cloud"], row["place"]): row for row in hand("runner_places.csv")}
    source = inputs.rows("runners.csv")
    labels = hand("runner_labels.csv")
    moving = {row["label"] for row in labels}
    private = {
        row["label"].removesuffix(PRIVATE): row for row in source if row["label"].endswith(PRIVATE)
    }
    rows: list[Row] = []
    for row in source:
        if row["label"].endswith(PRIVATE) or name_of(row) in moving:
            continue
        place = places[row["host_cloud"], row["host_region"]]
        large = runner(row, place, watts)
        if SMALLER in row["note"]:
            small = halved(large, private["ubuntu-latest"])
            rows += [renamed(large, PUBLIC), renamed(small, PRIVATE), either(small, large)]
        else:
            rows.append(large)
    unknown = [
        row["runner"] for row in labels if row["runner"] not in {row["runner"] for row in rows}
    ]
    if unknown:
        raise ValueError(f"runner labels lead to {', '.join(unknown)}, which no row has")
    return {
        f"{DEFAULT}/runners.csv": rows,
        f"{CCF}/runners.csv": [plain(row) for row in rows],
        **{f"{dataset}/runner_labels.csv": labels for dataset in DATASETS},
    }


def name_of(row: Row) -> str:
    """The key of a runner."""
    return f"{row['service']}/{row['label']}"


def runner(row: Row, place: Row, watts: Mapping[str, Row]) -> Row:
    """One runner as it is listed."""
    measured = bool(row["p50_w"])
    generic = not row["microarchitecture"]
    guessed = row["confidence"] in GUESSED or "not published" in row["cpu_model"] + row["note"]
    confidence = "unknown" if generic else "inferred" if guessed else "exact"
    if confidence == "exact" and any(word in row["cpu_model"] for word in (" or ", "typical")):
        confidence = "mixed"
    cells = {
        "runner": name_of(row),
        **triple("vcpus", (float(row["vcpus"]),) * 3),
        **triple("memory_gib", (float(row["memory_gib"]),) * 3),
        "processors": row["microarchitecture"],
        "confidence": confidence,
        "accelerator": row["gpu_model"],
        "accelerators": row["gpus"],
    }
    for column, point in zip(COLUMNS, POINTS, strict=True):
        cells |= triple(column, around(row, point, column, watts, confidence) if measured else None)
    return cells | {
        "provider": place["provider"],
        "region": place["region"],
        "note": "",
        "source": "runner-docs" + ("+eco-ci+carbongate-choice" if measured else ""),
    }


def around(row: Row, point: str, column: str, watts: Mapping[str, Row], confidence: str) -> Range:
    """W of a measured runner, as wide as its processor's watts for as many threads."""
    chip, best = watts[row["microarchitecture"]], float(row[point])
    low, high = (1.0, 1.0) if confidence == "exact" else UNSURE
    low *= float(chip[f"{column}_low"]) * float(row["vcpus"])
    high *= float(chip[f"{column}_high"]) * float(row["vcpus"])
    return min(best, low), best, max(best, high)


def halved(large: Row, like: Row) -> Row:
    """The private size of a measured runner: the same machine's share for fewer vCPUs."""
    part = float(like["vcpus"]) / float(large["vcpus"])
    cells = dict(large)
    cells |= triple("vcpus", (float(like["vcpus"]),) * 3)
    cells |= triple("memory_gib", (float(like["memory_gib"]),) * 3)
    for column in COLUMNS:
        low, best, high = range_of(large, column)
        cells |= triple(column, (low * part, best * part, high * part))
    return cells


def either(small: Row, large: Row) -> Row:
    """Both sizes as an interval, the middle as best."""
    cells = dict(large)
    for column in ("vcpus", "memory_gib", *COLUMNS):
        low, high = range_of(small, column), range_of(large, column)
        cells |= triple(column, (low[0], (low[1] + high[1]) / 2, high[2]))
    small_vcpus, large_vcpus = small["vcpus"], large["vcpus"]
    cells["note"] = (
        f"whether the repository is public is not known: between {small_vcpus} vCPUs (private) "
        f"and {large_vcpus} (public)"
    )
    return cells


def range_of(row: Row, column: str) -> Range:
    """low, best, high of a column."""
    return float(row[f"{column}_low"]), float(row[column]), float(row[f"{column}_high"])


def triple(column: str, cells: Range | None) -> dict[str, str]:
    """A column with its neighbours, empty where nothing is known."""
    names = (f"{column}_low", column, f"{column}_high")
    return (
        dict.fromkeys(names, "")
        if cells is None
        else dict(zip(names, map(number, cells), strict=True))
    )


def renamed(row: Row, suffix: str) -> Row:
    """The same runner under a label with a suffix."""
    return {**row, "runner": row["runner"] + suffix}


def plain(row: Row) -> Row:
    """Without doubt and without measured watts: sizes and places alone are known to that method."""
    dropped: Sequence[str] = COLUMNS
    return {
        name: "" if name.removesuffix("_low").removesuffix("_high") in dropped
        else row[stem] if (stem := name.removesuffix("_low").removesuffix("_high")) in row and stem != name
        else "runner-docs" if name == "source" else value
        for name, value in row.items()
    }  # fmt: skip

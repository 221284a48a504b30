"""processors.csv and cpu_power.csv: watts of a thread (Arm: a core) over the load, by processor.

In the default dataset Cloud Carbon Footprint's refreshed row is best, a straight line from idle to
full load; the row of measured servers (SPECpower, four load points) is best where there is no such
row or it is known to be wrong, and widens the range everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median, quantiles

from tools.tables.framework import CCF, DEFAULT, Inputs, Row, Rows, hand, number

POINTS = ("idle_w", "p10_w", "p50_w", "p100_w")
LOADS = (0.0, 0.1, 0.5, 1.0)
COLUMNS = ("w0", "w10", "w50", "w100")
REFRESHED = "coefficients-2026-04-24"
RELEASED = "app-2024-02-11"
FIRST = "Graviton"  # its only row upstream rests on figures without a licence
# Rows of the refresh that are copies or broken; the recomputed one then widens.
WRONG = ("EPYC 5th Gen", "Graviton")
# A list that holds one of these is a median instead of a mean, in Cloud Carbon Footprint.
MEDIAN = ("Sandy Bridge", "Ivy Bridge")
VENDORS = ("AMD ", "AWS ")

Range = tuple[float, float, float]


def build(inputs: Inputs) -> Mapping[str, Rows]:
    """Both datasets."""
    return {
        f"{DEFAULT}/cpu_power.csv": measured(inputs),
        f"{DEFAULT}/processors.csv": processors(inputs),
        f"{CCF}/processors.csv": released(inputs),
    }


def measured(inputs: Inputs) -> list[Row]:
    """The recommended rows of measured and scaled servers, with the memory they contain."""
    return [
        {
            "processor": row["microarchitecture"],
            "arch": row["arch"],
            **{point: row[point] for point in POINTS},
            "threads_per_chip": row["threads_per_chip"],
            "memory_gib_per_thread": within(row),
            "samples": row["samples"],
            "quality": row["quality"],
            "source": origin(row),
        }
        for row in inputs.rows("cpu_power.csv")
        if row["recommended"] == "yes" and row["microarchitecture"] != FIRST
    ]


def within(row: Row) -> str:
    """GiB for each thread inside the watts: 1 where nobody says, none stated for a whole machine."""
    if row["memory_gb_per_chip"]:
        return precise(float(row["memory_gb_per_chip"]) / float(row["threads_per_chip"]))
    return "" if row["basis"].startswith("whole machine") else "1"


def origin(row: Row) -> str:
    """Source keys of a row of cpu_power."""
    if row["vendor"] == "Apple":
        return "apple-power"
    if row["quality"] == "estimate":
        return "specpower+carbongate-choice"
    return "specpower+spec-power-model"


def processors(inputs: Inputs) -> list[Row]:
    """One row a processor for all providers, the first Graviton, and the generic one."""
    servers = measured(inputs)
    refreshed = coefficients(inputs, REFRESHED, "aws")
    again = coefficients(inputs, f"{REFRESHED} recomputed", "(any)")
    doubts = {row["quality"]: row for row in hand("doubts.csv")}
    rows = [one(server, refreshed, again, doubts[server["quality"]]) for server in servers]
    second = next(row for row in servers if row["processor"] == "Graviton2")
    first = {**second, "processor": FIRST, "source": "carbongate-choice"}
    rows.append(one(first, {}, {}, doubts["first Graviton"]))
    rows.append(generic(servers))
    return rows


def one(server: Row, refreshed: Mapping[str, Row], again: Mapping[str, Row], doubt: Row) -> Row:
    """The processor of one measured server: which row is best, and how far the others widen."""
    name = server["processor"]
    own = [float(server[point]) for point in POINTS]
    low, high = float(doubt["low"]), float(doubt["high"])
    around = [[watt * low for watt in own], own, [watt * high for watt in own]]
    best, source = own, [server["source"]]
    if name in refreshed and not name.startswith(WRONG):
        best = line(refreshed[name])
        around.append(best)
        source.insert(0, "ccf-coefficients")
    elif name in again:
        around.append(line(again[name]))
        source.append("ccf-coefficients")
    ranges = [
        (min(at), watt, max(at)) for watt, at in zip(best, zip(*around, strict=True), strict=True)
    ]
    ratio = server["memory_gib_per_thread"]
    return processor("*", name, server["arch"], ranges, (ratio,) * 3, server["quality"], source)


def generic(servers: Sequence[Row]) -> Row:
    """The median of the measured x86 servers, 10th and 90th percentile as low and high."""
    x86 = [row for row in servers if row["arch"] == "x86_64"]
    ranges = [spread(float(row[point]) for row in x86) for point in POINTS]
    ratio = spread(float(row["memory_gib_per_thread"]) for row in x86 if row["threads_per_chip"])
    return processor(
        "*",
        "generic",
        "x86_64",
        ranges,
        (precise(ratio[0]), precise(ratio[1]), precise(ratio[2])),
        "median of the measured x86 servers",
        ["specpower", "spec-power-model"],
    )


def spread(values: Iterable[float]) -> Range:
    """10th percentile, median, 90th percentile."""
    all_of = list(values)
    tenths = quantiles(all_of, n=10, method="inclusive")
    return tenths[0], median(all_of), tenths[8]


def precise(value: float) -> str:
    """A ratio that large numbers are multiplied by: twelve digits."""
    return f"{value:.12g}"


def line(row: Row) -> list[float]:
    """The four load points of a straight line from idle to full load."""
    idle, full = float(row["min_watts"]), float(row["max_watts"])
    return [idle + load * (full - idle) for load in LOADS]


def coefficients(inputs: Inputs, dataset: str, provider: str) -> dict[str, Row]:
    """Rows of Cloud Carbon Footprint's processors by the name we use."""
    return {
        plain(row["microarchitecture"]): row
        for row in inputs.rows("ccf/compute_coefficients.csv")
        if (row["dataset"], row["provider"], row["device"]) == (dataset, provider, "cpu")
    }


def plain(name: str) -> str:
    """Our name of a processor: without its vendor in front."""
    for vendor in VENDORS:
        name = name.removeprefix(vendor)
    return name


def processor(
    provider: str,
    name: str,
    arch: str,
    ranges: Sequence[Range],
    ratio: tuple[str, str, str],
    quality: str,
    source: Sequence[str],
) -> Row:
    """One row of the default dataset."""
    row = {"processor": f"{provider}/{name}", "arch": arch}
    for column, (low, best, high) in zip(COLUMNS, ranges, strict=True):
        row |= {f"{column}_low": number(low), column: number(best), f"{column}_high": number(high)}
    within_low, within_best, within_high = ratio
    return row | {
        "memory_gib_per_thread_low": within_low,
        "memory_gib_per_thread": within_best,
        "memory_gib_per_thread_high": within_high,
        "several": "mean",
        "quality": quality,
        "source": "+".join(dict.fromkeys("+".join(source).split("+"))),
    }


def released(inputs: Inputs) -> list[Row]:
    """Cloud Carbon Footprint's own processors of each provider, as its application has them.

    No memory is inside the watts here: what a type has beyond its servers stands in its own row.
    """
    rows = []
    for row in inputs.rows("ccf/compute_coefficients.csv"):
        if row["dataset"] != RELEASED or row["device"] != "cpu" or row["provider"] == "on-premise":
            continue
        provider = {"ali": "alicloud"}.get(row["provider"], row["provider"])
        name = plain(row["microarchitecture"])
        if name.startswith("(unknown"):
            name = "generic"
        rows.append(straight(provider, name, row))
        if (provider, name) == ("aws", "generic"):
            rows.append(straight("*", name, row))
    return rows


def straight(provider: str, name: str, row: Row) -> Row:
    """One row of the comparison dataset: two points, no doubt."""
    ends = {"w0": row["min_watts"], "w100": row["max_watts"]}
    return {
        "processor": f"{provider}/{name}",
        **{column: ends.get(column, "") for column in COLUMNS},
        "memory_gib_per_thread": "",
        "several": "median" if name in MEDIAN else "mean",
        "source": "ccf-app",
    }

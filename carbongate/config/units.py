"""Every kind of number that the configuration knows, and the spellings it may have.

A month is 730 h, a twelfth of a year of 8,760 h, so a day is 24 of those 730 h.
"""

from collections.abc import Mapping

from carbongate.config.quantity import Quantity
from carbongate.figure import Unit

MONTH = 730.0
PERIODS = {"month": 1.0, "year": MONTH / 8760, "week": MONTH / 168, "day": MONTH / 24}
GRAMS = {"mg": 1e-3, "g": 1.0, "kg": 1e3, "t": 1e6}
CARBON = {f"{mass}{gas}": grams for gas in ("CO2e", "CO2eq", "") for mass, grams in GRAMS.items()}
DECIMAL = {"MB": 1e-3, "GB": 1.0, "TB": 1e3, "PB": 1e6}
BINARY = {"MiB": 2**20 / 1e9, "GiB": 2**30 / 1e9, "TiB": 2**40 / 1e9, "PiB": 2**50 / 1e9}
BYTES = {**DECIMAL, **BINARY}
SECONDS = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


def per(amounts: Mapping[str, float], periods: Mapping[str, float]) -> dict[str, float]:
    """Every amount in every period: `kgCO2e/month`, `GB/day`, `/day` for a bare count."""
    return {
        f"{amount}/{period}": factor * times
        for amount, factor in amounts.items()
        for period, times in periods.items()
    }


PER_MONTH = {"": 1.0, **per({"": 1.0}, PERIODS)}
PER_SECOND = per({"": 1.0}, {"h": MONTH, "min": MONTH * 60, "s": MONTH * 3600})
A_COUNT = "a bare number for the month, or /day, /week, /month, /year"

CARBON_A_MONTH = Quantity(
    "carbon in a month",
    Unit.GRAM,
    per(CARBON, PERIODS),
    "gCO2e, kgCO2e, tCO2e per month, year, week or day",
    "120 kgCO2e/month",
    most=1e18,
    ranged=False,
)
CARBON_A_UNIT = Quantity(
    "carbon of one functional unit",
    Unit.GRAM_PER_UNIT,
    per(CARBON, {"unit": 1.0}),
    "mgCO2e/unit, gCO2e/unit, kgCO2e/unit",
    "2.9 gCO2e/unit",
    most=1e15,
    ranged=False,
)
CARBON_A_RUN = Quantity(
    "carbon of one run of the pipeline",
    Unit.GRAM_PER_UNIT,
    {**CARBON, **per(CARBON, {"run": 1.0})},
    "gCO2e, kgCO2e, alone or with /run",
    "40 gCO2e",
    most=1e15,
    ranged=False,
)
SHARE = Quantity("a share", Unit.ONE, {"%": 0.01}, "percent", "90%", most=1, ranged=False)
GROWTH = Quantity(
    "growth", Unit.ONE, {"%": 0.01}, "percent", "10%", most=100, zero="always", ranged=False
)
LOAD = Quantity("load", Unit.ONE, {"%": 0.01}, "percent", "50%", most=1, zero="always")

UNITS_A_MONTH = Quantity(
    "functional units in a month",
    Unit.FUNCTIONAL_UNIT,
    {**PER_MONTH, **PER_SECOND},
    f"{A_COUNT}, /h, /min, /s",
    "42000",
    most=1e18,
)
HOURS = Quantity(
    "the hours that one unit is on in a month",
    Unit.HOUR,
    {"": 1.0, "h": 1.0, "h/month": 1.0, "h/week": MONTH / 168, "h/day": MONTH / 24, "min": 1 / 60},
    "h, h/day, h/week, min; a month has 730 h",
    "120 h",
    most=744,
    zero="low",
)
DURATION = Quantity(
    "the time of one run",
    Unit.HOUR_PER_RUN,
    {unit: seconds / 3600 for unit, seconds in SECONDS.items()},
    "ms, s, min, h, d",
    "10 min",
    most=744,
    zero="low",
)
RUNS = Quantity("runs in a month", Unit.RUN, PER_MONTH, A_COUNT, "100", most=1e12, zero="low")
REQUESTS = Quantity(
    "requests in a month",
    Unit.RUN,
    {**PER_MONTH, **PER_SECOND},
    f"{A_COUNT}, /h, /min, /s",
    "42000",
    most=1e18,
    zero="low",
)
TOKENS = Quantity(
    "tokens in a month", Unit.ONE, PER_MONTH, A_COUNT, "1000000", most=1e18, zero="low"
)
REPLICAS = Quantity("replicas", Unit.ONE, {"": 1.0}, "a bare number", "3", most=1e7, zero="low")
STORED = Quantity(
    "stored bytes",
    Unit.GB,
    {"": 1.0, **BYTES},
    "MB, GB, TB, PB, MiB, GiB, TiB, PiB",
    "100 GB",
    most=1e12,
    zero="low",
)
MOVED = Quantity(
    "bytes moved in a month",
    Unit.GB,
    {"": 1.0, **BYTES, **per(BYTES, PERIODS)},
    "MB, GB, TB, PB, MiB, GiB, TiB, PiB, alone or with /month, /week, /day",
    "500 GB",
    most=1e12,
    zero="low",
)

VCPUS = Quantity("vCPUs", Unit.VCPU, {"": 1.0, "vCPU": 1.0, "vCPUs": 1.0}, "vCPU", "4", most=1e6)
MEMORY = Quantity(
    "memory",
    Unit.GIB,
    {unit: gigabytes * 1e9 / 2**30 for unit, gigabytes in BYTES.items()},
    "MB, GB, TB, MiB, GiB, TiB",
    "16 GiB",
    most=1e8,
)
DISK = Quantity(
    "storage", Unit.GB, BYTES, "MB, GB, TB, PB, MiB, GiB, TiB, PiB", "500 GB", most=1e12
)
WATTS = Quantity("power", Unit.WATT, {"W": 1.0, "kW": 1e3}, "W, kW", "180 W", most=1e8)
EMBODIED = Quantity(
    "carbon of manufacture, over the whole life",
    Unit.KG,
    {unit: grams / 1e3 for unit, grams in CARBON.items()},
    "gCO2e, kgCO2e, tCO2e",
    "1200 kgCO2e",
    most=1e12,
)

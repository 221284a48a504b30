"""Figures of the configuration as a person writes them there: `120 kgCO2e/month`, `50%`, `[1, 2, 3]`."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Figure, Unit

COUNTS = frozenset({"replicas", "tokens"})  # numbers of the unit 1 that are no share
SPELLED: Mapping[Unit, tuple[float, str]] = {
    Unit.ONE: (0.01, "%"),
    Unit.GRAM: (1e3, " kgCO2e/month"),
    Unit.GRAM_PER_UNIT: (1, " gCO2e/unit"),
    Unit.HOUR: (1, " h"),
    Unit.GB: (1, " GB"),
    Unit.GIB: (1, " GiB"),
    Unit.WATT: (1, " W"),
    Unit.KG: (1, " kgCO2e"),
}
DURATIONS = ((1.0, " h"), (1 / 60, " min"), (1 / 3600, " s"), (1 / 3.6e6, " ms"))


def written(figure: Figure, key: str = "") -> str:
    """The figure with the unit that its key may have; a range is `[low, best, high]`."""
    factor, unit = spelled(figure, key)
    ends = [f"{end / factor:.12g}{unit}" for end in (figure.low, figure.best, figure.high)]
    return ends[1] if ends[0] == ends[1] == ends[2] else f"[{', '.join(ends)}]"


def spelled(figure: Figure, key: str) -> tuple[float, str]:
    """What one of the unit is written as, and the word behind the number."""
    if key in COUNTS:
        return 1, ""
    if key == "per_run":
        return 1, " gCO2e"
    if figure.unit is Unit.HOUR_PER_RUN:
        return next((one for one in DURATIONS if figure.best >= one[0]), DURATIONS[-1])
    return SPELLED.get(figure.unit, (1, ""))

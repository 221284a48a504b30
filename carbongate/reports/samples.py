"""The Prometheus text format: metrics with their help and type once, and samples whose labels are
escaped."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from carbongate.errors import DataError
from carbongate.figure import Figure
from carbongate.paired import Delta
from carbongate.reports.layout import OLD_COMMAND
from carbongate.reports.plain import visible

PREFIX = "carbongate"
EXACT = 2**53  # below it a whole number is written as one
NO_LABEL = re.compile(r"[^a-zA-Z0-9_]")


@dataclass(frozen=True, slots=True)
class Metric:
    """A gauge. One with a range has two more, for its low and its high end, so that a sum over the
    plain name is a sum of best values."""

    stem: str
    unit: str
    about: str
    ranged: bool = False

    def name(self, end: str = "") -> str:
        """`carbongate_carbon_kilograms`, `carbongate_carbon_low_kilograms`."""
        return "_".join(filter(None, (PREFIX, self.stem, end, self.unit)))


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples by the name of their metric. A series stands once: two alike would spoil the file."""

    found: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, metric: Metric, value: float, labels: Mapping[str, str], end: str = "") -> None:
        """One sample. Errors: DataError for a number that is not finite."""
        name = metric.name(end)
        if not math.isfinite(value):
            raise DataError(f"the report holds a number that is not finite: {name}")
        series = self.found.setdefault(name, {})
        shown, same = labelled(labels), 1
        while shown in series:  # two names that differ in nothing that can be seen
            same += 1
            shown = labelled({**labels, "number": str(same)})
        series[shown] = value

    def add_range(self, metric: Metric, value: Figure | Delta, labels: Mapping[str, str]) -> None:
        """The best value and the ends of its range."""
        self.add(metric, value.best, labels)
        self.add(metric, value.low, labels, "low")
        self.add(metric, value.high, labels, "high")

    def lines(self, metric: Metric) -> Iterator[str]:
        """A metric with all its samples, nothing where it has none."""
        ends = {"": metric.about}
        if metric.ranged:
            ends |= {end: f"The {end} end of {metric.name()}." for end in ("low", "high")}
        for end, about in ends.items():
            name = metric.name(end)
            if name in self.found:
                yield f"# HELP {name} {about}\n# TYPE {name} gauge\n"
                for labels, value in self.found[name].items():
                    yield f"{name}{labels} {number(value)}\n"


def number(value: float) -> str:
    """All digits of it."""
    return str(int(value)) if value == int(value) and abs(value) < EXACT else repr(float(value))


def labelled(labels: Mapping[str, str]) -> str:
    """`{stack="shop-prod"}`; nothing for no labels."""
    pairs = [f'{name}="{escaped(value)}"' for name, value in labels.items()]
    return f"{{{','.join(pairs)}}}" if pairs else ""


def escaped(value: str) -> str:
    """A label's value: backslashes first, and nothing that cannot be seen."""
    text = OLD_COMMAND.sub("# ", visible(value))
    return text.replace("\\", "\\\\").replace('"', '\\"')


def label(name: str) -> str:
    """A name that somebody chose, as the name of a label."""
    return f"label_{NO_LABEL.sub('_', name)}"

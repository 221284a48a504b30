"""What the tests of machine types share: both datasets, and ways into a machine."""

import csv
from collections.abc import Iterator
from typing import Any

from carbongate.figure import Declared, Figure, Unit
from carbongate.machines import machine
from carbongate.model import Accelerator, Component, Compute, Curve, Machine, Memory
from carbongate.tables import DATA, Tables

OWN = Tables("carbongate-2026.11")
CCF = Tables("ccf-2024")
BOTH = [OWN, CCF]
ONE = Figure.exact(1, Unit.ONE, Declared("one card"))


def found(tables: Tables, provider: str, name: str) -> Machine:
    made = machine(tables, provider, name)
    assert made is not None, name
    return made


def part(made: Machine, kind: type[Component]) -> Any:
    return next((one for one in made.components if isinstance(one, kind)), None)


def watts(power: Curve, load: float) -> float:
    """A straight line between the two ends, as Cloud Carbon Footprint draws it."""
    assert power.loads == (0.0, 1.0)
    idle, full = (point.best for point in power.watts)
    return idle + load * (full - idle)


def figures(part: Component) -> list[Figure]:
    match part:
        case Compute():
            known = [part.vcpus, part.threads, part.embodied, *part.power.watts]
            return known + ([part.baseline] if part.baseline else [])
        case Memory():
            return [part.gib, part.extra]
        case Accelerator():
            return [part.count, part.embodied, *part.power.watts]
        case _:
            raise AssertionError(part)


def every(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Provider, key and display name of every type."""
    for path in sorted((DATA / tables.dataset / "instances").rglob("*.csv")):
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                yield path.stem, row["type"], row["name"] or row["type"]

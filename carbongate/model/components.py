"""What one unit of a resource is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbongate.figure import Figure


@dataclass(frozen=True, slots=True)
class Curve:
    """Power over utilisation: watts at rising loads (0 to 1), straight lines between.

    The watts are W/thread for a processor, W for a whole machine or an accelerator card.
    """

    loads: tuple[float, ...]
    watts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Compute:
    """Processors of one unit.

    `threads` scale the curve (1 where the curve is of the whole machine, unit ONE then).
    `embodied` is kgCO2e of this unit's share of a server over the server's whole life, cards apart.
    `baseline` is the sustained share (0 to 1) of a burstable type, else None.
    """

    vcpus: Figure
    threads: Figure
    power: Curve
    embodied: Figure
    baseline: Figure | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """`gib` is what one unit has; `extra` what the measured servers do not already contain."""

    gib: Figure
    extra: Figure


@dataclass(frozen=True, slots=True)
class Storage:
    """`gb` decimal gigabytes; medium "ssd" or "hdd"; `copies` the service keeps of each byte."""

    gb: Figure
    medium: Literal["ssd", "hdd"]
    copies: Figure


@dataclass(frozen=True, slots=True)
class Network:
    """`gb` gigabytes moved inside the data centre in a month."""

    gb: Figure


@dataclass(frozen=True, slots=True)
class Accelerator:
    """`count` cards (or chips) of one model; curve in W a card; `embodied` kgCO2e a card over its life."""

    model: str
    count: Figure
    power: Curve
    embodied: Figure


Component = Compute | Memory | Storage | Network | Accelerator


@dataclass(frozen=True, slots=True)
class Machine:
    """One row of an instance table (or a custom type by its name), ready to become components."""

    provider: str
    type: str
    vcpus: Figure
    memory: Figure
    components: tuple[Component, ...]
    note: str = ""  # what is assumed of it, a sentence for the user; "" when nothing is
    region: str | None = None  # where it stands, when the type says so (CI runners)

"""Machines that a group may choose among: by a list of types with weights, or by what they must have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from carbongate import machines
from carbongate.figure import Declared, Figure, Unit
from carbongate.mappings.block import Block
from carbongate.mappings.mixed import mixture
from carbongate.mappings.parts import Type, counted, machine
from carbongate.mappings.values import Values
from carbongate.model import Component

REQUIRED = "instance_requirements"
MAY_BE = "the type may be"


@dataclass(frozen=True, slots=True)
class Option:
    """A type that the group may run; one machine of it counts as `weight` of its capacity."""

    machine: Type
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """A group's capacity as it is stated, in machines or in weighted units."""

    desired: float | None
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Fleet:
    """One unit of a group, how many units it has, and what is assumed of both."""

    components: tuple[Component, ...]
    count: Figure
    assumed: tuple[str, ...]
    machine: str | None = None
    least: float = 0
    most: float | None = None
    why: str = ""  # why the size of its machines is not known


def options(
    block: Block, overrides: Sequence[Values], base: Values, path: str
) -> tuple[Option, ...]:
    """What a group may run: the overrides, else the type of its template or of itself."""
    found: dict[tuple[str | None, float], Option] = {}
    for choice in overrides or (base,):
        weight = choice.number("weighted_capacity") or 1
        name = choice.text("instance_type") or (
            base.text("instance_type") if not choice.given(REQUIRED) else None
        )
        if name is None and (choice.many(REQUIRED) or base.many(REQUIRED)):
            made = required(block, (*choice.many(REQUIRED), *base.many(REQUIRED))[0])
        elif name is None and (why := choice.why("instance_type")):
            made = Type(None, why=f"{path} {why}")
        else:
            made = machine(block, name, path)
        found.setdefault((made.name, weight), Option(made, weight))
    return tuple(found.values())


def required(block: Block, wanted: Values) -> Type:
    """A machine of which only the least and the most are said."""
    vcpus = span(block, wanted, "vcpu_count", Unit.VCPU, 1)
    memory = span(block, wanted, "memory_mib", Unit.GIB, 1 / 1024)
    if vcpus is None or memory is None:
        return Type(None, why=f"{REQUIRED} sets no upper limit: any size of machine may come")
    made = machines.generic(block.tables, vcpus, memory, provider=block.provider)
    return Type("any", made, f"the type is any that meets {REQUIRED}")


def span(block: Block, wanted: Values, name: str, unit: Unit, factor: float) -> Figure | None:
    """The range of a requirement; best is its least, since the cheapest that fits is chosen."""
    least, most = wanted.number(f"{name}.min"), wanted.number(f"{name}.max")
    if not least or not most or most < least:
        return None
    origin = Declared(f"{block.type}: {REQUIRED}.{name}")
    return Figure(least * factor, least * factor, most * factor, unit, origin)


def fleet(block: Block, chosen: Sequence[Option], limits: Limits, noun: str = "instances") -> Fleet:
    """One unit of the group and how many there are.

    Where all types weigh the same a unit is a machine; else it is one of capacity, and a type gives
    as many machines as its weight needs for the desired capacity.
    """
    weights = {option.weight for option in chosen}
    weight = weights.pop() if len(weights) == 1 else None
    if weight is not None:
        limits = Limits(
            *(in_machines(n, weight) for n in (limits.desired, limits.least, limits.most))
        )
    count, sentence = counted(block, limits.desired, limits.least, limits.most, noun)
    why = next((option.machine.why for option in chosen if option.machine.why), "")
    ends = (limits.least or 0, limits.most, why)
    single = len(chosen) == 1 and weight is not None
    if why:
        name = chosen[0].machine.name if single else None
        return Fleet((), count, (sentence,), name, *ends)
    assumed = [sentence, *(option.machine.note for option in chosen)]
    if single:
        only = chosen[0].machine
        return Fleet(only.components, count, tuple(assumed), only.name, *ends)
    names = " or ".join(dict.fromkeys(option.machine.name or "" for option in chosen))
    assumed.append(f"{MAY_BE} {names}: their mean is taken")
    shares = tuple(
        (option.machine, 1 if weight is not None else share(option.weight, count.best))
        for option in chosen
    )
    key = ("mixture", block.provider, *(f"{m.name}*{part!r}" for m, part in shares))
    made = block.tables.keep(key, lambda: mixture(shares))
    return Fleet(made, count, tuple(assumed), None, *ends)


def in_machines(units: float | None, weight: float) -> float | None:
    """Machines that give a capacity."""
    return units if units is None or weight == 1 else float(math.ceil(units / weight))


def share(weight: float, units: float) -> float:
    """Machines for one unit of capacity, when `units` of it are wanted."""
    return math.ceil(units / weight) / units if units > 0 else 1 / weight

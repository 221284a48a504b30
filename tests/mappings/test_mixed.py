"""One unit of a fleet that may be of several types."""

from __future__ import annotations

import pytest

from carbongate.figure import Unit
from carbongate.machines import machine
from carbongate.mappings.mixed import hull, mixture
from carbongate.model import Accelerator, Compute, Machine, Memory
from tests.mappings.plans import TABLES, ends


def found(name: str) -> Machine:
    """A type of AWS."""
    made = machine(TABLES, "aws", name)
    assert made is not None
    return made


def test_memory_and_manufacture_lie_between_the_types() -> None:
    small, large = found("m5.large"), found("r5.xlarge")
    compute, memory = mixture([(small, 1), (large, 1)])
    assert isinstance(compute, Compute)
    assert isinstance(memory, Memory)
    assert ends(memory.gib) == (8, 20, 32)
    shares = [
        part.embodied.best
        for each in (small, large)
        for part in each.components
        if isinstance(part, Compute)
    ]
    assert compute.embodied.best == pytest.approx(sum(shares) / 2)
    assert compute.threads.unit is Unit.ONE
    assert compute.power.watts[0].unit is Unit.WATT


def test_burstable_types_keep_their_baseline_only_among_themselves() -> None:
    burstable = mixture([(found("t3.nano"), 1), (found("t3.medium"), 1)])[0]
    assert isinstance(burstable, Compute)
    assert burstable.baseline is not None
    assert ends(burstable.baseline)[0] < ends(burstable.baseline)[2]
    mixed = mixture([(found("t3.medium"), 1), (found("m5.large"), 1)])[0]
    assert isinstance(mixed, Compute)
    assert mixed.baseline is None


def test_cards_that_only_one_type_has_may_be_none() -> None:
    cards = [
        part
        for part in mixture([(found("g4dn.xlarge"), 1), (found("m5.xlarge"), 1)])
        if isinstance(part, Accelerator)
    ]
    assert [ends(card.count) for card in cards] == [(0, 0.5, 1)]


def test_equal_types_have_no_range_of_their_own() -> None:
    vcpus = found("m5.large").vcpus
    assert ends(hull([vcpus] * 3)) == ends(vcpus)

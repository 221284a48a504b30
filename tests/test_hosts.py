"""Workloads on a server nobody knows."""

import pytest

from carbongate.figure import Declared, Figure, Unit
from carbongate.machines import generic
from carbongate.model import Compute, Memory
from tests.hardware import BOTH, CCF, OWN


def asked(vcpus: float, gib: float | None) -> tuple[Figure, Figure | None]:
    said = Declared("a pod")
    memory = None if gib is None else Figure.exact(gib, Unit.GIB, said)
    return Figure.exact(vcpus, Unit.VCPU, said), memory


@pytest.mark.parametrize(
    ("vcpus", "gib", "share"),
    [
        pytest.param(2, 4, 2 / 96, id="more of its threads"),
        pytest.param(1, 16, 16 / 384, id="more of its memory"),
        pytest.param(4, None, 4 / 96, id="no memory said"),
    ],
)
def test_the_larger_share_of_a_common_server(vcpus: float, gib: float | None, share: float) -> None:
    compute = generic(OWN, *asked(vcpus, gib))[0]
    assert isinstance(compute, Compute)
    server = 1000 + 1.388 * (384 - 16) + 100
    assert compute.embodied.best == pytest.approx(share * server)
    assert compute.embodied.low < compute.embodied.best < compute.embodied.high


def test_memory_of_a_workload_counts_beyond_what_servers_contain() -> None:
    _, memory = generic(OWN, *asked(1, 4))
    assert isinstance(memory, Memory)
    assert memory.extra.low < memory.extra.best == 3 < memory.extra.high < 4


def test_memory_without_a_processor_counts_whole() -> None:
    for tables in BOTH:
        memory = generic(tables, *asked(0, 4))[1]
        assert isinstance(memory, Memory)
        assert memory.extra.best == 4


def test_a_workload_of_the_comparison_dataset_has_the_providers_watts_and_nothing_else() -> None:
    compute, memory = generic(CCF, *asked(2, 4), provider="gcp")
    assert isinstance(compute, Compute)
    assert isinstance(memory, Memory)
    assert [point.best for point in compute.power.watts] == [0.68, 4.11]
    assert compute.embodied.best == memory.extra.best == 0

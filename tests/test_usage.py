"""Use of a resource: what is stated wins, then what the manifest says, then the table."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from carbongate.figure import Assumed, Declared, Figure, Unit
from carbongate.model import (
    Compute,
    Curve,
    Kind,
    Need,
    Network,
    Resource,
    Skipped,
    Storage,
    Timing,
    Where,
)
from carbongate.tables import Tables
from carbongate.usage import supplied, usage

HERE = Declared("a test")
TABLES = Tables("carbongate-2026.11")


def exact(value: float, unit: Unit = Unit.ONE) -> Figure:
    return Figure.exact(value, unit, HERE)


CURVE = Curve((0.0, 1.0), (exact(1, Unit.WATT_PER_THREAD), exact(2, Unit.WATT_PER_THREAD)))
COMPUTE = Compute(exact(2, Unit.VCPU), exact(2, Unit.THREAD), CURVE, exact(30, Unit.KG))


def resource(
    kind: Kind = Kind.MACHINE,
    timing: Timing | None = None,
    needs: tuple[Need, ...] = (),
    *,
    machine: bool = True,
) -> Resource:
    return Resource(
        "aws_thing.one",
        "aws_thing",
        kind,
        "aws",
        "eu-west-1",
        Where("plan.json"),
        exact(1),
        (COMPUTE,) if machine else (),
        timing or Timing(),
        needs=needs,
    )


@pytest.mark.parametrize(
    ("timing", "stated", "hours"),
    [
        pytest.param(Timing(), {}, 730, id="nobody says: all month"),
        pytest.param(Timing(hours=exact(200, Unit.HOUR)), {}, 200, id="the manifest says"),
        pytest.param(
            Timing(hours=exact(200, Unit.HOUR)),
            {"hours": exact(120, Unit.HOUR)},
            120,
            id="the configuration says otherwise",
        ),
    ],
)
def test_hours_of_what_stays_up(timing: Timing, stated: Mapping[str, Figure], hours: float) -> None:
    assert usage(resource(timing=timing), stated, TABLES).hours.best == hours


@pytest.mark.parametrize(
    ("timing", "stated", "hours"),
    [
        pytest.param(
            Timing(runs=exact(30, Unit.RUN), duration=exact(0.5, Unit.HOUR_PER_RUN)),
            {},
            15,
            id="the manifest says both",
        ),
        pytest.param(
            Timing(runs=exact(30, Unit.RUN)),
            {"duration": exact(2, Unit.HOUR_PER_RUN)},
            60,
            id="the configuration says how long",
        ),
        pytest.param(
            Timing(duration=exact(2, Unit.HOUR_PER_RUN)),
            {"requests": exact(5, Unit.RUN)},
            10,
            id="requests are runs",
        ),
        pytest.param(Timing(), {"hours": exact(7, Unit.HOUR)}, 7, id="stated hours need no runs"),
    ],
)
def test_hours_of_what_runs_and_ends(
    timing: Timing, stated: Mapping[str, Figure], hours: float
) -> None:
    found = usage(resource(Kind.JOB, timing), stated, TABLES)
    assert found.hours.best == pytest.approx(hours)


def test_a_job_of_which_nobody_says_anything_rests_on_two_assumptions() -> None:
    leaves = list(usage(resource(Kind.JOB), {}, TABLES).hours.leaves())
    assert all(isinstance(leaf.origin, Assumed) for leaf in leaves)
    assert len(leaves) == 2


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_what_stands_behind_it(kind: Kind) -> None:
    found = usage(resource(kind), {}, TABLES)
    assert 0 < found.cpu.low <= found.cpu.high <= 1
    assert 0 < found.hours.best <= 730
    assert not found.stated


def test_a_stated_load_is_told_from_an_assumed_one() -> None:
    stated = usage(resource(), {"cpu": exact(0.25)}, TABLES)
    assert stated.cpu_stated
    assert stated.stated
    assert stated.cpu.best == 0.25


def test_stored_gigabytes_become_storage() -> None:
    need = Need("storage_gb", "hdd", exact(3))
    found = supplied(
        resource(Kind.STORAGE, needs=(need,), machine=False),
        {"storage_gb": exact(350, Unit.GB)},
    )
    assert isinstance(found, Resource)
    assert found.components == (Storage(exact(350, Unit.GB), "hdd", exact(3)),)


@pytest.mark.parametrize(
    ("needs", "line"),
    [
        pytest.param((Need("storage_gb"),), '"aws_thing.one": {storage_gb: 100 GB}', id="stored"),
        pytest.param(
            (Need("requests"),), '"aws_thing.one": {requests: 1000000}', id="requests of a function"
        ),
    ],
)
def test_what_is_all_use_is_skipped_with_the_line_to_add(
    needs: tuple[Need, ...], line: str
) -> None:
    machine = needs[0].key == "requests"
    found = supplied(resource(Kind.FUNCTION, needs=needs, machine=machine), {})
    assert isinstance(found, Skipped)
    assert not found.heavy
    assert line in found.why


def test_a_machine_that_also_moves_gigabytes_is_estimated_without_them() -> None:
    known = resource(Kind.NETWORK, needs=(Need("network_gb"),))
    assert supplied(known, {}) is known


def test_moved_gigabytes_count_for_any_resource_they_are_stated_of() -> None:
    found = supplied(resource(), {"network_gb": exact(500, Unit.GB)})
    assert isinstance(found, Resource)
    assert found.components == (COMPUTE, Network(exact(500, Unit.GB)))


def test_stated_replicas_end_the_assumption_of_their_number() -> None:
    why = "the number of nodes is not stated: one is taken"
    guessed = replace(
        resource(),
        replicas=Figure.exact(1, Unit.ONE, Assumed(why)),
        assumed=("the type is inferred", why),
    )
    found = supplied(guessed, {"replicas": exact(7)})
    assert isinstance(found, Resource)
    assert found.assumed == ("the type is inferred",)


def test_stated_replicas_replace_declared_ones() -> None:
    found = supplied(resource(), {"replicas": exact(7)})
    assert isinstance(found, Resource)
    assert found.replicas.best == 7

"""Machines of one's own, and corrections by address."""

from dataclasses import replace

import pytest

from carbongate.config import Override
from carbongate.figure import Assumed, Declared, Figure, Unit
from carbongate.machines import machine
from carbongate.mappings import node_pools
from carbongate.mappings.block import ONE_TAKEN
from carbongate.model import (
    Accelerator,
    Capacity,
    CarbonFree,
    Compute,
    Kind,
    Memory,
    Placement,
    Resource,
    Skipped,
    Storage,
    Timing,
    Where,
)
from carbongate.overrides import NO_MANUFACTURE, NO_MEMORY, overridden
from carbongate.tables import Tables
from carbongate.usage import usage

HERE = Declared("a test")
TABLES = Tables("carbongate-2026.11")
FILE = Where("plan.json")


def exact(value: float, unit: Unit = Unit.ONE) -> Figure:
    return Figure.exact(value, unit, HERE)


def vm() -> Resource:
    found = machine(TABLES, "aws", "m5.xlarge")
    assert found is not None
    return Resource(
        "aws_instance.web",
        "aws_instance",
        Kind.MACHINE,
        "aws",
        "eu-west-1",
        FILE,
        exact(1),
        found.components,
    )


SIZE = Override("*", vcpus=exact(8, Unit.VCPU), memory=exact(32, Unit.GIB))
RUNNER = Skipped(".github/ci.yml:build", "github-actions", FILE, "self-hosted", heavy=True)


def one(parts: tuple[object, ...], kind: type) -> object:
    (found,) = [part for part in parts if isinstance(part, kind)]
    return found


def test_stated_vcpus_and_memory_make_a_machine_of_unknown_host() -> None:
    override = Override("*", vcpus=exact(8, Unit.VCPU), memory=exact(32, Unit.GIB))
    found = overridden(vm(), override, TABLES)
    assert isinstance(found, Resource)
    compute, memory = one(found.components, Compute), one(found.components, Memory)
    assert isinstance(compute, Compute)
    assert isinstance(memory, Memory)
    assert (compute.vcpus.best, memory.gib.best) == (8, 32)


@pytest.mark.parametrize("tables", [TABLES, Tables("ccf-2024")], ids=lambda one: one.dataset)
@pytest.mark.parametrize("name", ["m5.xlarge", "r5.4xlarge", "t3.micro", "p3.2xlarge"])
def test_a_correction_that_says_what_is_known_already_changes_nothing(
    name: str, tables: Tables
) -> None:
    known = machine(tables, "aws", name)
    assert known is not None
    for override in (Override("*", vcpus=known.vcpus), Override("*", memory=known.memory)):
        resource = replace(vm(), components=known.components)
        found = overridden(resource, override, tables)
        assert isinstance(found, Resource)
        for own, other in zip(known.components, found.components, strict=True):
            if isinstance(own, Compute) and isinstance(other, Compute):
                assert (other.power, other.baseline) == (own.power, own.baseline)
                assert other.threads.best == own.threads.best
                assert other.embodied.high == pytest.approx(own.embodied.high)
            if isinstance(own, Memory) and isinstance(other, Memory):
                assert other.extra.best == pytest.approx(own.extra.best, abs=1e-4)


def test_stated_memory_beyond_the_known_one_is_all_beyond_what_servers_contain() -> None:
    found = overridden(vm(), Override("*", memory=exact(32, Unit.GIB)), TABLES)
    assert isinstance(found, Resource)
    known, memory = one(vm().components, Memory), one(found.components, Memory)
    assert isinstance(known, Memory)
    assert isinstance(memory, Memory)
    assert memory.extra.best == pytest.approx(known.extra.best + 16, abs=1e-4)


def test_twice_the_vcpus_are_twice_the_threads_and_the_share_of_the_server() -> None:
    found = overridden(vm(), Override("*", vcpus=exact(8, Unit.VCPU)), TABLES)
    assert isinstance(found, Resource)
    known, compute = one(vm().components, Compute), one(found.components, Compute)
    assert isinstance(known, Compute)
    assert isinstance(compute, Compute)
    assert compute.power is known.power
    assert (compute.vcpus.best, compute.threads.best) == (8, 8)
    assert compute.embodied.best == pytest.approx(2 * known.embodied.best)


def test_stated_watts_are_of_the_whole_machine_at_any_load() -> None:
    found = overridden(vm(), Override("*", watts=exact(180, Unit.WATT)), TABLES)
    assert isinstance(found, Resource)
    compute, memory = one(found.components, Compute), one(found.components, Memory)
    assert isinstance(compute, Compute)
    assert isinstance(memory, Memory)
    assert {watts.best for watts in compute.power.watts} == {180}
    assert compute.threads.best == 1
    assert memory.extra.best == 0
    assert memory.gib.best == 16


def test_stated_embodied_carbon_replaces_the_share_of_a_server() -> None:
    found = overridden(vm(), Override("*", embodied=exact(900, Unit.KG)), TABLES)
    assert isinstance(found, Resource)
    compute = one(found.components, Compute)
    assert isinstance(compute, Compute)
    assert compute.embodied.best == 900


def test_stated_storage_replaces_the_disks() -> None:
    disk = Storage(exact(8, Unit.GB), "ssd", exact(2))
    known = replace(vm(), components=(*vm().components, disk))
    found = overridden(known, Override("*", storage=exact(500, Unit.GB), medium="hdd"), TABLES)
    assert isinstance(found, Resource)
    storage = one(found.components, Storage)
    assert isinstance(storage, Storage)
    assert (storage.gb.best, storage.medium, storage.copies.best) == (500, "hdd", 1)


@pytest.mark.parametrize(
    "override",
    [
        pytest.param(Override("*", vcpus=exact(4, Unit.VCPU)), id="vcpus"),
        pytest.param(
            Override("*", watts=exact(65, Unit.WATT), embodied=exact(300, Unit.KG)), id="watts"
        ),
    ],
)
def test_what_was_skipped_becomes_a_resource(override: Override) -> None:
    found = overridden(RUNNER, override, TABLES)
    assert isinstance(found, Resource)
    assert found.address == RUNNER.address
    assert isinstance(one(found.components, Compute), Compute)


def test_what_was_skipped_stays_where_it_would_run() -> None:
    known = replace(vm(), components=())
    found = overridden(
        Skipped.of(known, "x9.huge is in no table"),
        Override("*", vcpus=exact(4, Unit.VCPU)),
        TABLES,
    )
    assert isinstance(found, Resource)
    assert (found.provider, found.region) == ("aws", "eu-west-1")


def test_of_what_was_skipped_the_manifest_says_all_but_the_size() -> None:
    disk = Storage(exact(8, Unit.GB), "ssd", exact(2))
    said = replace(
        vm(),
        components=(disk,),
        replicas=Figure(1, 2, 4, Unit.ONE, HERE),
        timing=Timing(hours=exact(200, Unit.HOUR), cpu=exact(0.6)),
        capacity=Capacity("shop", "workers", labels={"tier": "web"}),
        labels={"team": "a"},
        assumed=("its zone is not stated",),
        machine="x9.huge",
    )
    found = overridden(Skipped.of(said, "x9.huge is in no table"), SIZE, TABLES)
    assert isinstance(found, Resource)
    assert replace(found, components=said.components) == said
    assert [type(part) for part in found.components] == [Compute, Memory, Storage]
    assert one(found.components, Storage) is disk


@pytest.mark.parametrize(
    ("override", "sentences"),
    [
        pytest.param(SIZE, (ONE_TAKEN,), id="its number, of a type that nobody reads"),
        pytest.param(Override("*", vcpus=exact(4, Unit.VCPU)), (ONE_TAKEN, NO_MEMORY), id="its memory"),
        pytest.param(Override("*", watts=exact(65, Unit.WATT)), (ONE_TAKEN, NO_MANUFACTURE), id="its manufacture"),
        pytest.param(Override("*", watts=exact(65, Unit.WATT), embodied=exact(300, Unit.KG)), (ONE_TAKEN,), id="no memory, which is within the watts"),
    ],
)  # fmt: skip
def test_what_neither_side_states_is_said(override: Override, sentences: tuple[str, ...]) -> None:
    found = overridden(RUNNER, override, TABLES)
    assert isinstance(found, Resource)
    assert found.assumed == sentences


def test_a_disk_alone_is_no_machine() -> None:
    disk = Override("*", storage=exact(500, Unit.GB))
    lacking = Skipped.of(replace(vm(), components=()), "x9.huge is in no table")
    assert overridden(lacking, disk, TABLES) is lacking
    found = overridden(replace(lacking, anything=True), disk, TABLES)
    assert isinstance(found, Resource)
    assert [type(part) for part in found.components] == [Storage]


def test_a_card_is_within_the_stated_watts_of_its_machine() -> None:
    known = machine(TABLES, "aws", "p3.2xlarge")
    assert known is not None
    found = overridden(
        replace(vm(), components=known.components),
        Override("*", watts=exact(500, Unit.WATT)),
        TABLES,
    )
    assert isinstance(found, Resource)
    card, before = one(found.components, Accelerator), one(known.components, Accelerator)
    assert isinstance(card, Accelerator)
    assert isinstance(before, Accelerator)
    assert {watts.high for watts in card.power.watts} == {0}
    assert (card.count, card.embodied) == (before.count, before.embodied)


def test_a_workload_asks_its_machines_for_what_is_stated() -> None:
    asks = Placement(
        "kubernetes", exact(1, Unit.VCPU), exact(2, Unit.GIB), selector={"tier": "web"}
    )
    found = overridden(replace(vm(), placement=asks), SIZE, TABLES)
    assert isinstance(found, Resource)
    placed = found.placement
    assert placed is not None
    assert (placed.cpu, placed.memory) == (SIZE.vcpus, SIZE.memory)
    assert placed.selector == asks.selector


def test_a_job_whose_runner_is_stated_stays_a_job() -> None:
    runs = Timing(runs=exact(300, Unit.RUN), duration=exact(0.1, Unit.HOUR_PER_RUN))
    job = replace(vm(), kind=Kind.PIPELINE, timing=runs, components=())
    found = overridden(
        Skipped.of(job, "self-hosted"), Override("*", vcpus=exact(4, Unit.VCPU)), TABLES
    )
    assert isinstance(found, Resource)
    assert usage(found, {}, TABLES).hours.best == pytest.approx(30)


def test_embodied_carbon_alone_makes_no_resource_of_what_was_skipped() -> None:
    assert overridden(RUNNER, Override("*", embodied=exact(300, Unit.KG)), TABLES) is RUNNER


def test_what_needs_no_energy_stays_so() -> None:
    role = CarbonFree("aws_iam_role.x", "aws_iam_role", FILE)
    assert overridden(role, Override("*", vcpus=exact(4, Unit.VCPU)), TABLES) is role


# ---- what is assumed ---------------------------------------------------------------------------

GUESS = "a pod that states nothing counts as 1 vCPU"


def guessed(**changed: object) -> Resource:
    """A machine whose vCPUs and count are guesses."""
    made = vm()
    compute, *rest = made.components
    assert isinstance(compute, Compute)
    compute = replace(compute, vcpus=Figure.exact(1, Unit.VCPU, Assumed(GUESS)))
    count = Figure(1, 2, 3, Unit.ONE, Assumed("one is assumed"))
    given = replace(made, components=(compute, *rest), replicas=count, **changed)  # type: ignore[arg-type]  # the keys are Resource's own
    return replace(given, assumed=(GUESS, "one is assumed", node_pools.SIZE_UNKNOWN))


@pytest.mark.parametrize(
    ("override", "left"),
    [
        pytest.param(SIZE, ("one is assumed",), id="both sizes are stated"),
        pytest.param(Override("*", watts=exact(90, Unit.WATT)), (GUESS, "one is assumed", node_pools.SIZE_UNKNOWN), id="watts are stated, and the vCPUs are still a share of a server"),
        pytest.param(Override("*", vcpus=exact(8, Unit.VCPU)), (GUESS, "one is assumed", node_pools.SIZE_UNKNOWN), id="one of two is stated"),
        pytest.param(Override("*", embodied=exact(900, Unit.KG)), (GUESS, "one is assumed", node_pools.SIZE_UNKNOWN), id="no size is stated"),
    ],
)  # fmt: skip
def test_a_size_that_is_stated_is_assumed_no_more(
    override: Override, left: tuple[str, ...]
) -> None:
    found = overridden(guessed(), override, TABLES)
    assert isinstance(found, Resource)
    assert found.assumed == left


def test_the_note_of_a_type_that_is_replaced_goes_with_it() -> None:
    note = machine(TABLES, "aws", "c8ib.12xlarge")
    assert note is not None
    assert note.note
    made = replace(vm(), machine="c8ib.12xlarge", assumed=(note.note,))
    found = overridden(made, SIZE, TABLES)
    assert isinstance(found, Resource)
    assert found.assumed == ()

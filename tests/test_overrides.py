"""Machines of one's own, and corrections by address."""

from dataclasses import replace

import pytest

from carbongate.config import Override
from carbongate.figure import Declared, Figure, Unit
from carbongate.machines import machine
from carbongate.model import (
    CarbonFree,
    Compute,
    Kind,
    Memory,
    Resource,
    Skipped,
    Storage,
    Where,
)
from carbongate.overrides import overridden
from carbongate.tables import Tables

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


def test_embodied_carbon_alone_makes_no_resource_of_what_was_skipped() -> None:
    assert overridden(RUNNER, Override("*", embodied=exact(300, Unit.KG)), TABLES) is RUNNER


def test_what_needs_no_energy_stays_so() -> None:
    role = CarbonFree("aws_iam_role.x", "aws_iam_role", FILE)
    assert overridden(role, Override("*", vcpus=exact(4, Unit.VCPU)), TABLES) is role

"""CI runners by service and label."""

from typing import Any

import pytest

from carbongate.figure import Unit
from carbongate.machines import curve, runner
from carbongate.model import Accelerator, Compute, Machine, Memory
from carbongate.tables import Tables
from tests.hardware import BOTH, CCF, OWN, part


def ran(service: str, label: str, *visibility: Any) -> Machine:
    made = runner(OWN, service, label, *visibility)
    assert made is not None, label
    return made


@pytest.mark.parametrize(
    ("service", "label", "type_", "place"),
    [
        pytest.param("github", "ubuntu-latest", "ubuntu-24.04", ("azure", "US"), id="a moving label"),
        pytest.param("github", "Ubuntu-22.04", "ubuntu-22.04", ("azure", "US"), id="upper case"),
        pytest.param("github", "ubuntu-20.04", "ubuntu-22.04", ("azure", "US"), id="a retired label"),
        pytest.param("github", "macos-latest", "macos-26", ("generic", "US"), id="a cloud of its own"),
        pytest.param("github", "ubuntu-26.04", "ubuntu-24.04", ("azure", "US"), id="an image newer than the sizes"),
        pytest.param("github", "windows-2025-vs2026", "windows-2025", ("azure", "US"), id="another name of an image"),
        pytest.param("github", "ubuntu-latest-16-cores", "larger-ubuntu-16core-x64", ("azure", None), id="cores in the label"),
        pytest.param("github", "ubuntu-24.04-arm-8-cores", "larger-ubuntu-8core-arm64", ("azure", None), id="Arm cores in the label"),
        pytest.param("gitlab", "saas-linux-small-amd64", "saas-linux-small-amd64", ("gcp", "us-east1"), id="a region that is one"),
        pytest.param("bitbucket", "size-2x", "size-2x", ("aws", "us-east-1"), id="a region in prose"),
    ],
)  # fmt: skip
def test_labels_of_runners(
    service: str, label: str, type_: str, place: tuple[str, str | None]
) -> None:
    made = ran(service, label)
    assert made.type.removesuffix(" (public)") == type_
    assert (made.provider, made.region) == place


@pytest.mark.parametrize(
    ("service", "label"),
    [
        pytest.param("github", "self-hosted", id="a machine of one's own"),
        pytest.param("github", "ubuntu-latest-17-cores", id="a size nobody sells"),
        pytest.param("jenkins", "ubuntu-latest", id="another service"),
        pytest.param("gitlab", "saas-macos-large-m1", id="a label that nobody announced"),
    ],
)
def test_a_runner_of_no_row_is_none(service: str, label: str) -> None:
    assert runner(OWN, service, label) is None


def test_a_runner_of_unknown_visibility_is_both_sizes() -> None:
    public, private, either = (
        ran("github", "ubuntu-latest", v) for v in ("public", "private", "unknown")
    )
    assert (public.vcpus.best, private.vcpus.best) == (4, 2)
    assert (either.vcpus.low, either.vcpus.high) == (2, 4)
    assert "public is not known" in either.note
    assert not public.note
    for small, large, both in zip(
        *(part(made, Compute).power.watts for made in (private, public, either)), strict=True
    ):
        assert (both.low, both.high) == (small.low, large.high)
        assert both.best == pytest.approx((small.best + large.best) / 2, abs=1e-6)
        assert small.best == pytest.approx(large.best / 2, abs=1e-6)


def test_a_measured_runner_is_watts_of_the_whole_and_no_memory_beside_them() -> None:
    made = ran("github", "ubuntu-24.04", "public")
    compute, memory = part(made, Compute), part(made, Memory)
    assert (compute.threads.best, compute.threads.unit) == (1, Unit.ONE)
    assert compute.power.watts[2].unit is Unit.WATT
    assert compute.power.watts[2].best == 5.164
    assert (memory.gib.best, memory.extra.best) == (16, 0)


def test_a_runner_without_a_meter_is_vcpus_of_its_processor() -> None:
    compute = part(ran("gitlab", "saas-linux-large-amd64"), Compute)
    assert compute.threads.best == 8
    assert compute.power == curve(OWN, "gcp", ("EPYC 2nd Gen",))


@pytest.mark.parametrize("tables", BOTH, ids=lambda tables: tables.dataset)
def test_every_runner_and_every_label_is_a_machine(tables: Tables) -> None:
    labels = [*tables.rows("runners"), *tables.rows("runner_labels")]
    assert len(labels) > 120
    for name in labels:
        service, label = name.split("/", 1)
        made = runner(tables, service, label)
        if made is None:  # a card that the comparison dataset does not know
            assert tables is CCF, name
            assert "gpu" in label, name
            continue
        assert all(point.best > 0 for point in part(made, Compute).power.watts), name
        assert (part(made, Accelerator) is not None) == ("gpu" in label), name

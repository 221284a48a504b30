"""Volumes, functions, and the services whose energy is their use."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.model import Kind, Memory
from tests.mappings.plans import (
    block,
    disks,
    ends,
    memory,
    readings,
    references,
    resource,
    skipped,
    vcpus,
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"size": 100, "type": "gp3"}, ("ssd", 100, 2), id="gp3"),
        pytest.param({"size": 500, "type": "st1"}, ("hdd", 500, 2), id="throughput disk"),
        pytest.param({"size": 20}, ("ssd", 20, 2), id="no type is gp2"),
        pytest.param({"size": 20, "type": "gp9"}, ("ssd", 20, 2), id="a new class is taken as SSD"),
    ],
)
def test_volume(values: dict[str, Any], expected: tuple[str, float, float]) -> None:
    found = resource(readings(block("aws_ebs_volume.data", values))["aws_ebs_volume.data"])
    assert (found.kind, disks(found)) == (Kind.STORAGE, [expected])


def test_a_volume_made_of_a_snapshot_has_a_size_that_only_use_can_tell() -> None:
    found = resource(
        readings(block("aws_ebs_volume.data", {"snapshot_id": "snap-1"}))["aws_ebs_volume.data"]
    )
    assert (found.components, [need.key for need in found.needs]) == ((), ["storage_gb"])


def test_a_volume_whose_size_comes_after_apply_is_skipped() -> None:
    found = readings(block("aws_ebs_volume.data", {"type": "gp3"}, unknown={"size": True}))
    assert skipped(found["aws_ebs_volume.data"]).why == "size is known only after apply"


@pytest.mark.parametrize(
    ("address", "key", "medium", "copies"),
    [
        ("aws_s3_bucket.files", "storage_gb", "hdd", 6),
        ("aws_s3_directory_bucket.files", "storage_gb", "ssd", 2),
        ("aws_ebs_snapshot.backup", "storage_gb", "hdd", 3),
        ("aws_cloudwatch_log_group.app", "storage_gb", "hdd", 1),
    ],
)
def test_what_is_stored_only_use_can_tell(
    address: str, key: str, medium: str, copies: float
) -> None:
    found = resource(readings(block(address, {}))[address])
    need = found.needs[0]
    assert (found.components, need.key, need.medium, need.copies.best) == ((), key, medium, copies)


@pytest.mark.parametrize("address", ["aws_nat_gateway.a", "aws_lb.a", "aws_alb.a", "aws_elb.a"])
def test_a_network_device_is_an_assumption_with_an_interval_and_its_traffic(address: str) -> None:
    found = resource(readings(block(address, {}))[address])
    assert (found.kind, [need.key for need in found.needs]) == (Kind.NETWORK, ["network_gb"])
    low, best, high = ends(found.components[0].vcpus)  # type: ignore[union-attr]  # processors first
    assert 0 < low < best < high
    assert len(found.assumed) == 2
    assert all("of its fleet busy" in text for text in found.assumed)


FUNCTION = "aws_lambda_function.resize"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"memory_size": 1792}, (1, 1.75), id="one vCPU comes with 1,792 MB"),
        pytest.param({"memory_size": 896}, (0.5, 0.875), id="half of it with half"),
        pytest.param({}, (128 / 1792, 0.125), id="128 MB unless stated"),
        pytest.param({"reserved_concurrent_executions": -1}, (128 / 1792, 0.125), id="no limit"),
    ],
)
def test_a_function_is_its_memory(values: dict[str, Any], expected: tuple[float, float]) -> None:
    found = resource(readings(block(FUNCTION, values))[FUNCTION])
    assert (vcpus(found), memory(found)) == pytest.approx(expected)
    assert (found.kind, [need.key for need in found.needs]) == (Kind.FUNCTION, ["requests"])
    assert found.timing.runs is None
    assert found.timing.duration is None


def test_the_memory_of_a_function_is_within_its_watts() -> None:
    """W x billed seconds x MB / 1792 is all of a function's energy."""
    found = resource(readings(block(FUNCTION, {"memory_size": 3584}))[FUNCTION])
    assert [part.extra.high for part in found.components if isinstance(part, Memory)] == [0]


def test_an_arm_function_runs_on_arm() -> None:
    arm = readings(block(FUNCTION, {"architectures": ["arm64"]}))[FUNCTION]
    usual = readings(block(FUNCTION, {"architectures": ["x86_64"]}))[FUNCTION]
    assert resource(arm).components != resource(usual).components


def test_provisioned_concurrency_is_reserved_all_month() -> None:
    address = "aws_lambda_provisioned_concurrency_config.warm"
    found = readings(
        block(FUNCTION, {"function_name": "resize", "memory_size": 1792}, unknown={"arn": True}),
        block(
            address,
            {"provisioned_concurrent_executions": 5},
            unknown={"function_name": True},
            refers={"function_name": references(f"{FUNCTION}.function_name", FUNCTION)},
        ),
    )
    warm = resource(found[address])
    assert (warm.kind, vcpus(warm), ends(warm.replicas)) == (Kind.CONTAINER, 1, (5, 5, 5))
    assert warm.needs == ()


def test_provisioned_concurrency_of_a_function_elsewhere_is_skipped() -> None:
    address = "aws_lambda_provisioned_concurrency_config.warm"
    values = {"provisioned_concurrent_executions": 5, "function_name": "elsewhere"}
    assert skipped(readings(block(address, values))[address]).heavy

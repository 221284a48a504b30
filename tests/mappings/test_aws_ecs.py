"""ECS services."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carbongate.model import Kind
from tests.mappings.plans import (
    block,
    disks,
    ends,
    free,
    memory,
    readings,
    references,
    resource,
    vcpus,
)

SERVICE = "aws_ecs_service.web"
FARGATE = {"launch_type": "FARGATE", "task_definition": "web", "desired_count": 2, "name": "web"}


def service(
    values: dict[str, Any], task: dict[str, Any], *others: dict[str, Any], **more: Any
) -> Any:
    """The reading of a service with its task definition."""
    definition = block("aws_ecs_task_definition.web", {"family": "web", **task})
    return resource(readings(block(SERVICE, values, **more), definition, *others)[SERVICE])


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        pytest.param({"cpu": "512", "memory": "1024"}, (0.5, 1), id="units and MiB"),
        pytest.param({"cpu": ".5 vCPU", "memory": "1 GB"}, (0.5, 1), id="words with units"),
        pytest.param({"cpu": 256, "memory": 512}, (0.25, 0.5), id="numbers"),
        pytest.param(
            {
                "container_definitions": json.dumps(
                    [
                        {"cpu": 128, "memory": 300},
                        {"cpu": 128, "memoryReservation": 212, "memory": 400},
                    ]
                )
            },
            (0.25, 0.5),
            id="the sum of its containers, by what they reserve",
        ),
    ],
)
def test_a_task_is_as_large_as_its_definition_says(
    task: dict[str, Any], expected: tuple[float, float]
) -> None:
    found = service(FARGATE, task)
    assert (vcpus(found), memory(found)) == expected
    assert (found.kind, found.assumed, found.placement) == (Kind.CONTAINER, (), None)
    assert ends(found.replicas) == (2, 2, 2)


@pytest.mark.parametrize("text", ["{", "[1, null]", '"x"', "[" * 100_000])
def test_container_definitions_that_nobody_can_read_give_a_task_of_usual_size(text: str) -> None:
    found = service(FARGATE, {"container_definitions": text})
    assert found.assumed == ("the task definition does not say what the task asks for",)
    assert vcpus(found) > 0


def test_a_task_on_fargate_has_a_disk() -> None:
    stated = {"cpu": "256", "memory": "512", "ephemeral_storage": [{"size_in_gib": 100}]}
    assert disks(service(FARGATE, stated)) == [("ssd", 100, 1)]
    assert disks(service(FARGATE, {"cpu": "256", "memory": "512"})) == [("ssd", 20, 1)]


def test_arm_tasks_run_on_arm() -> None:
    size = {"cpu": "1024", "memory": "2048"}
    arm = service(FARGATE, {**size, "runtime_platform": [{"cpu_architecture": "ARM64"}]})
    assert arm.components[0].power != service(FARGATE, size).components[0].power


def test_tasks_on_instances_ask_their_cluster_for_room() -> None:
    found = service(
        {"launch_type": "EC2", "task_definition": "web", "desired_count": 4, "cluster": "shop"},
        {"cpu": "512", "memory": "1024"},
    )
    placement = found.placement
    assert (placement.platform, placement.cluster, placement.per_node) == ("ecs", "shop", False)
    assert (placement.cpu.best, placement.memory.best) == (0.5, 1)


def test_a_daemon_runs_once_on_each_instance() -> None:
    values = {"scheduling_strategy": "DAEMON", "task_definition": "web", "cluster": "shop"}
    found = service(values, {"cpu": "128", "memory": "128"})
    assert (found.placement.per_node, found.assumed) == (True, ())


@pytest.mark.parametrize(
    ("values", "task", "on_fargate"),
    [
        pytest.param(
            {"capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT"}]},
            {},
            True,
            id="strategy",
        ),
        pytest.param(
            {"capacity_provider_strategy": [{"capacity_provider": "own"}]},
            {"requires_compatibilities": ["FARGATE"]},
            False,
            id="the strategy wins over the definition",
        ),
        pytest.param({}, {"requires_compatibilities": ["FARGATE"]}, True, id="definition"),
        pytest.param(
            {}, {"requires_compatibilities": ["EC2", "FARGATE"]}, False, id="either: on instances"
        ),
        pytest.param({}, {}, False, id="nobody says: on instances"),
    ],
)
def test_where_tasks_run(values: dict[str, Any], task: dict[str, Any], on_fargate: bool) -> None:
    base = {"task_definition": "web", "desired_count": 1}
    found = service({**base, **values}, {"cpu": "256", "memory": "512", **task})
    assert (found.placement is None) is on_fargate


@pytest.mark.parametrize("text", ["web", "web:7", "arn:aws:ecs:eu-west-1:1:task-definition/web:7"])
def test_a_definition_is_found_by_family_revision_or_arn(text: str) -> None:
    found = service({**FARGATE, "task_definition": text}, {"cpu": "2048", "memory": "4096"})
    assert vcpus(found) == 2


def test_a_definition_is_found_through_its_expression() -> None:
    found = service(
        {**FARGATE, "task_definition": None},
        {"cpu": "2048", "memory": "4096"},
        unknown={"task_definition": True},
        refers={
            "task_definition": references(
                "aws_ecs_task_definition.web.arn", "aws_ecs_task_definition.web"
            )
        },
    )
    assert vcpus(found) == 2


@pytest.mark.parametrize(
    "target",
    [
        pytest.param({"resource_id": "service/shop/web"}, id="by its name"),
        pytest.param({}, id="through its expression"),
    ],
)
def test_an_autoscaling_target_sets_the_limits(target: dict[str, Any]) -> None:
    scaling = block(
        "aws_appautoscaling_target.web",
        {"min_capacity": 1, "max_capacity": 8, **target},
        unknown={} if target else {"resource_id": True},
        refers={"resource_id": references(f"{SERVICE}.name", SERVICE)},
    )
    found = service(FARGATE, {"cpu": "256", "memory": "512"}, scaling)
    assert ends(found.replicas) == (1, 2, 8)


def test_a_definition_and_a_cluster_run_nothing_themselves() -> None:
    found = readings(
        block("aws_ecs_task_definition.web", {"family": "web"}),
        block("aws_ecs_cluster.shop", {"name": "shop"}),
    )
    for reading in found.values():
        free(reading)

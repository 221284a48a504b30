"""Amazon ECS: services on Fargate and on declared instances."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.machines import generic
from carbongate.mappings.aws_tasks import task
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import cluster_name, counted, disk, joined, size
from carbongate.model import CarbonFree, Kind, Placement, Reading, Storage

TARGET = "aws_appautoscaling_target"


def service(block: Block) -> Reading:
    """The tasks of a service, as large as their definition says; on instances they are tenants."""
    definition = definition_of(block)
    made = task(definition, block)
    on_fargate = fargate(block, definition)
    daemon = block.text("scheduling_strategy") == "DAEMON"
    target = scaling_target(block)
    count, sentence = counted(
        block,
        block.number("desired_count"),
        target.number("min_capacity") if target else None,
        target.number("max_capacity") if target else None,
        "tasks",
    )
    components = generic(
        block.tables, made.vcpus, made.memory, provider=block.provider, processors=made.processors
    )
    placement = Placement(
        "ecs",
        made.vcpus,
        made.memory,
        cluster_name(block, "cluster", "aws_ecs_cluster"),
        per_node=daemon,
    )
    return block.resource(
        Kind.CONTAINER,
        joined(block, components, ephemeral(block, definition)) if on_fargate else components,
        replicas=count,
        assumed=(*made.assumed, "" if daemon else sentence),
        placement=None if on_fargate else placement,
    )


def definition_of(block: Block) -> Block | None:
    """The task definition of a service, by arn, or by family with or without a revision."""
    kind = "aws_ecs_task_definition"
    found = block.linked(
        "task_definition", kind, by=("arn", "id", "family", "arn_without_revision")
    )
    if len(found) != 1:
        family = (block.text("task_definition") or "").rsplit("/", 1)[-1].partition(":")[0]
        found = block.others.carrying((kind,), ("family",), family) if family else found
    return found[0] if len(found) == 1 else None


def fargate(block: Block, definition: Block | None) -> bool:
    """Whether the tasks run on Fargate: as the service says, else as their definition allows."""
    kind = block.text("launch_type")
    if kind:
        return kind == "FARGATE"
    providers = [
        each.text("capacity_provider") or "" for each in block.many("capacity_provider_strategy")
    ]
    if providers:
        return all(name.startswith("FARGATE") for name in providers)
    allowed = set(definition.texts("requires_compatibilities")) if definition else set()
    return allowed == {"FARGATE"}


def ephemeral(block: Block, definition: Block | None) -> Storage:
    """The disk of a Fargate task."""
    source = definition or block
    path = "ephemeral_storage.size_in_gib"
    return disk(block, size(source, source, path, path, "aws/fargate"), "aws/gp3", "aws/default")


def scaling_target(block: Block) -> Block | None:
    """The autoscaling target of a service, by `service/<cluster>/<name>` or by its expression."""
    name = block.text("name")
    for target in block.others.of(TARGET):
        value = target.text("resource_id")
        if value and name and value.startswith("service/") and value.rsplit("/", 1)[-1] == name:
            return target
        if not value and block in block.others.referred(target, "resource_id", (block.type,)):
            return target
    return None


def carries_size(block: Block) -> CarbonFree:
    """A task definition runs nothing: the services that use it count. A cluster is a name."""
    return block.free()


MAPPERS: Mapping[str, Mapper] = {
    "aws_ecs_service": service,
    "aws_ecs_task_definition": carries_size,
    "aws_ecs_cluster": carries_size,
    "aws_ecs_cluster_capacity_providers": carries_size,
    "aws_ecs_capacity_provider": carries_size,
}

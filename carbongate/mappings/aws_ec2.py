"""Amazon EC2: instances, also on spot, and the templates that only carry their size."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.mappings.aws_clusters import membership
from carbongate.mappings.aws_volumes import launch_template, volumes
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import joined, machine, sized
from carbongate.model import CarbonFree, Kind, Reading


def instance(block: Block) -> Reading:
    """A machine with its disks; a stopped one is its disks alone."""
    template = launch_template(block)
    name = block.text("instance_type") or (template.text("instance_type") if template else None)
    found = machine(block, name, "instance_type")
    disks = volumes(block, block, template)
    if stopped(block):
        return block.resource(Kind.STORAGE, joined(block, *disks), machine=name)
    return sized(
        block.resource(
            Kind.MACHINE,
            joined(block, found.components, *disks),
            assumed=(found.note,),
            capacity=membership(block, template),
            machine=name,
        ),
        found.why,
    )


def stopped(block: Block) -> bool:
    """Whether the plan keeps an instance stopped."""
    states = block.referring("aws_ec2_instance_state", "instance_id")
    return any(state.text("state") == "stopped" for state in states)


def carries_size(block: Block) -> CarbonFree:
    """A template runs nothing: the instances and groups that use it count."""
    return block.free()


MAPPERS: Mapping[str, Mapper] = {
    "aws_instance": instance,
    "aws_spot_instance_request": instance,
    "aws_ec2_instance_state": carries_size,
    "aws_launch_template": carries_size,
    "aws_launch_configuration": carries_size,
}

"""Amazon EKS: control planes, managed node groups, and Fargate profiles, whose pods count themselves."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Figure
from carbongate.mappings.aws_volumes import launch_template, volumes
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.fleet import Limits, Option, fleet, options
from carbongate.mappings.node_pools import control_plane, pool
from carbongate.mappings.parts import Type, cluster_name, default, disk, joined, size
from carbongate.mappings.values import SENSITIVE, UNKNOWN, Values
from carbongate.model import CarbonFree, Reading, Storage

NODE_DISK = "aws/eks-node-disk"
DEFAULT_TYPE = "t3.medium"
ASSUMED_TYPE = f"the type of the nodes is not stated: a managed node is a {DEFAULT_TYPE} then"


def cluster(block: Block) -> Reading:
    """The control plane of a cluster."""
    return control_plane(block)


def node_group(block: Block) -> Reading:
    """Managed nodes of one or several types."""
    template = launch_template(block)
    names = block.texts("instance_types") or (
        (template.text("instance_type") or "",) if template else ()
    )
    stated = tuple(name for name in names if name)
    hidden = not stated and block.given("instance_types") and block.why("instance_types") != UNKNOWN
    chosen = (
        (Option(Type(None, why=f"instance_types {SENSITIVE}")),)
        if hidden
        else options(
            block,
            tuple(Values({"instance_type": name}) for name in stated or (DEFAULT_TYPE,)),
            Values({}),
            "instance_types",
        )
    )
    limits = Limits(
        *(block.number(f"scaling_config.{name}_size") for name in ("desired", "min", "max"))
    )
    made = fleet(block, chosen, limits, "nodes")
    return pool(
        block,
        cluster_name(block, "cluster_name", "aws_eks_cluster"),
        block.text("node_group_name"),
        joined(block, made.components, *disks(block, template)),
        made.count,
        labels=labels(block),
        assumed=(*made.assumed, "" if stated or hidden else ASSUMED_TYPE),
        machine=made.machine,
        why=made.why,
    )


def labels(block: Block) -> Mapping[str, str]:
    """What a node selector may ask of these nodes."""
    said = {
        "eks.amazonaws.com/nodegroup": block.text("node_group_name"),
        "eks.amazonaws.com/capacityType": block.text("capacity_type") or "ON_DEMAND",
    }
    return {**{key: value for key, value in said.items() if value}, **block.mapping("labels")}


def disks(block: Block, template: Block | None) -> tuple[Storage, ...]:
    """The disk of a node: of its launch template, as stated, or what EKS gives it."""
    if template:
        return volumes(block, template, kind=NODE_DISK)
    gb = size(block, block, "disk_size", "disk_size", NODE_DISK)
    if not block.number("disk_size") and (block.text("ami_type") or "").startswith("WINDOWS"):
        gb = most(default(block, NODE_DISK, "storage"))
    return (disk(block, gb, "aws/gp3", "aws/ebs"),)


def most(figure: Figure) -> Figure:
    """The upper end of a default, where it is known to be the one that holds."""
    return Figure.exact(figure.high, figure.unit, figure.origin)


def fargate_profile(block: Block) -> CarbonFree:
    """Says which pods run on Fargate; the pods are counted."""
    return block.free()


MAPPERS: Mapping[str, Mapper] = {
    "aws_eks_cluster": cluster,
    "aws_eks_node_group": node_group,
    "aws_eks_fargate_profile": fargate_profile,
}

"""Which cluster the machines of AWS belong to: by their tags (Kubernetes) or their start script (ECS)."""

from __future__ import annotations

import base64
import binascii
import re

from carbongate.figure import Figure
from carbongate.mappings.block import Block
from carbongate.mappings.parts import cluster_name
from carbongate.model import Capacity

KUBERNETES_TAG = "kubernetes.io/cluster/"
ECS_CLUSTER = re.compile(r"ECS_CLUSTER\s*=\s*[\"']?([A-Za-z0-9_-]+)")


def membership(block: Block, template: Block | None, most: Figure | None = None) -> Capacity | None:
    """The cluster that a machine or a group of machines joins, if any."""
    cluster = kubernetes_cluster(block)
    if cluster:
        return Capacity(cluster, block.address, "kubernetes", most=most)
    cluster = ecs_provider_cluster(block) or ecs_script_cluster(block, template)
    return Capacity(cluster, block.address, "ecs", most=most) if cluster else None


def kubernetes_cluster(block: Block) -> str | None:
    """The cluster of a self-managed node, which must carry a tag with its name."""
    names = [*block.mapping("tags"), *(tag.text("key") or "" for tag in block.many("tag"))]
    for name in names:
        if name.startswith(KUBERNETES_TAG):
            return name.removeprefix(KUBERNETES_TAG)
    return None


def ecs_provider_cluster(block: Block) -> str | None:
    """The cluster whose capacity provider scales this group."""
    providers = block.referring(
        "aws_ecs_capacity_provider", "auto_scaling_group_provider.auto_scaling_group_arn"
    )
    for provider in providers:
        for join in block.others.of("aws_ecs_cluster_capacity_providers"):
            listed = join.texts("capacity_providers")
            named = block.others.referred(join, "capacity_providers", (provider.type,))
            if (provider.text("name") or "") in listed or provider in named:
                return cluster_name(join, "cluster_name", "aws_ecs_cluster")
        for cluster in block.others.of("aws_ecs_cluster"):
            if (provider.text("name") or "") in cluster.texts("capacity_providers"):
                return cluster.text("name") or cluster.address
    return None


def ecs_script_cluster(block: Block, template: Block | None) -> str | None:
    """The cluster that a start script joins, read from plain or base64 text."""
    for source in (block, template):
        for path in ("user_data", "user_data_base64"):
            found = ECS_CLUSTER.search(plain(source.text(path) or "")) if source else None
            if found:
                return found.group(1)
    return None


def plain(text: str) -> str:
    """A start script, decoded where it is base64."""
    if "ECS_CLUSTER" in text:
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""

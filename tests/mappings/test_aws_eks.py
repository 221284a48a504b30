"""EKS clusters, node groups and Fargate profiles."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.mappings.node_pools import SIZE_UNKNOWN
from tests.mappings.plans import (
    block,
    disks,
    ends,
    free,
    readings,
    references,
    resource,
    vcpus,
)

NODES = "aws_eks_node_group.workers"
SIZES = {"scaling_config": [{"desired_size": 3, "min_size": 2, "max_size": 6}]}


def nodes(values: dict[str, Any], *others: dict[str, Any], **more: Any) -> Any:
    """The reading of one node group."""
    base = {"cluster_name": "shop", "node_group_name": "workers", **SIZES}
    return resource(readings(block(NODES, {**base, **values}, **more), *others)[NODES])


def test_a_node_group_is_a_pool_of_its_cluster() -> None:
    found = nodes({"instance_types": ["m5.large"], "labels": {"tier": "web"}})
    assert (found.machine, ends(found.replicas), found.assumed) == ("m5.large", (2, 3, 6), ())
    assert disks(found) == [("ssd", 20, 2)]
    capacity = found.capacity
    assert (capacity.cluster, capacity.pool, capacity.platform) == ("shop", "workers", "kubernetes")
    assert capacity.most.best == 6
    assert capacity.labels == {
        "node.kubernetes.io/instance-type": "m5.large",
        "eks.amazonaws.com/nodegroup": "workers",
        "eks.amazonaws.com/capacityType": "ON_DEMAND",
        "tier": "web",
    }


def test_nobody_says_the_type() -> None:
    found = nodes({}, unknown={"instance_types": True, "disk_size": True})
    assert found.machine == "t3.medium"
    assert found.assumed == (
        "the type of the nodes is not stated: a managed node is a t3.medium then",
    )


def test_several_types_give_an_interval() -> None:
    found = nodes({"instance_types": ["m5.large", "m5.xlarge"], "capacity_type": "SPOT"})
    assert vcpus(found) == 3
    assert found.capacity.labels["eks.amazonaws.com/capacityType"] == "SPOT"


def test_the_launch_template_gives_type_and_disk() -> None:
    found = nodes(
        {"launch_template": [{"version": "1"}]},
        block(
            "aws_launch_template.nodes",
            {
                "instance_type": "c5.xlarge",
                "block_device_mappings": [
                    {"device_name": "/dev/xvda", "ebs": [{"volume_size": 80, "volume_type": "gp3"}]}
                ],
            },
            unknown={"id": True},
        ),
        unknown={"launch_template": [{"id": True}], "instance_types": True},
        refers={
            "launch_template": [
                {"id": references("aws_launch_template.nodes.id", "aws_launch_template.nodes")}
            ]
        },
    )
    assert (found.machine, disks(found)) == ("c5.xlarge", [("ssd", 80, 2)])


@pytest.mark.parametrize(
    ("values", "gb"),
    [
        pytest.param({"disk_size": 64}, 64, id="as stated"),
        pytest.param({"ami_type": "WINDOWS_CORE_2022_x86_64"}, 50, id="Windows has 50 GB"),
    ],
)
def test_disk(values: dict[str, Any], gb: float) -> None:
    assert disks(nodes({"instance_types": ["m5.large"], **values})) == [("ssd", gb, 2)]


def test_a_cluster_whose_name_is_not_known_yet_goes_by_its_address() -> None:
    found = nodes(
        {"instance_types": ["m5.large"], "cluster_name": None},
        block("aws_eks_cluster.shop", {}, unknown={"name": True}),
        unknown={"cluster_name": True},
        refers={"cluster_name": references("aws_eks_cluster.shop.name", "aws_eks_cluster.shop")},
    )
    assert found.capacity.cluster == "aws_eks_cluster.shop"


def test_the_control_plane_counts_with_an_assumed_size() -> None:
    found = resource(
        readings(block("aws_eks_cluster.shop", {"name": "shop"}))["aws_eks_cluster.shop"]
    )
    assert found.assumed == (SIZE_UNKNOWN,)
    assert found.capacity is None
    assert found.managed
    assert vcpus(found) > 0


def test_a_fargate_profile_runs_nothing_itself() -> None:
    found = readings(block("aws_eks_fargate_profile.web", {"cluster_name": "shop"}))
    free(found["aws_eks_fargate_profile.web"])

"""Auto Scaling groups and fleets."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.context import Autoscaling
from carbongate.figure import Assumed
from carbongate.model import Compute, Kind
from tests.mappings.plans import (
    block,
    disks,
    ends,
    readings,
    references,
    resource,
    skipped,
    vcpus,
)

GROUP = "aws_autoscaling_group.web"
TEMPLATE = block("aws_launch_template.web", {"name": "web", "instance_type": "m5.large"})


def group(values: dict[str, Any], autoscaling: Autoscaling = "declared") -> dict[str, Any]:
    """Readings of a group with a template that it names."""
    named = {"launch_template": [{"name": "web"}], **values}
    return dict(readings(block(GROUP, named), TEMPLATE, autoscaling=autoscaling))


@pytest.mark.parametrize(
    ("desired", "autoscaling", "expected"),
    [
        pytest.param(
            3, "declared", (2, 3, 10), id="the desired capacity, with the limits as range"
        ),
        pytest.param(1, "declared", (2, 2, 10), id="a desired capacity under the limits is raised"),
        pytest.param(20, "declared", (2, 10, 10), id="and one over them is lowered"),
        pytest.param(None, "declared", (2, 6, 10), id="not stated: the middle"),
        pytest.param(3, "min", (2, 2, 10), id="the configuration asks for the least"),
        pytest.param(3, "mid", (2, 6, 10), id="for the middle"),
        pytest.param(3, "max", (2, 10, 10), id="for the most"),
    ],
)
def test_count(desired: int | None, autoscaling: Autoscaling, expected: tuple[float, ...]) -> None:
    found = group({"min_size": 2, "max_size": 10, "desired_capacity": desired}, autoscaling)
    assert ends(resource(found[GROUP]).replicas) == expected


def test_a_middle_that_nobody_stated_is_an_assumption() -> None:
    found = resource(group({"min_size": 2, "max_size": 10})[GROUP])
    why = "the number of instances is not stated: the middle of its limits is taken"
    assert found.assumed == (why,)
    assert any(leaf.origin == Assumed(why) for leaf in found.replicas.leaves())


def test_a_stated_count_is_no_assumption() -> None:
    found = resource(group({"min_size": 2, "max_size": 10, "desired_capacity": 4})[GROUP])
    assert found.assumed == ()
    assert not any(isinstance(leaf.origin, Assumed) for leaf in found.replicas.leaves())


def mixed(*types: tuple[str, int | None]) -> dict[str, Any]:
    """A mixed instances policy over types with weights."""
    return {
        "launch_template": [],
        "mixed_instances_policy": [
            {
                "launch_template": [
                    {
                        "launch_template_specification": [{"launch_template_name": "web"}],
                        "override": [
                            {
                                "instance_type": name,
                                "weighted_capacity": None if weight is None else str(weight),
                            }
                            for name, weight in types
                        ],
                    }
                ]
            }
        ],
    }


def test_one_type_with_a_weight_counts_machines_not_units() -> None:
    found = group({**mixed(("c5.large", 3)), "min_size": 2, "max_size": 15, "desired_capacity": 4})
    web = resource(found[GROUP])
    assert (ends(web.replicas), web.machine) == ((1, 2, 5), "c5.large")


def test_several_types_of_one_weight_give_an_interval_over_them() -> None:
    sizes = {"min_size": 4, "max_size": 4, "desired_capacity": 4}
    web = resource(group({**mixed(("m5.large", None), ("m5.2xlarge", None)), **sizes})[GROUP])
    compute = next(part for part in web.components if isinstance(part, Compute))
    assert ends(compute.vcpus) == (2, 5, 8)
    assert web.machine is None
    assert web.assumed == ("the type may be m5.large or m5.2xlarge: their mean is taken",)


def test_weights_make_types_of_equal_capacity_equal() -> None:
    sizes = {"min_size": 8, "max_size": 8, "desired_capacity": 8}
    web = resource(group({**mixed(("m5.large", 1), ("m5.2xlarge", 4)), **sizes})[GROUP])
    compute = next(part for part in web.components if isinstance(part, Compute))
    assert ends(compute.vcpus) == (2, 2, 2)
    assert ends(web.replicas) == (8, 8, 8)


def test_a_mixture_draws_between_the_least_and_the_most_of_its_types() -> None:
    sizes = {"min_size": 1, "max_size": 1, "desired_capacity": 1}
    web = resource(group({**mixed(("m5.large", None), ("m5.2xlarge", None)), **sizes})[GROUP])
    one = resource(
        readings(block("aws_instance.a", {"instance_type": "m5.large"}))["aws_instance.a"]
    )
    full = next(part for part in web.components if isinstance(part, Compute)).power.watts[-1]
    small = next(part for part in one.components if isinstance(part, Compute))
    assert full.low == pytest.approx(small.power.watts[-1].low * small.threads.low)
    assert full.best == pytest.approx(small.power.watts[-1].best * small.threads.best * 2.5)


def test_requirements_give_an_interval_of_sizes() -> None:
    policy = mixed()
    policy["mixed_instances_policy"][0]["launch_template"][0]["override"] = [
        {
            "instance_requirements": [
                {"vcpu_count": [{"min": 2, "max": 8}], "memory_mib": [{"min": 4096, "max": 16384}]}
            ]
        }
    ]
    sizes = {"min_size": 1, "max_size": 1, "desired_capacity": 1}
    found = readings(
        block(GROUP, {**policy, **sizes}), block("aws_launch_template.web", {"name": "web"})
    )
    compute = next(p for p in resource(found[GROUP]).components if isinstance(p, Compute))
    assert ends(compute.vcpus) == (2, 2, 8)


def test_requirements_without_an_upper_limit_are_skipped() -> None:
    template = {"name": "web", "instance_requirements": [{"vcpu_count": [{"min": 2}]}]}
    found = readings(
        block(GROUP, {"launch_template": [{"name": "web"}], "min_size": 1, "max_size": 1}),
        block("aws_launch_template.web", template),
    )
    assert "no upper limit" in skipped(found[GROUP]).why


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        pytest.param({"pool_state": "Running"}, (2, (1, 7, 9)), id="running ones are reserved"),
        pytest.param({"pool_state": "Stopped"}, (0, (1, 7, 9)), id="stopped ones are their disks"),
        pytest.param(
            {"pool_state": None}, (0, (1, 7, 9)), id="stopped is what AWS does unless told"
        ),
        pytest.param(
            {"pool_state": "Running", "max_group_prepared_capacity": 5},
            (2, (1, 2, 4)),
            id="as many as are to be prepared",
        ),
    ],
)
def test_warm_pool(pool: dict[str, Any], expected: tuple[float, tuple[float, ...]]) -> None:
    sizes = {"min_size": 1, "max_size": 10, "desired_capacity": 3}
    found = group({**sizes, "warm_pool": [{"min_size": 1, **pool}]})
    warm = resource(found[f"{GROUP}#warm-pool"])
    assert (vcpus(warm), ends(warm.replicas)) == expected
    assert disks(warm) == [("ssd", 8, 2)]
    assert warm.kind is (Kind.MACHINE if expected[0] else Kind.STORAGE)


def test_a_launch_configuration_gives_the_type() -> None:
    found = readings(
        block(
            GROUP,
            {"min_size": 1, "max_size": 1, "launch_template": []},
            unknown={"launch_configuration": True},
            refers={
                "launch_configuration": references(
                    "aws_launch_configuration.web.name", "aws_launch_configuration.web"
                )
            },
        ),
        block(
            "aws_launch_configuration.web",
            {"instance_type": "t3.small", "root_block_device": [{"volume_size": 25}]},
        ),
    )
    web = resource(found[GROUP])
    assert (web.machine, disks(web)) == ("t3.small", [("ssd", 25, 2)])


def test_a_group_without_a_readable_template_is_skipped() -> None:
    found = readings(
        block(GROUP, {"launch_configuration": "made-elsewhere", "min_size": 1, "max_size": 2})
    )
    assert skipped(found[GROUP]).why == (
        "no launch template or configuration of this plan gives it a type"
    )


def test_nodes_that_join_a_kubernetes_cluster_carry_its_pods() -> None:
    tag = {"key": "kubernetes.io/cluster/shop", "value": "owned"}
    capacity = resource(group({"min_size": 1, "max_size": 4, "tag": [tag]})[GROUP]).capacity
    assert capacity is not None
    assert (capacity.cluster, capacity.platform) == ("shop", "kubernetes")
    assert capacity.most is not None
    assert capacity.most.best == 4


def test_a_capacity_provider_makes_a_group_carry_tasks() -> None:
    found = readings(
        block(
            GROUP,
            {"launch_template": [{"name": "web"}], "min_size": 1, "max_size": 2},
            unknown={"arn": True},
        ),
        TEMPLATE,
        block(
            "aws_ecs_capacity_provider.web",
            {"name": "web", "auto_scaling_group_provider": [{}]},
            unknown={"auto_scaling_group_provider": [{"auto_scaling_group_arn": True}]},
            refers={
                "auto_scaling_group_provider": [
                    {"auto_scaling_group_arn": references(f"{GROUP}.arn", GROUP)}
                ]
            },
        ),
        block(
            "aws_ecs_cluster_capacity_providers.shop",
            {"cluster_name": "shop", "capacity_providers": ["web"]},
        ),
        block("aws_ecs_cluster.shop", {"name": "shop"}),
    )
    capacity = resource(found[GROUP]).capacity
    assert capacity is not None
    assert (capacity.cluster, capacity.platform) == ("shop", "ecs")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config", id="plain"),
        pytest.param("ZWNobyBFQ1NfQ0xVU1RFUj1zaG9wID4+IC9ldGMvZWNzL2Vjcy5jb25maWc=", id="base64"),
    ],
)
def test_a_start_script_that_joins_ecs_makes_an_instance_carry_tasks(script: str) -> None:
    values = {"instance_type": "m5.large", "user_data": script}
    found = resource(readings(block("aws_instance.node", values))["aws_instance.node"])
    assert found.capacity is not None
    assert (found.capacity.cluster, found.capacity.platform) == ("shop", "ecs")


def test_a_spot_fleet_has_its_target_capacity() -> None:
    values = {
        "target_capacity": 6,
        "launch_specification": [{"instance_type": "m5.xlarge", "weighted_capacity": "2"}],
    }
    found = resource(
        readings(block("aws_spot_fleet_request.batch", values))["aws_spot_fleet_request.batch"]
    )
    assert (found.machine, ends(found.replicas)) == ("m5.xlarge", (3, 3, 3))

"""Machines of a type that no table has: what their manifest says of them stays, whatever the vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from carbongate.config import Override
from carbongate.figure import Declared, Figure, Unit
from carbongate.mappings.node_pools import TYPE_LABEL
from carbongate.model import Accelerator, Compute, Memory, Reading, Resource, Skipped
from carbongate.overrides import overridden
from tests.mappings.plans import TABLES, block, cards, memory, readings, references, vcpus

STATED = Declared("carbongate.yaml")
SIZE = Override(
    "*",
    vcpus=Figure.exact(16, Unit.VCPU, STATED),
    memory=Figure.exact(32, Unit.GIB, STATED),
)
Blocks = Callable[[str], tuple[Mapping[str, Any], ...]]

SCALING = {"desired_size": 2, "min_size": 1, "max_size": 4}
LABELS = {"cluster_name": "shop", "node_group_name": "workers", "labels": {"tier": "web"}}
OS_DISK = {"os_disk": [{"disk_size_gb": 64, "storage_account_type": "Premium_LRS"}]}
AURORA = "aws_rds_cluster_instance.db"


def autoscaled(kind: str, **more: Any) -> tuple[Mapping[str, Any], ...]:
    """An Auto Scaling group of one type, from a launch template with a disk, of an ECS cluster."""
    disk = [{"device_name": "/dev/xvda", "ebs": [{"volume_size": 77}]}]
    return (
        block(
            "aws_launch_template.t",
            {"id": "lt-1", "instance_type": kind, "block_device_mappings": disk},
        ),
        block(
            "aws_autoscaling_group.g",
            {
                "launch_template": [{"id": "lt-1"}],
                "desired_capacity": 3,
                "min_size": 2,
                "max_size": 6,
                "tag": [{"key": "kubernetes.io/cluster/shop", "value": "owned"}],
                **more,
            },
        ),
    )


def gcp_group(kind: str) -> tuple[Mapping[str, Any], ...]:
    """A managed group with its autoscaler."""
    target = references("google_compute_instance_group_manager.g.id")
    template = references("google_compute_instance_template.t.id")
    policy = [{"min_replicas": 2, "max_replicas": 8}]
    return (
        block("google_compute_instance_template.t", {"machine_type": kind, "disk": [{"disk_size_gb": 30}]}),
        block(
            "google_compute_instance_group_manager.g",
            {"target_size": 4, "version": [{}]},
            unknown={"version": [{"instance_template": True}]},
            refers={"version": [{"instance_template": template}]},
        ),
        block(
            "google_compute_autoscaler.a",
            {"autoscaling_policy": policy},
            unknown={"target": True},
            refers={"target": target},
        ),
    )  # fmt: skip


CASES: Mapping[str, tuple[str, str, str, Blocks]] = {
    "an EC2 instance": ("aws_instance.w", "m5.large", "c99z.large", lambda kind: (block("aws_instance.w", {"instance_type": kind, "root_block_device": [{"volume_size": 50}], "tags": {"kubernetes.io/cluster/shop": "owned"}}),)),
    "an EKS node group": ("aws_eks_node_group.w", "m5.large", "c99z.large", lambda kind: (block("aws_eks_node_group.w", {**LABELS, "instance_types": [kind], "scaling_config": [SCALING], "disk_size": 40}),)),
    "an EKS node group of several types": ("aws_eks_node_group.w", "m5.large", "c99z.large", lambda kind: (block("aws_eks_node_group.w", {**LABELS, "instance_types": [kind, "m5.xlarge"], "scaling_config": [SCALING]}),)),
    "an Auto Scaling group": ("aws_autoscaling_group.g", "m5.large", "c99z.large", autoscaled),
    "a running warm pool": ("aws_autoscaling_group.g#warm-pool", "m5.large", "c99z.large", lambda kind: autoscaled(kind, warm_pool=[{"min_size": 1, "pool_state": "Running"}])),
    "a spot fleet": ("aws_spot_fleet_request.f", "m5.large", "c99z.large", lambda kind: (block("aws_spot_fleet_request.f", {"target_capacity": 5, "launch_specification": [{"instance_type": kind}]}),)),
    "a database in two zones": ("aws_db_instance.d", "db.m5.large", "db.z9.large", lambda kind: (block("aws_db_instance.d", {"instance_class": kind, "multi_az": True, "allocated_storage": 200}),)),
    "a server of Aurora": (AURORA, "db.r5.large", "db.z9.large", lambda kind: (block(AURORA, {"instance_class": kind}),)),
    "an Azure machine": ("azurerm_linux_virtual_machine.v", "Standard_D2s_v3", "Standard_Z9", lambda kind: (block("azurerm_linux_virtual_machine.v", {"size": kind, "location": "westeurope", **OS_DISK}),)),
    "an Azure scale set": ("azurerm_linux_virtual_machine_scale_set.v", "Standard_D2s_v3", "Standard_Z9", lambda kind: (block("azurerm_linux_virtual_machine_scale_set.v", {"sku": kind, "instances": 3, "location": "westeurope", **OS_DISK}),)),
    "an AKS node pool": ("azurerm_kubernetes_cluster_node_pool.n", "Standard_D2s_v3", "Standard_Z9", lambda kind: (block("azurerm_kubernetes_cluster_node_pool.n", {"name": "work", "vm_size": kind, "node_count": 3, "auto_scaling_enabled": True, "min_count": 2, "max_count": 5, "node_labels": {"tier": "web"}}),)),
    "the first pool of AKS": ("azurerm_kubernetes_cluster.k#default-pool", "Standard_D2s_v3", "Standard_Z9", lambda kind: (block("azurerm_kubernetes_cluster.k", {"name": "shop", "location": "westeurope", "default_node_pool": [{"name": "sys", "vm_size": kind, "node_count": 3}]}),)),
    "a Compute Engine instance": ("google_compute_instance.i", "e2-standard-4", "z9-standard-4", lambda kind: (block("google_compute_instance.i", {"machine_type": kind, "zone": "europe-west1-b", "boot_disk": [{"initialize_params": [{"size": 70}]}]}),)),
    "a managed instance group": ("google_compute_instance_group_manager.g", "e2-standard-4", "z9-standard-4", gcp_group),
    "a GKE node pool": ("google_container_node_pool.p", "e2-standard-4", "z9-standard-4", lambda kind: (block("google_container_node_pool.p", {"name": "work", "cluster": "shop", "location": "europe-west1-b", "node_count": 3, "autoscaling": [{"min_node_count": 1, "max_node_count": 6}], "node_config": [{"machine_type": kind, "disk_size_gb": 90, "labels": {"tier": "web"}}]}),)),
}  # fmt: skip


def stated(reading: Reading) -> Resource:
    """The reading with its size under `resources:`."""
    found = overridden(reading, SIZE, TABLES)
    assert isinstance(found, Resource), found
    return found


def comparable(found: Resource) -> Resource:
    """The resource without the name of its type, which is all that differs."""
    capacity = found.capacity
    if capacity:
        labels = {key: value for key, value in capacity.labels.items() if key != TYPE_LABEL}
        capacity = replace(capacity, labels=labels)
    return replace(found, machine=None, capacity=capacity, components=())


@pytest.mark.parametrize(("address", "known", "unknown", "blocks"), CASES.values(), ids=CASES)
def test_all_but_the_size_is_that_of_a_known_type(
    address: str, known: str, unknown: str, blocks: Blocks
) -> None:
    left_out = readings(*blocks(unknown))[address]
    assert isinstance(left_out, Skipped)
    assert left_out.why == f"machine type {unknown} is in no table"
    found, other = stated(left_out), stated(readings(*blocks(known))[address])
    assert (vcpus(found), memory(found)) == (16, 32)
    assert comparable(found) == comparable(other)
    rest = [part for part in found.components if not isinstance(part, Compute | Memory)]
    assert rest == [part for part in other.components if not isinstance(part, Compute | Memory)]


def test_the_counts_that_must_not_be_lost() -> None:
    counts = {
        name: stated(readings(*blocks(unknown))[address]).replicas
        for name, (address, _, unknown, blocks) in CASES.items()
    }
    assert {name: (count.low, count.best, count.high) for name, count in counts.items()} == {
        "an EC2 instance": (1, 1, 1),
        "an EKS node group": (1, 2, 4),
        "an EKS node group of several types": (1, 2, 4),
        "an Auto Scaling group": (2, 3, 6),
        "a running warm pool": (1, 3, 4),
        "a spot fleet": (5, 5, 5),
        "a database in two zones": (2, 2, 2),
        "a server of Aurora": (1, 1, 1),
        "an Azure machine": (1, 1, 1),
        "an Azure scale set": (3, 3, 3),
        "an AKS node pool": (2, 3, 5),
        "the first pool of AKS": (3, 3, 3),
        "a Compute Engine instance": (1, 1, 1),
        "a managed instance group": (2, 4, 8),
        "a GKE node pool": (1, 3, 6),
    }


def test_a_stopped_machine_is_its_disks_whatever_its_type() -> None:
    instance = block("aws_instance.w", {"id": "i-1", "instance_type": "c99z.large"})
    state = block("aws_ec2_instance_state.s", {"instance_id": "i-1", "state": "stopped"})
    found = readings(instance, state)["aws_instance.w"]
    assert isinstance(found, Resource)
    assert vcpus(found) == 0


def test_a_card_that_no_table_has_is_a_median_one_when_the_machine_is_stated() -> None:
    card = [{"type": "nvidia-z9", "count": 2}]
    values = {"machine_type": "n1-standard-8", "guest_accelerator": card}
    left_out = readings(block("google_compute_instance.i", values))["google_compute_instance.i"]
    assert isinstance(left_out, Skipped)
    assert left_out.why == "accelerator nvidia-z9 is in no table"
    found = stated(left_out)
    assert [count for _, count in cards(found)] == [2]
    assert "no table has the card nvidia-z9: a median card stands for it" in found.assumed
    assert any(isinstance(part, Accelerator) for part in found.components)


def test_a_group_whose_template_is_elsewhere_keeps_its_count() -> None:
    values = {"min_size": 2, "max_size": 6, "desired_capacity": 3}
    left_out = readings(block("aws_autoscaling_group.g", values))["aws_autoscaling_group.g"]
    assert isinstance(left_out, Skipped)
    assert stated(left_out).replicas.best == 3


def test_a_type_that_nobody_reads_says_that_its_number_is_taken() -> None:
    left_out = readings(block("aws_emr_cluster.e", {"name": "e"}))["aws_emr_cluster.e"]
    found = stated(left_out)
    assert found.replicas.best == 1
    assert found.assumed == ("how many of it there are is not known: one is taken",)
    assert (found.provider, found.region) == ("aws", "eu-west-1")

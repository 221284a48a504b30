"""Azure machines, scale sets, disks and Kubernetes."""

from __future__ import annotations

from typing import Any

import pytest

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

PLACE = {"location": "West Europe"}
DISK = {"os_disk": [{"storage_account_type": "Premium_LRS", "disk_size_gb": 64}]}


def one(address: str, values: dict[str, Any], *others: dict[str, Any], **more: Any) -> Any:
    """The reading of one block."""
    return readings(block(address, {**PLACE, **values}, **more), *others)[address]


@pytest.mark.parametrize(
    ("address", "values", "expected"),
    [
        pytest.param(
            "azurerm_linux_virtual_machine.vm",
            {"size": "Standard_D4s_v5", **DISK},
            (4, [("ssd", 64, 3)]),
            id="Linux",
        ),
        pytest.param(
            "azurerm_linux_virtual_machine.vm",
            {"size": "standard_d4s_v5", "os_disk": [{"storage_account_type": "Standard_LRS"}]},
            (4, [("hdd", 30, 3)]),
            id="an OS disk of usual size, a size in lower case",
        ),
        pytest.param(
            "azurerm_windows_virtual_machine.vm",
            {"size": "Standard_D2s_v5", "os_disk": [{"storage_account_type": "StandardSSD_LRS"}]},
            (2, [("ssd", 127, 3)]),
            id="Windows takes more",
        ),
        pytest.param(
            "azurerm_linux_virtual_machine.vm",
            {"size": "Standard_D2s_v5", "os_disk": [{"diff_disk_settings": [{"option": "Local"}]}]},
            (2, []),
            id="an ephemeral OS disk lies on the host",
        ),
        pytest.param(
            "azurerm_virtual_machine.vm",
            {
                "vm_size": "Standard_D2s_v3",
                "storage_os_disk": [{"managed_disk_type": "Premium_LRS", "disk_size_gb": 50}],
                "storage_data_disk": [
                    {"managed_disk_type": "Standard_LRS", "disk_size_gb": 100},
                    {"managed_disk_id": "/subscriptions/1/disks/own", "disk_size_gb": 100},
                ],
            },
            (2, [("ssd", 50, 3), ("hdd", 100, 3)]),
            id="the older type declares its data disks",
        ),
    ],
)
def test_machine(
    address: str, values: dict[str, Any], expected: tuple[float, list[tuple[str, float, float]]]
) -> None:
    found = resource(one(address, values))
    assert (found.provider, found.region) == ("azure", "westeurope")
    assert (vcpus(found), disks(found)) == expected


SETS: list[tuple[str, dict[str, Any]]] = [
    ("azurerm_linux_virtual_machine_scale_set.web", {"sku": "Standard_D2s_v5", "instances": 4}),
    ("azurerm_windows_virtual_machine_scale_set.web", {"sku": "Standard_D2s_v5", "instances": 4}),
    (
        "azurerm_orchestrated_virtual_machine_scale_set.web",
        {"sku_name": "Standard_D2s_v5", "instances": 4},
    ),
    (
        "azurerm_virtual_machine_scale_set.web",
        {"sku": [{"name": "Standard_D2s_v5", "capacity": 4}]},
    ),
]


@pytest.mark.parametrize(("address", "values"), SETS)
def test_scale_set(address: str, values: dict[str, Any]) -> None:
    found = resource(one(address, values))
    assert (vcpus(found), ends(found.replicas)) == (2, (4, 4, 4))


def test_an_autoscale_setting_sets_the_limits() -> None:
    address, values = SETS[0]
    setting = block(
        "azurerm_monitor_autoscale_setting.web",
        {
            "profile": [
                {"capacity": [{"default": 4, "minimum": 2, "maximum": 8}]},
                {"capacity": [{"default": 1, "minimum": 1, "maximum": 3}]},
            ]
        },
        unknown={"target_resource_id": True},
        refers={"target_resource_id": references(f"{address}.id", address)},
    )
    assert ends(resource(one(address, values, setting)).replicas) == (1, 4, 8)


def test_a_managed_disk_is_three_copies() -> None:
    values = {"disk_size_gb": 256, "storage_account_type": "Premium_LRS"}
    assert disks(resource(one("azurerm_managed_disk.data", values))) == [("ssd", 256, 3)]


def test_a_copied_disk_has_a_size_that_only_use_can_tell() -> None:
    found = resource(one("azurerm_managed_disk.data", {"storage_account_type": "Standard_LRS"}))
    assert [(need.key, need.medium) for need in found.needs] == [("storage_gb", "hdd")]


AKS = "azurerm_kubernetes_cluster.shop"


def cluster(values: dict[str, Any]) -> dict[str, Any]:
    """The readings of a cluster with one pool."""
    base = {"name": "system", "vm_size": "Standard_D2s_v5"}
    pool = {"default_node_pool": [{**base, **values}]}
    return dict(readings(block(AKS, {**PLACE, "name": "shop", **pool})))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"node_count": 3}, (3, 3, 3), id="a fixed number"),
        pytest.param(
            {"node_count": 3, "zones": ["1", "2", "3"]}, (3, 3, 3), id="zones do not multiply"
        ),
        pytest.param(
            {"node_count": 3, "min_count": 2, "max_count": 6, "auto_scaling_enabled": True},
            (2, 3, 6),
            id="limits",
        ),
        pytest.param(
            {"min_count": 2, "max_count": 6, "enable_auto_scaling": True},
            (2, 4, 6),
            id="limits under their older name",
        ),
        pytest.param(
            {"node_count": 3, "min_count": 2, "max_count": 6, "auto_scaling_enabled": False},
            (3, 3, 3),
            id="limits that are off",
        ),
    ],
)
def test_nodes(values: dict[str, Any], expected: tuple[float, ...]) -> None:
    found = resource(cluster(values)[f"{AKS}#default-pool"])
    assert ends(found.replicas) == expected
    assert found.capacity is not None
    assert (found.capacity.cluster, found.capacity.pool) == ("shop", "system")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, [("ssd", 128, 3)], id="of usual size"),
        pytest.param({"os_disk_size_gb": 60}, [("ssd", 60, 3)], id="as stated"),
        pytest.param({"os_disk_type": "Ephemeral"}, [], id="on the host"),
    ],
)
def test_node_disk(values: dict[str, Any], expected: list[tuple[str, float, float]]) -> None:
    assert disks(resource(cluster({"node_count": 1, **values})[f"{AKS}#default-pool"])) == expected


def test_a_further_pool_is_where_its_cluster_is() -> None:
    address = "azurerm_kubernetes_cluster_node_pool.batch"
    found = readings(
        block(AKS, {**PLACE, "name": "shop"}, unknown={"id": True}),
        block(
            address,
            {"name": "batch", "vm_size": "Standard_D4s_v5", "node_count": 2},
            unknown={"kubernetes_cluster_id": True},
            refers={"kubernetes_cluster_id": references(f"{AKS}.id", AKS)},
        ),
    )
    pool = resource(found[address])
    assert pool.capacity is not None
    assert (pool.region, pool.capacity.cluster) == ("westeurope", "shop")


def test_an_empty_size_is_none() -> None:
    found = skipped(one("azurerm_virtual_machine.vm", {"vm_size": "", "location": ""}))
    assert found.why == "vm_size is not given"

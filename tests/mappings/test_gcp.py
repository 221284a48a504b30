"""Google Compute Engine and Kubernetes Engine."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.model import Kind
from tests.mappings.plans import (
    block,
    cards,
    disks,
    ends,
    free,
    readings,
    references,
    resource,
    skipped,
    vcpus,
)

VM = "google_compute_instance.vm"
BASE = {"machine_type": "n2-standard-4", "zone": "europe-west1-b"}


def instance(values: dict[str, Any], *others: dict[str, Any], **more: Any) -> Any:
    """The reading of one instance."""
    return readings(block(VM, {**BASE, **values}, **more), *others)[VM]


def test_an_instance_is_where_its_zone_is() -> None:
    found = resource(instance({}))
    assert (found.provider, found.region, found.machine) == ("gcp", "europe-west1", "n2-standard-4")
    assert vcpus(found) == 4


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("e2-custom-4-8192", 4),
        ("custom-2-7680", 2),
        ("projects/p/zones/z/machineTypes/n1-standard-1", 1),
    ],
)
def test_names_of_types(name: str, size: float) -> None:
    assert vcpus(resource(instance({"machine_type": name}))) == size


@pytest.mark.parametrize(
    ("values", "unknown", "expected"),
    [
        pytest.param(
            {"boot_disk": [{"initialize_params": [{"image": "debian"}]}]},
            {"boot_disk": [{"source": True, "initialize_params": [{"size": True, "type": True}]}]},
            [("hdd", 10, 1)],
            id="a boot disk of usual size",
        ),
        pytest.param(
            {"boot_disk": [{"initialize_params": [{"size": 50, "type": "pd-ssd"}]}]},
            {},
            [("ssd", 50, 1)],
            id="as stated",
        ),
        pytest.param(
            {"boot_disk": [{"auto_delete": True}]},
            {"boot_disk": [{"source": True, "initialize_params": True}]},
            [("hdd", 10, 1)],
            id="a source that Google fills in",
        ),
        pytest.param(
            {"boot_disk": [{"source": "projects/p/zones/z/disks/own"}]},
            {},
            [],
            id="a disk that exists",
        ),
        pytest.param(
            {"boot_disk": [], "scratch_disk": [{"interface": "NVME"}, {"interface": "NVME"}]},
            {},
            [("ssd", 375, 1), ("ssd", 375, 1)],
            id="local disks",
        ),
        pytest.param(
            {"boot_disk": [], "attached_disk": [{"source": "data"}]},
            {},
            [],
            id="attached: its own resource",
        ),
    ],
)
def test_disks(
    values: dict[str, Any], unknown: dict[str, Any], expected: list[tuple[str, float, float]]
) -> None:
    assert disks(resource(instance(values, unknown=unknown))) == expected


def test_a_boot_disk_made_in_the_same_plan_counts_once() -> None:
    found = readings(
        block(
            VM,
            {**BASE, "boot_disk": [{}]},
            unknown={"boot_disk": [{"source": True}]},
            refers={
                "boot_disk": [
                    {
                        "source": references(
                            "google_compute_disk.os.self_link", "google_compute_disk.os"
                        )
                    }
                ]
            },
        ),
        block(
            "google_compute_disk.os", {"size": 200, "type": "pd-balanced", "zone": "europe-west1-b"}
        ),
    )
    assert disks(resource(found[VM])) == []
    assert disks(resource(found["google_compute_disk.os"])) == [("ssd", 200, 1)]


def test_cards_are_attached_by_name() -> None:
    values = {
        "machine_type": "n1-standard-8",
        "guest_accelerator": [{"type": "nvidia-tesla-t4", "count": 2}],
    }
    assert cards(resource(instance(values))) == [("T4", 2)]


def test_a_type_that_comes_with_its_cards_has_them_once() -> None:
    values = {
        "machine_type": "a2-highgpu-1g",
        "guest_accelerator": [{"type": "nvidia-tesla-a100", "count": 1}],
    }
    assert [count for _, count in cards(resource(instance(values)))] == [1]


def test_an_unknown_card_is_not_left_out_silently() -> None:
    found = skipped(instance({"guest_accelerator": [{"type": "nvidia-x1", "count": 1}]}))
    assert (found.why, found.heavy) == ("accelerator nvidia-x1 is in no table", True)


def test_a_terminated_instance_is_its_disk() -> None:
    disk = {"boot_disk": [{"initialize_params": [{"size": 50, "type": "pd-ssd"}]}]}
    found = resource(instance({"desired_status": "TERMINATED", **disk}))
    assert (found.kind, vcpus(found), disks(found)) == (Kind.STORAGE, 0, [("ssd", 50, 1)])


def test_a_regional_disk_is_two_copies() -> None:
    address = "google_compute_region_disk.data"
    found = readings(block(address, {"size": 100, "type": "pd-ssd", "region": "europe-west1"}))
    assert disks(resource(found[address])) == [("ssd", 100, 2)]


GROUP = "google_compute_region_instance_group_manager.web"
TEMPLATE = block(
    "google_compute_instance_template.web",
    {
        "machine_type": "e2-standard-2",
        "disk": [
            {"boot": True, "disk_size_gb": 20, "disk_type": "pd-balanced"},
            {"type": "SCRATCH", "disk_type": "local-ssd", "disk_size_gb": 375},
        ],
    },
    unknown={"id": True, "self_link": True},
)
NAMED = {
    "version": [
        {
            "instance_template": references(
                "google_compute_instance_template.web.id", "google_compute_instance_template.web"
            )
        }
    ]
}


def test_a_group_is_its_template_times_its_target_in_all_zones_together() -> None:
    values = {"region": "europe-west1", "target_size": 3, "version": [{}]}
    group = block(GROUP, values, unknown={"version": [{"instance_template": True}]}, refers=NAMED)
    found = readings(group, TEMPLATE)
    web = resource(found[GROUP])
    assert (web.machine, ends(web.replicas), web.region) == (
        "e2-standard-2",
        (3, 3, 3),
        "europe-west1",
    )
    assert disks(web) == [("ssd", 20, 1), ("ssd", 375, 1)]
    free(found["google_compute_instance_template.web"])


def test_an_autoscaler_sets_the_limits_of_its_group() -> None:
    values = {"region": "europe-west1", "version": [{}]}
    found = readings(
        block(
            GROUP,
            values,
            unknown={"version": [{"instance_template": True}], "id": True, "target_size": True},
            refers=NAMED,
        ),
        TEMPLATE,
        block(
            "google_compute_region_autoscaler.web",
            {"autoscaling_policy": [{"min_replicas": 2, "max_replicas": 10}]},
            unknown={"target": True},
            refers={"target": references(f"{GROUP}.id", GROUP)},
        ),
    )
    assert ends(resource(found[GROUP]).replicas) == (2, 6, 10)


CLUSTER = "google_container_cluster.shop"
POOL = "google_container_node_pool.workers"
N2 = {"node_config": [{"machine_type": "n2-standard-4"}]}


def pool(values: dict[str, Any], cluster: dict[str, Any] | None = None) -> Any:
    """The reading of a pool of the cluster `shop`."""
    home = block(CLUSTER, {"name": "shop", "remove_default_node_pool": True, **(cluster or {})})
    found = readings(block(POOL, {"cluster": "shop", "name": "workers", **N2, **values}), home)
    return resource(found[POOL])


@pytest.mark.parametrize(
    ("values", "cluster", "expected"),
    [
        pytest.param(
            {"location": "europe-west1-b", "node_count": 2}, {}, (2, 2, 2), id="a zone is one zone"
        ),
        pytest.param(
            {"location": "europe-west1", "node_count": 2},
            {},
            (6, 6, 6),
            id="a region is three zones",
        ),
        pytest.param(
            {"location": "europe-west1", "node_locations": ["a", "b"], "node_count": 2},
            {},
            (4, 4, 4),
            id="its own zones",
        ),
        pytest.param(
            {"location": "europe-west1", "node_count": 1},
            {"location": "europe-west1", "node_locations": ["a", "b"]},
            (2, 2, 2),
            id="the cluster's zones",
        ),
        pytest.param(
            {"node_count": 1},
            {"location": "europe-west1-b", "node_locations": ["a", "b"]},
            (3, 3, 3),
            id="a zonal cluster lists the zones beside its own",
        ),
        pytest.param(
            {
                "location": "europe-west1",
                "autoscaling": [{"min_node_count": 1, "max_node_count": 5}],
            },
            {},
            (3, 9, 15),
            id="limits of each zone",
        ),
        pytest.param(
            {
                "location": "europe-west1",
                "initial_node_count": 2,
                "autoscaling": [{"total_min_node_count": 3, "total_max_node_count": 12}],
            },
            {},
            (3, 6, 12),
            id="limits of all zones together",
        ),
        pytest.param(
            {"node_count": 2}, {}, (2, 2, 6), id="a location that nobody says is one to three"
        ),
    ],
)
def test_nodes(
    values: dict[str, Any], cluster: dict[str, Any], expected: tuple[float, ...]
) -> None:
    assert ends(pool(values, cluster).replicas) == expected


def test_zones_that_nobody_stated_are_an_assumption() -> None:
    found = pool({"location": "europe-west1", "node_count": 1})
    assert found.assumed == (
        "the zones of the nodes are not stated: a regional pool is in three of them then",
    )


def test_a_pool_carries_the_pods_of_its_cluster() -> None:
    node = {"machine_type": "n2-standard-4", "labels": {"tier": "web"}, "local_ssd_count": 2}
    found = pool({"location": "europe-west1-b", "node_count": 1, "node_config": [node]})
    assert (found.capacity.cluster, found.capacity.pool) == ("shop", "workers")
    assert found.capacity.labels["cloud.google.com/gke-nodepool"] == "workers"
    assert found.capacity.labels["tier"] == "web"
    assert disks(found) == [("ssd", 100, 1), ("ssd", 750, 1)]


def test_a_pool_without_a_type_is_of_the_usual_one() -> None:
    found = pool({"location": "europe-west1-b", "node_count": 1, "node_config": []})
    assert (found.machine, len(found.assumed)) == ("e2-medium", 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {"location": "europe-west1-b", "initial_node_count": 2},
            {"": 1, "#default-pool": 2},
            id="a zonal cluster with its default pool",
        ),
        pytest.param(
            {"location": "europe-west1", "initial_node_count": 1},
            {"": 3, "#default-pool": 3},
            id="a regional one has three of both",
        ),
        pytest.param(
            {
                "location": "europe-west1-b",
                "remove_default_node_pool": True,
                "initial_node_count": 1,
            },
            {"": 1},
            id="the default pool is removed",
        ),
        pytest.param(
            {"location": "europe-west1", "enable_autopilot": True},
            {"": 3},
            id="Autopilot has no nodes",
        ),
        pytest.param(
            {
                "location": "europe-west1-b",
                "node_pool": [{"name": "a", "node_count": 2}, {"name": "b", "node_count": 3}],
            },
            {"": 1, "#node_pool[0]": 2, "#node_pool[1]": 3},
            id="pools inside the cluster",
        ),
    ],
)
def test_cluster(values: dict[str, Any], expected: dict[str, float]) -> None:
    found = readings(block(CLUSTER, {"name": "shop", **values}))
    counts = {address: resource(reading).replicas.best for address, reading in found.items()}
    assert counts == {f"{CLUSTER}{part}": count for part, count in expected.items()}


def test_a_pool_of_unknown_type_is_skipped_and_the_control_plane_is_not() -> None:
    values = {"location": "europe-west1", "node_config": [{"machine_type": "x9"}]}
    found = readings(block(CLUSTER, values))
    assert skipped(found[f"{CLUSTER}#default-pool"]).why == "machine type x9 is in no table"
    assert vcpus(resource(found[CLUSTER])) == 3

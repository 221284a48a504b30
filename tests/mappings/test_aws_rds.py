"""RDS instances, Aurora and Multi-AZ clusters, serverless capacity."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.context import Autoscaling
from carbongate.model import Compute, Kind, Storage
from tests.mappings.plans import (
    block,
    disks,
    ends,
    memory,
    readings,
    references,
    resource,
    skipped,
    vcpus,
)

DB = "aws_db_instance.main"
SMALL = {"instance_class": "db.r6g.large", "allocated_storage": 100, "storage_type": "gp3"}


def database(values: dict[str, Any]) -> Any:
    """The reading of one instance."""
    return resource(readings(block(DB, {**SMALL, **values}))[DB])


@pytest.mark.parametrize(
    ("values", "servers", "volumes"),
    [
        pytest.param({}, 1, [("ssd", 100, 1)], id="one zone"),
        pytest.param({"multi_az": True}, 2, [("ssd", 100, 1)], id="a standby with its own volume"),
        pytest.param({"multi_az": "true"}, 2, [("ssd", 100, 1)], id="written as a text"),
        pytest.param({"storage_type": "standard"}, 1, [("hdd", 100, 1)], id="magnetic"),
        pytest.param({"storage_type": None}, 1, [("ssd", 100, 1)], id="no storage type"),
    ],
)
def test_servers_and_volumes(
    values: dict[str, Any], servers: float, volumes: list[tuple[str, float, float]]
) -> None:
    found = database(values)
    assert (found.kind, found.machine, found.replicas.best) == (
        Kind.DATABASE,
        "db.r6g.large",
        servers,
    )
    assert (vcpus(found), memory(found), disks(found)) == (2, 16, volumes)


def test_storage_that_grows_by_itself_is_an_interval() -> None:
    volume = next(
        part
        for part in database({"max_allocated_storage": 500}).components
        if isinstance(part, Storage)
    )
    assert ends(volume.gb) == (100, 100, 500)


def test_a_read_replica_has_the_volume_of_its_source() -> None:
    found = readings(
        block(DB, {**SMALL, "identifier": "main"}),
        block(
            "aws_db_instance.replica",
            {"instance_class": "db.r6g.large", "replicate_source_db": "main"},
            unknown={"allocated_storage": True},
        ),
    )
    assert disks(resource(found["aws_db_instance.replica"])) == [("ssd", 100, 1)]


def test_a_volume_of_unknown_size_is_said_and_can_be_stated() -> None:
    found = database({"allocated_storage": None})
    assert [need.key for need in found.needs] == ["storage_gb"]
    assert "allocated_storage is not given" in found.assumed[0]


CLUSTER = "aws_rds_cluster.main"


def test_the_storage_of_aurora_is_six_copies_of_what_use_says() -> None:
    found = resource(readings(block(CLUSTER, {"engine": "aurora-mysql"}))[CLUSTER])
    need = found.needs[0]
    assert (found.components, need.key, need.medium, need.copies.best) == (
        (),
        "storage_gb",
        "ssd",
        6,
    )


def test_each_server_of_aurora_is_declared_and_counted_once() -> None:
    found = readings(
        block(CLUSTER, {"engine": "aurora-mysql", "cluster_identifier": "main"}),
        *(
            block(
                f"aws_rds_cluster_instance.all[{n}]",
                {"instance_class": "db.r6g.large", "cluster_identifier": "main"},
            )
            for n in range(2)
        ),
    )
    servers = [resource(found[f"aws_rds_cluster_instance.all[{n}]"]) for n in range(2)]
    assert [(vcpus(server), server.replicas.best) for server in servers] == [(2, 1), (2, 1)]
    assert servers[0].components is servers[1].components


def test_a_multi_az_cluster_is_three_servers_with_a_volume_each() -> None:
    values = {
        "engine": "postgres",
        "db_cluster_instance_class": "db.m6gd.large",
        "allocated_storage": 200,
        "storage_type": "io1",
        "iops": 1000,
    }
    found = resource(readings(block(CLUSTER, values))[CLUSTER])
    assert (found.replicas.best, vcpus(found), disks(found)) == (3, 2, [("ssd", 200, 1)])


def compute(found: Any) -> Compute:
    """The processors of a resource."""
    return next(part for part in found.components if isinstance(part, Compute))


@pytest.mark.parametrize(
    ("autoscaling", "expected"),
    [
        pytest.param("declared", (0.125, 2.0625, 4), id="the middle of the limits"),
        pytest.param("min", (0.125, 0.125, 4), id="the least"),
        pytest.param("max", (0.125, 4, 4), id="the most"),
    ],
)
def test_serverless_v2_has_the_range_of_its_cluster(
    autoscaling: Autoscaling, expected: tuple[float, ...]
) -> None:
    found = readings(
        block(
            CLUSTER,
            {"serverlessv2_scaling_configuration": [{"min_capacity": 0.5, "max_capacity": 16}]},
            unknown={"id": True, "cluster_identifier": True},
        ),
        block(
            "aws_rds_cluster_instance.one",
            {"instance_class": "db.serverless"},
            unknown={"cluster_identifier": True},
            refers={"cluster_identifier": references(f"{CLUSTER}.id", CLUSTER)},
        ),
        autoscaling=autoscaling,
    )
    server = resource(found["aws_rds_cluster_instance.one"])
    assert ends(compute(server).vcpus) == expected
    assert bool(server.assumed) is (autoscaling == "declared")


def test_serverless_v1_pauses_by_itself_unless_told() -> None:
    limits = {"min_capacity": 2, "max_capacity": 8}
    base = {"engine": "aurora-postgresql", "engine_mode": "serverless"}
    pausing = readings(block(CLUSTER, {**base, "scaling_configuration": [limits]}))
    assert ends(compute(pausing[CLUSTER]).vcpus) == (0, 1.25, 2)
    awake = {**base, "scaling_configuration": [{**limits, "auto_pause": False}]}
    found = resource(readings(block(CLUSTER, awake))[CLUSTER])
    assert ends(compute(found).vcpus) == (0.5, 1.25, 2)
    assert [need.key for need in found.needs] == ["storage_gb"]


def test_a_serverless_server_without_its_cluster_is_skipped() -> None:
    values = {"instance_class": "db.serverless", "cluster_identifier": "elsewhere"}
    found = readings(block("aws_rds_cluster_instance.one", values))
    assert skipped(found["aws_rds_cluster_instance.one"]).heavy

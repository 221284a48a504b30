"""EC2 instances and what carries their size."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.figure import Assumed
from carbongate.model import Kind, Storage
from tests.mappings.plans import (
    block,
    disks,
    free,
    memory,
    readings,
    references,
    resource,
    skipped,
    vcpus,
)

LARGE = {"instance_type": "m5.large", "launch_template": []}


def test_an_instance_is_its_type_and_a_root_volume() -> None:
    found = resource(readings(block("aws_instance.web", LARGE))["aws_instance.web"])
    assert (found.kind, found.machine, found.region) == (Kind.MACHINE, "m5.large", "eu-west-1")
    assert (vcpus(found), memory(found)) == (2, 8)
    assert disks(found) == [("ssd", 8, 2)]
    assert found.where.line is None


def test_the_usual_root_volume_is_an_assumption_that_says_why() -> None:
    found = resource(readings(block("aws_instance.web", LARGE))["aws_instance.web"])
    root = next(part for part in found.components if isinstance(part, Storage))
    assert root.gb.origin == Assumed("a root volume is 8 GB unless stated")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {"root_block_device": [{"volume_size": 30, "volume_type": "gp3"}]},
            [("ssd", 30, 2)],
            id="the root volume is as large as stated",
        ),
        pytest.param(
            {"root_block_device": [{"volume_size": "30", "volume_type": "standard"}]},
            [("hdd", 30, 2)],
            id="a size may be a text, and a magnetic volume is on disks",
        ),
        pytest.param(
            {
                "root_block_device": [],
                "ebs_block_device": [
                    {"device_name": "/dev/sdf", "volume_size": 500, "volume_type": "st1"},
                    {"device_name": "/dev/sdg", "volume_size": 100, "volume_type": "io2"},
                ],
            },
            [("ssd", 8, 2), ("hdd", 500, 2), ("ssd", 100, 2)],
            id="data volumes come on top",
        ),
        pytest.param(
            {"ephemeral_block_device": [{"device_name": "/dev/sdb", "virtual_name": "ephemeral0"}]},
            [("ssd", 8, 2)],
            id="instance store is in the machine's row",
        ),
    ],
)
def test_disks(values: dict[str, Any], expected: list[tuple[str, float, float]]) -> None:
    found = readings(block("aws_instance.web", {**LARGE, **values}))["aws_instance.web"]
    assert disks(resource(found)) == expected


def test_a_volume_read_back_through_its_attachment_counts_once() -> None:
    found = readings(
        block(
            "aws_instance.web",
            {**LARGE, "ebs_block_device": [{"volume_id": "vol-1", "volume_size": 50}]},
        ),
        block("aws_ebs_volume.data", {"id": "vol-1", "size": 50, "type": "gp3"}),
    )
    assert disks(resource(found["aws_instance.web"])) == [("ssd", 8, 2)]
    assert disks(resource(found["aws_ebs_volume.data"])) == [("ssd", 50, 2)]


TEMPLATE = {
    "instance_type": "c5.xlarge",
    "name_prefix": "web-",
    "block_device_mappings": [
        {"device_name": "/dev/xvda", "ebs": [{"volume_size": 40, "volume_type": "gp3"}]},
        {"device_name": "/dev/sdf", "ebs": [{"volume_size": 100, "volume_type": "st1"}]},
        {"device_name": "/dev/sdb", "virtual_name": "ephemeral0", "ebs": []},
    ],
}


def test_a_launch_template_gives_type_and_disks_and_runs_nothing_itself() -> None:
    found = readings(
        block(
            "aws_instance.web",
            {"launch_template": [{"version": "$Latest"}]},
            unknown={"instance_type": True, "launch_template": [{"id": True}]},
            refers={
                "launch_template": [
                    {"id": references("aws_launch_template.web.id", "aws_launch_template.web")}
                ]
            },
        ),
        block("aws_launch_template.web", TEMPLATE, unknown={"id": True}),
        block("aws_launch_template.other", {"instance_type": "t3.nano"}, unknown={"id": True}),
    )
    web = resource(found["aws_instance.web"])
    assert web.machine == "c5.xlarge"
    assert disks(web) == [("ssd", 40, 2), ("hdd", 100, 2)]
    free(found["aws_launch_template.web"])


def test_the_instance_overrides_its_template() -> None:
    found = readings(
        block(
            "aws_instance.web",
            {
                "instance_type": "m5.large",
                "launch_template": [{"name": "web"}],
                "root_block_device": [{"volume_size": 12}],
            },
        ),
        block("aws_launch_template.web", {**TEMPLATE, "name": "web"}),
    )
    web = resource(found["aws_instance.web"])
    assert web.machine == "m5.large"
    assert disks(web)[0] == ("ssd", 12, 2)


@pytest.mark.parametrize(
    ("values", "unknown", "sensitive", "why"),
    [
        pytest.param({}, {}, {}, "instance_type is not given", id="no type at all"),
        pytest.param(
            {},
            {"instance_type": True},
            {},
            "instance_type is known only after apply",
            id="unknown type",
        ),
        pytest.param(
            {"instance_type": "m5.large"},
            {},
            {"instance_type": True},
            "instance_type is marked sensitive and is not read",
            id="a sensitive type is not read",
        ),
        pytest.param(
            {"instance_type": "x9.huge"},
            {},
            {},
            "machine type x9.huge is in no table",
            id="unknown name",
        ),
    ],
)
def test_what_has_no_known_type_is_skipped_with_the_reason(
    values: dict[str, Any], unknown: dict[str, Any], sensitive: dict[str, Any], why: str
) -> None:
    found = readings(block("aws_instance.web", values, unknown=unknown, sensitive=sensitive))
    web = skipped(found["aws_instance.web"])
    assert (web.why, web.heavy) == (why, True)


def test_a_stopped_instance_is_its_disks() -> None:
    found = readings(
        block("aws_instance.web", LARGE, unknown={"id": True}),
        block(
            "aws_ec2_instance_state.web",
            {"state": "stopped"},
            unknown={"instance_id": True},
            refers={"instance_id": references("aws_instance.web.id", "aws_instance.web")},
        ),
    )
    web = resource(found["aws_instance.web"])
    assert (web.kind, vcpus(web), disks(web)) == (Kind.STORAGE, 0, [("ssd", 8, 2)])


def test_a_spot_request_uses_the_same_energy() -> None:
    found = readings(
        block("aws_spot_instance_request.web", LARGE), block("aws_instance.web", LARGE)
    )
    spot, usual = (resource(reading) for reading in found.values())
    assert spot.components is usual.components

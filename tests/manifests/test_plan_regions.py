"""Where the resources of a plan are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mappings.plans import block, plan, read, references, resource

WEB = block("aws_instance.web", {"instance_type": "m5.large"})


def region(content: dict[str, Any], stated: dict[str, str] | None = None) -> str | None:
    """The region of the first resource of a plan."""
    return resource(read(content, regions=stated)[0]).region


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, "eu-west-1", id="its provider's"),
        pytest.param({"availability_zone": "us-east-1c"}, "us-east-1", id="its zone's"),
        pytest.param({"availability_zone": "us-west-2-lax-1a"}, "us-west-2", id="a local zone's"),
        pytest.param(
            {"availability_zone": "us-gov-west-1a"}, "us-gov-west-1", id="the government's"
        ),
        pytest.param({"region": "ap-south-1"}, "ap-south-1", id="its own attribute"),
        pytest.param({"arn": "arn:aws:ec2:sa-east-1:1:instance/i-1"}, "sa-east-1", id="its arn's"),
        pytest.param(
            {"arn": "arn:aws:iam::1:role/my-role-1"}, "eu-west-1", id="an arn without a region"
        ),
        pytest.param({"availability_zone": "use1-az1"}, "eu-west-1", id="a zone id says nothing"),
    ],
)
def test_own_words(values: dict[str, Any], expected: str) -> None:
    assert (
        region(plan(block("aws_instance.web", {"instance_type": "m5.large", **values}))) == expected
    )


@pytest.mark.parametrize(
    ("address", "values", "expected"),
    [
        ("google_compute_disk.d", {"zone": "us-central1-a"}, "us-central1"),
        ("google_compute_disk.d", {"zone": "projects/p/zones/europe-west10-b"}, "europe-west10"),
        ("google_container_cluster.c", {"location": "us-central1"}, "us-central1"),
        ("azurerm_managed_disk.d", {"location": "West Europe"}, "westeurope"),
        ("azurerm_managed_disk.d", {"location": "westeurope"}, "westeurope"),
    ],
)
def test_other_clouds(address: str, values: dict[str, Any], expected: str) -> None:
    size = {"size": 10, "disk_size_gb": 10}
    assert region(plan(block(address, {**size, **values}))) == expected


def configured(expression: Any, **more: Any) -> dict[str, Any]:
    """A plan whose provider states its region with an expression."""
    content = plan(WEB, **more)
    content["configuration"]["provider_config"]["aws"]["expressions"] = {"region": expression}
    return content


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            configured(references("var.region"), variables={"region": {"value": "eu-north-1"}}),
            "eu-north-1",
            id="a variable of the plan",
        ),
        pytest.param(configured(references("local.region")), None, id="a local"),
        pytest.param(
            configured(references("var.a", "var.b"), variables={"a": {"value": "eu-west-1"}}),
            None,
            id="made of several",
        ),
        pytest.param(configured({}), None, id="nothing"),
        pytest.param(configured({"constant_value": 7}), None, id="nonsense"),
    ],
)
def test_provider(content: dict[str, Any], expected: str | None) -> None:
    assert region(content) == expected


def test_a_default_of_a_variable_is_its_value() -> None:
    content = configured(references("var.region"))
    content["configuration"]["root_module"]["variables"] = {"region": {"default": "eu-south-1"}}
    assert region(content) == "eu-south-1"


def test_a_sensitive_variable_is_not_read() -> None:
    content = configured(references("var.region"), variables={"region": {"value": "eu-north-1"}})
    content["configuration"]["root_module"]["variables"] = {"region": {"sensitive": True}}
    assert region(content) is None


def test_the_stack_says_it_where_the_plan_does_not() -> None:
    assert region(configured({}), {"aws": "eu-west-3"}) == "eu-west-3"
    assert region(plan(WEB), {"aws": "eu-west-3"}) == "eu-west-1"


def test_an_alias_is_a_provider_of_its_own() -> None:
    content = plan(block("aws_instance.web", {"instance_type": "m5.large"}, provider_key="aws.us"))
    content["configuration"]["provider_config"]["aws.us"] = {
        "name": "aws",
        "alias": "us",
        "expressions": {"region": {"constant_value": "us-east-2"}},
    }
    assert region(content) == "us-east-2"


def module(key: str, providers: dict[str, Any], passed: Any = None) -> dict[str, Any]:
    """A plan with an instance in the module `net`."""
    content = plan()
    content["planned_values"]["root_module"] = {
        "child_modules": [
            {
                "address": "module.net",
                "resources": [
                    {
                        "address": "module.net.aws_instance.web",
                        "mode": "managed",
                        "type": "aws_instance",
                        "name": "web",
                        "values": {"instance_type": "m5.large"},
                    }
                ],
            }
        ]
    }
    content["configuration"] = {
        "provider_config": providers,
        "root_module": {
            "module_calls": {
                "net": {
                    "expressions": {"place": passed} if passed else {},
                    "module": {
                        "resources": [
                            {
                                "mode": "managed",
                                "type": "aws_instance",
                                "name": "web",
                                "provider_config_key": key,
                            }
                        ],
                        "variables": {"place": {"default": "eu-central-1"}},
                    },
                }
            }
        },
    }
    return content


def provider(expression: Any, **more: Any) -> dict[str, Any]:
    """A provider's configuration."""
    return {"name": "aws", "expressions": {"region": expression}, **more}


HERE, THERE = {"constant_value": "eu-west-1"}, {"constant_value": "us-east-1"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            module("aws.us", {"aws": provider(HERE), "aws.us": provider(THERE)}),
            "us-east-1",
            id="the key names what the module was given",
        ),
        pytest.param(
            module("net:aws", {"aws": provider(HERE)}), "eu-west-1", id="older: the root's only one"
        ),
        pytest.param(
            module("net:aws", {"aws": provider(HERE), "aws.us": provider(THERE)}),
            None,
            id="older: which of two, nobody says",
        ),
        pytest.param(
            module("net:aws", {"aws": provider(HERE), "aws.same": provider(HERE)}),
            "eu-west-1",
            id="older: two of the same place",
        ),
        pytest.param(
            module(
                "module.net:aws",
                {
                    "aws": provider(HERE),
                    "module.net:aws": provider(THERE, module_address="module.net"),
                },
            ),
            "us-east-1",
            id="the module configures its own",
        ),
        pytest.param(
            module(
                "module.net:aws",
                {"module.net:aws": provider(references("var.place"), module_address="module.net")},
            ),
            "eu-central-1",
            id="by a variable with a default",
        ),
        pytest.param(
            module(
                "module.net:aws",
                {"module.net:aws": provider(references("var.place"), module_address="module.net")},
                {"constant_value": "ca-central-1"},
            ),
            "ca-central-1",
            id="by a variable that is passed",
        ),
        pytest.param(
            module(
                "module.net:aws",
                {
                    "aws": provider(HERE),
                    "module.net:aws": provider(references("local.x"), module_address="module.net"),
                },
            ),
            None,
            id="by a local: not the root's instead",
        ),
    ],
)
def test_modules(content: dict[str, Any], expected: str | None) -> None:
    assert region(content) == expected


def test_others_of_the_same_provider_are_witnesses() -> None:
    volume = block("aws_ebs_volume.d", {"size": 1, "availability_zone": "eu-west-2a"})
    content = plan(WEB, volume)
    content["configuration"]["provider_config"]["aws"]["expressions"] = {}
    assert region(content) == "eu-west-2"


def test_witnesses_that_disagree_say_nothing() -> None:
    content = plan(
        WEB,
        block("aws_ebs_volume.a", {"size": 1, "availability_zone": "eu-west-2a"}),
        block("aws_ebs_volume.b", {"size": 1, "availability_zone": "eu-west-3a"}),
    )
    content["configuration"]["provider_config"]["aws"]["expressions"] = {}
    assert region(content) is None


def test_the_data_source_that_asks_for_the_region_is_a_witness() -> None:
    content = configured(references("local.x"))
    row = {
        "address": "data.aws_region.here",
        "mode": "data",
        "type": "aws_region",
        "name": "here",
        "values": {"name": "eu-west-2"},
    }
    content["prior_state"] = {"values": {"root_module": {"resources": [row]}}}
    content["configuration"]["root_module"]["resources"].append(
        {"mode": "data", "type": "aws_region", "name": "here", "provider_config_key": "aws"}
    )
    assert region(content) == "eu-west-2"

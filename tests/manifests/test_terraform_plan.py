"""Terraform and OpenTofu plans: what is claimed, what exists after the plan, what is refused."""

from __future__ import annotations

import codecs
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.context import Context
from carbongate.errors import InputError
from carbongate.manifests import terraform_plan
from carbongate.model import CarbonFree, Resource, Skipped
from tests.mappings.plans import TABLES, block, file, plan, read, resource, skipped

WEB = block("aws_instance.web", {"instance_type": "m5.large"})
PLAN = plan(WEB)
TEXT = json.dumps(PLAN, indent=1)


def addresses(content: dict[str, Any] | bytes | str) -> list[str]:
    """The addresses a plan gives."""
    return [reading.address for reading in read(content)]


# ---- what is claimed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "# a readme\n\n```json\n" + TEXT + "\n```\n", id="a plan quoted in a document"
        ),
        pytest.param('{"format_version": "1.0", "provider_schemas": {}}', id="provider schemas"),
        pytest.param(
            '{"terraform_version": "1.9.0", "platform": "linux"}', id="terraform version -json"
        ),
        pytest.param('{"Resources": {"a": {"Type": "AWS::EC2::Instance"}}}', id="CloudFormation"),
        pytest.param("plan = '" + TEXT.replace("\n", " ") + "'", id="a plan in a program"),
        pytest.param("\n" * 100 + TEXT, id="JSON far down a file"),
        pytest.param("", id="an empty file"),
        pytest.param(b"\x00\xff\xfe\x80" * 50, id="bytes of nothing"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 26 + b"word/document.xml", id="another archive"),
    ],
)
def test_it_is_not_claimed(content: str | bytes) -> None:
    assert not terraform_plan.claims(file(content))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT, id="indented"),
        pytest.param(json.dumps(PLAN), id="on one line"),
        pytest.param(json.dumps(PLAN, sort_keys=True), id="sorted by another tool"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="UTF-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="UTF-16 of PowerShell"),
        pytest.param(TEXT.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(
            "[command]/opt/terraform show -json plan\n"
            + TEXT
            + "\n::debug::exited with code 0.\n\n",
            id="a wrapper round it",
        ),
        pytest.param(
            "\n> shop@1.0.0 plan\n> terraform show -json plan\n\n" + json.dumps(PLAN) + "\n",
            id="a package script's lines",
        ),
        pytest.param(
            "╷\n│ Warning: Deprecated\n╵\n"
            + TEXT
            + "\nReleasing state lock. This may take a while...\n",
            id="warnings in the same stream",
        ),
        pytest.param(
            {**PLAN, "format_version": "0.1", "terraform_version": "0.12.31"}, id="Terraform 0.12"
        ),
        pytest.param({**PLAN, "format_version": "1.9"}, id="a later minor version"),
        pytest.param({k: v for k, v in PLAN.items() if "version" not in k}, id="without versions"),
        pytest.param({k: v for k, v in PLAN.items() if k != "planned_values"}, id="changes alone"),
        pytest.param({**PLAN, "planned_values": None}, id="planned values taken out"),
        pytest.param({k: v for k, v in PLAN.items() if k != "resource_changes"}, id="values alone"),
        pytest.param(
            {"plan_format_version": "1.2", "resource_changes": PLAN["resource_changes"]},
            id="redacted by Terraform Cloud",
        ),
        pytest.param(
            {
                "format_version": "1.0",
                "terraform_version": "1.9.0",
                "values": PLAN["planned_values"],
            },
            id="a state",
        ),
        pytest.param(
            {"format_version": "1.0", "prior_state": {"values": PLAN["planned_values"]}},
            id="a prior state",
        ),
    ],
)
def test_every_way_to_write_a_plan_gives_the_same(content: str | bytes | dict[str, Any]) -> None:
    assert terraform_plan.claims(file(content))
    found = read(content)
    assert [reading.address for reading in found] == ["aws_instance.web"]
    assert resource(found[0]).machine == "m5.large"


@given(st.binary(max_size=300))
def test_claims_never_raises(data: bytes) -> None:
    terraform_plan.claims(file(data))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("plan.json", "."),
        ("infra/plan.json", "infra"),
        ("infra/tfplan.out.json", "infra"),
        ("infra/prod.tfplan.json", "infra/prod"),
        ("infra/plan_eu-west.json", "infra/eu-west"),
        ("terraform-plan", "."),
    ],
)
def test_root(path: str, expected: str) -> None:
    assert terraform_plan.root(file(PLAN, path)) == expected


# ---- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(TEXT[:-30], "not valid JSON", id="cut off"),
        pytest.param(TEXT + "\n}\n", "Extra data", id="data after the value"),
        pytest.param(
            TEXT.replace("m5.large", 'm5"large'), "not valid JSON", id="a swallowed quote"
        ),
        pytest.param(
            {**PLAN, "format_version": "2.0"}, "plan format 2.x is newer", id="a later format"
        ),
        pytest.param({**PLAN, "format_version": "new"}, "not a version number", id="no version"),
        pytest.param(
            {
                "format_version": "1.0",
                "terraform_version": "1",
                "configuration": {"root_module": {}, "x": 1},
            },
            "without planned_values",
            id="a configuration alone",
        ),
        pytest.param(
            {
                "version": 4,
                "terraform_version": "1.9.0",
                "serial": 1,
                "lineage": "x",
                "resources": [],
            },
            "terraform show -json > state.json",
            id="a raw state",
        ),
        pytest.param(
            '{"@level":"info","@message":"Terraform 1.9.0","@module":"terraform.ui","type":"version"}\n',
            "terraform show -json PLANFILE",
            id="the log of a plan",
        ),
        pytest.param(
            b"PK\x03\x04" + b"\x00" * 26 + b"tfplan\x00",
            "terraform show -json PLANFILE",
            id="a binary plan",
        ),
    ],
)
def test_it_is_claimed_and_refused(content: str | bytes | dict[str, Any], message: str) -> None:
    assert terraform_plan.claims(file(content))
    with pytest.raises(InputError, match=message) as error:
        read(content)
    assert error.value.path == "infra/plan.json"


def test_the_place_of_a_mistake_is_that_of_the_file() -> None:
    wrapped = "[command]terraform\n\n" + TEXT.replace('"m5.large"', "m5.large")
    line = next(n for n, text in enumerate(wrapped.split("\n"), 1) if "m5.large" in text)
    with pytest.raises(InputError) as error:
        read(wrapped)
    assert error.value.line == line


@pytest.mark.parametrize("content", ["[1]", '"text"', "null"])
def test_json_that_is_no_object_is_refused(content: str) -> None:
    with pytest.raises(InputError, match="JSON object"):
        read(content)


@pytest.mark.parametrize(
    "odd",
    [
        {"resource_changes": [{"change": []}, {"address": 1, "change": {"after": {}}}]},
        {"resource_changes": [{"address": [], "previous_address": {}}]},
        {"configuration": []},
        {"configuration": {"provider_config": [], "root_module": 1}},
        {"configuration": {"provider_config": {"aws": {"expressions": {"region": {}}}}}},
        {
            "configuration": {
                "provider_config": {
                    "aws": {"expressions": {"region": {"constant_value": {}}}},
                    "aws.b": {"expressions": {"region": {"constant_value": []}}},
                },
                "root_module": {
                    "resources": [
                        {
                            "address": "aws_instance.web",
                            "type": "aws_instance",
                            "name": "web",
                            "provider_config_key": "module:aws",
                        }
                    ]
                },
            }
        },
        {"variables": 1, "deferred_changes": [{}]},
    ],
)
def test_odd_shapes_are_never_a_traceback(odd: dict[str, Any]) -> None:
    for reading in read({**PLAN, **odd}):
        assert reading.address


@pytest.mark.parametrize(
    "odd",
    [
        {"planned_values": []},
        {"planned_values": {"root_module": []}},
        {"planned_values": {"root_module": {"resources": {}}}},
        {"planned_values": {"root_module": {"resources": [1]}}},
        {"planned_values": {"root_module": {"resources": [{"type": "aws_instance"}]}}},
        {"planned_values": {"root_module": {"resources": [{"address": "a", "type": 3}]}}},
        {"planned_values": {"root_module": {"child_modules": {"a": 1}}}},
        {"planned_values": {"root_module": {"child_modules": [None]}}},
        {"resource_changes": {"a": 1}},
        {"prior_state": []},
        {"prior_state": {"values": {"root_module": 1}}},
    ],
)
def test_resources_that_cannot_be_read_are_not_dropped(odd: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="so it is no plan"):
        list(read({**PLAN, **odd}))


# ---- what exists after the plan ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("actions", "counts"),
    [
        (["no-op"], True),
        (["create"], True),
        (["update"], True),
        (["delete", "create"], True),
        (["create", "delete"], True),
        (["create", "forget"], True),
        (["delete"], False),
        (["forget"], False),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else None,
)
@pytest.mark.parametrize("planned", [True, False], ids=["planned values", "changes alone"])
def test_actions(actions: list[str], counts: bool, planned: bool) -> None:
    content = plan(block("aws_instance.web", {"instance_type": "m5.large"}, actions=actions))
    if actions == ["forget"]:
        content["resource_changes"][0]["change"]["after"] = None
    if not planned:
        del content["planned_values"]
    assert addresses(content) == (["aws_instance.web"] if counts else [])


def test_data_sources_run_nothing() -> None:
    data = {
        "address": "data.aws_instance.other",
        "mode": "data",
        "type": "aws_instance",
        "name": "other",
        "values": {"instance_type": "m5.large"},
    }
    content = plan(WEB)
    content["planned_values"]["root_module"]["resources"].append(data)
    assert addresses(content) == ["aws_instance.web"]


def test_old_objects_that_wait_to_be_deleted_do_not_count() -> None:
    content = plan(WEB)
    content["resource_changes"].append({**content["resource_changes"][0], "deposed": "1a2b"})
    del content["planned_values"]
    assert addresses(content) == ["aws_instance.web"]


def test_modules_counts_and_keys_keep_their_addresses() -> None:
    def row(address: str, **more: Any) -> dict[str, Any]:
        return {
            "address": address,
            "mode": "managed",
            "type": "aws_instance",
            "name": "web",
            "values": {"instance_type": "m5.large"},
            **more,
        }

    root = {
        "resources": [row("aws_instance.web[0]", index=0), row("aws_instance.web[1]", index=1)],
        "child_modules": [
            {
                "address": 'module.shop["eu"]',
                "resources": [row('module.shop["eu"].aws_instance.web')],
                "child_modules": [
                    {
                        "address": 'module.shop["eu"].module.inner[0]',
                        "resources": [
                            row('module.shop["eu"].module.inner[0].aws_instance.web["a.b"]')
                        ],
                    }
                ],
            }
        ],
    }
    assert addresses({"format_version": "1.2", "planned_values": {"root_module": root}}) == [
        "aws_instance.web[0]",
        "aws_instance.web[1]",
        'module.shop["eu"].aws_instance.web',
        'module.shop["eu"].module.inner[0].aws_instance.web["a.b"]',
    ]


# ---- plans that are not whole ------------------------------------------------------------------


def prior(*names: str) -> dict[str, Any]:
    """A prior state of instances."""
    rows = [
        {
            "address": name,
            "mode": "managed",
            "type": "aws_instance",
            "name": name.split(".")[1],
            "values": {"instance_type": "t3.small"},
        }
        for name in names
    ]
    return {"prior_state": {"values": {"root_module": {"resources": rows}}}}


def test_what_a_targeted_plan_leaves_as_it_is_still_runs() -> None:
    content = {**plan(WEB), **prior("aws_instance.old", "aws_instance.web"), "complete": False}
    found = {reading.address: reading for reading in read(content)}
    assert resource(found["aws_instance.old"]).machine == "t3.small"
    assert resource(found["aws_instance.web"]).machine == "m5.large"


def test_what_moved_counts_once() -> None:
    content = {**plan(WEB), **prior("aws_instance.old")}
    content["resource_changes"][0]["previous_address"] = "aws_instance.old"
    assert addresses(content) == ["aws_instance.web"]


def configured(*names: str, count: Any = None) -> dict[str, Any]:
    """A plan of `web` whose configuration has more."""
    content = {**plan(WEB), "complete": False}
    for name in names:
        kind, label = name.split(".")
        row = {"address": name, "mode": "managed", "type": kind, "name": label, "expressions": {}}
        if count is not None:
            row["count_expression"] = {"constant_value": count}
        content["configuration"]["root_module"]["resources"].append(row)
    return content


def test_what_a_targeted_plan_leaves_out_is_said() -> None:
    found = {r.address: r for r in read(configured("aws_instance.other", "aws_iam_role.other"))}
    other = skipped(found["aws_instance.other"])
    assert "-target" in other.why
    assert other.heavy
    assert isinstance(found["aws_iam_role.other"], CarbonFree)


def test_what_a_targeted_plan_has_none_of_is_not() -> None:
    assert addresses(configured("aws_instance.other", count=0)) == ["aws_instance.web"]


def test_a_whole_plan_leaves_nothing_out() -> None:
    assert addresses({**configured("aws_instance.other"), "complete": True}) == ["aws_instance.web"]


def test_a_plan_that_ended_with_an_error_says_so() -> None:
    found = {reading.address: reading for reading in read({**plan(WEB), "errored": True})}
    assert "ended with an error" in skipped(found["infra/plan.json"]).why
    assert skipped(found["infra/plan.json"]).heavy
    assert isinstance(found["aws_instance.web"], Resource)


def test_what_is_put_off_is_said() -> None:
    change = {"address": "aws_instance.later", "type": "aws_instance", "mode": "managed"}
    content = plan(
        WEB, deferred_changes=[{"reason": "instance_count_unknown", "resource_change": change}]
    )
    found = {reading.address: reading for reading in read(content)}
    assert skipped(found["aws_instance.later"]).why == (
        "Terraform puts it off to a later plan (instance count unknown)"
    )


# ---- several files, secrets --------------------------------------------------------------------


def test_a_state_beside_a_plan_counts_once() -> None:
    state = {"format_version": "1.0", "terraform_version": "1", "values": PLAN["planned_values"]}
    files = [file(PLAN, "infra/plan.json"), file(state, "infra/state.json")]
    found = list(terraform_plan.read(files, Context(TABLES)))
    assert [(reading.address, str(reading.where)) for reading in found] == [
        ("aws_instance.web", "infra/plan.json")
    ]


def test_a_sensitive_value_is_nowhere_in_what_is_read() -> None:
    hunted = "hunter2-m5.large"
    values = {"instance_type": hunted, "tags": {"token": hunted}, "user_data": hunted}
    hidden = {"instance_type": True, "tags": True, "user_data": True}
    cluster = {"instance_types": [hunted], "cluster_name": hunted, "labels": {"a": hunted}}
    found = read(
        plan(
            block("aws_instance.web", values, sensitive=hidden),
            block(
                "aws_eks_node_group.web",
                {**cluster, "scaling_config": [{"desired_size": 1}]},
                sensitive={"instance_types": [True], "cluster_name": True, "labels": {"a": True}},
            ),
            block("acme_thing.x", {"password": hunted}, sensitive={"password": True}),
        )
    )
    assert any(isinstance(reading, Skipped) for reading in found)
    assert hunted not in repr(found)


def test_the_binary_plan_beside_its_json_says_nothing_more() -> None:
    binary = b"PK\x03\x04" + b"\x00" * 26 + b"tfplan\x00"
    files = [file(PLAN), file(binary).renamed("infra/tfplan")]
    found = list(terraform_plan.read(files, Context(TABLES)))
    assert [reading.address for reading in found] == ["aws_instance.web"]


def test_the_binary_plan_of_another_environment_is_not_passed_over() -> None:
    binary = b"PK\x03\x04" + b"\x00" * 26 + b"tfplan\x00"
    files = [file(PLAN), file(binary).renamed("infra/prod.tfplan")]
    with pytest.raises(InputError, match="binary plan"):
        list(terraform_plan.read(files, Context(TABLES)))

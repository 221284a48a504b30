"""A plan's own state before it is applied: what was there, read like any other state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.errors import InputError
from carbongate.manifests import terraform_plan
from carbongate.manifests.plan_before import before, renamed
from carbongate.model import Resource
from tests.mappings.plans import block, file, plan, read

KEYS = [
    "address",
    "previous_address",
    "deposed",
    "change",
    "actions",
    "before",
    "values",
    "root_module",
    "resources",
    "child_modules",
    "type",
]
SMALL, LARGE = {"instance_type": "m5.large"}, {"instance_type": "m5.2xlarge"}


def change(
    address: str, actions: list[str], was: Mapping[str, Any] | None, **more: Any
) -> dict[str, Any]:
    """One entry of resource_changes."""
    kind, name = address.split(".")[-2:]
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": {"actions": actions, "before": was, "after": None},
        **more,
    }


def prior(*rows: Mapping[str, Any]) -> dict[str, Any]:
    """prior_state with these rows, the last one in a module."""
    resources = [{"mode": "managed", "type": "aws_instance", **row} for row in rows]
    inner = {"address": "module.a", "resources": resources[-1:]}
    return {"values": {"root_module": {"resources": resources[:-1], "child_modules": [inner]}}}


WEB = {"address": "aws_instance.web", "values": SMALL}
IN_MODULE = {"address": "module.a.aws_instance.api", "values": LARGE}


def types(content: Mapping[str, Any]) -> dict[str, str | None]:
    """What was there: address -> machine type."""
    found = before(file(content))
    assert found is not None
    assert found.path == "infra/plan.json"
    assert terraform_plan.claims(found)
    return {
        reading.address: reading.machine
        for reading in read(found.data())
        if isinstance(reading, Resource)
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            plan(block("aws_instance.web", LARGE), prior_state=prior(WEB, IN_MODULE)),
            {"aws_instance.web": "m5.large", "module.a.aws_instance.api": "m5.2xlarge"},
            id="everything of prior_state, modules too",
        ),
        pytest.param(
            plan(
                block("aws_instance.web", LARGE),
                resource_changes=[
                    change("aws_instance.web", ["update"], SMALL),
                    change("aws_instance.same", ["no-op"], LARGE),
                    change("aws_instance.new", ["create"], None),
                    change("aws_instance.gone", ["delete"], SMALL),
                    change("aws_instance.again", ["create", "delete"], SMALL),
                ],
            ),
            {
                "aws_instance.web": "m5.large",
                "aws_instance.same": "m5.2xlarge",
                "aws_instance.gone": "m5.large",
                "aws_instance.again": "m5.large",
            },
            id="what stood before each change, where prior_state was left out",
        ),
        pytest.param(
            plan(block("aws_instance.web", LARGE)), {}, id="nothing before a plan that only creates"
        ),
        pytest.param(
            plan(
                prior_state=prior(WEB, IN_MODULE),
                resource_changes=[change("aws_instance.web", ["forget"], SMALL)],
            ),
            {"module.a.aws_instance.api": "m5.2xlarge"},
            id="no credit for what Terraform only forgets",
        ),
        pytest.param(
            plan(
                prior_state=prior(WEB, {**WEB, "deposed_key": "00a1"}, IN_MODULE),
                resource_changes=[change("aws_instance.web", ["delete"], LARGE, deposed="00a1")],
            ),
            {
                "aws_instance.web": "m5.large",
                "aws_instance.web (deposed 00a1)": "m5.large",
                "module.a.aws_instance.api": "m5.2xlarge",
            },
            id="what a replacement left behind, once",
        ),
        pytest.param(
            plan(
                block("aws_instance.front", SMALL),
                prior_state=prior(WEB, IN_MODULE),
                resource_changes=[
                    change(
                        "aws_instance.front",
                        ["no-op"],
                        SMALL,
                        previous_address="aws_instance.web",
                    )
                ],
            ),
            {"aws_instance.web": "m5.large", "module.a.aws_instance.api": "m5.2xlarge"},
            id="what moves, under its old address and once",
        ),
    ],
)
def test_before_a_plan_there_is(content: dict[str, Any], expected: dict[str, str]) -> None:
    assert types(content) == expected


def test_a_region_is_found_as_after_the_plan() -> None:
    content = plan(
        block("aws_instance.web", LARGE), region="eu-north-1", prior_state=prior(WEB, WEB)
    )
    found = before(file(content))
    assert found is not None
    (web,) = read(found.data())
    assert isinstance(web, Resource)
    assert web.region == "eu-north-1"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"format_version": "1.0", **prior(WEB, IN_MODULE)}, id="a state"),
        pytest.param('{"terraform_version": "1.9", "serial": 1, "lineage": "x"}', id="a raw state"),
        pytest.param(
            {"format_version": "1.0", "planned_values": {"root_module": {}}},
            id="a plan stripped of its past",
        ),
        pytest.param("kind: Deployment\napiVersion: apps/v1\n", id="another kind of manifest"),
    ],
)
def test_nothing_is_known_of_before(content: dict[str, Any] | str) -> None:
    assert before(file(content)) is None
    assert renamed(file(content)) == {}


def test_moves_are_told() -> None:
    moves = [
        change("aws_instance.b", ["no-op"], SMALL, previous_address="aws_instance.a"),
        change("aws_instance.c", ["update"], SMALL),
    ]
    assert renamed(file(plan(resource_changes=moves))) == {"aws_instance.a": "aws_instance.b"}


def test_plans_of_one_folder_stay_apart() -> None:
    files = [file(plan(prior_state=prior(WEB, WEB)), f"infra/{name}.json") for name in ("a", "b")]
    found = [state for each in files if (state := before(each))]
    assert {PurePosixPath(each.path).name for each in found} == {"a.json", "b.json"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(plan(resource_changes="none"), id="changes that are no list"),
        pytest.param(plan(prior_state=[]), id="a prior state that is a list"),
        pytest.param(
            plan(prior_state={"values": {"root_module": {"resources": [7]}}}), id="a number as row"
        ),
        pytest.param(json.dumps(plan())[:-5], id="the end is missing"),
    ],
)
def test_a_broken_plan_is_refused(content: dict[str, Any] | str) -> None:
    with pytest.raises(InputError):
        before(file(content))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(("aws_instance.web", "")),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(KEYS),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_odd_plans_are_read_or_refused_and_nothing_else(odd: Any) -> None:
    for key in ("prior_state", "resource_changes"):
        content = file(plan(**{key: odd}))
        try:
            found = before(content)
            if found is not None:
                list(read(found.data()))
            renamed(content)
        except InputError:
            pass

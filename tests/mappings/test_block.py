"""Blocks: mappers found in service files, joins, and what has no mapper."""

from __future__ import annotations

from types import ModuleType

import pytest

from carbongate import discover, mappings
from carbongate.errors import DataError
from carbongate.mappings.block import mappers
from tests.mappings.plans import block, free, plan, read, readings, references, resource, skipped


def test_every_service_file_answers_for_types_of_its_own() -> None:
    found = discover.modules(mappings, ("MAPPERS",))
    types = [name for module in found for name in module.MAPPERS]
    assert len(types) == len(set(types)) == len(mappers())
    assert "aws_instance" in types


def test_two_files_for_one_type_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = ModuleType("twin")
    twin.MAPPERS = {"aws_instance": free}  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setattr(discover, "modules", lambda *_: (twin, twin))
    with pytest.raises(DataError, match="aws_instance has a mapper in another file"):
        mappers()


def test_a_type_that_uses_no_energy_is_free() -> None:
    free(readings(block("aws_iam_role.web", {}))["aws_iam_role.web"])


@pytest.mark.parametrize(
    ("address", "heavy"),
    [
        pytest.param("aws_sagemaker_endpoint.model", True, id="it computes"),
        pytest.param("acme_thing.one", False, id="it does not say so"),
    ],
)
def test_a_type_that_nobody_knows_is_skipped(address: str, heavy: bool) -> None:
    found = skipped(readings(block(address, {}))[address])
    kind = address.split(".")[0]
    assert found.why == f"resource type {kind} is not known to carbongate"
    assert found.heavy is heavy


@pytest.mark.parametrize("odd", [1e308, 10**200, "1e400", "NaN", "twenty", {}, [[]]])
def test_a_size_that_no_machine_has_is_skipped(odd: object) -> None:
    address = "aws_ebs_volume.data"
    found = skipped(readings(block(address, {"size": odd, "type": "gp3"}))[address])
    assert found.why == "size is not a number, or more than any machine has"
    assert found.heavy


WEB = "aws_autoscaling_group.web"
SIZES = {"min_size": 1, "max_size": 1}
UNKNOWN = {"launch_template": [{"id": True}]}


def chosen(*blocks: dict[str, object]) -> str | None:
    """The machine of the group `web`."""
    return resource(readings(*blocks)[WEB]).machine


def test_a_known_value_finds_the_block_that_carries_it() -> None:
    assert (
        chosen(
            block(WEB, {**SIZES, "launch_template": [{"id": "lt-2"}]}),
            block("aws_launch_template.a", {"id": "lt-1", "instance_type": "t3.nano"}),
            block("aws_launch_template.b", {"id": "lt-2", "instance_type": "t3.small"}),
        )
        == "t3.small"
    )


def test_of_two_blocks_with_the_value_the_expression_decides() -> None:
    assert (
        chosen(
            block(
                WEB,
                {**SIZES, "launch_template": [{"name": "same"}]},
                refers={"launch_template": [{"name": references("aws_launch_template.b.name")}]},
            ),
            block("aws_launch_template.a", {"name": "same", "instance_type": "t3.nano"}),
            block("aws_launch_template.b", {"name": "same", "instance_type": "t3.small"}),
        )
        == "t3.small"
    )


def test_the_only_candidate_of_the_same_module_stands_for_what_nobody_says() -> None:
    only = block("aws_launch_template.a", {"instance_type": "t3.nano"}, unknown={"id": True})
    group = block(
        WEB,
        {**SIZES, "launch_template": [{"version": "1"}]},
        unknown=UNKNOWN,
        refers={"launch_template": [{"id": references("local.template")}]},
    )
    assert chosen(group, only) == "t3.nano"


def test_of_several_candidates_nobody_is_guessed() -> None:
    found = readings(
        block(WEB, {**SIZES, "launch_template": [{"version": "1"}]}, unknown=UNKNOWN),
        block("aws_launch_template.a", {"instance_type": "t3.nano"}, unknown={"id": True}),
        block("aws_launch_template.b", {"instance_type": "t3.small"}, unknown={"id": True}),
    )
    skipped(found[WEB])


def test_the_order_of_blocks_never_matters() -> None:
    blocks = [
        block(WEB, {**SIZES, "launch_template": [{"name": "b"}]}),
        block("aws_launch_template.b", {"name": "b", "instance_type": "t3.small"}),
        block("aws_instance.c", {"instance_type": "m5.large"}),
        block("aws_iam_role.d", {}),
    ]
    forward = {reading.address: reading for reading in read(plan(*blocks))}
    backward = {reading.address: reading for reading in read(plan(*reversed(blocks)))}
    assert forward == backward

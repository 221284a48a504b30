"""Tree to stacks: what is recognised, grouped, left out, and refused."""

import json
from typing import Any

import pytest

from carbongate.config import default, load
from carbongate.errors import ConfigError, InputError
from carbongate.model import Resource, Skipped
from carbongate.repository import MappingTree
from carbongate.stacks import Found, stacks
from carbongate.tables import Tables

TABLES = Tables("carbongate-2026.11")
POD = b"""\
apiVersion: v1
kind: Pod
metadata: {name: NAME}
spec:
  containers:
    - name: one
      image: registry.example.com/one:1
      resources: {requests: {cpu: 100m, memory: 64Mi}}
"""
WORKFLOW = b"on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{run: make}]\n"


def pod(name: str) -> bytes:
    return POD.replace(b"NAME", name.encode())


def plan(*types: str) -> bytes:
    resources: list[dict[str, Any]] = [
        {
            "address": f"aws_instance.n{number}",
            "mode": "managed",
            "type": "aws_instance",
            "name": f"n{number}",
            "values": {"instance_type": type_, "availability_zone": "eu-west-1a"},
        }
        for number, type_ in enumerate(types)
    ]
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.13.0",
            "planned_values": {"root_module": {"resources": resources}},
            "resource_changes": [],
            "configuration": {"root_module": {}},
        }
    ).encode()


def found(
    files: dict[str, bytes],
    config: str | None = None,
    named: frozenset[str] | None = None,
    strict: frozenset[str] = frozenset(),
) -> Found:
    settings = load(config, "carbongate.yaml") if config else default()
    tree = MappingTree(files)
    return stacks(tree, named, strict, settings, TABLES, lambda step, done, of: None)


def names(result: Found) -> dict[str, tuple[str, ...]]:
    return {stack.name: stack.manifests for stack in result.stacks}


def test_each_terraform_root_and_the_workflows_are_stacks_of_their_own() -> None:
    result = found(
        {
            "infra/prod/plan.json": plan("m5.large"),
            "infra/test/plan.json": plan("t3.micro"),
            ".github/workflows/ci.yml": WORKFLOW,
            "README.md": b"apiVersion: v1\nkind: Pod\n",
        }
    )
    assert names(result) == {
        "infra/prod": ("infra/prod/plan.json",),
        "infra/test": ("infra/test/plan.json",),
        "pipeline": (".github/workflows/ci.yml",),
    }


def test_kinds_are_recognised_by_content_and_not_by_name() -> None:
    result = found({"a.txt": plan("m5.large"), "b": pod("one"), "c.json": b'{"name": "left-pad"}'})
    assert result.manifests == 2
    assert {type(r) for stack in result.stacks for r in stack.readings} == {Resource}


def test_a_configured_stack_takes_its_files_and_the_rest_is_named() -> None:
    result = found(
        {
            "plan.json": plan("m5.large"),
            "deploy/a.yaml": pod("a"),
            "other/b.yaml": pod("b"),
            ".github/workflows/ci.yml": WORKFLOW,
        },
        "version: 1\nstacks: [{name: prod, manifests: [plan.json, deploy]}]\n",
    )
    assert names(result) == {
        "prod": ("plan.json", "deploy/a.yaml"),
        "pipeline": (".github/workflows/ci.yml",),
    }
    assert result.unclaimed == ("other/b.yaml",)


@pytest.mark.parametrize(
    ("entry", "error", "sentence"),
    [
        pytest.param("nowhere", ConfigError, "there is no file or folder nowhere", id="missing"),
        pytest.param(
            "docs", InputError, "docs holds no manifest of a known kind", id="no manifest"
        ),
        pytest.param(
            "deploy, deploy/a.yaml", ConfigError, "already belongs to another stack", id="twice"
        ),
    ],
)
def test_a_configured_entry_that_gives_nothing_is_a_mistake(
    entry: str, error: type[Exception], sentence: str
) -> None:
    config = f"version: 1\nstacks:\n  - name: prod\n    manifests: [{entry}]\n"
    with pytest.raises(error, match=sentence):
        found({"deploy/a.yaml": pod("a"), "docs/b.yaml": b"title: hello\n"}, config)


def test_a_broken_manifest_that_nobody_named_is_skipped_and_heavy() -> None:
    result = found({"a/plan.json": plan("m5.large"), "a/broken.json": plan("m5.large")[:-40]})
    readings = [reading for stack in result.stacks for reading in stack.readings]
    (broken,) = [reading for reading in readings if isinstance(reading, Skipped)]
    assert broken.address == "a/broken.json"
    assert broken.heavy
    assert any(isinstance(reading, Resource) for reading in readings)


def test_a_broken_manifest_that_was_named_is_an_error() -> None:
    files = {"broken.json": plan("m5.large")[:-40]}
    with pytest.raises(InputError, match=r"broken\.json"):
        found(files, named=frozenset(files), strict=frozenset(files))


def test_a_named_file_of_no_known_kind_is_an_error() -> None:
    files = {"package.json": b'{"name": "left-pad"}'}
    with pytest.raises(InputError, match="not a manifest of a known kind"):
        found(files, named=frozenset(files), strict=frozenset(files))


def test_the_same_address_twice_in_a_stack_is_never_lost() -> None:
    result = found({"a.yaml": pod("one"), "b.yaml": pod("one")})
    addresses = [reading.address for stack in result.stacks for reading in stack.readings]
    assert len(addresses) == len(set(addresses)) == 2

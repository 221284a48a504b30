"""Which resource of the base is which one now."""

from __future__ import annotations

import pytest

from tests.difference.sides import Files, between, machines, only, pod, told, words, written
from tests.mappings.plans import block

JOB = "on: push\njobs: {test: {runs-on: RUNNER, steps: [{run: make}]}}\n"
PLACE = {"availability_zone": "eu-west-1a"}
WEB = {"instance_type": "m5.large"}


def compose(folder: str, cpus: int = 1) -> Files:
    """One service of a project."""
    limits = f"{{resources: {{reservations: {{cpus: '{cpus}', memory: 1G}}}}}}"
    return {f"{folder}/compose.yaml": f"services: {{web: {{image: x, deploy: {limits}}}}}\n"}


def resources(*addresses: str, **types: str) -> Files:
    """Machines by address; a type by the last letters of its address."""
    return {
        "infra/plan.json": written(
            *(
                block(
                    address,
                    {"instance_type": types.get(address.split(".")[-1], "m5.large"), **PLACE},
                )
                for address in addresses
            )
        )
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            resources("aws_instance.web"),
            resources("module.site.aws_instance.web"),
            [("moved", "module.site.aws_instance.web", "aws_instance.web")],
            id="into a module",
        ),
        pytest.param(
            resources("aws_instance.web"),
            resources("module.site.aws_instance.web", web="m5.xlarge"),
            [("changed", "module.site.aws_instance.web", "aws_instance.web")],
            id="into a module and larger",
        ),
        pytest.param(
            resources("aws_instance.web"),
            resources("aws_instance.web[0]", "aws_instance.web[1]"),
            [
                ("added", "aws_instance.web[1]", ""),
                ("moved", "aws_instance.web[0]", "aws_instance.web"),
            ],
            id="one becomes two",
        ),
        pytest.param(
            resources("module.a.aws_instance.this"),
            resources("module.b.aws_instance.this", this="m5.xlarge"),
            [
                ("added", "module.b.aws_instance.this", ""),
                ("removed", "module.a.aws_instance.this", ""),
            ],
            id="another module and another type is another thing",
        ),
        pytest.param(
            resources("aws_instance.a", "aws_instance.b"),
            resources("aws_instance.c", "aws_instance.b"),
            [("moved", "aws_instance.c", "aws_instance.a")],
            id="of two that are alike the one that stayed stays",
        ),
        pytest.param(
            resources("aws_instance.web", "aws_instance.old"),
            resources("aws_instance.front", web="c5.large"),
            [
                ("moved", "aws_instance.front", "aws_instance.old"),
                ("removed", "aws_instance.web", ""),
            ],
            id="two that are alike and one left",
        ),
        pytest.param(
            {"k8s/web.yaml": pod()},
            {"k8s/web.yaml": pod().replace("namespace: shop", "namespace: store")},
            [("moved", "Deployment/store/web", "Deployment/shop/web")],
            id="another namespace",
        ),
        pytest.param(
            {"k8s/all.yaml": pod()},
            {"k8s/web.yaml": pod()},
            [],
            id="another file of the same stack is no news",
        ),
    ],
)
def test_without_a_word_of_anybody(
    before: Files, after: Files, expected: list[tuple[str, str, str]]
) -> None:
    assert told(between(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "moved", "expected"),
    [
        pytest.param(
            {".github/workflows/ci.yml": JOB.replace("RUNNER", "ubuntu-latest")},
            {".github/workflows/test.yml": JOB.replace("RUNNER", "macos-latest")},
            {".github/workflows/ci.yml": ".github/workflows/test.yml"},
            ("changed", ".github/workflows/test.yml:test", ".github/workflows/ci.yml:test"),
            id="a workflow file that git knows to be renamed",
        ),
        pytest.param(
            compose("shop"),
            compose("store", 2),
            {"shop/compose.yaml": "store/compose.yaml"},
            ("changed", "store/web", "shop/web"),
            id="a project whose folder is renamed",
        ),
        pytest.param(
            machines(web="m5.large"),
            machines(front="m5.xlarge"),
            {"aws_instance.web": "aws_instance.front"},
            ("changed", "aws_instance.front", "aws_instance.web"),
            id="an address that a plan says is moved",
        ),
        pytest.param(
            {"a/web.yaml": pod()},
            {"b/web.yaml": pod(cpu="1")},
            {"a/web.yaml": "b/web.yaml"},
            ("changed", "Deployment/shop/web", ""),
            id="a manifest in another folder, and so another stack",
        ),
    ],
)
def test_by_a_word_of_git_or_of_the_plan(
    before: Files, after: Files, moved: dict[str, str], expected: tuple[str, str, str]
) -> None:
    assert told(between(before, after, moved=moved)) == [expected]


def test_a_stack_whose_files_nobody_tracks_is_known_by_its_resources() -> None:
    found = between(
        {"a/plan.json": written(block("aws_instance.x", WEB), block("aws_instance.y", WEB))},
        {
            "b/plan.json": written(block("aws_instance.x", WEB), block("aws_instance.y", WEB)),
            "c/plan.json": written(block("aws_instance.z", {"instance_type": "c5.large"})),
        },
    )
    assert found.notes == ("stack a is called b now",)
    assert told(found) == [
        ("added", "aws_instance.z", ""),
        ("moved", "aws_instance.x", ""),
        ("moved", "aws_instance.y", ""),
    ]


def test_stacks_that_are_alike_are_not_taken_for_each_other() -> None:
    same = written(block("aws_instance.x", WEB))
    found = between({"a/plan.json": same}, {"b/plan.json": same, "c/plan.json": same})
    assert [row.was for row in found.stacks] == ["", "", ""]
    assert sorted(one.effect for one in found.changes) == ["added", "moved"]


def test_a_split_stack_earns_nothing_by_what_it_does_not_say_any_more() -> None:
    """The bucket moves to a stack where nobody states its gigabytes: not credit, but lost."""
    bucket = block("aws_s3_bucket.files", {})
    config = "version: 1\nusage: {'aws_s3_bucket.files': {storage_gb: 10 GB}}\n"
    found = between(
        {"a/plan.json": written(block("aws_instance.x", WEB), bucket)},
        {"a/plan.json": written(block("aws_instance.x", WEB)), "b/plan.json": written(bucket)},
        config="version: 1\n",
        base=config,
    )
    assert only(found).effect == "lost"
    assert words(only(found)) == [("stack", "a", "b")]
    assert found.delta.best == 0


def test_the_rest_of_a_pool_goes_with_its_pool() -> None:
    from tests.difference.sides import nodes

    pool = nodes()
    other = {**pool, "address": "aws_eks_node_group.other", "name": "other"}
    web = {"k8s/web.yaml": pod()}
    config = "version: 1\nstacks: [{name: all, manifests: [k8s, infra]}]\n"
    found = between(
        {"infra/plan.json": written(pool), **web},
        {"infra/plan.json": written(other), **web},
        config=config,
    )
    assert told(found) == [("moved", "aws_eks_node_group.other", "aws_eks_node_group.pool")]

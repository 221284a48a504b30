"""Manifests of a tree as stacks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from carbongate.proposal.groups import STACKS, grouped, stack
from tests.proposal import CHART, COMPOSE, INVENTORY, OVERLAY, TEMPLATE, WORKFLOW, pod, tree

Row = tuple[str, Mapping[str, str], tuple[str, ...]]


def rows(files: Mapping[str, str]) -> list[Row]:
    made = [stack(one) for one in grouped(tree(files)).groups]
    return [(one.name, dict(one.labels), one.manifests) for one in made]


TREES: Mapping[str, tuple[Mapping[str, str], list[Row]]] = {
    "a folder for each environment": (
        {"k8s/prod/web.yaml": pod(), "k8s/staging/web.yaml": pod()},
        [
            ("k8s-prod", {"env": "prod"}, ("k8s/prod",)),
            ("k8s-staging", {"env": "staging"}, ("k8s/staging",)),
        ],
    ),
    "overlays over a base, the deepest first": (
        {
            "deploy/base/web.yaml": pod(),
            "deploy/overlays/prod/kustomization.yaml": OVERLAY,
            "deploy/overlays/prod/extra.yaml": pod("extra"),
        },
        [
            ("deploy-prod", {"env": "prod"}, ("deploy/overlays/prod",)),
            ("deploy", {}, ("deploy",)),
        ],
    ),
    "services of a monorepo": (
        {
            "services/cart/k8s/web.yaml": pod(),
            "services/mail/k8s/web.yaml": pod(),
            "services/mail/docker-compose.yml": COMPOSE,
        },
        [
            ("mail", {"service": "mail"}, ("services/mail/docker-compose.yml",)),
            ("cart", {"service": "cart"}, ("services/cart",)),
            ("mail-kubernetes", {"service": "mail"}, ("services/mail",)),
        ],
    ),
    "a chart with its own files is one": (
        {"charts/web/Chart.yaml": CHART, "charts/web/templates/web.yaml": TEMPLATE},
        [("web", {"service": "web"}, ("charts/web",))],
    ),
    "files of the root are named one by one": (
        {"a.yaml": pod(), "b.yaml": pod("b"), "compose.yaml": COMPOSE, "box.csv": INVENTORY},
        [
            ("compose", {}, ("compose.yaml",)),
            ("inventory", {}, ("box.csv",)),
            ("kubernetes", {}, ("a.yaml", "b.yaml")),
        ],
    ),
    "nothing but workflows": ({".github/workflows/ci.yml": WORKFLOW}, []),
    "a folder called like the workflows": (
        {"pipeline/web.yaml": pod()},
        [("pipeline-kubernetes", {"service": "pipeline"}, ("pipeline",))],
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_of_a_tree(name: str) -> None:
    files, expected = TREES[name]
    assert rows(files) == expected


def test_the_order_of_files_does_not_matter() -> None:
    files = dict(list(TREES.values())[2][0])
    assert rows(dict(sorted(files.items(), reverse=True))) == rows(files)


def test_what_lies_among_examples_is_left_out() -> None:
    found = grouped(tree({"deploy/web.yaml": pod(), "examples/k8s/web.yaml": pod()}))
    assert [one.name for one in found.groups] == ["deploy"]
    assert found.aside == ("examples/k8s/web.yaml",)


def test_examples_count_where_there_is_nothing_else() -> None:
    found = grouped(tree({"examples/k8s/web.yaml": pod()}))
    assert [one.name for one in found.groups] == ["examples"]
    assert found.aside == ()


def test_a_name_that_no_configuration_holds_is_left_out() -> None:
    found = grouped(tree({"deploy/a\nb.yaml": pod(), "deploy/web.yaml": pod(), "x\\y.yaml": pod()}))
    assert found.unnamed == ("deploy/a\nb.yaml", "x\\y.yaml")
    assert [one.files for one in found.groups] == [("deploy/web.yaml",)]


def test_too_many_are_joined_by_the_folders_of_the_root() -> None:
    files = {f"apps/a{n}/k8s/web.yaml": pod(f"a{n}") for n in range(STACKS)}
    files |= {"tools/compose.yaml": COMPOSE, "compose.yaml": COMPOSE}
    assert rows(files) == [
        ("folder", {}, ("compose.yaml",)),
        ("apps", {}, ("apps",)),
        ("tools", {"service": "tools"}, ("tools",)),
    ]

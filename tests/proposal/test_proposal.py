"""`init` as a whole: what it proposes loads, passes as it is, and changes with the tree."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from carbongate.config import default, load
from carbongate.errors import ConfigError
from carbongate.proposal import proposal, text
from carbongate.repository import WorkTree
from tests.proposal import (
    CHART,
    COMPOSE,
    INVENTORY,
    OVERLAY,
    ROOT,
    TEMPLATE,
    WORKFLOW,
    checked,
    measure,
    pod,
    proposed,
    tree,
)

SHOP = Path(__file__).parents[2] / "examples" / "shop"
HOSTILE = "x](http:e.example)<img src=x>${{ secrets.A }} ::error::#{[]}&*!|>'\"%@`, : -"

TREES: Mapping[str, Mapping[str, str]] = {
    "an environment each": {"k8s/prod/web.yaml": pod(), "k8s/dev/web.yaml": pod(cpu="100m")},
    "an overlay over a base": {
        "deploy/base/web.yaml": pod(),
        "deploy/overlays/prod/kustomization.yaml": OVERLAY,
    },
    "a chart that nobody rendered": {
        "charts/web/Chart.yaml": CHART,
        "charts/web/templates/web.yaml": TEMPLATE,
        "charts/web/values-prod.yaml": "",
    },
    "compose, an inventory and workflows": {
        "compose.yaml": COMPOSE,
        "machines/box.csv": INVENTORY,
        ".github/workflows/ci.yml": WORKFLOW,
        "app/main.py": "print(1)\n",
    },
    "nothing but workflows": {".github/workflows/ci.yml": WORKFLOW},
    "nothing but code": {"app/main.py": "print(1)\n", "setup.py": ""},
    "names that mean something elsewhere": {
        f"services/{HOSTILE}/prod/web.yaml": pod(),
        f"{HOSTILE}.csv": INVENTORY,
        "true/null.yaml": pod("t"),
        "1e5/012.yaml": pod("n"),
    },
    "a broken compose file": {
        "compose.yaml": COMPOSE,
        "deploy/compose.yaml": "services:\n  web: {image: [}\n",
    },
    "what declares nothing that runs": {
        "k8s/c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    },
    "many services": {f"services/s{n}/k8s/web.yaml": pod(f"s{n}") for n in range(30)},
}


@pytest.mark.parametrize("name", TREES)
def test_it_loads_and_passes_as_it_is(name: str) -> None:
    files = TREES[name]
    written = proposed(files)
    report = checked(files, written)
    assert report.verdict.exit_code == 0
    assert report.mode == "warn"
    assert [one for one in report.verdict.judgements if one.state == "fail"] == []
    assert report.verdict.outcome != "fail"
    left_out = "not counted" in "".join(report.notes)  # a manifest of no stack is named in the file
    assert left_out == ("# left out: " in written)


@pytest.mark.parametrize("name", TREES)
def test_the_same_tree_gives_the_same_text_and_no_line_is_blank_space(name: str) -> None:
    files = TREES[name]
    written = proposed(files)
    assert proposed(dict(sorted(files.items(), reverse=True))) == written
    assert all(line == line.rstrip() for line in written.splitlines())
    assert all(character.isprintable() or character == "\n" for character in written)


@pytest.mark.parametrize("name", TREES)
def test_the_lines_that_are_comments_can_be_taken_in(name: str) -> None:
    """Each example of the file is one: with its # taken away, the file still loads."""
    written = proposed(TREES[name])
    for line in ("policy: base", "functional_unit: {", "estimate: {runner_visibility"):
        commented = f"# {line}"
        if commented in written:
            load(written.replace(commented, line), "carbongate.yaml")
    regions = written.replace("    # regions: {", "    regions: {")
    if regions != written:
        assert load(regions, "carbongate.yaml").stacks[0].name
    usage = "\n".join(
        line.removeprefix("# ")
        if line.startswith(("# usage:", '#   "')) and "..." not in line
        else line
        for line in written.splitlines()
    )
    if "\nusage:" in usage:
        assert load(usage, "carbongate.yaml").usage


def test_growth_over_the_quarter_breaks_it() -> None:
    files = {"k8s/web.yaml": pod()}
    written = proposed(files)
    grown = {"k8s/web.yaml": pod(cpu="900m").replace("1Gi", "2Gi")}
    assert checked(grown, written, "enforce").verdict.exit_code == 1
    slightly = {"k8s/web.yaml": pod(cpu="550m")}
    assert checked(slightly, written, "enforce").verdict.exit_code == 0


def test_what_is_no_longer_understood_breaks_the_coverage() -> None:
    files = {"k8s/web.yaml": pod(), "k8s/other.yaml": pod("other")}
    lost = files | {
        "k8s/more.yaml": "apiVersion: x.example/v1\nkind: Engine\nmetadata: {name: e}\n"
    }
    report = checked(lost, proposed(files), "enforce")
    assert ("min_coverage", "undecided") in [
        (one.metric, one.state) for one in report.verdict.judgements
    ]


def test_the_shop_of_the_examples(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    shutil.copytree(SHOP, root)
    (root / "carbongate.yaml").unlink()
    (root / "tight.yaml").unlink()
    files = WorkTree(root)
    made = proposal(files, measure(files))
    config = load(text(made), "carbongate.yaml")
    assert [(one.name, one.manifests, one.runs_on) for one in config.stacks] == [
        ("infra", ("infra/plan.json",), None),
        ("deploy", ("deploy",), "infra"),
    ]
    assert [one.id for one in config.budgets] == ["infra", "deploy", "pipeline"]
    assert made.code == (("services", 3),)


def test_two_clusters_are_nobodys_host() -> None:
    shop = (SHOP / "infra" / "plan.json").read_text()
    files = {"a/plan.json": shop, "b/plan.json": shop, "k8s/web.yaml": pod()}
    config = load(proposed(files), "carbongate.yaml")
    assert [one.runs_on for one in config.stacks] == [None, None, None]


def test_a_cluster_carries_what_is_of_its_environment() -> None:
    shop = (SHOP / "infra" / "plan.json").read_text()
    files = {
        "infra/prod/plan.json": shop,
        "infra/dev/plan.json": shop,
        "k8s/prod/web.yaml": pod(),
        "k8s/dev/web.yaml": pod(),
    }
    config = load(proposed(files), "carbongate.yaml")
    assert {one.name: one.runs_on for one in config.stacks} == {
        "infra-dev": None,
        "infra-prod": None,
        "k8s-dev": "infra-dev",
        "k8s-prod": "infra-prod",
    }


def test_an_overlay_without_anything_of_its_own_is_left_to_its_base() -> None:
    written = proposed(TREES["an overlay over a base"])
    config = load(written, "carbongate.yaml")
    assert [(one.name, one.manifests) for one in config.stacks] == [("deploy", ("deploy",))]
    assert (
        "  #   mkdir -p rendered && kubectl kustomize deploy/overlays/prod > rendered/deploy-prod.yaml\n"
        "  # - name: deploy-prod\n"
        "  #   labels: {env: prod}\n"
        "  #   manifests: [rendered/deploy-prod.yaml]\n"
    ) in written


def test_a_file_that_cannot_be_read_is_left_out_and_named() -> None:
    written = proposed(TREES["a broken compose file"])
    assert [one.manifests for one in load(written, "c").stacks] == [("compose.yaml",)]
    assert "# left out: deploy/compose.yaml (" in written


def test_many_stacks_have_one_budget_together() -> None:
    config = load(proposed(TREES["many services"]), "carbongate.yaml")
    assert [(one.id, dict(one.match)) for one in config.budgets] == [("everything", {})]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        pytest.param(
            {"README.md": "hello"},
            "there is nothing here that can be read: no manifest of a known kind and no code",
            id="nothing at all",
        ),
        pytest.param(
            {"infra/main.tf": ROOT},
            "there is nothing here that can be read: no manifest of a known kind and no code. Terraform "
            "in infra is read from its plan, which may hold secrets: make it in the job before the gate, "
            "and commit none: terraform -chdir=infra plan -out=tfplan && terraform -chdir=infra show "
            "-json tfplan > infra/tfplan.json",
            id="Terraform without a plan",
        ),
    ],
)
def test_where_there_is_nothing_to_propose(files: Mapping[str, str], sentence: str) -> None:
    made = tree(files)
    with pytest.raises(ConfigError) as error:
        proposal(made, measure(made))
    assert (error.value.message, error.value.exit_code) == (sentence, 2)


def test_a_mistake_of_the_measure_is_not_swallowed() -> None:
    def refuse(config: object) -> None:
        raise ConfigError("no")

    with pytest.raises(ConfigError, match="no"):
        proposal(tree({"k8s/web.yaml": pod()}), refuse)  # type: ignore[arg-type]  # it never returns


def test_nothing_configured_is_measured_twice() -> None:
    asked = []
    made = tree({"k8s/web.yaml": pod()})
    month = measure(made)

    def counting(config: object) -> object:
        asked.append(config)
        return month(config)  # type: ignore[arg-type]  # a Config

    proposal(made, counting)  # type: ignore[arg-type]  # the same shape
    assert len(asked) == 1
    assert asked[0] != default()

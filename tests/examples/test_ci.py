"""The examples for CI systems: what their schemas say, and what their scripts do on a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.examples.conftest import Machine, example, schema_says
from tests.forges.hub import TOKEN, Hub, running
from tests.repository.conftest import Checkout

AZURE = ("--data-transform", "azure-pipelines", "--regex-variant", "nonunicode")
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def read(name: str) -> Any:
    """An example of YAML."""
    return yaml.load(example(name).read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - plain texts


@pytest.mark.parametrize(
    ("name", "schema", "options"),
    [
        ("ci/gitlab-ci.yml", "vendor.gitlab-ci", ()),
        ("ci/azure-pipelines.yml", "vendor.azure-pipelines", AZURE),
        ("ci/bitbucket-pipelines.yml", "vendor.bitbucket-pipelines", ()),
        *(
            (f"{path.parent.name}/{path.name}", "vendor.github-workflows", ())
            for folder, pattern in (("ci", "github*.yml"), ("deployment", "*.yml"))
            for path in sorted(example(folder).glob(pattern))
        ),
    ],
)
def test_the_schema_of_its_system_has_nothing_against_it(
    name: str, schema: str, options: tuple[str, ...]
) -> None:
    assert schema_says(schema, example(name), *options) == ""


def test_the_schema_of_the_action_has_nothing_against_it() -> None:
    assert schema_says("vendor.github-actions", example("../action.yml")) == ""


# ---- GitHub ------------------------------------------------------------------------------------


WORKFLOWS = [
    *sorted(example("ci").glob("github*.yml")),
    *sorted(example("deployment").glob("*.yml")),
]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_asks_for_little_and_pins_what_it_uses(path: Path) -> None:
    workflow = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - plain texts
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert int(job["timeout-minutes"]) <= 60
        assert set(job["permissions"]) <= {
            *("contents", "pull-requests", "security-events", "id-token", "actions")
        }
        assert job["permissions"].get("contents", "read") == "read"
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "uses" in step:
                assert PINNED.fullmatch(step["uses"]), step["uses"]
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_gives_the_action_what_it_takes_and_reads_what_it_gives(path: Path) -> None:
    action = read("../action.yml")
    text = path.read_text(encoding="utf-8")
    for job in yaml.load(text, yaml.BaseLoader)["jobs"].values():  # noqa: S506 - plain texts
        for step in job["steps"]:
            if step.get("uses", "").startswith("OWNER/carbongate@"):
                assert set(step.get("with", {})) <= set(action["inputs"])
    assert set(re.findall(r"steps\.carbon\.outputs\.([\w-]+)", text)) <= set(action["outputs"])


# ---- the scripts -------------------------------------------------------------------------------


def gitlab() -> str:
    return "\n".join(read("ci/gitlab-ci.yml")["carbon"]["script"])


def azure() -> str:
    [script] = [step["bash"] for step in read("ci/azure-pipelines.yml")["steps"] if "bash" in step]
    return str(script)


def bitbucket() -> str:
    [step] = read("ci/bitbucket-pipelines.yml")["definitions"]["steps"]
    return "\n".join(step["step"]["script"])


def jenkins() -> str:
    text = example("ci/Jenkinsfile").read_text(encoding="utf-8")
    [script] = re.findall(r"sh '''(.*?)'''", text, re.DOTALL)
    return str(script)


SYSTEMS = {
    "GitLab": (
        gitlab,
        ("bash", "-eo", "pipefail"),
        {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "BASE"},
        ["gl-code-quality-report.json", "carbongate.xml", "carbongate.html", "carbongate.json"],
    ),
    "Azure Pipelines": (
        azure,
        ("bash", "--noprofile", "--norc"),
        {"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"},
        [
            f"carbongate-report/{name}"
            for name in ("report.md", "junit.xml", "report.html", "report.json")
        ],
    ),
    "Bitbucket": (
        bitbucket,
        ("bash", "-e"),
        {"BITBUCKET_PR_DESTINATION_BRANCH": "main"},
        [
            "test-reports/carbongate.xml",
            "carbongate-report/report.html",
            "carbongate-report/report.json",
        ],
    ),
    "Jenkins": (
        jenkins,
        ("sh", "-xe"),
        {"CHANGE_TARGET": "main"},
        [f"carbongate-report/{name}" for name in ("junit.xml", "report.html", "report.json")],
    ),
}


@pytest.mark.parametrize(("script", "shell", "variables", "files"), SYSTEMS.values(), ids=SYSTEMS)
def test_a_pull_request_is_judged_against_its_base(
    machine: Machine,
    clone: Checkout,
    script: Callable[[], str],
    shell: tuple[str, ...],
    variables: dict[str, str],
    files: list[str],
) -> None:
    base = clone.git("rev-parse", "origin/main")
    given = {name: base if value == "BASE" else value for name, value in variables.items()}
    tmp = str(clone.root.parent / "tmp")
    done = machine.run(script(), clone.root, shell, WORKSPACE_TMP=tmp, **given)
    assert done.returncode == 0, done.stdout
    for name in files:
        text = (clone.root / name).read_text(encoding="utf-8")
        assert text
        if name.endswith(".xml"):
            assert ElementTree.fromstring(text).tag == "testsuites"  # noqa: S314 - our own
    [report] = [json.loads((clone.root / name).read_text()) for name in files if is_report(name)]
    assert report["diff"]["base"].startswith(base[:12])


@pytest.mark.parametrize(
    ("script", "shell", "files"),
    [(script, shell, files) for script, shell, _, files in SYSTEMS.values()],
    ids=SYSTEMS,
)
def test_a_branch_over_its_budget_fails_and_leaves_its_reports(
    machine: Machine,
    clone: Checkout,
    script: Callable[[], str],
    shell: tuple[str, ...],
    files: list[str],
) -> None:
    (clone.root / "tight.yaml").replace(clone.root / "carbongate.yaml")
    tmp = str(clone.root.parent / "tmp")
    done = machine.run(script(), clone.root, shell, WORKSPACE_TMP=tmp)
    assert done.returncode == 1, done.stdout
    assert "over its limit" in done.stdout
    for name in files:
        assert (clone.root / name).is_file()
    [report] = [json.loads((clone.root / name).read_text()) for name in files if is_report(name)]
    assert report["diff"] is None


def test_azure_shows_the_report_on_the_page_of_the_run(machine: Machine, clone: Checkout) -> None:
    done = machine.run(azure(), clone.root, ("bash",))
    assert f"##vso[task.uploadsummary]{clone.root}/carbongate-report/report.md\n" in done.stdout


def test_the_reports_of_a_monorepo_are_joined(machine: Machine, clone: Checkout) -> None:
    """The last job of the example, on the reports of two others."""
    workflow = read("ci/github-monorepo.yml")
    [script] = [step["run"] for step in workflow["jobs"]["all"]["steps"] if "run" in step]
    for name, config in (("checkout", "carbongate.yaml"), ("search", "tight.yaml")):
        folder = clone.root / "reports" / f"carbongate-{name}"
        folder.mkdir(parents=True)
        check = f'python -m pip install -q "$CARBONGATE"; carbongate check --config {config} --quiet --output json={folder}/report.json'
        machine.run(check, clone.root, ("bash",))
    summary = clone.root / "summary.md"
    done = machine.run(script, clone.root, ("bash", "-e"), GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1, done.stdout  # the worst of both
    assert "FAIL" in summary.read_text(encoding="utf-8")
    assert (clone.root / "all.html").is_file()


def test_a_second_workflow_comments_for_a_fork(machine: Machine, clone: Checkout) -> None:
    """Which pull request it is comes from the event and the API, whatever the files of the fork say."""
    commit, branch = "c0ffee" * 6 + "beef", "stranger:topic"
    install = 'python -m pip install -q "$CARBONGATE"\n'
    check = "carbongate check --output json=carbongate/report.json --output markdown=carbongate/report.md"
    (clone.root / "carbongate").mkdir()
    machine.run(install + check, clone.root, ("bash",))
    report = clone.root / "carbongate/report.json"
    report.write_text(json.dumps(json.loads(report.read_text()) | {"number": 6, "pull": 6}))
    event = clone.root / "event.json"
    head = {"owner": {"login": "stranger"}, "fork": True}
    about = {"head_branch": "topic", "head_sha": commit, "head_repository": head}
    event.write_text(json.dumps({"workflow_run": about | {"pull_requests": []}}))
    [script] = [
        step["run"]
        for step in read("ci/github-fork-comment.yml")["jobs"]["comment"]["steps"]
        if "run" in step
    ]
    hub = Hub(pulls=[{"number": 5, "head": {"label": branch, "sha": commit}}])
    with running(hub) as address:
        variables = {
            "GITHUB_API_URL": address,
            "GITHUB_REPOSITORY": "shop/web",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_TOKEN": TOKEN,
            "NO_PROXY": "127.0.0.1",
        }
        done = machine.run(script, clone.root, ("bash", "-eo", "pipefail"), **variables)
    assert done.returncode == 0, done.stdout
    assert "commented on shop/web#5" in done.stdout
    assert len(hub.bodies) == 1


def is_report(name: str) -> bool:
    """Whether this is the JSON report, and not the findings for GitLab."""
    return name.endswith(".json") and not name.startswith("gl-")

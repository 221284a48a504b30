"""The action as a workflow meets it: its steps run in bash, on the example and on hostile inputs."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from carbongate.reports.markdown import LONGEST
from tests.actions import EXPRESSION, Done, Runner, wanted
from tests.forges.hub import TOKEN, Hub, running
from tests.project import source
from tests.repository.conftest import Checkout
from tests.repository.test_fetching import pull_request

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="which bash is a matter of luck")

SUMMARY_LIMIT = 1_000_000  # bytes; GitHub takes 1 MiB for one step
LONGEST_SIGN = 4  # bytes of one character
HOSTILE = {
    "a command in a substitution": "$(touch pwned)",
    "a command in backquotes": "`touch pwned`",
    "a quote that ends the word": '"; touch pwned; "',
    "a single quote": "'; touch pwned; '",
    "a line of its own": "x\ntouch pwned\nverdict=pass",
    "an option": "--allow-empty",
    "a variable": "${HOME}",
}
# What the action reads that is no input.
OTHERS = {
    "github.event.merge_group.base_sha",
    "steps.install.outputs.program",
    "steps.check.outputs.report",
    "steps.check.outputs.markdown",
}


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A machine; the first use of the action installs it there."""
    return Runner(source(), tmp_path_factory.mktemp("runner"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout of the example."""
    folder = tmp_path / "work space"
    shutil.copytree(source() / "examples" / "shop", folder)
    return folder


@pytest.fixture
def hub() -> Iterator[Hub]:
    """GitHub's API, on this machine."""
    made = Hub()
    with running(made):
        yield made


@pytest.fixture
def request_5(runner: Runner, hub: Hub, tmp_path: Path) -> Runner:
    """The machine in a run for pull request 5."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"number": 5, "pull_request": {"number": 5}}))
    variables = {
        "GITHUB_API_URL": hub.address,
        "GITHUB_REPOSITORY": "shop/web",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_RUN_ID": "42",
    }
    return replace(runner, variables=variables, github={"token": TOKEN})


# ---- what it does ------------------------------------------------------------------------------


def test_the_example_passes_with_its_numbers_in_the_outputs(
    runner: Runner, workspace: Path
) -> None:
    done = runner.use(workspace)
    assert done.code == 0, done.log
    report = json.loads(Path(done.outputs["report"]).read_text(encoding="utf-8"))
    assert [name for name, value in done.outputs.items() if not value] == ["increase-kg"]
    assert done.outputs["exit-code"] == "0"
    assert done.outputs["verdict"] == report["verdict"]["outcome"] == "pass"
    assert float(done.outputs["total-kg"]) == pytest.approx(
        report["totals"]["carbon_kg"]["best"], rel=1e-5
    )
    assert float(done.outputs["coverage"]) == report["coverage"]["share"]
    [shop] = [one for one in report["stacks"] if one["name"] != "pipeline"]
    assert float(done.outputs["sci"]) == pytest.approx(shop["sci"]["best"], rel=1e-5)


def test_the_summary_is_the_markdown_report(runner: Runner, workspace: Path) -> None:
    done = runner.use(workspace)
    report = Path(done.outputs["markdown"]).read_text(encoding="utf-8")
    assert done.summary == report
    assert done.summary.startswith("## ✅ PASS")


def test_a_budget_that_is_broken_ends_the_job_with_one(runner: Runner, workspace: Path) -> None:
    done = runner.use(workspace, config="tight.yaml")
    assert (done.code, done.outputs["verdict"]) == (1, "fail")
    assert "FAIL" in done.summary
    assert "exit code 1" in done.log


def test_mode_report_lets_the_job_go_on(runner: Runner, workspace: Path) -> None:
    done = runner.use(workspace, config="tight.yaml", mode="report")
    assert (done.code, done.outputs["verdict"]) == (0, "fail")


def test_a_folder_with_a_space_is_one_path(runner: Runner, workspace: Path) -> None:
    done = runner.use(workspace.parent, path="work space")
    assert (done.code, done.outputs["verdict"]) == (0, "pass"), done.log


def test_a_broken_run_leaves_outputs_empty_and_says_so(runner: Runner, workspace: Path) -> None:
    (workspace / "carbongate.yaml").write_text("version: 1\nbudget: []\n")
    done = runner.use(workspace)
    assert done.code == 2
    assert given(done) == {"exit-code": "2"}
    assert "did you mean budgets?" in done.log
    assert "exit code 2" in done.summary


def test_two_uses_in_one_job_keep_both_reports(runner: Runner, workspace: Path) -> None:
    first, second = runner.use(workspace), runner.use(workspace, config="tight.yaml")
    paths = [Path(done.outputs["report"]) for done in (first, second)]
    verdicts = [json.loads(path.read_text(encoding="utf-8"))["exit_code"] for path in paths]
    assert verdicts == [0, 1]


def test_every_report_is_a_file_of_its_kind_in_one_folder(runner: Runner, workspace: Path) -> None:
    done = runner.use(workspace, config="tight.yaml")
    files = {
        name: Path(done.outputs[name]) for name in ("report", "markdown", "html", "sarif", "junit")
    }
    assert {path.parent for path in files.values()} == {Path(done.outputs["folder"])}
    assert sorted(Path(done.outputs["folder"]).iterdir()) == sorted(files.values())
    assert json.loads(files["sarif"].read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ElementTree.parse(files["junit"]).getroot().tag == "testsuites"  # noqa: S314 - our own
    assert files["html"].read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_fails_is_an_annotation(runner: Runner, workspace: Path) -> None:
    done = runner.use(workspace, config="tight.yaml")
    assert re.search(r"^::error ", done.log, re.MULTILINE)
    assert not re.search(r"^::error ", runner.use(workspace).log, re.MULTILINE)


def test_a_second_use_finds_the_program_installed(runner: Runner, workspace: Path) -> None:
    runner.use(workspace)
    [made] = runner.temporary.glob("*/installed")
    before = made.stat().st_mtime_ns
    runner.use(workspace)
    assert made.stat().st_mtime_ns == before


@pytest.mark.parametrize(("locked", "code"), [("true", 2), ("false", 0), ("", 0), ("yes", 2)])
def test_a_locked_run_needs_a_lock(runner: Runner, workspace: Path, locked: str, code: int) -> None:
    assert runner.use(workspace, locked=locked).code == code


@pytest.mark.parametrize("name", ["path", "config", "base", "mode", "locked"])
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_an_input_is_a_value_and_never_a_command(
    runner: Runner, workspace: Path, name: str, value: str
) -> None:
    done = runner.use(workspace, **{name: value})
    assert done.code == 2, done.log
    assert done.outputs["verdict"] == ""
    assert not [*workspace.rglob("pwned")]


# ---- what it compares with ---------------------------------------------------------------------


@pytest.fixture
def request_checkout(tmp_path: Path) -> Path:
    """One commit deep: the merge of a pull request that doubles a deployment into main."""
    origin = Checkout(tmp_path / "origin")
    web = (source() / "examples/shop/deploy/web.yaml").read_text(encoding="utf-8")
    origin.commit({"carbongate.yaml": "version: 1\n", "deploy/web.yaml": web})
    origin.git("switch", "-q", "-c", "topic")
    origin.commit({"deploy/web.yaml": web.replace("replicas: 3", "replicas: 6")})
    origin.git("switch", "-q", "main")
    origin.commit({"NOTES.md": "Meanwhile on main.\n"})
    origin.git("switch", "-q", "--detach")
    origin.git("merge", "-q", "--no-edit", "topic")
    origin.git("update-ref", "refs/pull/1/merge", "HEAD")
    return pull_request(origin, tmp_path / "checkout").root


def test_a_pull_request_is_compared_with_the_branch_it_goes_into(
    runner: Runner, request_checkout: Path
) -> None:
    job = replace(runner, variables={"GITHUB_BASE_REF": "main"})
    done = job.use(request_checkout)
    report = json.loads(Path(done.outputs["report"]).read_text(encoding="utf-8"))
    assert [one["address"] for one in report["diff"]["changes"]] == ["Deployment/shop/web"]
    assert float(done.outputs["increase-kg"]) == pytest.approx(
        report["diff"]["delta"]["best"], rel=1e-5
    )
    assert float(done.outputs["increase-kg"]) == pytest.approx(
        float(done.outputs["total-kg"]) / 2, rel=1e-5
    )


def test_a_merge_queue_is_compared_with_what_it_is_built_on(
    runner: Runner, request_checkout: Path
) -> None:
    base = Checkout(request_checkout).git("ls-remote", "origin", "refs/heads/main").split()[0]
    job = replace(runner, github={"event.merge_group.base_sha": base})
    report = json.loads(Path(job.use(request_checkout).outputs["report"]).read_text())
    assert report["diff"]["base"].startswith(base[:12])


@pytest.mark.parametrize(
    ("variables", "base"),
    [
        pytest.param({"GITHUB_BASE_REF": "main"}, "none", id="nothing is asked for"),
        pytest.param({}, "", id="a push"),
    ],
)
def test_nothing_is_compared(
    runner: Runner, request_checkout: Path, variables: dict[str, str], base: str
) -> None:
    done = replace(runner, variables=variables).use(request_checkout, base=base)
    assert json.loads(Path(done.outputs["report"]).read_text())["diff"] is None
    assert done.outputs["increase-kg"] == ""


def test_a_base_that_cannot_be_had_ends_the_job(runner: Runner, request_checkout: Path) -> None:
    job = replace(runner, variables={"GITHUB_BASE_REF": "gone"})
    done = job.use(request_checkout)
    assert done.code == 2
    assert "git knows no commit 'origin/gone'" in done.log


# ---- the comment -------------------------------------------------------------------------------


def test_no_comment_unless_it_is_asked_for(request_5: Runner, workspace: Path, hub: Hub) -> None:
    assert request_5.use(workspace).code == 0
    assert hub.asked == []


def test_a_failed_gate_is_commented_and_still_fails(
    request_5: Runner, workspace: Path, hub: Hub
) -> None:
    first = request_5.use(workspace, config="tight.yaml", comment="update")
    assert first.code == 1
    assert "FAIL" in hub.bodies[0]
    second = request_5.use(workspace, comment="update")
    assert second.code == 0
    assert len(hub.bodies) == 1
    assert "PASS" in hub.bodies[0]


def test_two_uses_with_two_keys_have_two_comments(
    request_5: Runner, workspace: Path, hub: Hub
) -> None:
    for key in ("shop", "$(touch pwned)"):
        assert request_5.use(workspace, comment="update", key=key).code == 0
    assert len(hub.bodies) == 2
    assert not [*workspace.rglob("pwned")]


def test_a_fork_gets_its_verdict_and_a_sentence(
    request_5: Runner, workspace: Path, hub: Hub
) -> None:
    hub.reads_only = True
    done = request_5.use(workspace, comment="update")
    assert (done.code, done.outputs["verdict"]) == (0, "pass")
    assert "On a pull request from a fork the token can only read" in done.log
    assert "PASS" in done.summary


def test_the_token_is_in_no_log_and_in_no_other_step(
    request_5: Runner, workspace: Path, hub: Hub
) -> None:
    other = "ghp_" + "zZ9" * 12
    done = request_5.use(workspace, comment="update", token=other)
    assert "the API does not know the token (401)" in done.log
    assert other not in done.log + done.summary
    assert done.code == 0
    for step in request_5.steps:
        wants = "${{ inputs.token }}" in step.get("env", {}).values()
        assert wants is (step["name"] == "carbongate comment")


def test_a_broken_run_is_not_commented(request_5: Runner, workspace: Path, hub: Hub) -> None:
    assert request_5.use(workspace, config="none.yaml", comment="update").code == 2
    assert hub.asked == []


@pytest.mark.parametrize("value", ["always", "$(touch pwned)", "--strict"])
def test_a_behaviour_that_is_none_is_a_mistake(
    request_5: Runner, workspace: Path, value: str
) -> None:
    assert request_5.use(workspace, comment=value).code == 2
    assert not [*workspace.rglob("pwned")]


# ---- summary -----------------------------------------------------------------------------------


def test_a_summary_is_never_longer_than_github_takes() -> None:
    assert LONGEST * LONGEST_SIGN < SUMMARY_LIMIT


# ---- how it is written -------------------------------------------------------------------------


@pytest.fixture
def written() -> Runner:
    """The action without a machine."""
    return Runner(source(), Path())


def test_no_expression_stands_in_a_script(written: Runner) -> None:
    for step in written.steps:
        assert "${{" not in step.get("run", "")


def test_every_step_that_runs_names_its_shell(written: Runner) -> None:
    assert all(step["shell"] == "bash" for step in written.steps if "run" in step)


def test_every_input_is_used_and_nothing_else_but_what_is_known(written: Runner) -> None:
    texts = [text for step in written.steps for text in step.get("env", {}).values()]
    named = {found[1] for text in texts for found in EXPRESSION.finditer(text)}
    assert named == {f"inputs.{name}" for name in written.document["inputs"]} | OTHERS


def test_an_environment_variable_is_one_whole_value_under_a_name_of_our_own(
    written: Runner,
) -> None:
    for step in written.steps:
        for name, text in step.get("env", {}).items():
            assert name.startswith("CHECK_") or name == "GITHUB_TOKEN", name
            assert EXPRESSION.fullmatch(text), text


def test_the_conditions_of_steps_are_those_that_the_tests_understand(written: Runner) -> None:
    for step in written.steps:
        wanted(step.get("if", ""), {}, failed=False)


def test_every_output_comes_from_a_step_that_is_there(written: Runner) -> None:
    ids = {step.get("id") for step in written.steps}
    for name, output in written.document["outputs"].items():
        found = EXPRESSION.fullmatch(output["value"])
        assert found, name
        _, step, _, key = found[1].split(".")
        assert step in ids
        assert key == name


def test_other_actions_are_pinned_by_their_full_commit(written: Runner) -> None:
    used = [step["uses"] for step in written.steps if "uses" in step]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) for name in used)


def test_inputs_and_outputs_say_what_they_are(written: Runner) -> None:
    document = written.document
    for each in [*document["inputs"].values(), *document["outputs"].values()]:
        assert each["description"]
    assert document["branding"]["icon"]
    assert document["branding"]["color"]
    assert len(document["description"]) < 125  # the marketplace cuts it there


def given(done: Done) -> dict[str, str]:
    """The outputs that hold something."""
    return {name: value for name, value in done.outputs.items() if value}

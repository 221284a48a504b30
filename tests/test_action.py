"""The action as a workflow meets it: its steps run in bash, on the example and on hostile inputs."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from carbongate.reports.markdown import LONGEST
from tests.actions import EXPRESSION, Done, Runner
from tests.project import source

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="which bash is a matter of luck")

SUMMARY_LIMIT = 1024 * 1024  # bytes that GitHub takes for one step
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


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A machine on which the action's own install step has run."""
    found = Runner(source(), tmp_path_factory.mktemp("runner"))
    install, _ = found.steps
    done = found.run(install, tmp_path_factory.mktemp("install"))
    assert done.code == 0, done.log
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout of the example."""
    folder = tmp_path / "work space"
    shutil.copytree(source() / "examples" / "shop", folder)
    return folder


def check(runner: Runner, workspace: Path, **inputs: str) -> Done:
    """The action's second step."""
    _, step = runner.steps
    return runner.run(step, workspace, **inputs)


# ---- what it does ------------------------------------------------------------------------------


def test_the_example_passes_with_its_numbers_in_the_outputs(
    runner: Runner, workspace: Path
) -> None:
    done = check(runner, workspace)
    assert done.code == 0, done.log
    report = json.loads(Path(done.outputs["report"]).read_text(encoding="utf-8"))
    assert list(done.outputs) == [*runner.document["outputs"]]
    assert done.outputs["verdict"] == report["verdict"]["outcome"] == "pass"
    assert float(done.outputs["total-kg"]) == pytest.approx(
        report["totals"]["carbon_kg"]["best"], rel=1e-5
    )
    assert float(done.outputs["coverage"]) == report["coverage"]["share"]
    [shop] = [one for one in report["stacks"] if one["name"] != "pipeline"]
    assert float(done.outputs["sci"]) == pytest.approx(shop["sci"]["best"], rel=1e-5)


def test_the_summary_is_the_markdown_report(runner: Runner, workspace: Path) -> None:
    done = check(runner, workspace)
    report = Path(done.outputs["report"]).with_name("report.md").read_text(encoding="utf-8")
    assert done.summary == report
    assert done.summary.startswith("## ✅ PASS")


def test_a_budget_that_is_broken_ends_the_job_with_one(runner: Runner, workspace: Path) -> None:
    done = check(runner, workspace, config="tight.yaml")
    assert (done.code, done.outputs["verdict"]) == (1, "fail")
    assert "FAIL" in done.summary
    assert "exit code 1" in done.log


def test_mode_report_lets_the_job_go_on(runner: Runner, workspace: Path) -> None:
    done = check(runner, workspace, config="tight.yaml", mode="report")
    assert (done.code, done.outputs["verdict"]) == (0, "fail")


def test_a_folder_with_a_space_is_one_path(runner: Runner, workspace: Path) -> None:
    done = check(runner, workspace.parent, path="work space")
    assert (done.code, done.outputs["verdict"]) == (0, "pass"), done.log


def test_a_broken_run_leaves_outputs_empty_and_says_so(runner: Runner, workspace: Path) -> None:
    (workspace / "carbongate.yaml").write_text("version: 1\nbudget: []\n")
    done = check(runner, workspace)
    assert done.code == 2
    assert done.outputs == {}
    assert "did you mean budgets?" in done.log
    assert "exit code 2" in done.summary


def test_two_uses_in_one_job_keep_both_reports(runner: Runner, workspace: Path) -> None:
    first, second = check(runner, workspace), check(runner, workspace, config="tight.yaml")
    paths = [Path(done.outputs["report"]) for done in (first, second)]
    verdicts = [json.loads(path.read_text(encoding="utf-8"))["exit_code"] for path in paths]
    assert verdicts == [0, 1]


@pytest.mark.parametrize("name", ["path", "config", "base", "mode"])
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_an_input_is_a_value_and_never_a_command(
    runner: Runner, workspace: Path, name: str, value: str
) -> None:
    done = check(runner, workspace, **{name: value})
    assert done.code == 2, done.log
    assert done.outputs == {}
    assert not [*workspace.rglob("pwned")]


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


def test_every_input_is_used_and_every_used_one_is_declared(written: Runner) -> None:
    values = [text for step in written.steps for text in step.get("env", {}).values()]
    named = {found[1] for text in values for found in EXPRESSION.finditer(text)}
    assert named == {f"inputs.{name}" for name in written.document["inputs"]}


def test_an_environment_variable_is_one_whole_input_under_a_name_of_our_own(
    written: Runner,
) -> None:
    for step in written.steps:
        for name, text in step.get("env", {}).items():
            assert name.startswith("CHECK_"), name
            assert EXPRESSION.fullmatch(text), text


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

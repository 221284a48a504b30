"""Workflows: what is claimed, how many jobs they run, on what, how often and how long at most."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.errors import InputError
from carbongate.machines import runner
from carbongate.manifests import github_actions
from carbongate.model import Kind, Resource, Skipped
from tests.manifests.trees import TABLES, Readings, file, read, readings

PATH = ".github/workflows/ci.yml"
STEPS = "steps: [{run: make}]"


def workflow(job: str, on: str = "push", name: str = "test") -> str:
    """A workflow with one job, in flow style."""
    return f"on: {on}\njobs:\n  {name}: {{{job}, {STEPS}}}\n"


def one(text: str, **files: str) -> Readings:
    """The readings of one workflow, and of others beside it."""
    beside = {f".github/workflows/{name}.yml": content for name, content in files.items()}
    return readings(github_actions, {PATH: text, **beside})


def job(text: str, name: str = "test", **files: str) -> Resource:
    """One job of it."""
    return one(text, **files).resource(f"{PATH}:{name}")


# ---- what is claimed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(workflow("runs-on: ubuntu-latest"), id="a workflow"),
        pytest.param('"on":\n  push:\njobs:\n  a:\n    runs-on: x\n', id="a quoted key"),
        pytest.param(
            "true: push\njobs:\n  a:\n    runs-on: x\n", id="a key that another tool wrote"
        ),
        pytest.param(
            "on: push\njobs:\n  #####\n  # a\n\n  a:\n    uses: ./x\n", id="comments between"
        ),
        pytest.param("on: push\r\njobs:\r\n  a:\r\n    runs-on: x\r\n", id="Windows line ends"),
        pytest.param(
            "on:\n  push:\n" + "# c\n" * 2000 + "jobs:\n  a:\n    runs-on: x\n", id="far down"
        ),
    ],
)
def test_it_is_claimed(content: str) -> None:
    assert github_actions.claims(file(content))
    assert github_actions.root(file(content)) == "pipeline"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="an empty file"),
        pytest.param("trigger: [main]\njobs:\n- job: a\n  steps: []\n", id="Azure Pipelines"),
        pytest.param("version: 2.1\njobs:\n  a:\n    steps: []\nworkflows: {}\n", id="CircleCI"),
        pytest.param("runs:\n  using: composite\n  steps: []\n", id="an action"),
        pytest.param("on: push\nother: 1\n", id="no jobs"),
    ],
)
def test_it_is_not_claimed(content: str) -> None:
    assert not github_actions.claims(file(content))


@given(st.binary(max_size=200))
def test_claiming_never_raises(content: bytes) -> None:
    github_actions.claims(file(b"on: push\njobs:\n  a:\n    runs-on: x\n" + content))
    github_actions.claims(file(content))


# ---- runners -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs_on", "machine"),
    [
        pytest.param("ubuntu-24.04", "ubuntu-24.04", id="a label"),
        pytest.param("[ubuntu-24.04]", "ubuntu-24.04", id="a list of one"),
        pytest.param("[mine, ubuntu-24.04]", "ubuntu-24.04", id="the label that a table knows"),
        pytest.param("{group: big, labels: ubuntu-22.04}", "ubuntu-22.04", id="labels of a group"),
        pytest.param("{labels: [ubuntu-22.04]}", "ubuntu-22.04", id="a list of them"),
        pytest.param("'${{ matrix.x || ''ubuntu-22.04'' }}'", "ubuntu-22.04", id="an expression"),
    ],
)
def test_a_label_is_a_machine(runs_on: str, machine: str) -> None:
    found = job(workflow(f"runs-on: {runs_on}"))
    known = runner(TABLES, "github", machine)
    assert known is not None
    assert found.components is known.components
    assert (found.kind, found.machine, found.provider) == (
        Kind.PIPELINE,
        known.type,
        known.provider,
    )


def test_visibility_chooses_the_size() -> None:
    sizes = {}
    for visibility in ("public", "private", "unknown"):
        files = {PATH: workflow("runs-on: ubuntu-24.04")}
        found = readings(github_actions, files, runner_visibility=visibility)
        known = runner(TABLES, "github", "ubuntu-24.04", visibility)
        assert known is not None
        sizes[visibility] = found.resource(f"{PATH}:test").machine
        assert sizes[visibility] == known.type


@pytest.mark.parametrize(
    ("runs_on", "heavy", "why"),
    [
        pytest.param(
            "[self-hosted, linux]", True, "its owner's machine (self-hosted linux)", id="own"
        ),
        pytest.param("our-big-runner", True, "runner our-big-runner is in no table", id="unknown"),
        pytest.param("{group: big}", True, "runner group big is in no table", id="a group"),
        pytest.param("'${{ vars.RUNNER }}'", True, "only a run decides", id="a variable"),
        pytest.param("''", True, "names no runner", id="empty"),
    ],
)
def test_a_runner_of_unknown_size_is_left_out(runs_on: str, heavy: bool, why: str) -> None:
    found = one(workflow(f"runs-on: {runs_on}")).skipped(f"{PATH}:test")
    assert why in found.why
    assert found.heavy is heavy


@pytest.mark.parametrize(
    "runs_on",
    [
        pytest.param("[self-hosted, linux]", id="one's own"),
        pytest.param("our-big-runner", id="of no table"),
        pytest.param("'${{ vars.RUNNER }}'", id="that only a run decides"),
    ],
)
def test_a_job_on_an_unknown_runner_keeps_its_number_runs_and_time(runs_on: str) -> None:
    rest = "timeout-minutes: 6, strategy: {matrix: {v: [1, 2, 3]}}"
    schedule = "{schedule: [{cron: '0 * * * *'}]}"
    known = one(workflow(f"runs-on: {runs_on}, {rest}", schedule)).skipped(f"{PATH}:test").known
    other = job(workflow(f"runs-on: ubuntu-24.04, {rest}", schedule))
    assert known is not None
    assert known.timing.runs is not None
    assert (known.replicas.best, known.timing.runs.best) == (3, 730)
    assert (known.kind, known.timing) == (other.kind, other.timing)


def test_an_unknown_runner_of_a_matrix_does_not_hide_the_known_ones() -> None:
    matrix = "strategy: {matrix: {os: [ubuntu-24.04, '${{ vars.RUNNER }}']}}"
    found = one(workflow(f"runs-on: '${{{{ matrix.os }}}}', {matrix}"))
    assert [type(reading) for reading in found.values()] == [Resource, Skipped]


def test_a_job_that_is_elsewhere_says_that_its_number_is_taken() -> None:
    text = "on: {schedule: [{cron: '0 * * * *'}]}\njobs:\n  test: {uses: org/repository/.github/workflows/x.yml@v1}\n"
    known = one(text).skipped(f"{PATH}:test").known
    assert known is not None
    assert known.assumed == ("how many jobs it is in one run is not known: one is taken",)
    assert known.timing.runs is not None
    assert known.timing.runs.best == 730


def test_a_guessed_runner_says_so() -> None:
    found = job(workflow("runs-on: \"${{ vars.X || 'ubuntu-24.04' }}\""))
    assert "a runner that an expression decides is ubuntu-24.04" in found.assumed


# ---- how many ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matrix", "jobs"),
    [
        pytest.param("{a: [1, 2], b: [x, y, z]}", 6, id="a product"),
        pytest.param("{a: [1, 2], exclude: [{a: 1}]}", 1, id="without what is excluded"),
        pytest.param("{a: [1, 2], include: [{b: 3}]}", 2, id="with what is added to all"),
        pytest.param("{a: [1, 2], include: [{a: 3}]}", 3, id="with what is added beside"),
        pytest.param("{include: [{a: 1}, {a: 2}]}", 2, id="only what is added"),
    ],
)
def test_a_matrix_counts(matrix: str, jobs: int) -> None:
    found = job(workflow(f"runs-on: ubuntu-24.04, strategy: {{matrix: {matrix}}}"))
    assert found.replicas.best == jobs


def test_a_matrix_over_runners_gives_one_resource_for_each() -> None:
    matrix = "{os: [ubuntu-24.04, windows-2022], n: [1, 2, 3], exclude: [{os: windows-2022, n: 3}]}"
    found = one(workflow(f"runs-on: '${{{{ matrix.os }}}}', strategy: {{matrix: {matrix}}}"))
    assert set(found) == {f"{PATH}:test[ubuntu-24.04]", f"{PATH}:test[windows-2022]"}
    assert found.resource(f"{PATH}:test[ubuntu-24.04]").replicas.best == 3
    assert found.resource(f"{PATH}:test[windows-2022]").replicas.best == 2


def test_a_matrix_that_a_run_decides_is_one_and_says_so() -> None:
    found = job(
        workflow("runs-on: ubuntu-24.04, strategy: {matrix: '${{ fromJSON(needs.a.outputs.b) }}'}")
    )
    assert found.replicas.best == 1
    assert any("decided while the workflow runs" in sentence for sentence in found.assumed)


def test_a_matrix_that_github_refuses_is_left_out() -> None:
    numbers = list(range(300))
    found = one(workflow(f"runs-on: ubuntu-24.04, strategy: {{matrix: {{n: {numbers}}}}}"))
    assert "GitHub allows 256" in found.skipped(f"{PATH}:test").why


# ---- how often and how long --------------------------------------------------------------------


def runs(on: str, condition: str = "always()") -> tuple[float, float, float] | None:
    """Runs in a month of a job that only states its events."""
    figure = job(workflow(f'runs-on: ubuntu-24.04, if: "{condition}"', on)).timing.runs
    return (figure.low, figure.best, figure.high) if figure else None


HOURLY = "{schedule: [{cron: '0 * * * *'}]}"


def test_a_schedule_is_counted_and_other_events_are_the_default() -> None:
    default = TABLES.default("pipeline", "runs")
    assert default is not None
    assert runs("push") is None
    assert runs("[push, pull_request]") is None
    assert runs("{workflow_dispatch: }") is None
    assert runs(HOURLY) == (730, 730, 730)
    assert runs("{schedule: [{cron: '0 * * * *'}, {cron: '30 * * * *'}]}") == (1460,) * 3
    both = "{push: , schedule: [{cron: '0 * * * *'}]}"
    assert runs(both) == (730 + default.low, 730 + default.best, 730 + default.high)


def test_starts_by_hand_beside_a_schedule_only_widen_it() -> None:
    default = TABLES.default("pipeline", "runs")
    assert default is not None
    by_hand = "{workflow_dispatch: , schedule: [{cron: '0 * * * *'}]}"
    assert runs(by_hand) == (730, 730, 730 + default.low)


def test_a_condition_on_the_event_chooses_among_them() -> None:
    both = "{push: , schedule: [{cron: '0 * * * *'}]}"
    assert runs(both, "github.event_name == 'schedule'") == (730, 730, 730)
    assert runs(both, "github.event_name == 'push'") is None


def test_a_schedule_that_is_none_keeps_the_workflow_from_running() -> None:
    found = one(workflow("runs-on: ubuntu-24.04", "{push: , schedule: [{cron: '61 * * * *'}]}"))
    assert "not within 0 to 59" in found.skipped(PATH).why


def test_a_time_limit_shortens_and_never_lengthens() -> None:
    default = TABLES.default("pipeline", "duration")
    assert default is not None
    short = job(workflow("runs-on: ubuntu-24.04, timeout-minutes: 6")).timing.duration
    assert short is not None
    assert short.low == default.low
    assert short.high == pytest.approx(0.1)
    assert job(workflow("runs-on: ubuntu-24.04, timeout-minutes: 360")).timing.duration is None
    by_matrix = (
        "runs-on: ubuntu-24.04, timeout-minutes: '${{ matrix.t }}', strategy: {matrix: {t: [3]}}"
    )
    limited = job(workflow(by_matrix)).timing.duration
    assert limited is not None
    assert limited.high == pytest.approx(0.05)


@pytest.mark.parametrize("condition", ["false", "${{ false }}", "github.event_name == 'release'"])
def test_a_job_that_never_runs_is_listed(condition: str) -> None:
    found = one(workflow(f'runs-on: ubuntu-24.04, if: "{condition}"')).skipped(f"{PATH}:test")
    assert "never runs" in found.why
    assert not found.heavy


# ---- workflows that call others ----------------------------------------------------------------

CALLED = """\
on:
  workflow_call:
    inputs:
      runner: {type: string, default: ubuntu-24.04}
      publish: {type: boolean}
jobs:
  build: {runs-on: '${{ inputs.runner }}', steps: [{run: make}]}
  publish: {runs-on: ubuntu-24.04, if: inputs.publish, steps: [{run: make}]}
"""


def test_a_called_workflow_is_counted_where_it_is_called() -> None:
    text = "on: push\njobs:\n  all: {uses: ./.github/workflows/called.yml}\n"
    found = one(text, called=CALLED)
    build = found.resource(f"{PATH}:all/build")
    assert build.where.path == PATH
    assert build.where.line == 3
    assert "never runs" in found.skipped(f"{PATH}:all/publish").why
    assert len(found) == 2


def test_inputs_reach_the_called_workflow() -> None:
    text = (
        "on: push\njobs:\n  all:\n    uses: ./.github/workflows/called.yml\n"
        "    strategy: {matrix: {os: [ubuntu-22.04, windows-2022], n: [1, 2]}}\n"
        "    with: {runner: '${{ matrix.os }}', publish: true}\n"
    )
    found = one(text, called=CALLED)
    machines = {address: found.resource(address).machine for address in found if "build" in address}
    assert len(machines) == 2
    assert {str(machine)[:6] for machine in machines.values()} == {"ubuntu", "window"}
    assert all(found.resource(address).replicas.best == 2 for address in found)


def test_what_calls_itself_comes_to_an_end() -> None:
    called = "on: workflow_call\njobs:\n  a: {uses: ./.github/workflows/called.yml}\n"
    text = "on: push\njobs:\n  all: {uses: ./.github/workflows/called.yml}\n"
    assert "leads back to itself" in one(text, called=called).skipped(f"{PATH}:all/a").why


def test_workflows_of_elsewhere_are_named() -> None:
    far = "on: push\njobs:\n  all: {uses: 'me/mine/.github/workflows/x.yml@v1'}\n"
    found = one(far).skipped(f"{PATH}:all")
    assert "me/mine/.github/workflows/x.yml@v1, which is not in this tree" in found.why
    assert not found.heavy
    gone = "on: push\njobs:\n  all: {uses: ./.github/workflows/gone.yml}\n"
    assert "no workflow of this tree" in one(gone).skipped(f"{PATH}:all").why


def test_a_workflow_that_nobody_calls_is_listed() -> None:
    found = readings(github_actions, {PATH: CALLED})
    assert list(found) == [PATH]
    assert "none here does" in found.skipped(PATH).why


def test_calls_stay_within_their_own_repository() -> None:
    caller = "on: push\njobs:\n  all: {uses: ./.github/workflows/called.yml}\n"
    files = {f"a/{PATH}": caller, "a/.github/workflows/called.yml": CALLED, f"b/{PATH}": caller}
    found = readings(github_actions, files)
    assert found.resource(f"a/{PATH}:all/build")
    assert "no workflow" in found.skipped(f"b/{PATH}:all").why


# ---- hostile and broken ------------------------------------------------------------------------


def test_calls_that_multiply_without_end_are_refused() -> None:
    numbers = list(range(200))
    call = "strategy: {{matrix: {{n: {0}}}}}, uses: ./.github/workflows/{1}.yml, with: {{n: '${{{{ matrix.n }}}}'}}"
    head = "on: {workflow_call: {inputs: {n: {type: string}}}}\njobs:\n  a: {"
    found = one(
        "on: push\njobs:\n  a: {" + call.format(numbers, "b") + "}\n",
        b=head + call.format(numbers, "c") + "}\n",
        c=head + "runs-on: ubuntu-24.04, steps: [{run: a}]}\n",
    )
    assert "more than 5,000 jobs" in found.skipped(PATH).why
    assert len(found) <= 5_001


def test_what_is_no_yaml_is_an_error_with_its_path() -> None:
    with pytest.raises(InputError) as caught:
        one("on: push\njobs:\n  a:\n    runs-on: [\n")
    assert caught.value.path == PATH


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("on: push\njobs:\n  a: 3\n  b: {runs-on: x, strategy: 3, steps: []}\n", id="numbers"),
        pytest.param("on: [1, null]\njobs:\n  b: {runs-on: {a: 1}, timeout-minutes: x, steps: []}\n", id="odd"),
        pytest.param("on: {schedule: 3}\njobs:\n  b: {runs-on: ubuntu-24.04, strategy: {matrix: [1]}, steps: []}\n", id="lists"),
        pytest.param("on:\njobs:\n  b: {runs-on: ubuntu-24.04, steps: []}\n", id="no event"),
    ],
)  # fmt: skip
def test_odd_shapes_are_read_as_far_as_they_go(text: str) -> None:
    found: list[Any] = read(github_actions, {PATH: text})
    assert found

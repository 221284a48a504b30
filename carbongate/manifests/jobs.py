"""Workflows to runs of jobs: matrices counted, calls of other workflows followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from posixpath import normpath
from typing import Any

from carbongate.errors import CarbongateError
from carbongate.manifests.expressions import Contexts, condition, resolve
from carbongate.manifests.guesses import OPEN, Guess
from carbongate.manifests.matrix import Matrix, matrix
from carbongate.manifests.objects import mapping, word
from carbongate.manifests.quantities import UnreadableError
from carbongate.manifests.triggers import CALLED, Triggers, inputs_of
from carbongate.model import Where

DEEPEST = 10  # workflows that call one another, by GitHub's limit
MOST = 5_000  # different jobs of one workflow with all that it calls
FOLDER = ".github/workflows/"
OPEN_MATRIX = "a matrix that is decided while the workflow runs counts as one job where it is open"


@dataclass(frozen=True, slots=True)
class Workflow:
    """One workflow file."""

    path: str
    body: Mapping[str, Any]
    triggers: Triggers

    @property
    def jobs(self) -> Mapping[str, Any]:
        """Its jobs by name."""
        return mapping(self.body.get("jobs"))

    @property
    def home(self) -> str:
        """What stands before `.github` in its path: the root of its repository."""
        return self.path.rpartition(FOLDER)[0]


@dataclass(frozen=True, slots=True)
class Run:
    """Jobs that are alike: `count` of them in one run of the workflow, on a runner.

    `events` are those of the workflow's events that it answers to; `assumed` says what is guessed;
    `why` is not "" where nobody can tell the runner.
    """

    address: str
    where: Where
    labels: tuple[str, ...]
    timeout: float | None
    count: int
    events: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A job that is not counted, and why."""

    address: str
    where: Where
    why: str
    heavy: bool = False


class TooManyError(CarbongateError):
    """A workflow that grows beyond what anybody runs."""


@dataclass(slots=True)
class Expansion:
    """The state of following one workflow: who calls whom, and how much is left to look at."""

    library: Mapping[str, Workflow]
    reached: set[str]  # called workflows
    left: int = MOST
    calling: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Caller:
    """Under which name, how often, on which events and with which inputs jobs are expanded."""

    address: str
    where: Where | None
    count: int
    events: tuple[str, ...]
    inputs: Mapping[str, Any]
    assumed: tuple[str, ...] = ()


def expanded(
    workflow: Workflow, library: Mapping[str, Workflow], reached: set[str]
) -> Iterator[Run | Left]:
    """All jobs that a workflow runs when its own events start it; `reached` gets what it calls."""
    manual = inputs_of(workflow.body.get("on"), "workflow_dispatch")
    defaults = {
        name: Guess(mapping(said)["default"], sure=False)
        for name, said in manual.items()
        if "default" in mapping(said)
    }
    events = workflow.triggers.own
    caller = Caller(workflow.path, None, 1, events, {**defaults, OPEN: True})
    try:
        yield from jobs(workflow, caller, Expansion(library, reached))
    except TooManyError as error:
        yield Left(workflow.path, Where(workflow.path), error.message, heavy=True)


def jobs(workflow: Workflow, caller: Caller, state: Expansion) -> Iterator[Run | Left]:
    """The jobs of one workflow as its caller runs them."""
    state.calling.append(workflow.path)
    lines: Mapping[str, int] = getattr(workflow.jobs, "lines", {})
    for name, body in workflow.jobs.items():
        separator = "/" if caller.where else ":"
        where = caller.where or Where(workflow.path, lines.get(name))
        one = replace(caller, address=f"{caller.address}{separator}{name}")
        state.left -= 1
        if state.left < 0:
            raise TooManyError(f"it and what it calls are more than {MOST:,} jobs")
        try:
            yield from job(mapping(body), workflow, one, where, state)
        except UnreadableError as error:
            yield Left(one.address, where, error.message, heavy=True)
    state.calling.pop()


def job(
    body: Mapping[str, Any], workflow: Workflow, caller: Caller, where: Where, state: Expansion
) -> Iterator[Run | Left]:
    """One job: its matrix on its runners, or the workflow that it calls."""
    contexts: Contexts = {"inputs": caller.inputs}
    events = tuple(event for event in caller.events if may_run(body, event, contexts))
    found = matrix(body, contexts)
    if not events or not found.combinations:
        why = "its `if` never holds, so it never runs" if not events else "its matrix leaves no job"
        yield Left(caller.address, where, why)
        return
    assumed = (*caller.assumed, OPEN_MATRIX) if found.open else caller.assumed
    caller = replace(caller, events=events, assumed=assumed)
    if body.get("uses") is None:
        yield from runs(body, caller, where, found, state)
        return
    calls = grouped(body, contexts, found)
    for number, (count, row) in enumerate(calls, start=1):
        one = replace(caller, count=caller.count * count)
        if len(calls) > 1:
            one = replace(one, address=f"{caller.address}[{number}]")
        yield from call(body, workflow, one, where, {**contexts, "matrix": row}, state)


def runs(
    body: Mapping[str, Any], caller: Caller, where: Where, found: Matrix, state: Expansion
) -> Iterator[Run]:
    """The jobs of a matrix, those on the same runner together."""
    alike: dict[tuple[tuple[str, ...], float | None], Run] = {}
    for count, row in grouped(body, {"inputs": caller.inputs}, found):
        contexts: Contexts = {"inputs": caller.inputs, "matrix": row}
        why = ""
        guess: tuple[str, ...] = ()
        try:
            labels, guess = runner_labels(body.get("runs-on"), contexts)
        except UnreadableError as error:
            labels, why = ("unknown runner",), error.message
        limit = minutes(body.get("timeout-minutes"), contexts)
        known = alike.get((labels, limit))
        number = caller.count * count + (known.count if known else 0)
        assumed = (*(known.assumed if known else caller.assumed), *guess)
        alike[labels, limit] = Run(
            caller.address, where, labels, limit, number, caller.events, assumed, why
        )
    state.left -= len(alike) - 1
    for one in alike.values():
        suffix = f"[{'+'.join(one.labels)}]" if len(alike) > 1 else ""
        yield replace(one, address=f"{one.address}{suffix}")


def grouped(
    body: Mapping[str, Any], contexts: Contexts, found: Matrix
) -> list[tuple[int, Mapping[str, Any]]]:
    """Combinations that are alike for us, with their number: same runner, time limit and inputs."""
    groups: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for row in found.combinations:
        each: Contexts = {**contexts, "matrix": row}
        parts = [body.get(key) for key in ("runs-on", "timeout-minutes", "with")]
        key = repr([readable(part, each) for part in parts])
        groups[key] = (groups[key][0] + 1, groups[key][1]) if key in groups else (1, row)
    return list(groups.values())


def may_run(body: Mapping[str, Any], event: str, contexts: Contexts) -> bool:
    """Whether the job's `if` can hold on an event."""
    github = {"event_name": event, OPEN: True}
    guess = condition(body.get("if"), {**contexts, "github": github})
    return not (guess.sure and not guess.true)


def readable(value: Any, contexts: Contexts) -> Any:
    """What the expressions of a value come to; what holds for the whole matrix does not matter."""
    if isinstance(value, dict):
        return [readable(item, contexts) for item in value.values()]
    if isinstance(value, list):
        return [readable(item, contexts) for item in value]
    varies = isinstance(value, str) and "${{" in value
    guess = resolve(value, contexts)
    return guess.value if varies and guess.known else None


def minutes(value: Any, contexts: Contexts) -> float | None:
    """A time limit in minutes, where it is one."""
    limit = resolve(value, contexts).value
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit <= 0:
        return None
    return float(limit)


def runner_labels(value: Any, contexts: Contexts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels that a job asks for, and the sentence where they are a guess."""
    group = word(mapping(value).get("group")) if isinstance(value, dict) else ""
    asked = mapping(value).get("labels") if isinstance(value, dict) else value
    guess = resolve(asked, contexts)
    if not guess.known:
        raise UnreadableError(
            f"its runner is `{word(asked)[:80]}`, which only a run decides; state its machine under resources"
        )
    items = guess.value if isinstance(guess.value, list) else [guess.value]
    found = [resolve(item, contexts) for item in items]
    labels = tuple(word(item.value) for item in found if item.known and word(item.value))
    if not labels and not group:
        raise UnreadableError("names no runner")
    sure = guess.sure and all(item.sure for item in found)
    why = f"a runner that an expression decides is {' '.join(labels)}"
    return labels or (f"group {group}",), () if sure else (why,)


def call(
    body: Mapping[str, Any],
    workflow: Workflow,
    caller: Caller,
    where: Where,
    contexts: Contexts,
    state: Expansion,
) -> Iterator[Run | Left]:
    """The jobs of a workflow that a job calls, where it stands in the same tree."""
    uses = word(body.get("uses"))
    if not uses.startswith("./"):
        yield Left(caller.address, where, f"calls {uses}, which is not in this tree")
        return
    path = normpath(f"{workflow.home}{uses[2:].partition('@')[0]}")
    called = state.library.get(path)
    if called is None:
        yield Left(caller.address, where, f"calls {uses}, which is no workflow of this tree")
        return
    if path in state.calling or len(state.calling) > DEEPEST:
        raise UnreadableError(f"calls {uses}, which leads back to itself or too deep")
    state.reached.add(path)
    declared = inputs_of(called.body.get("on"), CALLED)
    inputs: dict[str, Any] = {name: otherwise(mapping(said)) for name, said in declared.items()}
    for name, item in mapping(body.get("with")).items():
        inputs[name] = resolve(item, contexts)
    yield from jobs(called, replace(caller, where=where, inputs=inputs), state)


def otherwise(said: Mapping[str, Any]) -> Any:
    """What an input of a called workflow is when its caller does not state it."""
    return said.get("default", {"boolean": False, "number": 0}.get(word(said.get("type")), ""))

"""GitHub Actions workflows: each job a resource of the stack `pipeline`, runner x time x runs.

A job of a matrix counts as often as the matrix has combinations. A called workflow of the same tree
is counted where it is called. `timeout-minutes` is an upper bound of a job's time and never makes it
longer; a schedule is counted exactly, all other events are the default number of runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from carbongate import machines
from carbongate.context import Context
from carbongate.documents import yaml_documents
from carbongate.errors import InputError
from carbongate.figure import Assumed, Declared, Figure, Unit
from carbongate.manifests.durations import no_longer_than
from carbongate.manifests.jobs import OPEN_MATRIX, Left, Run, Workflow, expanded
from carbongate.manifests.quantities import UnreadableError
from carbongate.manifests.triggers import CALLED, checked, runs, triggers
from carbongate.model import Kind, Machine, Reading, Resource, Skipped, Timing, Where
from carbongate.repository import File

KIND = "github-actions"
TRUST = 90

PIPELINE = "pipeline"
TYPE = "github-actions-job"
ON = re.compile(r"^(?:on|'on'|\"on\"|true)[ \t]*:", re.MULTILINE)
JOBS = re.compile(r"^['\"]?jobs['\"]?[ \t]*:", re.MULTILINE)
OF_A_JOB = re.compile(r"[ \t{,-]['\"]?(?:runs-on|uses|steps)['\"]?[ \t]*:")
ONE_JOB = "how many jobs it is in one run is not known: one is taken"
MINUTES = 60  # of an hour


def claims(file: File) -> bool:
    """Whether a file says when it runs (`on`) and what (`jobs`)."""
    try:
        head = file.head()
        if is_workflow(head):
            return True
        if PurePosixPath(file.path).suffix not in (".yml", ".yaml") or file.size <= len(head):
            return False
        return is_workflow(file.text())
    except InputError:
        return False


def is_workflow(text: str) -> bool:
    """Whether a text has the two keys of a workflow, and what only its jobs have."""
    return bool(ON.search(text) and JOBS.search(text) and OF_A_JOB.search(text))


def root(file: File) -> str:
    """All workflows are one stack."""
    return PIPELINE


def read(files: Sequence[File], context: Context) -> Iterator[Reading]:
    """The jobs of all workflows. Errors: InputError for a file that is no YAML."""
    library = {one.path: one for file in files if (one := workflow(file)) is not None}
    reached: set[str] = set()
    for one in library.values():
        if one.triggers.own or CALLED not in one.triggers.events:
            yield from of_workflow(one, library, reached, context)
    for one in library.values():
        if not one.triggers.own and CALLED in one.triggers.events and one.path not in reached:
            why = "runs only when another workflow calls it, and none here does"
            yield Skipped(one.path, "github-actions-workflow", Where(one.path), why, heavy=False)


def workflow(file: File) -> Workflow | None:
    """The workflow of a file, None where no document of it is one."""
    for body in yaml_documents(file.text(), file.path, version="1.2"):
        if isinstance(body, dict) and isinstance(body.get("jobs"), dict):
            return Workflow(file.path, body, triggers(body.get("on", body.get("true"))))
    return None


def of_workflow(
    one: Workflow, library: Mapping[str, Workflow], reached: set[str], context: Context
) -> Iterator[Reading]:
    """The jobs that one workflow runs by itself."""
    try:
        checked(one.triggers)
    except UnreadableError as error:
        yield Skipped(
            one.path, "github-actions-workflow", Where(one.path), error.message, heavy=True
        )
        return
    for found in expanded(one, library, reached):
        if isinstance(found, Left):
            yield left(found, one, context)
        else:
            yield resource(found, one, context)


def left(found: Left, one: Workflow, context: Context) -> Skipped:
    """A job that is not counted, of which only the runs of its workflow are known."""
    often = runs(one.triggers, one.triggers.own, one.path, context.tables)
    known = Resource(
        address=found.address,
        type=TYPE,
        kind=Kind.PIPELINE,
        provider="generic",
        region=None,
        where=found.where,
        replicas=Figure.exact(1, Unit.ONE, Assumed(ONE_JOB)),
        components=(),
        timing=Timing(runs=often),
        assumed=(ONE_JOB,),
    )
    return Skipped.of(known, found.why, heavy=found.heavy)


def resource(run: Run, one: Workflow, context: Context) -> Reading:
    """Jobs that are alike, on the machine behind their runner's labels."""
    machine = None if run.why else hosted(run.labels, context)
    bound = None
    if run.timeout is not None:
        said = Declared(f"{run.address}: timeout-minutes")
        limit = Figure.exact(run.timeout / MINUTES, Unit.HOUR_PER_RUN, said)
        how = "no longer than timeout-minutes"
        bound = no_longer_than(limit, Kind.PIPELINE, context.tables, how)
    timing = Timing(runs=runs(one.triggers, run.events, one.path, context.tables), duration=bound)
    found = Resource(
        address=run.address,
        type=TYPE,
        kind=Kind.PIPELINE,
        provider=machine.provider if machine else "generic",
        region=machine.region if machine else None,
        where=run.where,
        replicas=number(run),
        components=machine.components if machine else (),
        timing=timing,
        assumed=tuple(
            dict.fromkeys((*run.assumed, *([machine.note] if machine and machine.note else ())))
        ),
        machine=machine.type if machine else None,
    )
    return found if machine else Skipped.of(found, run.why or unknown(run.labels))


def number(run: Run) -> Figure:
    """Jobs of one run of the workflow."""
    if OPEN_MATRIX in run.assumed:
        return Figure.exact(run.count, Unit.ONE, Assumed(OPEN_MATRIX))
    return Figure.exact(run.count, Unit.ONE, Declared(f"{run.address}: jobs of its matrix"))


def hosted(labels: Sequence[str], context: Context) -> Machine | None:
    """The machine that one of the labels stands for; none where it is somebody's own."""
    if any(label.lower() == "self-hosted" for label in labels):
        return None
    for label in labels:
        found = machines.runner(context.tables, "github", label, context.runner_visibility)
        if found is not None:
            return found
    return None


def unknown(labels: Sequence[str]) -> str:
    """Why a runner has no machine, and what to do."""
    asked = " ".join(labels)
    if any(label.lower() == "self-hosted" for label in labels):
        return f"runs on its owner's machine ({asked}): state it under resources"
    return f"runner {asked} is in no table: state its machine under resources"

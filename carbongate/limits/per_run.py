"""The limit on carbon of one run: each workflow by its own runs, and the worst of them decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from carbongate.config import Budget
from carbongate.figure import Figure
from carbongate.limits.allowances import Allowance
from carbongate.limits.carbon import runs
from carbongate.limits.ceiling import Ceiling, nothing
from carbongate.limits.coverage import lost, unseen
from carbongate.limits.growth import run_growth
from carbongate.limits.past import Past
from carbongate.limits.ranges import deciding
from carbongate.limits.scope import Scope
from carbongate.limits.states import GONE, unjudged
from carbongate.model import Judgement, Kind, StackEstimate, State

A_RUN = "gCO2e/run"
WORST: tuple[State, ...] = ("fail", "undecided", "warn", "pass", "off")


def per_run(budget: Budget, limit: Figure, pipeline: Scope, allowed: Allowance) -> Judgement:
    """Carbon of one run of the workflow that comes off worst: a small one that runs often must not
    make up for a large one."""
    if pipeline.gone:
        return unjudged(budget, "per_run", pipeline.names, limit.best, A_RUN, GONE)
    doubt = no_pipeline(pipeline.head) or unseen(budget, pipeline)
    names = pipeline.names

    def ceiling(name: str, value: Figure | None, past: Callable[[], Past | None]) -> Ceiling:
        return Ceiling(
            budget, "per_run", names, name, value, limit.best, A_RUN, "gCO2e", allowed, doubt, past
        )

    known = {} if no_pipeline(pipeline.head) else runs(pipeline.head)
    before = runs(pipeline.base or ())
    old_paths = renamed(pipeline)

    def past_of(path: str, now: Figure) -> Past | None:
        then = before.get(old_paths.get(path, path))
        return Past(then, run_growth(then, now), lost(pipeline) or doubt) if then else None

    found = [
        ceiling(f"one run of {path}", run, partial(past_of, path, run))
        for path, run in known.items()
    ]
    worst = min(found, key=standing, default=ceiling("one run", None, nothing))
    return worst.judgement()


def standing(found: Ceiling) -> tuple[int, float]:
    """The worst first: by what is decided, then by how much it is."""
    value = deciding(found.budget, found.value) if found.value else 0
    return WORST.index(found.decided()[0]), -value


def no_pipeline(stacks: Sequence[StackEstimate]) -> str:
    """The sentence about a stack that does not run and end."""
    for one in stacks:
        if any(found.resource.kind is not Kind.PIPELINE for found in one.estimates):
            return f"stack {one.stack.name} is not a pipeline"
    return ""


def renamed(pipeline: Scope) -> Mapping[str, str]:
    """The path of a workflow now, to the one it had on the base where that was another one."""
    paths = {
        (stack.stack.name, found.resource.address): found.resource.where.path
        for stack in pipeline.base or ()
        for found in stack.estimates
    }
    return {
        one.where.path: paths[left, one.was]
        for one, left in pipeline.changes("moved", "changed")
        if (left, one.was) in paths
    }

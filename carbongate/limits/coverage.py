"""What was not looked at, and so keeps a limit from passing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbongate.config import Budget
from carbongate.errors import DataError
from carbongate.limits.ranges import NOISE
from carbongate.limits.states import GONE, leveled, unjudged
from carbongate.model import Coverage, Judgement, Skipped, StackEstimate
from carbongate.words import count, listed, share

if TYPE_CHECKING:
    from carbongate.limits.scope import Scope


def covered(budget: Budget, least: float, scope: Scope) -> Judgement:
    """The share of what uses energy that is estimated, against the minimum."""
    if scope.gone:
        return unjudged(budget, "min_coverage", scope.names, least, "share", GONE)
    found, doubt = coverage(scope.head).share, uncovered(budget, scope.head)
    state = leveled(budget, "undecided" if doubt else "pass")
    reason = f"budget {budget.id}: {doubt}" if doubt and state != "off" else ""
    return Judgement(
        budget.id, "min_coverage", scope.names, found, found, found, least, "share", state, reason
    )


def coverage(stacks: Sequence[StackEstimate]) -> Coverage:
    """Counts over some stacks; the idle rest of a pool is no resource."""
    own = [found for one in stacks for found in one.estimates if not found.idle]
    return Coverage(
        estimated=len(own),
        skipped=sum(len(one.skipped) for one in stacks),
        free=sum(len(one.free) for one in stacks),
        assumed=sum(found.basis == "assumed" for found in own),
    )


def unseen(budget: Budget, scope: Scope) -> str:
    """Why a limit on these stacks may not pass: "" where all that matters was seen."""
    stacks = scope.head
    if not stacks:
        return "" if scope.gone else "no stack is like its match"
    for one in stacks:
        # A stack of nothing but policies and records hides nothing, beside others that run.
        if not one.estimates and (one.skipped or not one.free):
            return f"nothing of stack {one.stack.name} was estimated"
    if not any(one.estimates for one in stacks):
        return "nothing of what it covers was estimated"
    heavy = [skipped for one in stacks for skipped in one.skipped if skipped.heavy]
    return missing(heavy) if heavy else uncovered(budget, stacks)


def lost(scope: Scope) -> str:
    """The sentence about what was estimated on the base and is skipped now: its growth is hidden.
    What a waiver takes out of coverage is not among the skipped."""
    skipped = {(one.stack.name, left.address) for one in scope.head for left in one.skipped}
    changes = [one for one, _ in scope.changes("lost") if (one.stack, one.address) in skipped]
    found = sorted({one.address for one in changes})
    if not found:
        return ""
    was, now = ("was", "is") if len(found) == 1 else ("were", "are")
    return f"{listed(found)} {was} estimated on the base and {now} skipped now"


def uncovered(budget: Budget, stacks: Sequence[StackEstimate]) -> str:
    """The sentence about coverage below the minimum; "" where it is reached or none is asked for."""
    least = budget.min_coverage
    if least is None:
        return ""
    if not 0 <= least <= 1:
        raise DataError(f"budget {budget.id}: min_coverage {least} is no share")
    found = coverage(stacks).share
    if found is None:
        return "nothing that uses energy was found"
    if found >= least - NOISE:
        return ""
    return f"{share(found)} of what uses energy is estimated, and the minimum is {share(least)}"


def missing(heavy: Sequence[Skipped]) -> str:
    """How many resources that matter nobody could estimate."""
    matter = "matters" if len(heavy) == 1 else "matter"
    return f"{count(len(heavy), 'resource')} that {matter} could not be estimated"

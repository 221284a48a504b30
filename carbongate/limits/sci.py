"""The limit on carbon for one functional unit."""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.config import Budget
from carbongate.figure import Figure
from carbongate.limits.allowances import Allowance
from carbongate.limits.carbon import one_unit, score
from carbongate.limits.ceiling import Ceiling
from carbongate.limits.coverage import lost, unseen
from carbongate.limits.growth import score_growth
from carbongate.limits.past import Past
from carbongate.limits.scope import Scope
from carbongate.limits.states import GONE, unjudged
from carbongate.model import Judgement, StackEstimate

A_UNIT = "gCO2e/unit"


def sci(budget: Budget, limit: Figure, system: Scope, allowed: Allowance) -> Judgement:
    """Carbon for one functional unit."""
    if system.gone:
        return unjudged(budget, "sci", system.names, limit.best, A_UNIT, GONE)
    doubt = without_unit(system.head) or unseen(budget, system)
    one_unit(budget, system.head)

    def past() -> Past | None:
        before = score(system.base or ())
        delta = score_growth(system) if before else None
        return Past(before, delta, lost(system) or doubt) if before and delta else None

    spoken = per(system.head)
    value = score(system.head)
    return Ceiling(
        budget, "sci", system.names, "SCI", value, limit.best, A_UNIT, spoken, allowed, doubt, past
    ).judgement()


def without_unit(stacks: Sequence[StackEstimate]) -> str:
    """The sentence about a stack that has no score."""
    if not stacks:
        return "no stack is like its match"
    names = [one.stack.name for one in stacks if one.stack.functional_unit is None]
    return f"stack {names[0]} has no functional unit" if names else ""


def per(stacks: Sequence[StackEstimate]) -> str:
    """The unit of a score as a sentence has it."""
    unit = stacks[0].stack.functional_unit if stacks else None
    return f"gCO2e per {unit.name if unit else 'unit'}"

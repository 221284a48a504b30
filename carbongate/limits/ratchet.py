"""The limit that holds what was reached: no more than on the base, but for a little slack."""

from __future__ import annotations

from collections.abc import Iterator

from carbongate.config import Budget
from carbongate.limits.allowances import Allowance
from carbongate.limits.carbon import one_unit, score
from carbongate.limits.coverage import lost, unseen
from carbongate.limits.growth import score_growth
from carbongate.limits.increase import monthly
from carbongate.limits.rise import Rise
from carbongate.limits.sci import A_UNIT, per, without_unit
from carbongate.limits.scope import Scope
from carbongate.limits.states import GONE, NO_BASE, NO_SCORE, percent
from carbongate.model import Judgement


def ratchet(
    budget: Budget, slack: float, around: Scope, a_month: Allowance, a_unit: Allowance
) -> Iterator[Judgement]:
    """No more than on the base: of the score where the budget limits one, else of the month."""
    if budget.total or not budget.sci:
        yield monthly(budget, "ratchet", slack, None, around, a_month)
    if budget.sci and not (around.base is None and budget.total):
        yield scored(budget, slack, around.system(budget), a_unit)


def scored(budget: Budget, slack: float, system: Scope, allowed: Allowance) -> Judgement:
    """Growth of the carbon for one functional unit."""
    if system.base is None:
        return percent(budget, "ratchet", system.names, slack, NO_BASE)
    if system.gone:
        return percent(budget, "ratchet", system.names, slack, GONE)
    before = score(system.base)
    if system.base and before is None:
        return percent(budget, "ratchet", system.names, slack, NO_SCORE)
    one_unit(budget, system.head)
    doubt = without_unit(system.head) or other_unit(system)
    return Rise(
        budget,
        "ratchet",
        system.names,
        "SCI",
        None if doubt else score_growth(system),
        before,
        slack,
        None,
        A_UNIT,
        per(system.head),
        allowed,
        doubt or lost(system) or unseen(budget, system),
    ).judgement()


def other_unit(system: Scope) -> str:
    """The sentence about a score that counts another thing than it did."""
    now = {one.stack.functional_unit.name for one in system.head if one.stack.functional_unit}
    for one in system.base or ():
        unit = one.stack.functional_unit
        if unit and unit.name not in now:
            return f"on the base it is per {unit.name}"
    return ""

"""The limit on carbon in a month."""

from __future__ import annotations

from carbongate.config import Budget
from carbongate.figure import Figure, Unit
from carbongate.limits.allowances import Allowance
from carbongate.limits.carbon import month
from carbongate.limits.ceiling import Ceiling
from carbongate.limits.coverage import lost, unseen
from carbongate.limits.growth import month_growth
from carbongate.limits.past import Past
from carbongate.limits.scope import Scope
from carbongate.limits.states import GONE, unjudged
from carbongate.model import Judgement

A_MONTH, MONTHLY = "kgCO2e/month", "kgCO2e a month"


def total(budget: Budget, limit: Figure, around: Scope, allowed: Allowance) -> Judgement:
    """Carbon in a month."""
    most, doubt = limit.to(Unit.KG).best, unseen(budget, around)
    if around.gone:
        return unjudged(budget, "total", around.names, most, A_MONTH, GONE)

    def past() -> Past | None:
        before = month(around.base or ())
        unsure = lost(around) or doubt
        return Past(before, month_growth(around), unsure) if before else None

    value = month(around.head)
    return Ceiling(
        budget, "total", around.names, "total", value, most, A_MONTH, MONTHLY, allowed, doubt, past
    ).judgement()

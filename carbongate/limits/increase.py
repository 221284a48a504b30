"""The limit on growth against the base: a part of what is there, and a floor below which none fails."""

from __future__ import annotations

from carbongate.config import Budget, Increase
from carbongate.figure import Unit
from carbongate.limits.allowances import Allowance
from carbongate.limits.carbon import month
from carbongate.limits.coverage import lost, unseen
from carbongate.limits.growth import month_growth
from carbongate.limits.rise import Rise
from carbongate.limits.scope import Scope
from carbongate.limits.states import NO_BASE, percent
from carbongate.limits.total import A_MONTH, MONTHLY
from carbongate.model import Judgement, Metric


def increase(budget: Budget, limit: Increase, around: Scope, allowed: Allowance) -> Judgement:
    """Growth of the carbon in a month; both the part and the floor must be exceeded."""
    floor = limit.floor.to(Unit.KG).best if limit.floor else None
    return monthly(budget, "increase", limit.max.best, floor, around, allowed)


def monthly(
    budget: Budget,
    metric: Metric,
    part: float,
    floor: float | None,
    around: Scope,
    allowed: Allowance,
) -> Judgement:
    """Growth of the carbon in a month."""
    if around.base is None:
        return percent(budget, metric, around.names, part, NO_BASE)
    return Rise(
        budget,
        metric,
        around.names,
        "total",
        month_growth(around),
        month(around.base),
        part,
        floor,
        A_MONTH,
        MONTHLY,
        allowed,
        lost(around) or unseen(budget, around),
    ).judgement()

"""Every limit of one budget, in the order in which reports show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbongate.config import Budget, CodeConfig
from carbongate.figure import Unit
from carbongate.limits.allowances import allowance
from carbongate.limits.coverage import covered
from carbongate.limits.findings import counted
from carbongate.limits.increase import increase
from carbongate.limits.per_run import per_run
from carbongate.limits.ratchet import ratchet
from carbongate.limits.sci import sci
from carbongate.limits.scope import scope
from carbongate.limits.total import total
from carbongate.model import Difference, Finding, Judgement, StackEstimate, Waived


def limits(
    budget: Budget,
    stacks: Sequence[StackEstimate],
    findings: Sequence[Finding],
    code: CodeConfig,
    *,
    base: Sequence[StackEstimate] | None = None,
    difference: Difference | None = None,
    waived: Sequence[Waived] = (),
) -> Iterator[Judgement]:
    """Every limit of a budget, held against what was found.

    Errors: ConfigError for one score over different functional units.
    """
    around = scope(budget, stacks, base, difference)
    a_month = allowance(budget, waived, "total", Unit.KG)
    a_unit = allowance(budget, waived, "sci", Unit.GRAM_PER_UNIT)
    a_run = allowance(budget, waived, "per_run", Unit.GRAM_PER_UNIT)
    if budget.total:
        yield total(budget, budget.total, around, a_month)
    if budget.sci:
        yield sci(budget, budget.sci, around.system(budget), a_unit)
    if budget.per_run:
        yield per_run(budget, budget.per_run, around.pipeline(budget), a_run)
    if budget.increase:
        yield increase(budget, budget.increase, around, a_month)
    if budget.ratchet:
        yield from ratchet(budget, budget.ratchet.slack.best, around, a_month, a_unit)
    if budget.min_coverage is not None:
        yield covered(budget, budget.min_coverage, around)
    yield from counted(budget, findings, code)

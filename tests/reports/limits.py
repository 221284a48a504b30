"""Limits of one budget, and reports that are broken by them."""

from __future__ import annotations

from dataclasses import replace

from carbongate.model import Judgement, Metric, Report, State, Verdict
from tests.reports import build, team

CARBON = "kgCO2e/month"
NO_BASE = Judgement("prod", "increase", ("shop-prod",), None, None, None, 10, "%", "off", "budget prod: increase is not judged: it compares with the base")  # fmt: skip


def limited(
    metric: Metric,
    low: float,
    best: float,
    high: float,
    limit: float,
    state: State,
    unit: str,
    **changed: object,
) -> Judgement:
    """A limit of the budget `prod`."""
    return team.limited(metric, low, best, high, limit, state, unit, budget="prod", **changed)


def failed(*judgements: Judgement, **changed: object) -> Report:
    """A report with these limits."""
    state = "fail" if any(row.state == "fail" for row in judgements) else "undecided"
    verdict = Verdict(state, ("a sentence: with its details",), 1, 1, judgements)  # type: ignore[arg-type]  # both words are outcomes
    return replace(build.shop(), verdict=verdict, **changed)  # type: ignore[arg-type]  # the keys are Report's own

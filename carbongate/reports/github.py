"""Outputs of a step of GitHub Actions: `name=value` lines, to be appended to $GITHUB_OUTPUT.

Every value is a word or a number of our own, so no text of a repository can end a line or begin
another output.
"""

from __future__ import annotations

from carbongate.model import Report
from carbongate.reports.scores import common, total

DIGITS = 6
KILO = 1000  # grams


def render(report: Report) -> str:
    """Verdict, SCI (gCO2e for one unit), total and increase (kgCO2e a month), coverage (0 to 1).

    A value that is not known is empty, and so is the SCI of stacks that have no common unit.
    """
    share = report.coverage.share
    outputs = {
        "verdict": report.verdict.outcome,
        "sci": number(score[0].best) if (score := common(report)) else "",
        "total-kg": number(carbon.best) if (carbon := total(report)) else "",
        "increase-kg": increase(report),
        "coverage": "" if share is None else number(share),
    }
    return "".join(f"{name}={value}\n" for name, value in outputs.items())


def increase(report: Report) -> str:
    """What the change adds, below 0 for what it saves; without a base nobody knows."""
    if report.difference is None:
        return ""
    return number(report.difference.delta.best / KILO)


def number(value: float) -> str:
    """Plain digits, which every shell and expression reads: no exponent, no separators."""
    from decimal import Decimal

    return f"{Decimal(f'{value:.{DIGITS}g}'):f}"

"""Limits on findings. They are those of the whole repository: code is of no stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbongate.config import Budget, CodeConfig
from carbongate.limits.states import leveled
from carbongate.model import Finding, Judgement, Severity
from carbongate.words import count, listed

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")


def counted(budget: Budget, findings: Sequence[Finding], code: CodeConfig) -> Iterator[Judgement]:
    """One judgement for each severity that the budget limits."""
    for severity in SEVERITIES:
        if severity in budget.findings:
            mine = [one for one in counting(findings, code) if one.severity == severity]
            yield limited(budget, severity, mine)


def limited(budget: Budget, severity: Severity, found: Sequence[Finding]) -> Judgement:
    """The number of findings of one severity, against its limit."""
    limit, value = budget.findings[severity], float(len(found))
    state = leveled(budget, "fail" if value > limit else "pass")
    said = f"{count(len(found), noun(found))} of severity {severity}, and the limit is {limit:,}"
    reason = "" if state in ("pass", "off") else f"budget {budget.id}: {said}: {places(found)}"
    unit = f"{severity} findings"
    return Judgement(budget.id, "findings", (), value, value, value, limit, unit, state, reason)


def failing(
    findings: Sequence[Finding], code: CodeConfig, budgets: Sequence[Budget]
) -> tuple[tuple[Severity, ...], list[Finding]]:
    """The severities that `code.fail_on` decides, and the findings that fail by it.

    A severity that a budget limits is that budget's to decide: the stricter of two rules that both
    hold would make the other one say nothing.
    """
    if code.fail_on == "off":
        return (), []
    limited = {severity for one in budgets if one.level != "off" for severity in one.findings}
    graver = SEVERITIES[: SEVERITIES.index(code.fail_on) + 1]
    decided = tuple(severity for severity in graver if severity not in limited)
    return decided, [one for one in counting(findings, code) if one.severity in decided]


def counting(findings: Sequence[Finding], code: CodeConfig) -> list[Finding]:
    """Those that may fail something: of a gate rule, not suppressed with a reason, new if asked for."""
    return [
        one
        for one in findings
        if one.tier == "gate" and not one.suppressed and not (code.new_only and one.new is False)
    ]


def noun(found: Sequence[Finding]) -> str:
    """Whether they are known to be new."""
    return "new finding" if all(one.new for one in found) else "finding"


def places(found: Sequence[Finding]) -> str:
    """The first of them, gravest first."""
    ranked = sorted(
        found, key=lambda one: (SEVERITIES.index(one.severity), one.path, one.line, one.rule)
    )
    return listed([f"{one.rule} in {one.path}:{one.line}" for one in ranked])

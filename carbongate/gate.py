"""Estimates, findings and budgets to one verdict. Pure: it reads nothing and prints nothing.

    exit 2 a mistake of the user > 5 broken > 3 nothing to look at > 1 the gate says no > 4 undecided

A limit that is broken stays broken under low coverage, since what was skipped can only add; a limit
that holds is undecided as long as something that matters was not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.config import Budget, CodeConfig
from carbongate.errors import CarbongateError
from carbongate.limits import (
    METRICS,
    SEVERITIES,
    counting,
    limits,
    missing,
    noun,
    places,
)
from carbongate.model import (
    Finding,
    Judgement,
    Mode,
    Outcome,
    Skipped,
    StackEstimate,
    State,
    Verdict,
)
from carbongate.words import count, listed

EXIT_ORDER = (2, 5, 3, 1, 4)
# The states that have something to say, worst first.
STATES: tuple[State, ...] = ("fail", "undecided", "warn")


def judge(
    *,
    mode: Mode,
    budgets: Sequence[Budget],
    stacks: Sequence[StackEstimate],
    findings: Sequence[Finding],
    code: CodeConfig,
    empty: bool = False,
    allow_empty: bool = False,
    errors: Sequence[CarbongateError] = (),
) -> Verdict:
    """The verdict, with a sentence for everything that decided it, worst first.

    `empty`: there was nothing to look at. `errors` are mistakes that the run survived.
    Errors: ConfigError for one score over different functional units.
    """
    in_order = sorted(budgets, key=lambda budget: (budget.line, budget.id))
    judgements = tuple(one for budget in in_order for one in limits(budget, stacks, findings, code))
    reasons: dict[State, list[str]] = {state: [] for state in STATES}
    if unseen := [skipped for stack in stacks for skipped in stack.skipped if skipped.heavy]:
        reasons["undecided"].append(f"{missing(unseen)}: {explained(unseen)}")
    for one in sorted(judgements, key=gravity):
        if one.state in reasons:
            reasons[one.state].append(one.reason)
    if graver := failing(findings, code):
        said = f"{count(len(graver), noun(graver))} of severity {code.fail_on}"
        worse = "" if code.fail_on == "error" else " or graver"
        reasons["fail"].append(f"{said}{worse}: {places(graver)}")
    codes = {2 if error.exit_code == 2 else 5 for error in errors}
    if empty:
        codes |= set() if allow_empty else {3}
    else:
        codes |= {1} if reasons["fail"] else set()
        codes |= {4} if reasons["undecided"] else set()
    sentences = [error.sentence for error in errors]
    if empty:
        sentences.append("there is nothing to look at: no manifest and no code of a known kind")
    else:
        sentences.extend(reason for state in STATES for reason in reasons[state])
        if stacks and not budgets:
            sentences.append("no budget is set")
    return Verdict(
        outcome=outcome(codes, empty=empty),
        reasons=tuple(dict.fromkeys(sentences)),
        exit_code=first(codes if mode == "enforce" else codes - {1, 4}),
        enforced=first(codes),
        judgements=judgements,
    )


def first(codes: set[int]) -> int:
    """The exit code that goes before the others, 0 where there is none."""
    return next((code for code in EXIT_ORDER if code in codes), 0)


def outcome(codes: set[int], *, empty: bool) -> Outcome:
    """The word for it; what is broken was not decided, whatever else holds."""
    if empty:
        return "empty"
    if 1 in codes:
        return "fail"
    return "undecided" if codes else "pass"


def gravity(one: Judgement) -> tuple[int, int, float]:
    """Worst first: by state, then by metric, then by how far above the limit."""
    state = STATES.index(one.state) if one.state in STATES else len(STATES)
    above = (one.best or 0) / one.limit if one.limit else (one.best or 0)
    return state, METRICS.index(one.metric), -above


def failing(findings: Sequence[Finding], code: CodeConfig) -> list[Finding]:
    """Those as grave as `code.fail_on`, or graver."""
    if code.fail_on == "off":
        return []
    graver = SEVERITIES[: SEVERITIES.index(code.fail_on) + 1]
    return [one for one in counting(findings, code) if one.severity in graver]


def explained(unseen: Sequence[Skipped]) -> str:
    """Which they are, and why."""
    return listed(sorted(f"{one.address} ({one.why})" for one in unseen))

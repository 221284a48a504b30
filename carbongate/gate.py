"""Estimates, findings and budgets to one verdict. Pure: it reads nothing and prints nothing.

    exit 2 a mistake of the user > 5 broken > 3 nothing to look at > 1 the gate says no > 4 undecided

A limit that is broken stays broken under low coverage, since what was skipped can only add; a limit
that holds is undecided as long as something that matters was not looked at. Beside a base only
growth fails what was broken before.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from carbongate.config import Budget, CodeConfig
from carbongate.errors import CarbongateError
from carbongate.limits import (
    METRICS,
    NO_BASE,
    SEVERITIES,
    counting,
    failing,
    missing,
    noun,
    places,
)
from carbongate.model import (
    Difference,
    Finding,
    Judgement,
    Mode,
    Outcome,
    Severity,
    Skipped,
    StackEstimate,
    State,
    Verdict,
    Waived,
)
from carbongate.words import count, listed

EXIT_ORDER = (2, 5, 3, 1, 4)
# Worst first. What passes only by a waiver, and what was not judged, has something to say too.
STATES: tuple[State, ...] = ("fail", "undecided", "warn", "pass", "off")


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
    base: Sequence[StackEstimate] | None = None,
    difference: Difference | None = None,
    waived: Sequence[Waived] = (),
    limiting: bool = True,
) -> Verdict:
    """The verdict, with a sentence for everything that decided it, worst first.

    `empty`: there was nothing to look at. `errors` are mistakes that the run survived. `base` is what
    was there before, with the factors of now, and `difference` what became of it; None where no base
    was given. `limiting`: budgets are asked for. What waivers take out of coverage, or suppress, is not among `stacks` and `findings`.
    Errors: ConfigError for one score over different functional units.
    """
    judgements: list[Judgement] = []
    if budgets:
        from carbongate.limits.budget import limits

        for budget in sorted(budgets, key=lambda each: (each.line, each.id)):
            judgements.extend(
                limits(
                    budget, stacks, findings, code, base=base, difference=difference, waived=waived
                )
            )
    reasons: dict[State, list[str]] = {state: [] for state in STATES}
    if unseen := [skipped for stack in stacks for skipped in stack.skipped if skipped.heavy]:
        reasons["undecided"].append(f"{missing(unseen)}: {explained(unseen)}")
    for state in STATES:
        rows = sorted((one for one in judgements if one.state == state), key=gravity)
        reasons[state].extend(reason for reason in told(rows) if reason)
    severities, graver = failing(findings, code, budgets)
    if graver:
        said = f"{count(len(graver), noun(graver))} of severity {worded(severities)}"
        reasons["fail"].append(f"{said}: {places(graver)}")
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
        if limiting and stacks and not budgets:
            sentences.append("no budget is set")
    return Verdict(
        outcome=outcome(codes, empty=empty),
        reasons=tuple(dict.fromkeys(sentences)),
        exit_code=first(codes if mode == "enforce" else codes - {1, 4}),
        enforced=first(codes),
        judgements=tuple(judgements),
        failing=tuple(sorted((*graver, *limited(judgements, counting(findings, code))), key=place)),
    )


def limited(judgements: Sequence[Judgement], counted: Sequence[Finding]) -> list[Finding]:
    """The findings of which a budget allows fewer."""
    broken = {one.unit for one in judgements if one.metric == "findings" and one.state == "fail"}
    return [one for one in counted if f"{one.severity} findings" in broken]


def place(one: Finding) -> tuple[str, int, int, str, int]:
    """The order of findings."""
    return one.path, one.line, one.column, one.rule, SEVERITIES.index(one.severity)


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


def gravity(one: Judgement) -> tuple[int, float]:
    """Worst first: by metric, then by how far above the limit."""
    found = {"low": one.low, "best": one.best, "high": one.high}[one.end] or 0
    above = found / one.limit if one.limit > 0 else math.copysign(math.inf, found)
    return METRICS.index(one.metric), -above


def told(rows: Sequence[Judgement]) -> Iterator[str]:
    """The sentences of judgements of one state; a finding is said once, whoever limits it."""
    waiting = [one for one in rows if one.reason.endswith(NO_BASE)]
    for one in rows:
        if one.metric == "findings":
            alike = [other for other in rows if other.unit == one.unit]
            if one is alike[0] and one.reason:
                yield shared(one, [other.budget for other in alike])
        elif one.reason and one not in waiting:
            yield one.reason
    if waiting:
        metrics: dict[str, list[str]] = {}
        for one in waiting:
            metrics.setdefault(one.budget, []).append(one.metric)
        names = [f"{listed(each)} of budget {budget}" for budget, each in metrics.items()]
        yield f"not judged: {listed(names)}: {NO_BASE}"


def shared(worst: Judgement, budgets: Sequence[str]) -> str:
    """The sentence of the strictest of several limits on the same findings."""
    said = worst.reason.removeprefix(f"budget {worst.budget}: ")
    return f"{'budget' if len(budgets) == 1 else 'budgets'} {listed(budgets)}: {said}"


def worded(severities: Sequence[Severity]) -> str:
    """`error`, `warning or graver`, `warning and info` where a budget limits the graver ones."""
    if len(severities) > 1 and tuple(severities) == SEVERITIES[: len(severities)]:
        return f"{severities[-1]} or graver"
    return listed(severities)


def explained(unseen: Sequence[Skipped]) -> str:
    """Which they are, and why."""
    return listed(sorted(f"{one.address} ({one.why})" for one in unseen))

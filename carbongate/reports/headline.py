"""The verdict in words: what it is, by how much, what the exit code means."""

from __future__ import annotations

from collections import Counter
from typing import assert_never

from carbongate.figure import Unit
from carbongate.model import Judgement, Report, State, Verdict
from carbongate.reports.judged import (
    METRICS,
    bound,
    by,
    deciding,
    excused,
    found,
    gravity,
    most,
    straddles,
    unjudged,
)
from carbongate.reports.signed import effect
from carbongate.words import amount, count, number

MEANING = {
    0: "passed",
    1: "the gate says no",
    2: "usage or configuration error",
    3: "nothing to look at",
    4: "undecided",
    5: "broken",
}


def word(report: Report) -> str:
    """PASS, FAIL, UNDECIDED or NOTHING TO LOOK AT; what it would be where nothing is enforced.

    An estimate and a difference are held against nothing.
    """
    verdict = report.verdict
    if report.command == "diff" and verdict.outcome != "empty":
        return "DIFFERENCE"
    if report.command == "estimate" and verdict.outcome != "empty":
        return "ESTIMATE"
    let_go = verdict.exit_code == 0 and verdict.enforced != 0
    match verdict.outcome:
        case "pass":
            return "PASS"
        case "fail":
            return "WOULD FAIL" if let_go else "FAIL"
        case "undecided":
            return "WOULD BE UNDECIDED" if let_go else "UNDECIDED"
        case "empty":
            return "NOTHING TO LOOK AT"
        case _:
            assert_never(verdict.outcome)


def headline(report: Report) -> str:
    """The heart of it in a few words: the first limit that is broken, and how many more."""
    verdict = report.verdict
    if report.command in ("estimate", "diff") and unknown(report):
        return "nothing of it could be estimated"
    if report.command == "diff":
        return effect(report.difference) if report.difference else ""
    if report.command == "estimate":
        return sums(report)
    if verdict.outcome == "empty":
        return ""
    if verdict.outcome == "pass":
        return kept(verdict) if verdict.judgements or report.stacks else ""
    state: State = "fail" if verdict.outcome == "fail" else "undecided"
    broken = sorted((row for row in verdict.judgements if row.state == state), key=gravity)
    if broken and (state == "fail" or not heavy(report)):
        more = f", and {count(len(broken) - 1, 'more limit')}" if len(broken) > 1 else ""
        return broke(broken[0]) + more
    # A finding by itself, or something that was skipped: the reason says it before its colon.
    return verdict.reasons[0].split(": ")[0] if verdict.reasons else ""


def heavy(report: Report) -> bool:
    """Whether something was skipped that may matter."""
    return any(row.heavy for each in report.stacks for row in each.skipped)


def unknown(report: Report) -> bool:
    """Whether all that there is was skipped: nothing estimated is not nothing emitted."""
    skipped = any(each.skipped for each in report.stacks)
    before = report.difference.changes if report.difference else ()
    return skipped and not before and not any(each.estimates for each in report.stacks)


def sums(report: Report) -> str:
    """The one stack's carbon; of several there is no common sum that means something."""
    if len(report.stacks) != 1:
        return count(len(report.stacks), "stack") if report.stacks else ""
    figure = report.stacks[0].totals.carbon.to(Unit.KG)
    return f"{amount(figure.low, figure.best, figure.high, 'kgCO2e')} in a month"


def kept(verdict: Verdict) -> str:
    """How many limits were held against the numbers, and how many by a waiver."""
    states = Counter(row.state for row in verdict.judgements if not unjudged(row))
    said = [count(states["pass"], "limit") + " kept"] if states["pass"] else []
    if by_waiver := sum(map(excused, verdict.judgements)):
        said.append(f"{by_waiver} of them by a waiver")
    if states["warn"]:
        said.append(f"{states['warn']} broken that only warn")
    if open_ones := sum(map(unjudged, verdict.judgements)):
        said.append(f"{open_ones} not judged")
    return ", ".join(said) or "no budget is set"


def broke(row: Judgement) -> str:
    """One broken limit in words."""
    name = row.budget if row.metric == "total" else f"{row.budget} {METRICS[row.metric]}"
    value = deciding(row)
    if row.best is None or value is None:
        return f"{name} has nothing to judge"
    match row.metric:
        case "findings":
            found_ones = count(int(row.best), row.unit.removesuffix("s"))
            return f"{row.budget}: {found_ones}, {number(row.limit)} allowed"
        case "min_coverage":
            return f"{name} is {found(row)}, {bound(row)} wanted"
        case "total" | "sci" | "per_run" | "increase" | "ratchet":
            over = f"{by(value - row.limit, row)} over its limit"
            if row.allow:
                over += f", of which {row.waiver} allows {number(row.allow)} {row.unit}"
            if row.end != "best":
                over += f" at its {row.end} end"
            if value > most(row):
                return f"{name} {'may be' if straddles(row) else 'is'} {over}"
            return f"{name} cannot be judged"
        case _:
            assert_never(row.metric)


def meaning(report: Report) -> str:
    """The exit code, and what mode enforce would have made of it."""
    if report.command in ("estimate", "diff"):
        return ""
    code, enforced = report.verdict.exit_code, report.verdict.enforced
    said = f"exit code {code}: {MEANING.get(code, 'unknown')}"
    if code == enforced:
        return said
    return f"exit code {code} in mode {report.mode}; enforce would end with {enforced}: {MEANING.get(enforced, 'unknown')}"

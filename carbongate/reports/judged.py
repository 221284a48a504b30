"""The verdict in words: what it is, by how much, what the exit code means."""

from __future__ import annotations

import math
from typing import assert_never

from carbongate.figure import Unit
from carbongate.model import Judgement, Metric, Report, State, Verdict
from carbongate.words import amount, apart, count, number, share

MEANING = {
    0: "passed",
    1: "the gate says no",
    2: "usage or configuration error",
    3: "nothing to look at",
    4: "undecided",
    5: "broken",
}
METRICS: dict[Metric, str] = {
    "total": "total",
    "sci": "SCI",
    "per_run": "per run",
    "findings": "findings",
    "min_coverage": "coverage",
    "increase": "growth",
    "ratchet": "ratchet",
}
FAR = 100  # times the limit
CARBON = ("total", "sci", "per_run", "increase", "ratchet")


def word(report: Report) -> str:
    """PASS, FAIL, UNDECIDED or NOTHING TO LOOK AT; what it would be where nothing is enforced.

    An estimate is held against nothing.
    """
    verdict = report.verdict
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


def gravity(row: Judgement) -> tuple[int, float]:
    """Carbon before counts, then the farthest from its limit."""
    above = (row.best or 0) / row.limit if row.limit else math.inf
    return list(METRICS).index(row.metric), -above


def heavy(report: Report) -> bool:
    """Whether something was skipped that may matter."""
    return any(row.heavy for each in report.stacks for row in each.skipped)


def sums(report: Report) -> str:
    """The one stack's carbon; of several there is no common sum that means something."""
    if len(report.stacks) != 1:
        return count(len(report.stacks), "stack") if report.stacks else ""
    figure = report.stacks[0].totals.carbon.to(Unit.KG)
    return f"{amount(figure.low, figure.best, figure.high, 'kgCO2e')} in a month"


def kept(verdict: Verdict) -> str:
    """How many limits were held against the numbers."""
    states = [row.state for row in verdict.judgements]
    said = [count(states.count("pass"), "limit") + " kept"] if "pass" in states else []
    if "warn" in states:
        said.append(f"{states.count('warn')} broken that only warn")
    return ", ".join(said) or "no budget is set"


def broke(row: Judgement) -> str:
    """One broken limit in words."""
    name = row.budget if row.metric == "total" else f"{row.budget} {METRICS[row.metric]}"
    if row.best is None:
        return f"{name} has nothing to judge"
    match row.metric:
        case "findings":
            found_ones = count(int(row.best), row.unit.removesuffix("s"))
            return f"{row.budget}: {found_ones}, {number(row.limit)} allowed"
        case "min_coverage":
            return f"{name} is {found(row)}, {bound(row)} wanted"
        case "total" | "sci" | "per_run" | "increase" | "ratchet":
            over = row.best - row.limit
            if over > 0:
                return f"{name} is {by(over, row)} over its limit"
            if row.high is not None and row.high > row.limit:
                return f"the high end of {name} is {by(row.high - row.limit, row)} over its limit"
            return f"{name} cannot be judged"
        case _:
            assert_never(row.metric)


def by(over: float, row: Judgement) -> str:
    """How far, as a share of the limit where that means something."""
    return share(over / row.limit) if comparable(over, row) else f"{number(over)} {row.unit}"


def meaning(report: Report) -> str:
    """The exit code, and what mode enforce would have made of it."""
    if report.command == "estimate":
        return ""
    code, enforced = report.verdict.exit_code, report.verdict.enforced
    said = f"exit code {code}: {MEANING.get(code, 'unknown')}"
    if code == enforced:
        return said
    return f"exit code {code} in mode {report.mode}; enforce would end with {enforced}: {MEANING.get(enforced, 'unknown')}"


# ---- one limit ---------------------------------------------------------------------------------


def metric(row: Judgement) -> str:
    """What is held against the limit; findings are those of one severity."""
    return row.unit if row.metric == "findings" else METRICS[row.metric]


def found(row: Judgement) -> str:
    """What was found, with its range and unit."""
    if row.best is None:
        return "nothing to judge"
    if row.metric == "min_coverage":
        return share(row.best)
    if row.metric == "findings":
        return f"{row.best:,.0f}"
    low = row.best if row.low is None else row.low
    high = row.best if row.high is None else row.high
    return amount(low, row.best, high, row.unit, apart(row.best, row.limit))


def against(row: Judgement) -> str:
    """What was found and its limit, with their unit once."""
    if row.best is None or row.metric not in CARBON:
        word = "" if row.metric == "min_coverage" else "limit "
        return f"{found(row)}, {word}{limit(row)}"
    low = row.best if row.low is None else row.low
    high = row.best if row.high is None else row.high
    said = amount(low, row.best, high, "", apart(row.best, row.limit))
    return f"{said}, limit {limit(row)}"


def limit(row: Judgement) -> str:
    """The limit with its unit."""
    return f"{bound(row)} {row.unit}" if row.metric in CARBON else bound(row)


def bound(row: Judgement) -> str:
    """The limit, for a place where its unit stands already."""
    if row.metric == "min_coverage":
        return f"at least {share(row.limit)}"
    return number(row.limit, 3 if row.best is None else apart(row.best, row.limit))


def room(row: Judgement) -> str:
    """How far from the limit, and on which side of it."""
    if row.best is None:
        return "nothing to judge"
    if row.metric == "min_coverage":
        return f"{share(abs(row.limit - row.best))} {'short' if row.limit > row.best else 'above'}"
    over = row.best - row.limit
    if over > 0:
        return f"{number(over)} over{relative(over, row)}"
    if row.high is not None and row.high > row.limit and row.state in ("fail", "undecided"):
        return f"high end {number(row.high - row.limit)} over{relative(row.high - row.limit, row)}"
    return f"{number(-over)} left{relative(-over, row)}"


def relative(difference: float, row: Judgement) -> str:
    """The difference as a share of the limit, for carbon."""
    told = row.metric in CARBON and comparable(difference, row)
    return f" ({share(difference / row.limit)})" if told else ""


def comparable(difference: float, row: Judgement) -> bool:
    """Whether a share of the limit says more than the difference: not of nothing, nor of a crumb."""
    return row.limit > 0 and difference < FAR * row.limit

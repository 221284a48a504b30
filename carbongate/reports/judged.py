"""The verdict in words: what it is, by how much, what the exit code means, what to do next."""

from __future__ import annotations

import shlex
from typing import assert_never

from carbongate.figure import Unit
from carbongate.model import Judgement, Metric, Report, State, Verdict
from carbongate.reports.largest import carbon, largest
from carbongate.words import amount, apart, count, listed, number, share

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
}
CARBON = ("total", "sci", "per_run")


def word(verdict: Verdict) -> str:
    """PASS, FAIL, UNDECIDED or NOTHING TO LOOK AT; what it would be where nothing is enforced."""
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


def headline(verdict: Verdict) -> str:
    """The heart of it in a few words: the first limit that is broken, and how many more."""
    if verdict.outcome == "pass":
        return kept(verdict)
    state: State = "fail" if verdict.outcome == "fail" else "undecided"
    broken = [row for row in verdict.judgements if row.state == state]
    if not broken:
        return ""
    more = f", and {count(len(broken) - 1, 'more limit')}" if len(broken) > 1 else ""
    return broke(broken[0]) + more


def kept(verdict: Verdict) -> str:
    """How many limits were held against the numbers."""
    states = [row.state for row in verdict.judgements]
    said = [count(states.count("pass"), "limit") + " kept"] if "pass" in states else []
    if "warn" in states:
        said.append(f"{states.count('warn')} broken that only warn")
    return ", ".join(said) or "no limit is set"


def broke(row: Judgement) -> str:
    """One broken limit in words."""
    name = row.budget if row.metric == "total" else f"{row.budget} {METRICS[row.metric]}"
    if row.best is None:
        return f"{name} has nothing to judge"
    match row.metric:
        case "findings":
            return f"{row.budget}: {number(row.best)} {row.unit}, {number(row.limit)} allowed"
        case "min_coverage":
            return f"{name} is {found(row)}, {limit(row)} wanted"
        case "total" | "sci" | "per_run":
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
    return share(over / row.limit) if row.limit > 0 else f"{number(over)} {row.unit}"


def meaning(report: Report) -> str:
    """The exit code, and what mode enforce would have made of it."""
    code, enforced = report.verdict.exit_code, report.verdict.enforced
    said = f"exit code {code}: {MEANING.get(code, 'unknown')}"
    if code == enforced:
        return said
    return f"exit code {code} in mode {report.mode}; enforce would end with {enforced}: {MEANING.get(enforced, 'unknown')}"


# ---- one limit ---------------------------------------------------------------------------------


def found(row: Judgement) -> str:
    """What was found, with its range and unit."""
    if row.best is None:
        return "nothing to judge"
    low = row.best if row.low is None else row.low
    high = row.best if row.high is None else row.high
    return amount(low, row.best, high, row.unit, apart(row.best, row.limit))


def limit(row: Judgement) -> str:
    """The limit with its unit."""
    return f"{bound(row)} {row.unit}".rstrip()


def bound(row: Judgement) -> str:
    """The limit where its unit stands beside it already."""
    digits = 3 if row.best is None else apart(row.best, row.limit)
    side = "at least " if row.metric == "min_coverage" else ""
    return f"{side}{number(row.limit, digits)}"


def room(row: Judgement) -> str:
    """How far from the limit, and on which side of it."""
    if row.best is None:
        return "nothing to judge"
    if row.metric == "min_coverage":
        short = row.limit - row.best
        return f"{number(abs(short))} {row.unit} {'short' if short > 0 else 'above'}"
    over = row.best - row.limit
    if over > 0:
        return f"{number(over)} over{relative(over, row)}"
    if row.high is not None and row.high > row.limit and row.state in ("fail", "undecided"):
        return f"high end {number(row.high - row.limit)} over{relative(row.high - row.limit, row)}"
    return f"{number(-over)} left{relative(-over, row)}"


def relative(difference: float, row: Judgement) -> str:
    """The difference as a share of the limit, for carbon."""
    if row.metric not in CARBON or row.limit <= 0:
        return ""
    return f" ({share(difference / row.limit)})"


# ---- what to do --------------------------------------------------------------------------------


def actions(report: Report) -> tuple[str, ...]:
    """What to do about each kind of limit that was broken or could not be judged."""
    broken = [row for row in report.verdict.judgements if row.state in ("fail", "undecided")]
    over = [row for row in broken if row.metric in CARBON]
    said = [start(report, row) for row in over]
    if any(row.state == "undecided" and row.best is not None for row in over):
        said.append("Narrow the range: state what is assumed, the weightiest stands first below.")
    meant = dict.fromkeys(f"`{row.budget}`" for row in over if row.state == "fail")
    if meant:
        said.append(
            f"If the carbon is meant, raise the limit of {listed(tuple(meant))} in a change that says why."
        )
    if any(row.metric == "findings" for row in broken):
        said.append(
            "Fix the findings below, or say beside one why it is right: "
            "`# carbongate: ignore[rule-id] reason`."
        )
    heavy = any(row.heavy for each in report.stacks for row in each.skipped)
    if any(row.metric == "min_coverage" for row in broken) or (
        heavy and report.verdict.outcome == "undecided"
    ):
        said.append("Say what the skipped resources are: the lines to add stand below.")
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def start(report: Report, judgement: Judgement) -> str:
    """The largest resource of the budget's stacks, where its carbon is to be found."""
    stacks = [each for each in report.stacks if each.stack.name in judgement.stacks]
    own = [row for each in stacks for row in each.estimates if row.tenant_of is None]
    for row in largest(own, 1):
        figure = carbon(row).to(Unit.KG)
        whole = sum(each.totals.carbon.best for each in stacks) / 1000
        part = f", {share(figure.best / whole)} of the budget's carbon" if whole else ""
        place = row.resource.where
        kg = amount(figure.low, figure.best, figure.high, "kgCO2e")
        command = f"carbongate explain {shlex.quote(row.resource.address)}"
        return f"Start with `{row.resource.address}` at `{place}`: {kg}{part}. `{command}` takes it apart."
    return ""

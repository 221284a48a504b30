"""One limit in words: what was held against it, how far it is, and what a waiver adds to it."""

from __future__ import annotations

import math

from carbongate.limits import NO_BASE
from carbongate.model import Judgement, Metric
from carbongate.reports.signed import change
from carbongate.words import amount, apart, number, share

METRICS: dict[Metric, str] = {
    "total": "total",
    "sci": "SCI",
    "per_run": "per run",
    "increase": "growth",
    "ratchet": "ratchet",
    "findings": "findings",
    "min_coverage": "coverage",
}
FAR = 10  # times the limit
CARBON = ("total", "sci", "per_run", "increase", "ratchet")
GROWTH = ("increase", "ratchet")
NOISE = 1e-9  # of a sum of binary fractions: no more than that is nothing
WHY = " is not judged: "


def gravity(row: Judgement) -> tuple[int, float]:
    """Carbon before counts, then the farthest from its limit."""
    above = (deciding(row) or 0) / most(row) if most(row) else math.inf
    return list(METRICS).index(row.metric), -above


def deciding(row: Judgement) -> float | None:
    """The number that was held against the limit; None where there was none."""
    end = {"low": row.low, "best": row.best, "high": row.high}[row.end]
    return row.best if end is None else end


def most(row: Judgement) -> float:
    """The limit with what a waiver adds to it."""
    return row.limit + (row.allow or 0)


def straddles(row: Judgement) -> bool:
    """Whether nobody can tell on which side of the limit it is, since its range has both."""
    value = deciding(row)
    return row.state == "undecided" and value is not None and value > most(row)


def excused(row: Judgement) -> bool:
    """Whether it passes thanks to a waiver alone."""
    value = deciding(row)
    if row.state != "pass" or not row.allow or value is None:
        return False
    return value > row.limit * (1 + NOISE)


def unjudged(row: Judgement) -> bool:
    """Whether there was nothing to hold it against, such as a base: neither kept nor broken."""
    return row.state == "off" and row.best is None and bool(row.reason)


def state(row: Judgement) -> str:
    """What became of the limit; one that passes thanks to a waiver says so."""
    if unjudged(row):
        return "not judged"
    return "waived" if excused(row) else row.state


def metric(row: Judgement) -> str:
    """What is held against the limit; findings are those of one severity."""
    return row.unit if row.metric == "findings" else METRICS[row.metric]


def found(row: Judgement) -> str:
    """What was found, with its range and unit."""
    return ranged(row, row.unit)


def ranged(row: Judgement, unit: str) -> str:
    """What was found, with its range."""
    if row.best is None:
        return nothing(row)
    if row.metric == "min_coverage":
        return share(row.best)
    if row.metric == "findings":
        return f"{row.best:,.0f}"
    low = row.best if row.low is None else row.low
    high = row.best if row.high is None else row.high
    digits = apart(deciding(row) or 0, row.limit)
    said = change if row.metric in GROWTH else amount
    return said(low, row.best, high, unit, digits)


def nothing(row: Judgement) -> str:
    """What stands where there is no number."""
    return "no base" if unjudged(row) and row.metric in GROWTH else "nothing to judge"


def against(row: Judgement) -> str:
    """What was found and its limit, with their unit once."""
    if row.metric == "min_coverage":
        return f"{found(row)}, {limit(row)}"
    carbon = row.metric in CARBON and row.best is not None
    return f"{ranged(row, '' if carbon else row.unit)}, limit {limit(row)}"


def limit(row: Judgement) -> str:
    """The limit with its unit."""
    return f"{bound(row)} {row.unit}" if row.metric in CARBON else bound(row)


def bound(row: Judgement) -> str:
    """The limit, for a place where its unit stands already."""
    if row.metric == "min_coverage":
        return f"at least {share(row.limit)}"
    value = deciding(row)
    return number(row.limit, 3 if value is None else apart(value, row.limit))


def by(over: float, row: Judgement) -> str:
    """How far, as a share of the limit where that means something."""
    return share(over / row.limit) if comparable(over, row) else f"{number(over)} {row.unit}"


def room(row: Judgement) -> str:
    """How far from the limit, on which side of it, and what a waiver allows beyond it."""
    value = deciding(row)
    if row.best is None or value is None:
        return why_not(row) if unjudged(row) else nothing(row)
    if row.metric == "min_coverage":
        return f"{share(abs(row.limit - row.best))} {'short' if row.limit > row.best else 'above'}"
    over = value - row.limit
    end = "" if row.end == "best" else f"{row.end} end "
    if over > 0:
        allowed = f", {row.waiver} allows {number(row.allow)}" if row.allow else ""
        return f"{end}{number(over)} over{relative(over, row)}{allowed}"
    left = f"{end}{number(-over)} left"
    return f"{left} as far as known" if row.state == "undecided" else left + relative(-over, row)


def why_not(row: Judgement) -> str:
    """Why nothing was held against it, in a few words."""
    return "judged with --base" if row.reason.endswith(NO_BASE) else row.reason.split(WHY, 1)[-1]


def relative(difference: float, row: Judgement) -> str:
    """The difference as a share of the limit, for carbon; room for growth may be more than all."""
    told = row.metric in CARBON and comparable(difference, row) and not row.allow
    if row.metric in GROWTH and (deciding(row) or 0) < 0:
        return ""
    return f" ({share(difference / row.limit)})" if told else ""


def comparable(difference: float, row: Judgement) -> bool:
    """Whether a share of the limit says more than the difference: not of nothing, nor of a crumb."""
    return row.limit > 0 and difference < FAR * row.limit and math.isfinite(difference / row.limit)

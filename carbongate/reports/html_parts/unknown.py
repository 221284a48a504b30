"""Resources that only one side could estimate: neither growth nor credit, and never a zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.reports.html_parts.numbers import Quantity, change, plus, said
from carbongate.reports.signed import MONTH, ONE_SIDED
from carbongate.words import count

UNKNOWN = "not known"
# How the side without an estimate is told, and then the other one.
SIDES = {
    "lost": ("skipped now", "before", "it was"),
    "understood": ("skipped on the base", "after", "it is"),
}


def unknown(row: Mapping[str, Any]) -> bool:
    """Whether one side of a resource has no estimate, so that nobody can say what changed."""
    return row["effect"] in ONE_SIDED


def apart(rows: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """How many of them each stack has; no key for a stack without any."""
    return Counter(row["stack"] for row in rows if unknown(row))


def total(delta: Quantity, rows: Sequence[Mapping[str, Any]]) -> str:
    """What the change comes to: a sum, or that there is none to speak of."""
    if any(delta.values()) or not any(map(unknown, rows)):
        return change(delta, MONTH)
    return "No carbon is added or saved where both sides are known"


def brief(found: Mapping[str, Any]) -> str:
    """The same at a glance, of the difference of a document."""
    delta, sides = found["delta"], sum(apart(found["changes"]).values())
    if not sides:
        return change(delta, MONTH)
    sums = f"{change(delta, MONTH)}, and " if any(delta.values()) else ""
    return f"{sums}{UNKNOWN} for {count(sides, 'resource')}"


def difference(delta: Quantity, *, hidden: bool) -> str:
    """The change of a stack; `hidden` where one of its resources is known on one side only."""
    return UNKNOWN if hidden and not any(delta.values()) else plus(delta["best"])


def reason(row: Mapping[str, Any]) -> str:
    """Why one side is not known, and what the other one is. An earlier program did not write why."""
    side, other, verb = SIDES[row["effect"]]
    why = str(row.get("unknown") or "")
    known = f"; {verb} {said(row[other], 'kg')}" if row[other] else ""
    return f"{side}{f': {why}' if why else ''}{known}"

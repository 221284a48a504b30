"""What lets the gate pass more easily, for people: waivers with their ends, and loosenings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carbongate.figure import Unit
from carbongate.model import Loosening, Waived
from carbongate.words import count, listed, number

# What ends soon is seen first.
STATES = ("ends soon", "in force", "unused", "expired", "not held")
UNUSED = "nothing: what it is about passes without it"
HELD = "nothing: the policy of the base does not hold it"


@dataclass(frozen=True, slots=True)
class Excuse:
    """One waiver."""

    id: str
    state: str
    kind: str
    scope: str
    owner: str
    until: str
    left: str
    lets: str
    reason: str


@dataclass(frozen=True, slots=True)
class Looser:
    """Something that is easier to pass; `note` where it does not count."""

    key: str
    before: str
    after: str
    text: str
    note: str


def loosenings(rows: Iterable[Loosening]) -> tuple[Looser, ...]:
    """Those that count first."""
    return tuple(
        Looser(
            row.key,
            row.before or "nothing",
            row.after or "nothing",
            row.text,
            "held by the policy of the base" if row.held else "",
        )
        for row in sorted(rows, key=lambda row: row.held)
    )


def loosened(rows: Iterable[Loosening]) -> str:
    """How many, and what becomes of them."""
    found = list(rows)
    held = sum(row.held for row in found)
    if not found:
        return ""
    said = f"This change makes the gate easier to pass in {count(len(found), 'place')}"
    if held == len(found):
        return f"{said}, and the policy of the base holds against {'it' if held == 1 else 'all'}"
    return f"{said}, {held:,} of them held by the policy of the base" if held else said


def waivers(rows: Iterable[Waived]) -> tuple[Excuse, ...]:
    """What ends soon first, then by its end."""
    ordered = sorted(
        rows, key=lambda row: (STATES.index(row.state), row.waiver.until, row.waiver.id)
    )
    return tuple(map(excuse, ordered))


def excuse(row: Waived) -> Excuse:
    """One waiver in words."""
    found = row.waiver
    return Excuse(
        found.id,
        row.state,
        row.kind,
        found.scope,
        found.owner,
        found.until.isoformat(),
        left(row.days),
        lets(row),
        found.reason,
    )


def left(days: int) -> str:
    """When it ends, from the day of the run."""
    if days == 0:
        return "ends today"
    if days < 0:
        return f"ended {count(-days, 'day')} ago"
    return f"{count(days, 'day')} left"


def lets(row: Waived) -> str:
    """What passes because of it."""
    match row.state:
        case "expired":
            return "nothing more"
        case "not held":
            return HELD
        case "unused":
            return UNUSED
        case _:
            more = f"{allowed(row)} more for " if row.waiver.allow is not None else ""
            return f"{more}{listed(row.affects)}"


def allowed(row: Waived) -> str:
    """How much more than its limit a budget may be."""
    allow = row.waiver.allow
    if allow is None:
        return ""
    if allow.unit is Unit.GRAM_PER_UNIT:
        return f"{number(allow.best)} {'gCO2e' if row.waiver.per == 'run' else allow.unit.value}"
    return f"{number(allow.to(Unit.KG).best)} kgCO2e/month"


def alerts(rows: Iterable[Waived]) -> tuple[str, ...]:
    """A sentence for each waiver that ends soon: what it lets pass is red after that."""
    return tuple(
        f"Waiver `{row.waiver.id}` of {row.waiver.owner} ends on {row.waiver.until.isoformat()}, "
        f"{left(row.days)}; it lets pass {lets(row)}."
        for row in sorted(rows, key=lambda row: (row.days, row.waiver.id))
        if row.state == "ends soon"
    )


def spared(rows: Iterable[Waived]) -> str:
    """How many resources without an estimate do not count because of waivers."""
    found = {each for row in rows if row.holds and row.kind == "address" for each in row.affects}
    if not found:
        return ""
    matter = "does" if len(found) == 1 else "do"
    return f"{count(len(found), 'resource')} without an estimate {matter} not count: waived."

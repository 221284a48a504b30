"""What a report points at, one by one: limits that are broken, what was made easier to pass, resources
that nobody could estimate, findings. One list for all formats that mark places in files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from carbongate.model import Finding, Judgement, Loosening, Report, Severity, Skipped, Waived
from carbongate.reports import judged
from carbongate.reports.entries import order
from carbongate.reports.headline import broke
from carbongate.reports.places import inside, loosened_at, of_budget, waived_at
from carbongate.reports.plain import sentence, shortened
from carbongate.reports.remedy import reason

Level = Literal["error", "warning", "note"]
LEVELS: dict[Severity, Level] = {
    "error": "error",
    "warning": "warning",
    "info": "note",
    "hint": "note",
}
WORST: tuple[Level, ...] = ("error", "warning", "note")
BUDGET, SKIPPED, LOOSENED = "carbon-budget", "not-estimated", "gate-loosened"
LONGEST = 1_000  # characters of a message
DIGITS = 16  # of a fingerprint


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a result does not count: a comment in the source, or a waiver."""

    by: Literal["comment", "waiver"]
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """One thing at one place. `level` says how grave it is, `blocks` whether the run fails by it.

    The path is that of the repository; lines and columns count from 1, and 0 is not known.
    """

    rule: str
    title: str
    message: str
    level: Level
    blocks: bool
    path: str
    line: int
    fingerprint: str
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    new: bool | None = None
    excuse: Excuse | None = None


def results(report: Report) -> tuple[Result, ...]:
    """All of them, the gravest first and what is excused last; the same for the same report."""
    found = [
        *loosenings(report),
        *budgets(report),
        *skipped(report),
        *smells(report),
    ]
    return tuple(distinct(sorted(found, key=gravity)))


def gravity(one: Result) -> tuple[bool, bool, bool, int]:
    """What fails the run stands first, and what was there before behind what is new."""
    return one.excuse is not None, not one.blocks, one.new is False, WORST.index(one.level)


def distinct(found: Sequence[Result]) -> Iterator[Result]:
    """The results, each with a fingerprint that no other of its rule has."""
    seen: Counter[tuple[str, str]] = Counter()
    for one in found:
        digest, _, number = one.fingerprint.partition(":")
        key = (one.rule, one.fingerprint if number else digest)
        seen[key] += 1
        if number and seen[key] == 1:
            yield one
        else:
            more = f"{number}-{seen[key]}" if number else f"{seen[key]}"
            yield replace(one, fingerprint=f"{digest}:{more}")


def strictest(report: Report) -> Level:
    """How grave it is where the gate says no: nothing is enforced in the other modes."""
    return "error" if enforced(report) else "warning"


def enforced(report: Report) -> bool:
    """Whether the run ends with another exit code than 0: not where a mode lets it pass."""
    return report.verdict.exit_code != 0


# ---- the gate ----------------------------------------------------------------------------------


def budgets(report: Report) -> Iterator[Result]:
    """The limits that do not hold, those that only warn, and those that hold by a waiver alone."""
    for row in report.verdict.judgements:
        excuse = None
        if judged.excused(row):
            excuse = Excuse("waiver", waiver(report, row.waiver or ""))
        elif row.state not in ("fail", "undecided", "warn"):
            continue
        broken = row.state in ("fail", "undecided")
        at, largest = of_budget(report, row)
        text = row.reason or f"budget {row.budget}: {broke(row)}"
        yield Result(
            rule=BUDGET,
            title=f"Carbon budget {short(row.budget)}",
            message=clean("; ".join(filter(None, (text, largest and short(largest))))),
            level=strictest(report) if broken else "note" if excuse else "warning",
            blocks=broken and enforced(report),
            path=inside(report, at.path),
            line=at.line or 0,
            fingerprint=digest(BUDGET, row.budget, *metric(row)),
            excuse=excuse,
        )


def metric(row: Judgement) -> tuple[str, ...]:
    """Which limit of its budget it is."""
    return (row.metric, row.unit) if row.metric == "findings" else (row.metric,)


def waiver(report: Report, name: str) -> str:
    """A waiver in one sentence."""
    for one in report.waivers:
        if one.waiver.id == name:
            return said(one)
    return f"waiver {name}"


def said(one: Waived) -> str:
    """Who waives it, how long and why."""
    found = one.waiver
    return clean(f"waiver {found.id} of {found.owner} until {found.until}: {found.reason}")


def loosenings(report: Report) -> Iterator[Result]:
    """What the change makes easier to pass."""
    for one in report.loosened:
        at = loosened_at(report, one)
        kept = "; the policy of the base keeps what was there" if one.held else ""
        yield Result(
            rule=LOOSENED,
            title="Held by the base" if one.held else "The gate is loosened",
            message=clean(f"{short(one.key)}: {one.text}{change(one)}{kept}"),
            level="note" if one.held else "warning",
            blocks=False,
            path=inside(report, at.path),
            line=at.line or 0,
            fingerprint=digest(LOOSENED, one.key, one.after),
        )


def change(one: Loosening) -> str:
    """What it was and what it is, where the sentence does not say so."""
    if all(text in one.text for text in (one.before, one.after) if text):
        return ""
    return f" ({short(one.before) or 'nothing'} -> {short(one.after) or 'nothing'})"


# ---- resources and code ------------------------------------------------------------------------


def skipped(report: Report) -> Iterator[Result]:
    """What matters and could not be estimated, and what a waiver takes out of that."""
    for found in report.stacks:
        for row in found.skipped:
            if row.heavy:
                yield gap(report, row)
    waivers = [one for one in report.waivers if one.kind == "address" and one.holds]
    known = declared(report) if waivers else {}
    for one in waivers:
        for text in one.affects:
            address, _, why = text.partition(": ")
            row = known.get(text, Skipped(address, "", waived_at(one), why, True))
            if row.heavy:
                yield gap(report, row, Excuse("waiver", said(one)))


def declared(report: Report) -> dict[str, Skipped]:
    """What manifests declare and nobody could read, as waivers name it."""
    return {
        f"{row.address}: {row.why}": row
        for found in report.stacks
        for row in found.stack.readings
        if isinstance(row, Skipped)
    }


def gap(report: Report, row: Skipped, excuse: Excuse | None = None) -> Result:
    """One resource that is in no number."""
    what = f"{short(row.address)} ({short(row.type)})" if row.type else short(row.address)
    return Result(
        rule=SKIPPED,
        title=f"Not estimated: {short(row.address)}",
        message=clean(f"{what} is in no number of this report: {reason(row)}"),
        level="note" if excuse else strictest(report),
        blocks=excuse is None and enforced(report),
        path=inside(report, row.where.path),
        line=row.where.line or 0,
        fingerprint=digest(SKIPPED, row.address, row.where.path),
        excuse=excuse,
    )


def smells(report: Report) -> Iterator[Result]:
    """All findings."""
    failing = {place(one) for one in report.verdict.failing} if enforced(report) else frozenset()
    for one in sorted(report.findings, key=order):
        yield smell(one, report, blocks=place(one) in failing and not one.suppressed)


def place(one: Finding) -> tuple[str, int, int, str]:
    """What tells two findings apart."""
    return one.path, one.line, one.column, one.rule


def smell(one: Finding, report: Report, *, blocks: bool) -> Result:
    """One finding; what only advises is never an error."""
    level = LEVELS[one.severity]
    if one.suppressed or (level == "error" and one.tier != "gate"):
        level = "note" if one.suppressed else "warning"
    return Result(
        rule=clean(one.rule),
        title=clean(one.rule),
        message=clean(one.message),
        level=level,
        blocks=blocks,
        path=inside(report, one.path),
        line=one.line,
        fingerprint=one.fingerprint or digest(one.rule, one.path, one.message),
        column=one.column,
        end_line=one.end_line,
        end_column=one.end_column,
        new=one.new,
        excuse=excused(one, report) if one.suppressed else None,
    )


def excused(one: Finding, report: Report) -> Excuse:
    """Who suppressed a finding."""
    label = f"{one.rule} {one.path}:{one.line}"
    for each in report.waivers:
        if each.kind == "rule" and each.holds and label in each.affects:
            return Excuse("waiver", said(each))
    return Excuse("comment", clean(one.suppressed or ""))


# ---- text --------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """One line that can be seen, no longer than a reader bears; formats refuse an empty one."""
    return shortened(sentence(text), LONGEST) or "-"


def short(text: str) -> str:
    """A name inside of a sentence."""
    return shortened(sentence(text))


def digest(*parts: str) -> str:
    """What stays the same as long as the parts do."""
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:DIGITS]

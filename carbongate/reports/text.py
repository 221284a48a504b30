"""The report for a terminal or a log. Plain here; `colored` gives the same lines to rich."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

from carbongate.model import Outcome, Report, State
from carbongate.reports.entries import Gap, Row, Smell
from carbongate.reports.layout import Line, Style, headed, line, more, table, wrapped
from carbongate.reports.outline import Outline, outline
from carbongate.reports.plain import sentence, visible
from carbongate.reports.text_changes import changed, loosened, waivers
from carbongate.words import count

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
NARROWEST = 40
STATES: dict[State, Style] = {
    "pass": "",
    "fail": "fail",
    "warn": "warn",
    "undecided": "warn",
    "off": "dim",
}
OUTCOMES: dict[Outcome, Style] = {
    "pass": "pass",
    "fail": "fail",
    "undecided": "warn",
    "empty": "warn",
}
STACKS, FINDINGS, GAPS, ASSUMPTIONS, NOTES, REASONS = 5, 10, 5, 5, 3, 5
STYLES: dict[Style, str] = {
    "heading": "bold",
    "pass": "bold green",
    "fail": "bold red",
    "warn": "bold yellow",
    "dim": "dim",
}


def render(report: Report, *, width: int = WIDTH) -> str:
    """Plain text, wrapped at the width."""
    return "".join(f"{found.text}\n" for found in lines(report, width))


def colored(report: Report, console: Console) -> None:
    """The same lines on a console, which knows whether it wants colour."""
    from rich.text import Text

    for found in lines(report, console.width):
        text = Text(found.text, style=STYLES.get(found.style, ""))
        console.print(text, soft_wrap=True, highlight=False)


def lines(report: Report, width: int) -> list[Line]:
    """All lines, in the order in which a reader asks: the verdict, then what the change does."""
    said, width = outline(report), max(width, NARROWEST)
    if report.command == "scan":
        return scan(report, said, width)
    blocks = [
        verdict(report, said, width),
        budgets(said, width),
        changed(said, width, alone=report.command == "diff"),
        todo(said, width),
        *(() if said.calm else month(report, said, width)),
        waivers(said, width),
        *(() if said.calm else grounds(said, width)),
        ending(said, width),
    ]
    shown: list[Line] = []
    for block in filter(None, blocks):
        shown += [Line(""), *block] if shown else block
    return shown


# ---- scan --------------------------------------------------------------------------------------


def scan(report: Report, said: Outline, width: int) -> list[Line]:
    """Findings that an editor can jump to, then one line that counts them."""
    suppressed = [found for found in said.quiet if not found.old]
    shown = [place(found) for found in (*said.smells, *suppressed)]
    summary = f"{said.smell_count} in {count(report.scanned, 'file')}"
    style: Style = "fail" if report.verdict.enforced else "pass"
    ends = [line(sentence(summary), style)]
    for reason in (*report.verdict.reasons, *said.notes):
        ends += wrapped(reason, width, 0, hanging=2)
    if said.smells:
        ends += wrapped(
            f"{said.meaning}; `carbongate explain RULE` says why and what instead", width, 0
        )
    return [*shown, *ends]


def place(found: Smell) -> Line:
    """`path:line:column severity rule: message`, never wrapped."""
    style: Style = "dim" if found.note else "fail" if found.severity == "error" else ""
    note = f" ({found.note})" if found.note else ""
    return line(
        sentence(
            f"{found.place}:{found.column} {found.severity} {found.rule}: {found.message}{note}"
        ),
        style,
    )


# ---- check and estimate ------------------------------------------------------------------------


def verdict(report: Report, said: Outline, width: int) -> list[Line]:
    """What it is, why, and how much was looked at."""
    numbers = report.command in ("estimate", "diff")
    style = "heading" if numbers else OUTCOMES[report.verdict.outcome]
    head = f"{said.word}: {said.headline}" if said.headline else said.word
    shown = wrapped(head, width, 0, style, hanging=2)
    shown += wrapped(said.calm, width, 0) if said.calm else []
    shown += loosened(said, width)
    for alert in said.alerts:
        shown += wrapped(f"! {alert}", width, 2, "warn", hanging=2)
    for reason in said.reasons[:REASONS]:
        shown += wrapped(f"- {reason}", width, 2, hanging=2)
    shown += more(len(said.reasons), REASONS)
    return shown + wrapped(" ".join(said.coverage), width, 0)


def budgets(said: Outline, width: int) -> list[Line]:
    """Each limit, what was found, and the room between them."""
    rows = [(row.word, f"{row.id} {row.metric}", row.against, row.room) for row in said.budgets]
    shown = [
        Line(found.text, STATES[row.state])
        for row, cells in zip(said.budgets, table(rows, width), strict=True)
        for found in cells
    ]
    return headed("budgets", width, shown)


def month(report: Report, said: Outline, width: int) -> list[list[Line]]:
    """What there is: the month, the largest, findings, gaps. A difference asks for the last two."""
    all_of_it = [] if report.command == "diff" else [stacks(said, width), largest(said, width)]
    return [*all_of_it, findings(said, width), skipped(said, width)]


def stacks(said: Outline, width: int) -> list[Line]:
    """Each stack's month and score, and what they are made of."""
    rows = [(row.name, row.carbon, row.score) for row in said.totals]
    shown: list[Line] = []
    for row, first in zip(said.totals[:STACKS], table(rows[:STACKS], width), strict=True):
        operational, embodied = (
            without(each, "kgCO2e") for each in (row.operational, row.embodied)
        )
        made = f"operational {operational}, embodied {embodied}, {row.energy}"
        if row.guests:
            made += f"; and {row.guests}"
        shown += [*first, *(wrapped(made, width, 6, "dim", hanging=2) if row.energy else ())]
    left = more(len(said.totals), STACKS)
    return headed("stacks, in a month", width, shown + left)


def largest(said: Outline, width: int) -> list[Line]:
    """The largest resources: a line for the number, a line for what it is."""
    shown: list[Line] = []
    pairs = [(row.address, row.carbon, row.share) for row in said.largest]
    for row, first in zip(said.largest, table(pairs, width), strict=True):
        shown += [*first, *wrapped(", ".join(facts(row)), width, 6, "dim", hanging=2)]
    return headed(f"largest of {count(said.resources, 'resource')}", width, shown)


def facts(row: Row) -> tuple[str, ...]:
    """What a resource is and where it is written."""
    return (row.what, row.region, row.basis, row.where)


def findings(said: Outline, width: int) -> list[Line]:
    """The first findings, as scan writes them."""
    shown = [place(row) for row in said.smells[:FINDINGS]]
    return (
        headed(said.smell_count, width, shown + more(len(said.smells), FINDINGS)) if shown else []
    )


def skipped(said: Outline, width: int) -> list[Line]:
    """What was not estimated, and the line that helps."""
    shown: list[Line] = []
    for gap in said.gaps[:GAPS]:
        shown += gap_lines(gap, width)
    title = f"skipped: {said.skipped:,}, so in no number above"
    return headed(title, width, shown + more(len(said.gaps), GAPS))


def gap_lines(gap: Gap, width: int) -> list[Line]:
    """One resource that was skipped."""
    heavy = f"{gap.weight}: " if gap.weight else ""
    which = " ".join(filter(None, (gap.address, gap.more)))
    place = ", ".join(filter(None, (which, gap.where)))
    shown = wrapped(f"{heavy}{place}: {gap.why}", width, 2, hanging=4)
    return shown + (wrapped(f"add {gap.line}", width, 6, "dim", hanging=2) if gap.line else [])


def grounds(said: Outline, width: int) -> list[list[Line]]:
    """What was noted, and what nobody said, the weightiest first."""
    return [
        several("notes", said.notes, NOTES, width),
        several("assumed", said.assumptions, ASSUMPTIONS, width),
    ]


def todo(said: Outline, width: int) -> list[Line]:
    """What to do, and where to begin."""
    shown: list[Line] = []
    for action in said.actions:
        shown += wrapped(f"- {action}", width, 2, hanging=2)
    if said.first_config:
        shown += wrapped("To gate on these numbers, begin with this carbongate.yaml:", width, 2)
        shown += [line("    " + visible(text)) for text in said.first_config]
    return headed("what to do", width, shown)


def ending(said: Outline, width: int) -> list[Line]:
    """What the exit code means, and where to look next."""
    shown = wrapped(said.meaning, width, 0)
    told = any("`carbongate explain " in action for action in said.actions)
    if said.explain and not said.calm and not told:
        rule = any(row.rule == said.explain for row in said.smells)
        does = "says why and what instead" if rule else "takes a number apart"
        asked = shlex.quote(said.explain)
        shown += wrapped(f"`carbongate explain {asked}` {does}.", width, 0, "dim")
    return shown


# ---- pieces ------------------------------------------------------------------------------------


def without(amount: str, unit: str) -> str:
    """An amount whose unit the line says already."""
    return amount.replace(f" {unit}", "", 1)


def several(title: str, texts: Iterable[str], most: int, width: int) -> list[Line]:
    """A list of sentences."""
    every = list(texts)
    shown: list[Line] = []
    for text in every[:most]:
        shown += wrapped(f"- {text}", width, 2, hanging=2)
    return headed(title, width, shown + more(len(every), most))

"""What changed, what is easier to pass and what is waived, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.reports.changes import Altered, Changes, one_line
from carbongate.reports.layout import Line, Style, headed, more, table, wrapped
from carbongate.reports.outline import Outline

CHANGES, APART, LOOSENED, WAIVERS = 10, 5, 10, 10
STATES: dict[str, Style] = {"ends soon": "warn", "expired": "fail", "not held": "fail"}


def loosened(said: Outline, width: int) -> list[Line]:
    """What is easier to pass: from what, to what; before all else."""
    if not said.loosened:
        return []
    shown = wrapped(f"! {said.loosening}", width, 2, "fail", hanging=2)
    for row in said.loosened[:LOOSENED]:
        note = f" ({row.note})" if row.note else ""
        shown += wrapped(f"{row.key}: {row.before} -> {row.after}{note}", width, 4, hanging=4)
        shown += wrapped(row.text, width, 8, "dim", hanging=2)
    return shown + more(len(said.loosened), LOOSENED)


def changed(said: Outline, width: int, *, alone: bool) -> list[Line]:
    """What the change does, resource by resource; one line where that is nothing."""
    found = said.changes
    if found is None or said.calm:
        return []
    if not found.differs:
        return [*wrapped(one_line(found), width, 0, hanging=2), *wrapped(found.data, width, 0)]
    title = f"changes against {found.base}" + ("" if alone else f": {found.total}")
    shown = [*sums(found, width), *rows(found.counted, width, CHANGES)]
    if found.unknown:
        shown += wrapped("in no sum, since one side has no estimate:", width, 2)
        shown += rows(found.unknown, width, APART)
    if found.workloads:
        shown += wrapped("shares of machines, counted with them:", width, 2)
        shown += rows(found.workloads, width, APART)
    for text in (f"{found.still}.", found.data, *found.notes):
        shown += wrapped(text, width, 2, hanging=2)
    return headed(title, width, shown)


def sums(found: Changes, width: int) -> list[Line]:
    """Each stack on both sides, where there are several or a score."""
    if len(found.stacks) < 2 and not any(row.score for row in found.stacks):
        return []
    shown: list[Line] = []
    cells = [(row.name, row.delta, f"{row.before}, now {row.after}") for row in found.stacks]
    for row, first in zip(found.stacks, table(cells, width), strict=True):
        shown += first
        shown += wrapped(f"SCI {row.score}", width, 6, "dim", hanging=2) if row.score else []
    return [*shown, Line("")]


def rows(found: Sequence[Altered], width: int, most: int) -> list[Line]:
    """Resources: a line for the number, a line for what was and why it is another."""
    shown: list[Line] = []
    cells = [(row.effect, row.address, row.delta) for row in found[:most]]
    for row, first in zip(found, table(cells, width), strict=False):
        shown += [*first, *wrapped(facts(row), width, 6, "dim", hanging=2)]
    return shown + more(len(found), most)


def facts(row: Altered) -> str:
    """What it was, what it is, why, and where that is written."""
    ends = {
        (True, True): f"{row.before}, now {row.after}",
        (True, False): f"it was {row.before}",
        (False, True): f"it is {row.after}",
    }
    sides = ends.get((bool(row.before), bool(row.after)), "")
    return "; ".join(filter(None, (sides, row.why, row.stack, row.where)))


def waivers(said: Outline, width: int) -> list[Line]:
    """Each waiver: when it ends, what it lets pass, who answers for it."""
    shown: list[Line] = []
    for row in said.waivers[:WAIVERS]:
        head = f"{row.state}: {row.id} for {row.kind} {row.scope}, until {row.until} ({row.left})"
        shown += wrapped(head, width, 2, STATES.get(row.state, ""), hanging=4)
        shown += wrapped(f"lets pass {row.lets}", width, 6, "dim", hanging=2)
        shown += wrapped(f"{row.owner}: {row.reason}", width, 6, "dim", hanging=2)
    return headed("waivers", width, shown + more(len(said.waivers), WAIVERS))

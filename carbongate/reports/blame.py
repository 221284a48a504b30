"""What turned a limit red: the resources that the change made larger, and waivers that count no more."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterable, Sequence

from carbongate.config.patterns import Aimed, Patterns
from carbongate.model import Change, Judgement, Report, StackEstimate, Waived
from carbongate.reports.changes import reasons
from carbongate.reports.excuses import left
from carbongate.reports.places import workflow
from carbongate.reports.signed import ONE_SIDED, kg
from carbongate.words import count, share

NAMED = 3


def grown(report: Report, row: Judgement) -> list[Change]:
    """The resources that the limit counts and that add something, the most first."""
    stacks = [each for each in report.stacks if each.stack.name in row.stacks]
    path = workflow(row, stacks)
    found = [
        each
        for each in (report.difference.changes if report.difference else ())
        if each.delta.best > 0
        and each.effect not in ONE_SIDED
        and each.stack in row.stacks
        and (not path or each.where.path == path)
    ]
    # Workloads on machines of another stack are in no sum, and may be all that there is.
    own = [each for each in found if each.tenant_of is None] or found
    return sorted(own, key=lambda each: (-each.delta.best, each.stack, each.address))


def blamed(report: Report, grew: Sequence[Change]) -> tuple[str, ...]:
    """The first of them, each with its place and its causes, and how many more there are."""
    said = [added(each, report) for each in grew[:NAMED]]
    if len(grew) > NAMED:
        said.append(f"{count(len(grew) - NAMED, 'more resource')} that grew are in the table.")
    return tuple(said)


def added(row: Change, report: Report) -> str:
    """One of them."""
    why = {"added": "it is new"}.get(row.effect, "") or reasons(row)
    return (
        f"`{row.address}` at `{row.where}` adds {kg(row.delta).removeprefix('+')}"
        f"{f': {why}' if why else ''}{idle(row.address, report.stacks)}."
        f"{apart(report, row.address)}"
    )


def apart(report: Report, address: str) -> str:
    """The command that takes a number apart; "" where it would need the paths of this run."""
    return f" `carbongate explain {shlex.quote(address)}` takes it apart." if report.here else ""


def idle(pool: str, stacks: Iterable[StackEstimate]) -> str:
    """How much of a pool of machines no workload asks for."""
    rows = [row for each in stacks for row in each.estimates]
    whole = math.fsum(row.grams() for row in rows if row.resource.address == pool)
    for row in rows:
        if row.idle and row.tenant_of == pool and whole > 0:
            return f"; no workload asks for {share(row.grams() / whole)} of it"
    return ""


# ---- waivers that count no more ----------------------------------------------------------------


def unwaived(report: Report, broken: Sequence[Judgement]) -> tuple[str, ...]:
    """A sentence for each waiver that would have had something to say, and why it has not."""
    return tuple(
        gone(each)
        for each in sorted(report.waivers, key=lambda each: (-each.days, each.waiver.id))
        if each.state in ("expired", "not held") and concerns(each, report, broken)
    )


def gone(row: Waived) -> str:
    """One of them."""
    name = f"Waiver `{row.waiver.id}` of {row.waiver.owner}"
    if row.state == "not held":
        return (
            f"{name} does not count here: the policy of the base does not hold it. It counts once it "
            "is merged by itself."
        )
    return (
        f"{name} {left(row.days)}, on {row.waiver.until.isoformat()}, and lets `{row.waiver.scope}` "
        "pass no more: do what it was waiting for, or renew it with its reason."
    )


def concerns(row: Waived, report: Report, broken: Sequence[Judgement]) -> bool:
    """Whether what it is about is red now."""
    if report.verdict.outcome not in ("fail", "undecided"):
        return False
    scope = row.waiver.scope
    match row.kind:
        case "budget":
            return any(each.budget == scope for each in broken)
        case "rule":
            return any(each.rule == scope and not each.suppressed for each in report.findings)
        case "address":
            pattern = Patterns([Aimed(scope)])
            uncovered = any(each.metric == "min_coverage" for each in broken)
            gaps = [each for found in report.stacks for each in found.skipped]
            return any(pattern.match(each.address) for each in gaps if each.heavy or uncovered)

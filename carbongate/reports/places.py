"""Where in the files of a repository something stands that is of no single line."""

from __future__ import annotations

from collections.abc import Sequence

from carbongate.config import NAMES
from carbongate.config.find import WAIVERS
from carbongate.limits.carbon import runs
from carbongate.model import (
    Estimate,
    Judgement,
    Loosening,
    Report,
    StackEstimate,
    Waived,
    Where,
)
from carbongate.reports.judged import CARBON
from carbongate.reports.largest import largest
from carbongate.reports.unseen import ranges, unseen

COMMENT = "carbongate: ignore["  # the key of a loosening in the code


def inside(report: Report, path: str) -> str:
    """A path of the run as the repository has it."""
    return f"{report.prefix}/{path}" if report.prefix else path


def configuration(report: Report) -> Where:
    """The configuration, whose name is known even where none was read."""
    return Where(report.config or NAMES[0])


def of_budget(report: Report, row: Judgement) -> tuple[Where, str]:
    """What nobody could estimate, where that leaves it undecided; what grew most, else the largest
    resource that the limit counts; and a word on it. The configuration where nothing of it says anything."""
    if not ranges(report, row):
        for gap in unseen(report, row)[:1]:
            return gap.where, f"{gap.address} is in no number"
    if row.metric not in CARBON:
        return configuration(report), ""
    if row.metric in ("increase", "ratchet") and report.difference:
        for one in report.difference.changes:
            grown = one.effect != "removed" and one.delta.best > 0 and one.tenant_of is None
            if grown and one.stack in row.stacks:
                return one.where, f"{one.address} grew most"
    for found in largest(own(report, row), 1):
        return found.resource.where, f"{found.resource.address} is the largest resource"
    return configuration(report), ""


def own(report: Report, row: Judgement) -> list[Estimate]:
    """The resources whose carbon a limit counts; of runs those of the workflow that decided."""
    stacks = [each for each in report.stacks if each.stack.name in row.stacks]
    path = workflow(row, stacks)
    return [
        found
        for each in stacks
        for found in each.estimates
        if (found.tenant_of is None or (each.stack.runs_on and not found.idle))
        and (not path or found.resource.where.path == path)
    ]


def workflow(row: Judgement, stacks: Sequence[StackEstimate]) -> str:
    """The path of the workflow whose run was held against the limit; "" of any other limit."""
    if row.metric != "per_run":
        return ""
    ends = row.low, row.best, row.high
    known = runs(stacks)
    return next((path for path, run in known.items() if (run.low, run.best, run.high) == ends), "")


def loosened_at(report: Report, one: Loosening) -> Where:
    """The file that was changed to loosen the gate."""
    if one.key.startswith(COMMENT):
        path, _, line = one.after.rpartition(":")
        return Where(path, int(line)) if path and line.isdecimal() else configuration(report)
    if one.key.startswith("waivers"):
        for found in report.waivers:
            if one.key.startswith(f"waivers[{found.waiver.id}]"):
                return waived_at(found)
        return Where(WAIVERS)
    return configuration(report)


def waived_at(one: Waived) -> Where:
    """The line of a waiver."""
    return Where(WAIVERS, one.waiver.line or None)

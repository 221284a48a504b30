"""Where in the files of a repository something stands that is of no single line."""

from __future__ import annotations

from carbongate.config import NAMES
from carbongate.config.waivers import WAIVERS
from carbongate.model import Estimate, Judgement, Loosening, Report, Waived, Where
from carbongate.reports.judged import CARBON
from carbongate.reports.largest import largest

COMMENT = "carbongate: ignore["  # the key of a loosening in the code


def inside(report: Report, path: str) -> str:
    """A path of the run as the repository has it."""
    return f"{report.prefix}/{path}" if report.prefix else path


def configuration(report: Report) -> Where:
    """The configuration, whose name is known even where none was read."""
    return Where(report.config or NAMES[0])


def of_budget(report: Report, row: Judgement) -> tuple[Where, str]:
    """What grew most, else the largest resource of the budget's stacks, and a word on it; the
    configuration where neither says anything."""
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
    """The resources whose carbon a budget counts."""
    return [
        found
        for each in report.stacks
        if each.stack.name in row.stacks
        for found in each.estimates
        if found.tenant_of is None or (each.stack.runs_on and not found.idle)
    ]


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

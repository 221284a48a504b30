"""Workflow commands of GitHub Actions: each line marks a place in the files of a pull request.

To be printed by a step: `--output annotations=-`. A step may show ten of each level; what does not fit is
in the summary of the job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from carbongate.model import Report
from carbongate.reports.layout import OLD_COMMAND
from carbongate.reports.plain import visible
from carbongate.reports.results import Result, results

Level = Literal["error", "warning", "notice"]
MOST = 10  # of each level


def render(report: Report) -> str:
    """The gravest of each level, without what was there before and what is excused."""
    return "".join(f"{one}\n" for one in chosen(report))


def chosen(report: Report) -> Iterator[str]:
    """One command for each result that is to be seen."""
    shown: Counter[Level] = Counter()
    for one in results(report):
        if one.excuse is None and one.new is not False:
            level = leveled(one)
            shown[level] += 1
            if shown[level] <= MOST:
                yield command(level, one)


def leveled(one: Result) -> Level:
    """An error is what fails the run, and nothing else."""
    if one.blocks:
        return "error"
    return "notice" if one.level == "note" else "warning"


def command(level: Level, one: Result) -> str:
    """The line. A command ends where a line does, so nothing of a name may hold one."""
    properties = {"file": one.path, "line": str(max(one.line, 1))}
    if one.column and one.end_line in (0, one.line):
        properties["col"] = str(one.column)
        if one.end_column > one.column:
            properties["endColumn"] = str(one.end_column)
    properties["title"] = one.title
    said = ",".join(f"{name}={value(text)}" for name, text in properties.items())
    return f"::{level} {said}::{data(one.message)}"


def data(text: str) -> str:
    """The message of a command: percent signs first, or they would be read as escapes."""
    text = OLD_COMMAND.sub("# ", visible(text))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """A property of a command, which also ends at a colon or a comma."""
    return data(text).replace(":", "%3A").replace(",", "%2C")

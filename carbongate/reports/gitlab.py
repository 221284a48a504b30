"""Code Quality of GitLab: a JSON array for the widget of a merge request.

GitLab compares the reports of both branches by fingerprint, so older findings are in it too; what is
suppressed or waived is not, since the format has no word for that.
"""

from __future__ import annotations

from typing import Any

from carbongate.model import Report
from carbongate.reports.json import line
from carbongate.reports.results import Level, Result, results

SEVERITIES: dict[Level, str] = {"error": "major", "warning": "minor", "note": "info"}


def render(report: Report) -> str:
    """The array, one entry on a line; empty where there is nothing to say."""
    shown = [line(entry(one, report.prefix)) for one in results(report) if one.excuse is None]
    return "[\n" + ",\n".join(shown) + "\n]\n" if shown else "[]\n"


def entry(one: Result, prefix: str) -> dict[str, Any]:
    """One result. What fails the run is critical; jobs for several folders may meet in one widget."""
    identity = (prefix, one.rule, one.fingerprint) if prefix else (one.rule, one.fingerprint)
    return {
        "description": one.message,
        "check_name": one.rule,
        "fingerprint": ":".join(identity),
        "severity": "critical" if one.blocks else SEVERITIES[one.level],
        "location": {"path": one.path, "lines": {"begin": max(one.line, 1)}},
    }

"""What of a report its readers act on: whether there is anything to say, and whether it was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What changes the mind of a reader. A commit's date, a line number or a source is none of it.
ACTED_ON = ("mode", "exit_code", "verdict", "budgets", "totals", "coverage", "skipped", "loosened")
CALM = ("in force", "unused")


def is_quiet(report: Mapping[str, Any]) -> bool:
    """Whether the verdict passed and the change touches neither carbon nor the code's findings.

    Without a base nobody knows what the change touches, so nothing is quiet then.
    """
    compared = report.get("diff")
    if not isinstance(compared, dict) or report["verdict"]["outcome"] != "pass":
        return False
    return (
        all(change["effect"] == "moved" for change in compared["changes"])
        and compared["changes_total"] == len(compared["changes"])
        and compared["data"] is None
        and not report["loosened"]
        and not any(finding["new"] and not finding["suppressed"] for finding in report["findings"])
        and all(waiver["state"] in CALM for waiver in report["waivers"])
    )


def digest(report: Mapping[str, Any]) -> str:
    """The same for two reports that tell their reader the same."""
    import json
    from hashlib import sha256

    compared = report.get("diff")
    told = {name: report.get(name) for name in ACTED_ON} | {
        "skipped": [without(row, "where") for row in report.get("skipped", ())],
        "findings": [without(row, "line", "column", "end_line") for row in report["findings"]],
        "waivers": [without(row, "days") for row in report.get("waivers", ())],
        "diff": compared
        and without(compared, "base")
        | {"changes": [without(row, "where") for row in compared["changes"]]},
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """An entry less what is not acted on."""
    return {name: value for name, value in row.items() if name not in names}

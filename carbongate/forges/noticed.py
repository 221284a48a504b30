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
    compared, verdict = part(report, "diff"), part(report, "verdict")
    changes = rows(compared, "changes")
    return (
        verdict.get("outcome") == "pass"
        and compared.get("changes_total") == len(changes)
        and all(change.get("effect") == "moved" for change in changes)
        and compared.get("data") is None
        and not rows(report, "loosened")
        and not any(
            row.get("new") and not row.get("suppressed") for row in rows(report, "findings")
        )
        and all(row.get("state") in CALM for row in rows(report, "waivers"))
    )


def digest(report: Mapping[str, Any]) -> str:
    """The same for two reports that tell their reader the same."""
    import json
    from hashlib import sha256

    compared = part(report, "diff")
    told = {name: report.get(name) for name in ACTED_ON} | {
        "skipped": [without(row, "where") for row in rows(report, "skipped")],
        "findings": [
            without(row, "line", "column", "end_line") for row in rows(report, "findings")
        ],
        "waivers": [without(row, "days") for row in rows(report, "waivers")],
        "diff": without(compared, "base")
        | {"changes": [without(row, "where") for row in rows(compared, "changes")]},
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def part(report: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object of the report; empty where it is none, since a report may be anybody's file."""
    found = report.get(name)
    return found if isinstance(found, dict) else {}


def rows(report: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The entries of a list of the report."""
    found = report.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """An entry less what is not acted on."""
    return {name: value for name, value in row.items() if name not in names}

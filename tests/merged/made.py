"""Reports to join, as documents of the contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from carbongate.model import Report
from carbongate.reports.contract import document as of_report
from tests.reports import build, team

Document = dict[str, Any]


def document(report: Report) -> Document:
    """As a file has it."""
    found: Document = json.loads(json.dumps(of_report(report)))
    return found


def changed(found: Document, **fields: Any) -> Document:
    """A copy with other fields at the top."""
    copy: Document = json.loads(json.dumps(found))
    return {**copy, **fields}


def judged(outcome: str, code: int, mode: str = "enforce", **fields: Any) -> Document:
    """A report of one resource that ended so."""
    name = f"aws_instance.{outcome}{code}"
    found = document(
        build.report(
            [build.stack(f"stack {outcome}", [build.estimate(name, stack=f"stack {outcome}")])]
        )
    )
    return changed(
        found,
        mode=mode,
        exit_code=code,
        verdict={"outcome": outcome, "reasons": [f"because of {outcome}"]},
        **fields,
    )


def empty(code: int) -> Document:
    """A report of a job that found nothing to look at."""
    found = document(build.report())
    return changed(found, exit_code=code, verdict={"outcome": "empty", "reasons": []})


MAKERS: dict[str, Callable[[], Report]] = {
    "red": build.red,
    "green": build.green,
    "grown": team.grown,
    "let_pass": team.let_pass,
    "hostile": team.hostile,
    "apart": team.apart,
}


def several(*names: str) -> list[tuple[str, Document]]:
    """Reports by the names of their makers, as files of a folder."""
    return [(f"reports/{name}.json", document(MAKERS[name]())) for name in names]

"""The base in the JSON report: what changed against it, why, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from carbongate.figure import Figure
from carbongate.model import Cause, Change, Difference, StackDifference
from carbongate.paired import Delta
from carbongate.reports.contract_resources import where
from carbongate.reports.quantities import change, change_kg, kg, quantity


def difference(found: Difference, most: int | None) -> dict[str, Any]:
    """Both sides held against each other; of very many changes the largest are listed."""
    shown = list(found.changes) if most is None else largest(found.changes, most)
    shown.sort(key=lambda row: (row.stack, row.address, row.was, row.tenant_of or "", row.effect))
    return {
        "base": found.base,
        "same": found.same,
        "delta": change_kg(found.delta),
        "data": None if found.data is None else change_kg(found.data),
        "stacks": [stack(row) for row in sorted(found.stacks, key=lambda row: row.name)],
        "changes_total": len(found.changes),
        "changes": [changed(row) for row in shown],
        "notes": list(found.notes),
    }


def largest(changes: Iterable[Change], most: int) -> list[Change]:
    """Those that add or save most."""
    ranked = sorted(changes, key=lambda row: (-abs(row.delta.best), row.stack, row.address))
    return ranked[:most]


def stack(found: StackDifference) -> dict[str, Any]:
    """One stack on both sides."""
    return {
        "name": found.name,
        "before": carbon(found.before),
        "after": carbon(found.after),
        "delta": change_kg(found.delta),
        "score_before": score(found.score_before),
        "score_after": score(found.score_after),
        "score": score_change(found.score),
    }


def changed(row: Change) -> dict[str, Any]:
    """One resource that is not what it was."""
    return {
        "effect": row.effect,
        "address": row.address,
        "was": row.was or None,
        "stack": row.stack,
        "type": row.type,
        "where": where(row.where),
        "tenant_of": row.tenant_of,
        "before": carbon(row.before),
        "after": carbon(row.after),
        "delta": change_kg(row.delta),
        "causes": [cause(each) for each in row.causes],
        "unknown": row.unknown or None,
    }


def cause(found: Cause) -> dict[str, Any]:
    """One reason."""
    return {"why": found.why, "before": found.before, "after": found.after}


def carbon(grams: Figure | None) -> dict[str, float] | None:
    """Kilograms of one side, where it is there."""
    return None if grams is None else kg(grams)


def score(found: Figure | None) -> dict[str, float] | None:
    """Grams for one unit, where there is a score."""
    return None if found is None else quantity([found])


def score_change(found: Delta | None) -> dict[str, float] | None:
    """The difference of two scores."""
    return None if found is None else change(found)

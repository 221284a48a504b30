"""What the JSON report says of the gate itself: waivers, loosenings, and the plans that were judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carbongate.figure import Figure, Unit
from carbongate.model import Loosening, Per, Plan, Waived


def waivers(found: Sequence[Waived]) -> list[dict[str, Any]]:
    """Each waiver on the day of the run."""
    return [waiver(row) for row in sorted(found, key=lambda row: (row.waiver.id, row.kind))]


def waiver(row: Waived) -> dict[str, Any]:
    """One waiver, and what it lets pass."""
    found = row.waiver
    return {
        "id": found.id,
        "scope": found.scope,
        "kind": row.kind,
        "state": row.state,
        "days": row.days,
        "allow": None if found.allow is None else allowed(found.allow, found.per),
        "reason": found.reason,
        "owner": found.owner,
        "until": found.until.isoformat(),
        "affects": sorted(row.affects),
    }


def allowed(allow: Figure, per: Per | None) -> dict[str, Any]:
    """How much more than its limit a budget may be, in the unit of that limit."""
    if allow.unit is Unit.GRAM_PER_UNIT:
        return {"value": allow.best, "unit": "gCO2e/run" if per == "run" else allow.unit.value}
    return {"value": allow.to(Unit.KG).best, "unit": "kgCO2e/month"}


def loosened(found: Sequence[Loosening]) -> list[dict[str, Any]]:
    """What the change makes easier to pass, by its place in the configuration."""
    return [
        {
            "key": row.key,
            "before": row.before,
            "after": row.after,
            "text": row.text,
            "held": row.held,
        }
        for row in sorted(found, key=lambda row: (row.key, row.text))
    ]


def plans(found: Sequence[Plan]) -> list[dict[str, Any]]:
    """The plans that were judged."""
    return [
        {"path": row.path, "sha256": row.digest} for row in sorted(found, key=lambda row: row.path)
    ]

"""What a report must hold to be joined: the fields of docs/report.schema.json that are read.

A dict is an object with at least these keys, a list one of any length, a tuple a choice of words, or
of a shape and null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeGuard, get_args

from carbongate.model import (
    Command,
    Effect,
    Metric,
    Mode,
    Outcome,
    Severity,
    State,
    WaiverKind,
    WaiverState,
    Why,
)

LARGEST = 1e300
Shape = Any  # a dict, a list, a tuple or a word of WORDS


def is_number(value: Any) -> TypeGuard[float]:
    """Finite; true and false are none."""
    return type(value) in (int, float) and -LARGEST < value < LARGEST


WORDS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "a finite number": is_number,
    "a whole number": lambda value: type(value) is int and abs(value) < 10**15,
    "true or false": lambda value: isinstance(value, bool),
    "a list of texts": lambda value: is_texts(value),
    "a list": lambda value: isinstance(value, list),
    "an exit code, 0 to 5": lambda value: type(value) is int and 0 <= value <= 5,
    "texts by name": lambda value: (
        isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    ),
    "lists of texts by name": lambda value: (
        isinstance(value, dict) and all(is_texts(each) for each in value.values())
    ),
    "low, best and high in order": lambda value: is_quantity(value),
}


def is_texts(value: Any) -> bool:
    """A list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def is_quantity(value: Any) -> bool:
    """Three finite numbers, none above the next."""
    if not isinstance(value, dict):
        return False
    low, best, high = value.get("low"), value.get("best"), value.get("high")
    return is_number(low) and is_number(best) and is_number(high) and low <= best <= high


TEXT, NUMBER, COUNT, FLAG = "text", "a finite number", "a whole number", "true or false"
TEXTS = "a list of texts"
QUANTITY = "low, best and high in order"
WHERE = {"path": TEXT, "line": (COUNT, None)}
TOTALS = dict.fromkeys(("energy_kwh", "operational_kg", "embodied_kg", "carbon_kg"), QUANTITY)

RESOURCE: Shape = {
    **dict.fromkeys(("address", "type", "kind", "provider", "stack", "basis"), TEXT),
    **dict.fromkeys(("region", "tenant_of"), (TEXT, None)),
    **dict.fromkeys(("vcpus", "memory_gib", "storage_gb", "accelerators"), NUMBER),
    **TOTALS,
    "where": WHERE,
    "replicas": QUANTITY,
    "components": [
        {
            "kind": TEXT,
            "energy_kwh": QUANTITY,
            "operational_kg": QUANTITY,
            "embodied_kg": QUANTITY,
        }
    ],
}
CHANGE: Shape = {
    **dict.fromkeys(("address", "stack", "type"), TEXT),
    "effect": get_args(Effect),
    **dict.fromkeys(("was", "tenant_of"), (TEXT, None)),
    **dict.fromkeys(("before", "after"), (QUANTITY, None)),
    "where": WHERE,
    "delta": QUANTITY,
    "causes": [{"why": get_args(Why), "before": TEXT, "after": TEXT}],
}
DIFFERENCE: Shape = {
    "base": TEXT,
    "same": COUNT,
    "delta": QUANTITY,
    "data": (QUANTITY, None),
    "changes": [CHANGE],
    "changes_total": COUNT,
    "stacks": [
        {
            "name": TEXT,
            "delta": QUANTITY,
            **dict.fromkeys(
                ("before", "after", "score_before", "score_after", "score"), (QUANTITY, None)
            ),
        }
    ],
    "notes": TEXTS,
}
REPORT: Shape = {
    "mode": get_args(Mode),
    "command": get_args(Command),
    "exit_code": "an exit code, 0 to 5",
    "verdict": {"outcome": get_args(Outcome), "reasons": TEXTS},
    "fingerprint": {
        **dict.fromkeys(("tool", "dataset", "grid_basis", "rules", "config", "date"), TEXT),
        "tools": "texts by name",
    },
    "budgets": [
        {
            "id": TEXT,
            "metric": get_args(Metric),
            "stacks": TEXTS,
            "value": (QUANTITY, None),
            "limit": NUMBER,
            "allow": (NUMBER, None),
            "unit": TEXT,
            "state": get_args(State),
            "waiver": (TEXT, None),
        }
    ],
    "stacks": [
        {
            "name": TEXT,
            "labels": "texts by name",
            "functional_unit": ({"name": TEXT, "per_month": QUANTITY}, None),
            "sci": ({**dict.fromkeys(("low", "best", "high"), NUMBER), "unit": TEXT}, None),
            "totals": TOTALS,
            "boundary": TEXT,
            "exclusions": TEXTS,
        }
    ],
    "totals": TOTALS,
    "resources_total": COUNT,
    "resources": "a list",
    "skipped": [{"address": TEXT, "type": TEXT, "where": WHERE, "why": TEXT, "heavy": FLAG}],
    "carbon_free": [{"address": TEXT, "type": TEXT}],
    "coverage": {
        **dict.fromkeys(("estimated", "skipped", "carbon_free"), COUNT),
        "assumed_share": (NUMBER, None),
    },
    "findings": [
        {
            **dict.fromkeys(("rule", "path", "confidence", "tier", "message"), TEXT),
            **dict.fromkeys(("line", "column", "end_line"), COUNT),
            "severity": get_args(Severity),
            "new": (FLAG, None),
            "suppressed": (TEXT, None),
            "equivalents": "lists of texts by name",
        }
    ],
    "waivers": [
        {
            **dict.fromkeys(("id", "scope", "reason", "owner", "until"), TEXT),
            "kind": get_args(WaiverKind),
            "state": get_args(WaiverState),
            "days": COUNT,
            "allow": ({"value": NUMBER, "unit": TEXT}, None),
            "affects": TEXTS,
        }
    ],
    "loosened": [{**dict.fromkeys(("key", "before", "after", "text"), TEXT), "held": FLAG}],
    "diff": (DIFFERENCE, None),
    "assumptions": [{"text": TEXT, "affects": TEXTS}],
    "sources": [dict.fromkeys(("key", "title", "year", "licence"), TEXT)],
    "notes": TEXTS,
    "methods": ({"formulas": TEXTS, "principles": TEXTS}, None),
    "coefficients": [
        {**dict.fromkeys(("table", "row", "column", "unit", "source"), TEXT), "value": QUANTITY}
    ],
    "prefix": TEXT,
    "plans": [{"path": TEXT, "sha256": TEXT}],
}
# What an earlier program of the same version did not write yet.
OPTIONAL: Mapping[str, Any] = {
    "command": "check",
    "waivers": [],
    "loosened": [],
    "diff": None,
    "notes": [],
    "methods": None,
    "coefficients": [],
    "plans": [],
    "prefix": "",
}

"""A name for what a configuration means: comments, places and spellings do not change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from carbongate.figure import Figure

# Places in the file, and what is worked out from the rest.
ASIDE = frozenset({"path", "line", "order", "key", "digest", "later"})
# Keys that came later: a file without them keeps the name it had.
ADDED = frozenset({"extends"})


def digest(config: Any) -> str:
    """sha256 over the canonical form."""
    import hashlib
    import json

    text = json.dumps(plain(config), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Frozen values as JSON has them; a figure is its three numbers and its unit."""
    if isinstance(value, Figure):
        return [*(float(f"{end:.12g}") for end in (value.low, value.best, value.high)), value.unit]
    if is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in ASIDE and (field.name not in ADDED or getattr(value, field.name))
        }
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value

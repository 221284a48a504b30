"""What decided the numbers of the whole: what the parts have in common, and each of them by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from carbongate.merged.part import Part

SHORT = 12  # digits of a digest


def fingerprint(parts: Sequence[Part]) -> dict[str, Any]:
    """`tools` names each report, with a digest of all that it says."""
    found = [part.document["fingerprint"] for part in parts]
    versions: dict[str, set[str]] = {}
    for each in found:
        for name, version in each["tools"].items():
            versions.setdefault(name, set()).add(version)
    tools = {name: alternatives(versions[name]) for name in versions}
    tools |= {f"report {part.name}": part.digest[:SHORT] for part in parts}
    return {
        "tool": alternatives(each["tool"] for each in found),
        "dataset": alternatives(each["dataset"] for each in found),
        "grid_basis": alternatives(each["grid_basis"] for each in found),
        "rules": together(each["rules"] for each in found),
        "config": together(each["config"] for each in found),
        "date": span(each["date"] for each in found),
        "tools": dict(sorted(tools.items())),
    }


def alternatives(words: Iterable[str]) -> str:
    """The word of all, or the different ones: `ccf-2024 + carbongate-2026.11`."""
    return " + ".join(sorted({word for word in words if word}))


def together(digests: Iterable[str]) -> str:
    """The digest of all, or one of the different ones."""
    found = sorted(set(digests))
    if len(found) == 1:
        return found[0]
    return sha256("\n".join(found).encode("utf-8", "surrogatepass")).hexdigest()[:SHORT]


def span(dates: Iterable[str]) -> str:
    """The date of all, or the first and the last one."""
    found = sorted({date for date in dates if date})
    return " to ".join(dict.fromkeys((found[0], found[-1]))) if found else ""

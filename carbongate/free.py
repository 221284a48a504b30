"""Types that use no energy of their own, told by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Rows of the table, by how they match: exact, then prefix, then suffix, then contains."""

    exact: Mapping[tuple[str, str], str]
    parts: tuple[tuple[str, str, str, str], ...]  # how, dialect, pattern, reason

    def reason(self, kind: str) -> str | None:
        """Why a type uses no energy of its own; None when it may."""
        tongue = dialect(kind)
        name = kind.lower()
        found = self.exact.get((tongue, name))
        if found is not None:
            return found or None
        for how, of, pattern, reason in self.parts:
            if of == tongue and matches(how, pattern, name):
                return reason
        return None


ORDER = ("prefix", "suffix", "contains")


def rules(rows: Iterable[Mapping[str, str]]) -> Rules:
    """The rows of free_types.csv, ready to be asked."""
    exact: dict[tuple[str, str], str] = {}
    parts = []
    for row in rows:
        pattern = row["pattern"].lower()
        if row["how"] in ("exact", "never"):
            exact[row["dialect"], pattern] = row["reason"] if row["how"] == "exact" else ""
        else:
            parts.append((row["how"], row["dialect"], pattern, row["reason"]))
    parts.sort(key=lambda part: ORDER.index(part[0]))
    return Rules(exact, tuple(parts))


def matches(how: str, pattern: str, name: str) -> bool:
    """Whether one row speaks of a name."""
    match how:
        case "prefix":
            return name.startswith(pattern)
        case "suffix":
            return name.endswith(pattern)
        case _:
            return pattern in name


def dialect(kind: str) -> str:
    """The language a type's name is of, told by its shape."""
    if "::" in kind:
        return "cloudformation"
    if kind[:10].lower() == "microsoft.":
        return "arm"
    if kind[:1].isupper() or "/" in kind:
        return "kubernetes"
    return "terraform"

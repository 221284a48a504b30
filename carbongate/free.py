"""Types that use no energy of their own, told by their names.

A row speaks of one language of types (terraform, cloudformation, arm, kubernetes). `exact` rows come
first, then `prefix`, `suffix` and `contains`; a suffix such as `aws_*_config` holds for one provider.
A `never` row is an energy user that another row would swallow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ORDER = ("prefix", "suffix", "contains")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rows, ready to be asked: language and name -> reason ("" for never), and the patterns."""

    exact: Mapping[tuple[str, str], str]
    patterns: Mapping[str, tuple[tuple[str, str, str], ...]]

    def reason(self, kind: str) -> str | None:
        """Why a type uses no energy of its own; None when it may."""
        tongue = dialect(kind)
        for name in spellings(kind, tongue):
            known = self.exact.get((tongue, name))
            if known is not None:
                return known or None
        name = kind.lower()
        for how, pattern, reason in self.patterns.get(tongue, ()):
            if matches(how, pattern, name):
                return reason
        return None


def rules(rows: Iterable[Mapping[str, str]]) -> Rules:
    """The rows of free_types.csv in the order in which they are asked."""
    exact: dict[tuple[str, str], str] = {}
    patterns: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        pattern = row["pattern"].lower()
        if row["how"] in ORDER:
            patterns.setdefault(row["dialect"], []).append((row["how"], pattern, row["reason"]))
        else:
            exact[row["dialect"], pattern] = row["reason"] if row["how"] == "exact" else ""
    return Rules(
        exact,
        {
            tongue: tuple(sorted(found, key=lambda part: ORDER.index(part[0])))
            for tongue, found in patterns.items()
        },
    )


def matches(how: str, pattern: str, name: str) -> bool:
    """Whether one row speaks of a name, both in lower case."""
    match how:
        case "prefix":
            return name.startswith(pattern)
        case "suffix":
            start, _, end = pattern.rpartition("*")
            return name.startswith(start) and name.endswith(end)
        case _:
            return pattern in name


def spellings(kind: str, tongue: str) -> tuple[str, ...]:
    """The names to look for: in Kubernetes with the group, then the kind alone."""
    name = kind.lower()
    return (name, name.rsplit("/", 1)[-1]) if tongue == "kubernetes" else (name,)


def dialect(kind: str) -> str:
    """The language a type's name is of, told by its shape."""
    if "::" in kind:
        return "cloudformation"
    if kind[:10].lower() == "microsoft.":
        return "arm"
    if kind[:1].isupper() or "/" in kind:
        return "kubernetes"
    return "terraform"

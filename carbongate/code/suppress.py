"""`# carbongate: ignore[rule-id] reason`: on the line of a finding, or alone above it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WORD = "carbongate:"
_COMMENT = re.compile(r"carbongate:\s*ignore\b\s*(?:\[([^\]]*)\])?[\s:–—-]*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Suppression:
    """What one comment takes back. `rules` is empty where it names none, which counts for nothing."""

    line: int
    alone: bool
    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Suppressions:
    """Those of one file."""

    by_line: Mapping[int, tuple[Suppression, ...]] = field(default_factory=dict)
    comment_lines: frozenset[int] = frozenset()  # lines that hold nothing but a comment

    def of(self, rule: str, line: int) -> Suppression | None:
        """The one that speaks of a rule at a line; one with a reason before one without."""
        found = [one for one in self.by_line.get(line, ()) if rule in one.rules]
        above = line - 1
        while above in self.comment_lines:
            found += [one for one in self.by_line.get(above, ()) if rule in one.rules]
            above -= 1
        return next((one for one in found if one.reason), found[0] if found else None)

    def all(self) -> tuple[Suppression, ...]:
        """All of them, by line."""
        return tuple(one for line in sorted(self.by_line) for one in self.by_line[line])


def suppressions(comments: Iterable[tuple[int, bool, str]]) -> Suppressions:
    """The suppressions among the comments of a file."""
    by_line: dict[int, tuple[Suppression, ...]] = {}
    alone_lines = set()
    for line, alone, text in comments:
        if alone:
            alone_lines.add(line)
        if found := _COMMENT.search(text):
            rules = tuple(word.strip() for word in (found[1] or "").split(",") if word.strip())
            one = Suppression(line, alone, rules, " ".join(found[2].split()))
            by_line[line] = (*by_line.get(line, ()), one)
    return Suppressions(by_line, frozenset(alone_lines))

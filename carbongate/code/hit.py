"""What the engine found at a place, before anything else is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes of a file, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One match of one rule; lines and columns (in characters) count from 1, the end column is that
    behind the last character.

    `captures` holds what the rule's `$NAME` stand for; `$$$NAMES` may stand for several places.
    """

    rule: str
    path: str
    line: int
    column: int
    end_line: int
    span: Span
    captures: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    end_column: int = 1

    def place(self) -> tuple[str, int, int, str, int]:
        """The order of a report, and what two reports of one finding have in common."""
        return self.path, self.line, self.column, self.rule, self.span.end

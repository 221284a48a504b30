"""The two things of a YAML file that have lines."""

from typing import Any


class Map(dict[str, Any]):
    """A YAML map. `line` is its own, `lines` those of its keys, from 1."""

    __slots__ = ("line", "lines", "repeated")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.repeated: tuple[tuple[str, int], ...] = ()  # keys written again, and where


class Seq(list[Any]):
    """A YAML list. `line` is its own, `lines` those of its items, from 1."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

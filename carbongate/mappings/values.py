"""Attributes of a block, read without surprises: a path, and a text, a number, a flag or blocks.

A path is `block.attribute`. A list on the way is entered at its first item, or at the one whose
number the path names. What is unknown before apply and what is sensitive is never read: it is
None, and `why` says which of the two it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from carbongate.errors import CarbongateError

UNKNOWN = "is known only after apply"
SENSITIVE = "is marked sensitive and is not read"

LARGEST = 2.0**63  # what providers hold an amount in

Flags = Any  # the shape of the attributes, with True where it holds


class NoAmountError(CarbongateError):
    """What stands where a number belongs; whoever reads the block turns it into `Skipped`."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not a number, or more than any machine has")


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Attributes with the two trees that say what of them may not be read."""

    known: Mapping[str, Any]
    unknown: Flags = field(default_factory=dict)
    sensitive: Flags = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        """A text that is not empty; a number is written out."""
        value = self._at(path)
        if isinstance(value, str):
            return value.strip() or None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return None

    def number(self, path: str) -> float | None:
        """A number, also when it is written as a text; None where it is negative, which says nothing.

        Errors: NoAmountError for what is no number, or more than any machine has.
        """
        value = self._at(path)
        if value is None or value == "" or isinstance(value, bool):
            return None
        try:
            number = float(value)
        except (OverflowError, TypeError, ValueError):
            number = math.nan
        if number < 0:
            return None
        if not number < LARGEST:
            raise NoAmountError(path)
        return number

    def flag(self, path: str) -> bool | None:
        """True or false, also when it is written as a text; None when it is not said."""
        value = self._at(path)
        if isinstance(value, str):
            return {"true": True, "false": False}.get(value.lower())
        return value if isinstance(value, bool) else None

    def many(self, path: str) -> tuple[Values, ...]:
        """The blocks at a path: each item of a list, or the one object."""
        if "." not in path and not self.known.get(path):
            return ()
        value, unknown, sensitive = self._trees(path)
        if isinstance(value, dict):
            return (Values(value, unknown, sensitive),)
        if not isinstance(value, list):
            return ()
        return tuple(
            Values(item, step(unknown, position), step(sensitive, position))
            for position, item in enumerate(value)
            if isinstance(item, dict)
        )

    def texts(self, path: str) -> tuple[str, ...]:
        """The texts of a list; a lone text is a list of one."""
        value, unknown, sensitive = self._trees(path)
        items = value if isinstance(value, list) else [value]
        return tuple(
            item
            for position, item in enumerate(items)
            if isinstance(item, str)
            and item
            and step(unknown, position) is not True
            and step(sensitive, position) is not True
        )

    def mapping(self, path: str) -> Mapping[str, str]:
        """The texts of a map."""
        value, unknown, sensitive = self._trees(path)
        if not isinstance(value, dict):
            return {}
        return {
            key: item
            for key, item in value.items()
            if isinstance(item, str)
            and step(unknown, key) is not True
            and step(sensitive, key) is not True
        }

    def given(self, path: str) -> bool:
        """Whether anything is said at a path, known or not."""
        value, unknown, sensitive = self._trees(path)
        empty = value is None or value in ("", [], {})
        return not empty or unknown is True or sensitive is True

    def why(self, path: str) -> str | None:
        """Why a path cannot be read, or None when it can or is not given."""
        _, unknown, sensitive = self._trees(path)
        if sensitive is True:
            return SENSITIVE
        return UNKNOWN if unknown is True else None

    def _at(self, path: str) -> Any:
        """The value at a path, None where it may not be read."""
        if "." not in path and self.known.get(path) is None:  # nearly every path there is
            return None
        value, unknown, sensitive = self._trees(path)
        return None if unknown is True or sensitive is True else value

    def _trees(self, path: str) -> tuple[Any, Flags, Flags]:
        """The three trees at a path; a list at its end stays a list."""
        value: Any = self.known
        unknown, sensitive = self.unknown, self.sensitive
        if "." not in path:
            return inside(value, path), step(unknown, path), step(sensitive, path)
        for key in path.split("."):
            while isinstance(value, list) and not key.isdigit():
                value, unknown, sensitive = inside(value, 0), step(unknown, 0), step(sensitive, 0)
            place = int(key) if isinstance(value, list) else key
            value, unknown, sensitive = (
                inside(value, place),
                step(unknown, place),
                step(sensitive, place),
            )
        return value, unknown, sensitive


def inside(value: Any, place: str | int) -> Any:
    """An item of a map or a list, None where it is neither or has no such item."""
    if isinstance(value, dict):
        return value.get(place)
    if isinstance(value, list) and isinstance(place, int) and place < len(value):
        return value[place]
    return None


def step(flags: Flags, place: str | int) -> Flags:
    """The same for a tree of flags: what holds for the whole holds for each item."""
    return True if flags is True else inside(flags, place)

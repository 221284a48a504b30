"""The languages that can be analysed, one file each.

A module here offers NAME (a folder of rules), SUFFIXES, PROGRAM (what a first line `#!` names), BROKEN
(what the engine matches in a file that is not of the language), `is_test`, `decoded`, `comments` and
`parsed`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from carbongate.code.python.module import Module


class Language(Protocol):
    """A module of this room."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    PROGRAM: str
    BROKEN: Mapping[str, Any]

    def is_test(self, path: str) -> bool:
        """Whether a path is that of a test by the customs of the language."""

    def decoded(self, data: bytes) -> str:
        """The text of a file. Errors: UnicodeDecodeError, LookupError or SyntaxError."""

    def comments(self, text: str) -> Iterator[tuple[int, bool, str]]:
        """Line from 1, whether it stands alone there, and text of each comment."""

    def parsed(self, source: bytes) -> Module:
        """The file for conditions to look at. Errors: SyntaxError, ValueError, RecursionError."""


CONTRACT = ("NAME", "SUFFIXES", "PROGRAM", "BROKEN", "is_test", "decoded", "comments", "parsed")

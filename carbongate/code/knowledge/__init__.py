"""What a pattern cannot see, one file for each kind of it, used by all rules.

A module here offers KEY, the word under `metadata` that asks for it, ORDER, which is low for what is
cheap to ask, and `condition`, which reads what stands there. A condition then answers for one hit in one parsed file.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from carbongate.code.hit import Hit
from carbongate.code.python.module import Module

Facts = Mapping[str, str]  # what a message may say of the hit, by the `$NAME` that stands for it


class Condition(Protocol):
    """A demand on the code around a hit."""

    def possible(self, hit: Hit, source: bytes) -> bool:
        """A quick look at the text, before it is parsed: False only where `holds` would be None."""

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        """The facts it rests on, None where the code does not meet it."""


class Kind(Protocol):
    """A module of this room."""

    KEY: str
    ORDER: int

    def condition(self, value: Any) -> Condition:
        """The condition that a rule file states. Errors: ValueError with what is wrong."""

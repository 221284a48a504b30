"""Values of GitHub expressions that are known, guessed, or unknown, and what is made of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final


class Unknown:
    """Stands for a value that the file does not decide."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Guess:
    """A value, and whether it is more than a guess. `path` is the context it was read from."""

    value: Any
    sure: bool = True
    path: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not UNKNOWN

    @property
    def true(self) -> bool:
        """Whether it counts as true."""
        return self.value not in (UNKNOWN, None, False, 0, "")


NOTHING = Guess(UNKNOWN, sure=False)


def step(guess: Guess, key: Guess) -> Guess:
    """An item of a value; what a known mapping lacks is nothing, unless it says it may be more."""
    if not (guess.known and key.known):
        return NOTHING
    value = guess.value
    if isinstance(value, dict):
        if key.value in value:
            return within(value[key.value], guess.sure and key.sure)
        return NOTHING if value.get(OPEN) else Guess(None, guess.sure and key.sure)
    if isinstance(value, list) and isinstance(key.value, float) and key.value.is_integer():
        position = int(key.value)
        return Guess(value[position] if 0 <= position < len(value) else None, guess.sure)
    return Guess(None, guess.sure)


def within(value: Any, sure: bool) -> Guess:
    """A value that a mapping holds, which may be a guess itself."""
    if isinstance(value, Guess):
        return Guess(value.value, value.sure and sure)
    return Guess(value, sure)


OPEN: Final = "\0open"  # the key of a mapping that may hold more than is known


def function(name: str, arguments: list[Guess]) -> Guess:
    """The functions that need nothing but their arguments."""
    if not arguments or not all(argument.known for argument in arguments):
        return NOTHING
    sure = all(argument.sure for argument in arguments)
    first = arguments[0].value
    if name == "fromjson" and isinstance(first, str):
        try:
            return Guess(json.loads(first, parse_constant=refuse), sure)
        except (ValueError, RecursionError):
            return NOTHING
    if name == "format" and isinstance(first, str):
        texts = [text_of(argument.value) for argument in arguments[1:]]
        filled = re.sub(
            r"\{(\d{1,2})\}", lambda m: texts[int(m[1])] if int(m[1]) < len(texts) else "", first
        )
        return Guess(filled, sure)
    return NOTHING


def refuse(constant: str) -> Any:
    """NaN and infinity are no JSON."""
    raise ValueError(constant)


def folded(value: Any) -> Any:
    """A value as GitHub compares it."""
    return value.lower() if isinstance(value, str) else value


def text_of(value: Any) -> str:
    """A value within a text, as GitHub writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)

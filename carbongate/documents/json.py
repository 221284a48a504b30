"""Strict JSON."""

import re
from itertools import accumulate
from typing import Any

from carbongate.errors import InputError

JSON_LIMIT = 100_000_000  # characters
DEPTH = 100
CONTAINERS = 5_000_000  # objects and lists of one file
DIGITS = 250  # many more do not fit a float


def json_document(text: str, path: str) -> Any:
    """The value of a JSON file as plain dicts and lists.

    Errors: InputError with the line, for text that is not strict JSON or is over a limit.
    """
    if len(text) > JSON_LIMIT:
        raise InputError(f"larger than {JSON_LIMIT // 1_000_000} MB, the limit for JSON", path)
    import json

    text = text.removeprefix("\ufeff")
    _check_nesting(text, path)
    if "\\ud" in text or "\\uD" in text:
        text = _SURROGATE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
    try:
        return json.loads(text, parse_constant=_number, parse_float=_number, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON: {error.msg}", path, error.lineno) from None
    except _NotFinite as error:
        line = _line_outside_strings(text, error.literal)
        raise InputError(
            f"{error.literal[:20]} is not a finite number, or too large", path, line
        ) from None


# An escape: a whole surrogate pair, half of one (group 1), or any other.
_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKET = bytes(set(range(256)) - set(b'[]{}"'))


class _NotFinite(Exception):  # noqa: N818 - it never leaves this file
    """A number of a JSON file that no calculation can use."""

    def __init__(self, literal: str) -> None:
        super().__init__(literal)
        self.literal = literal


def _check_nesting(text: str, path: str) -> None:
    """Refuses depth before the parser recurses: the brackets outside of strings, counted.

    Up to the first mistake in the text this sees the same strings as the parser does.
    """
    if text.count("[") + text.count("{") <= DEPTH:
        return
    raw = text.encode("utf-8", "surrogatepass").replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = b"".join(raw.translate(None, _NO_BRACKET).split(b'"')[::2])
    if len(brackets) > 2 * CONTAINERS:
        raise InputError(f"more than {CONTAINERS:,} objects and lists", path)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEPTH:
        raise InputError(f"nested deeper than {DEPTH} levels", path)


def _number(literal: str) -> float:
    value = float(literal)
    if not abs(value) < float("inf"):
        raise _NotFinite(literal)
    return value


def _integer(literal: str) -> int:
    if len(literal) > DIGITS:
        raise _NotFinite(literal)
    return int(literal)


def _line_outside_strings(text: str, literal: str) -> int | None:
    """The line of a literal that is not inside a string."""
    pattern = re.compile(r'"(?:[^"\\]++|\\.)*+"|(' + re.escape(literal) + ")", re.DOTALL)
    places = (found.start() for found in pattern.finditer(text) if found[1])
    place = next(places, None)
    return text.count("\n", 0, place) + 1 if place is not None else None

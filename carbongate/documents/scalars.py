"""What a plain YAML scalar means depends on who reads the file in real life.

- 1.2 (own configuration, workflows, compose): the core schema. Only true and false are truth values,
  `on` and `no` are text, `010` is ten.
- 1.1 (Kubernetes): what kubectl's parser does, which is not the 1.1 standard to the letter. `yes`,
  `no`, `on`, `off`, `y`, `n` are truth values, `010` is eight, `1_000` and `1e3` are numbers,
  `12:30` is text.

In both, dates and a bare `=` are text, and so are numbers that are not finite or too large for a
float, so that nobody can calculate with them.
"""

import re
from typing import Any, Literal

Version = Literal["1.1", "1.2"]

DIGITS = 250  # more do not fit a float, in any base


def core(text: str) -> Any:
    """A plain scalar under the core schema of YAML 1.2."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if text[0] not in _NUMBER_START or len(text) > DIGITS:
        return text
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return _finite(text, text)


def kubernetes(text: str) -> Any:
    """A plain scalar as kubectl's parser reads it."""
    if text in _NULL:
        return None
    if text in _OLD_TRUTH:
        return _OLD_TRUTH[text]
    if text[0] not in _NUMBER_START or len(text) > DIGITS:
        return text
    bare = text.replace("_", "") if text[0] != "." else text
    if _GO_INTEGER.fullmatch(bare):
        digits = bare.lstrip("+-")
        octal = len(digits) > 1 and digits[0] == "0" and digits[1] in "01234567"
        value = int(digits, 8) if octal else int(digits, 0)
        return -value if bare[0] == "-" else value
    return _finite(bare, text)


def _finite(bare: str, text: str) -> Any:
    """The float that is written, or the text where it is none or is too large for one."""
    if not _FLOAT.fullmatch(bare):
        return text
    value = float(bare)
    return value if abs(value) != float("inf") else text


_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTH = {word: word[0] in "tT" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_OLD_WORDS = {"y": True, "yes": True, "on": True, "n": False, "no": False, "off": False}
_OLD_TRUTH = _TRUTH | {
    form: truth
    for word, truth in _OLD_WORDS.items()
    for form in (word, word.capitalize(), word.upper())
}
_NUMBER_START = frozenset("+-.0123456789")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_GO_INTEGER = re.compile(r"[-+]?(?:0[0-7]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+|0|[1-9][0-9]*)")

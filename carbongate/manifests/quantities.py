"""Amounts as manifests write them, read exactly: Kubernetes quantities, compose sizes, plain counts."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, TypeVar

from carbongate.errors import CarbongateError

NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
QUANTITY = re.compile(
    rf"\+?{NUMBER}(?:(?P<suffix>[KMGTPE]i|[numkMGTPE])|[eE](?P<exponent>[+-]?[0-9]{{1,3}}))?"
)
COMPOSE_SIZE = re.compile(rf"{NUMBER} ?(?P<suffix>[kmgtpKMGTP]?)[iI]?[bB]?")

POWERS = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
LETTERS = "kmgtp"

GIB = 2**30
GB = 10**9
LARGEST = 2**63  # what Kubernetes and Docker hold an amount in
LONGEST = 64  # characters of an amount


T = TypeVar("T")


class UnreadableError(CarbongateError):
    """A value that says nothing; whoever reads the object turns it into `Skipped`."""


def attempt(read: Callable[[], T], otherwise: Callable[[], T], problems: list[str]) -> T:
    """What can be read; else what stands for it, and the reason joins the problems."""
    try:
        return read()
    except UnreadableError as error:
        problems.append(error.message)
        return otherwise()


def quantity(value: Any, key: str) -> Fraction:
    """A Kubernetes quantity: `250m`, `1.5`, `512Mi`, `1G`, `100k`, `129e6`, 0.5.

    Errors: UnreadableError, naming `key`, for anything else and for negative amounts.
    """
    text = plain(value)
    match = QUANTITY.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise UnreadableError(f"{key} is {shown(value)}, which is not a Kubernetes quantity")
    amount = Fraction(match["number"].rstrip(".") or 0)
    if match["suffix"] in BINARY:
        amount *= 2 ** BINARY[match["suffix"]]
    elif match["suffix"]:
        amount *= Fraction(10) ** POWERS[match["suffix"]]
    elif match["exponent"]:
        amount *= Fraction(10) ** int(match["exponent"])
    return bounded(amount, value, key)


def compose_size(value: Any, key: str) -> Fraction:
    """Bytes of a compose file: `512m`, `1.5gb`, `64MiB`, 1073741824; all letters are powers of 1024.

    Errors: UnreadableError, naming `key`.
    """
    text = plain(value)
    match = COMPOSE_SIZE.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise UnreadableError(f"{key} is {shown(value)}, which is not a size such as 512m")
    letter = match["suffix"].lower()
    amount = Fraction(match["number"].rstrip(".") or 0)
    return bounded(amount * 1024 ** (LETTERS.index(letter) + 1 if letter else 0), value, key)


def number(value: Any, key: str) -> Fraction:
    """A plain decimal that is not negative. Errors: UnreadableError, naming `key`."""
    text = plain(value)
    if len(text) > LONGEST or not re.fullmatch(NUMBER, text):
        raise UnreadableError(f"{key} is {shown(value)}, which is not a number")
    return bounded(Fraction(text.rstrip(".") or 0), value, key)


def count(value: Any, key: str) -> int:
    """A whole number that is not negative. Errors: UnreadableError, naming `key`."""
    text = plain(value)
    if len(text) > LONGEST or not re.fullmatch(r"[0-9]+(\.0+)?", text):
        raise UnreadableError(f"{key} is {shown(value)}, which is not a whole number")
    return int(bounded(Fraction(text), value, key))


def bounded(amount: Fraction, value: Any, key: str) -> Fraction:
    """The amount, if the programs that run such files could hold it."""
    if amount >= LARGEST:
        raise UnreadableError(f"{key} is {shown(value)}, which is more than any machine has")
    return amount


def plain(value: Any) -> str:
    """Numbers and texts as they are written; what is neither is no amount."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < LARGEST * LARGEST else ""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f") if isfinite(value) else ""
    return value


def shown(value: Any) -> str:
    """A value in a sentence: short, on one line, and no more of it than helps."""
    if value is None:
        return "empty"
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = " ".join(str(value).split())
    return f"`{text[:37]}...`" if len(text) > 40 else f"`{text}`"

"""A file that is to be joined: is it a report, of a version that is known, with numbers in it?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carbongate.errors import InputError
from carbongate.merged.shapes import OPTIONAL, REPORT, RESOURCE, WORDS, Shape
from carbongate.reports.contract import VERSION


def read(text: str, path: str) -> Mapping[str, Any]:
    """The report that a file holds; its fields are looked at when it is joined.

    Errors: InputError for text that is no JSON, was cut, or is no report of this version.
    """
    return known(parsed(text, path), path)


def parsed(text: str, path: str) -> Any:
    """The JSON of a file. What is not plain at once is left to the strict reader and its sentences."""
    import json

    from carbongate.documents import json_document

    if "\\ud" not in text and "\\uD" not in text:
        try:
            return json.loads(text, parse_constant=refused)
        except (ValueError, RecursionError):
            pass  # the strict reader says what is wrong, and where
    return json_document(text, path)


def refused(literal: str) -> float:
    """NaN and infinity are no JSON."""
    raise ValueError(literal)


def known(document: Any, path: str) -> Mapping[str, Any]:
    """The document, if it is a report. Errors: InputError for anything else, and another version."""
    if not isinstance(document, dict) or "version" not in document or "verdict" not in document:
        raise InputError("is no report of carbongate (write one with `--output json=FILE`)", path)
    if document["version"] != VERSION:
        raise InputError(
            f"is a report of version {document['version']!r:.40}, and this program joins version "
            f"{VERSION}: write it again with this program",
            path,
        )
    return document


def checked(document: Any, path: str) -> Mapping[str, Any]:
    """The document with every field that this version knows.

    Errors: InputError, naming the field that is not what the contract says.
    """
    whole = known(document, path)
    full = {**whole, **{key: value for key, value in OPTIONAL.items() if key not in whole}}
    for where, wanted in wrong(full, REPORT, ""):
        raise InputError(f"is no whole report: {where} must be {wanted}", path)
    return full


def rows(document: Mapping[str, Any], path: str) -> Sequence[Mapping[str, Any]]:
    """Its resources, each with a name and a number; the rest of a row is looked at by `whole`.

    Errors: InputError, naming the row.
    """
    found: Sequence[Mapping[str, Any]] = document["resources"]
    for at, row in enumerate(found):
        try:
            named = isinstance(row["address"], str) and isinstance(row["stack"], str)
            fine = named and math.isfinite(row["carbon_kg"]["best"])
        except (KeyError, TypeError, OverflowError):
            fine = False
        if not fine:
            raise InputError(
                f"is no whole report: resources[{at}] must have address, stack and carbon_kg", path
            )
    return found


def whole(row: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """A resource with all its fields.

    Errors: InputError, naming the field.
    """
    for where, wanted in wrong(row, RESOURCE, f"resources[{row['address']:.80}]"):
        raise InputError(f"is no whole report: {where} must be {wanted}", path)
    return row


def wrong(value: Any, shape: Shape, where: str) -> Iterator[tuple[str, str]]:
    """Each place where a value has not the shape it must have, and what it must be."""
    match shape:
        case dict():
            yield from wrong_object(value, shape, where)
        case list() if not isinstance(value, list):
            yield where, "a list"
        case list():
            for at, entry in enumerate(value):
                yield from wrong(entry, shape[0], f"{where}[{at}]")
        case tuple() if value is None and None in shape:
            pass
        case tuple():
            yield from wrong_choice(value, shape, where)
        case _ if not WORDS[shape](value):
            yield where, shape


def wrong_object(value: Any, shape: Mapping[str, Shape], where: str) -> Iterator[tuple[str, str]]:
    """An object with keys that it must have, whatever others there are."""
    if not isinstance(value, dict):
        yield where, "an object"
        return
    for key, each in shape.items():
        place = f"{where}.{key}" if where else key
        if key in value:
            yield from wrong(value[key], each, place)
        else:
            yield place, "there"


def wrong_choice(value: Any, shape: tuple[Any, ...], where: str) -> Iterator[tuple[str, str]]:
    """One of some words, or one shape."""
    words = [each for each in shape if isinstance(each, str) and each not in WORDS]
    if words and value not in words:
        yield where, f"one of {', '.join(words)}"
    for each in shape:
        if each is not None and each not in words:
            yield from wrong(value, each, where)

"""The report as a contract for machines: docs/report.schema.json. One entry on a line.

Entries are in the order of their names, so that two reports can be compared line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from carbongate.errors import DataError
from carbongate.model import Report
from carbongate.reports.contract import document
from carbongate.reports.plain import UNSEEN


def render(report: Report) -> str:
    """The whole report as JSON text.

    Errors: DataError when a number of it is not finite.
    """
    return written(document(report))


def written(document: Mapping[str, Any]) -> str:
    """A document of the contract as JSON text.

    Errors: DataError when a number of it is not finite.
    """
    try:
        fields = [f"  {line(key)}: {block(value)}" for key, value in document.items()]
    except ValueError as error:
        raise DataError(f"the report holds a number that is not finite: {error}") from error
    return "{\n" + ",\n".join(fields) + "\n}\n"


def block(value: Any) -> str:
    """A list of objects with each on a line of its own, anything else on one line."""
    if not isinstance(value, list) or not value:
        return line(value)
    return "[\n" + ",\n".join(f"    {line(entry)}" for entry in value) + "\n  ]"


def line(value: Any) -> str:
    """One value on one line. Errors: ValueError for a number that is not finite."""
    text = UNSEEN.sub(escape, json.dumps(value, ensure_ascii=False, allow_nan=False))
    # In a log `##[name` and `##vso[name` would be commands to the CI runner.
    return text.replace("##", "#\\u0023")


def escape(match: re.Match[str]) -> str:
    """A character that cannot be seen; such a one only ever stands inside a string."""
    if "\ud800" <= match[0] <= "\udfff":
        return "\\ufffd"  # half a character: no valid UTF-8 could hold it
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))

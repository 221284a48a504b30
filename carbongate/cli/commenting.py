"""`comment`: what a report says, on the pull request of the run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, cast

from carbongate.cli.output import say
from carbongate.cli.running import content
from carbongate.errors import InputError
from carbongate.forges.run import commented
from carbongate.forges.sticky import Behaviour


def comment(report: str, markdown: str, options: Mapping[str, Any]) -> int:
    """0 whatever became of the comment, since it is no verdict; with `strict` 5 where it failed.

    Errors: InputError for files that are no reports.
    """
    from carbongate.plans import report_of

    try:
        text = content(markdown).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", markdown) from None
    outcome = commented(
        os.environ,
        event(),
        report_of(content(report), report),
        text,
        options["key"],
        cast("Behaviour", options["behaviour"]),
        options["pull"],
    )
    say(f"carbongate: {outcome.sentence}")
    return 5 if options["strict"] and not outcome.worked else 0


def event() -> Mapping[str, Any]:
    """What GITHUB_EVENT_PATH holds; nothing where there is no such file, or no mapping in it."""
    path = os.environ.get("GITHUB_EVENT_PATH")
    if not path:
        return {}
    from carbongate.documents import json_document

    try:
        found = json_document(content(path).decode("utf-8-sig"), path)
    except (InputError, UnicodeDecodeError) as error:
        say(f"carbongate: the event of this run cannot be read: {error}")
        return {}
    return found if isinstance(found, dict) else {}

"""Which pull request a run of GitHub Actions belongs to, by what the event says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

QUEUE = re.compile(r"refs/heads/gh-readonly-queue/.+/pr-(\d{1,18})-[0-9a-f]{40}")
BRANCH = "refs/heads/"


def pull_number(event: Mapping[str, Any]) -> int | None:
    """The number that the event states; None where it states none.

    A pull request from a fork states its number like any other. A group of the merge queue names the
    last pull request in it.
    """
    match event:
        case {"pull_request": {"number": int(number)}} if number > 0:
            return number
        case {"issue": {"number": int(number), "pull_request": {}}} if number > 0:
            return number
        case {"merge_group": {"head_ref": str(name)}}:
            found = QUEUE.fullmatch(name)
            return int(found[1]) if found else None
    return None


def pull_head(event: Mapping[str, Any]) -> tuple[str, str] | None:
    """`owner:branch` and the commit of an event that knows its branch and not its pull request.

    That is a push, and a workflow that runs after another one: its event is the only word on a fork's
    pull request that the fork did not write.
    """
    match event:
        case {
            "workflow_run": {
                "head_branch": str(branch),
                "head_sha": str(commit),
                "head_repository": {"owner": {"login": str(owner)}},
            }
        }:
            return f"{owner}:{branch}", commit
        case {
            "ref": str(name),
            "after": str(commit),
            "repository": {"owner": {"login": str(owner)}},
        } if name.startswith(BRANCH):
            return f"{owner}:{name.removeprefix(BRANCH)}", commit
    return None

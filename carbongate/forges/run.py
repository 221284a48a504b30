"""What a run of GitHub Actions says on its pull request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbongate.forges.github import API, GitHub, found_pull
from carbongate.forges.server import ForgeError, Server
from carbongate.forges.sticky import Behaviour, Outcome, comment


def commented(
    variables: Mapping[str, str],
    event: Mapping[str, Any],
    report: Mapping[str, Any],
    markdown: str,
    key: str,
    behaviour: Behaviour,
    pull: int | None = None,
) -> Outcome:
    """Comments on the pull request of the run, or on the one that is named.

    `variables` are those of the run: GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL. `event` is the
    content of GITHUB_EVENT_PATH. No error leaves here, and none is a verdict.
    """
    repository = variables.get("GITHUB_REPOSITORY", "")
    try:
        server = Server(variables.get("GITHUB_API_URL") or API, variables.get("GITHUB_TOKEN", ""))
        number = pull or found_pull(server, repository, event)
        if number is None:
            return Outcome("nothing", "no comment: this run belongs to no open pull request")
        client = GitHub(server, repository, number)
    except ForgeError as error:
        return Outcome("failed", f"no comment: {error.sentence}")
    return comment(client, markdown, key, behaviour, report, link(variables))


def link(variables: Mapping[str, str]) -> str:
    """The page of the run; "" where it is not known."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (variables.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""

"""A run of a workflow, from its variables and its event to a comment."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.forges.run import commented
from carbongate.forges.sticky import Outcome
from tests.forges.conftest import report
from tests.forges.hub import TOKEN, Hub

SHA = "c0ffee" * 6 + "beef"
PULL = {"number": 5, "head": {"label": "stranger:topic", "sha": SHA}}
OLD = {"number": 4, "head": {"label": "stranger:topic", "sha": "0" * 40}}
AFTER = {
    "workflow_run": {
        "head_branch": "topic",
        "head_sha": SHA,
        "head_repository": {"owner": {"login": "stranger"}},
    }
}
TEXT = "## PASS\n" + "all is well\n" * 9000


def say(hub: Hub, event: dict[str, Any], pull: int | None = None, **variables: str) -> Outcome:
    """A comment of a run."""
    given = {
        "GITHUB_API_URL": hub.address,
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_REPOSITORY": "shop/web",
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_RUN_ID": "42",
    }
    return commented(given | variables, event, report(), TEXT, "shop", "update", pull)


def test_a_run_for_a_pull_request(hub: Hub) -> None:
    assert say(hub, {"pull_request": {"number": 5}}).action == "created"
    assert "[the run](https://github.example/shop/web/actions/runs/42)" in hub.bodies[0]


def test_a_pull_request_that_is_named(hub: Hub) -> None:
    assert say(hub, {}, pull=5).action == "created"


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(AFTER, id="a workflow that runs after another one"),
        pytest.param(
            {
                "ref": "refs/heads/topic",
                "after": SHA,
                "repository": {"owner": {"login": "stranger"}},
            },
            id="a push",
        ),
    ],
)
def test_the_pull_request_is_looked_for_by_branch_and_commit(
    hub: Hub, event: dict[str, Any]
) -> None:
    hub.pulls = [OLD, PULL]
    assert say(hub, event).action == "created"


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(AFTER, id="nobody asks for the branch to be merged"),
        pytest.param({"schedule": "0 0 * * *"}, id="a schedule"),
    ],
)
def test_no_pull_request_is_nothing_to_do_and_no_failure(hub: Hub, event: dict[str, Any]) -> None:
    done = say(hub, event)
    assert done == Outcome("nothing", "no comment: this run belongs to no open pull request")
    assert done.worked


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        pytest.param(
            {"GITHUB_TOKEN": ""},
            "there is no token to comment with; set GITHUB_TOKEN",
            id="no token",
        ),
        pytest.param({"GITHUB_TOKEN": " \n"}, "there is no token", id="a blank token"),
        pytest.param(
            {"GITHUB_TOKEN": "se\ncret"}, "signs that no token has", id="a token of two lines"
        ),
        pytest.param(
            {"GITHUB_TOKEN": "sécret"}, "signs that no token has", id="a token with an accent"
        ),
        pytest.param(
            {"GITHUB_REPOSITORY": ""}, "'' is no repository; write OWNER/NAME", id="no repository"
        ),
        pytest.param({"GITHUB_REPOSITORY": "shop/../admin"}, "is no repository", id="a path"),
        pytest.param({"GITHUB_REPOSITORY": "shop/.."}, "is no repository", id="a folder above"),
        pytest.param({"GITHUB_REPOSITORY": "shop/web?x=1"}, "is no repository", id="a query"),
        pytest.param(
            {"GITHUB_API_URL": "http://api.github.example"},
            "the token is only sent to https addresses, and this is none: http://api.github.example",
            id="plain http",
        ),
        pytest.param({"GITHUB_API_URL": "file:///etc/passwd"}, "only sent to https", id="a file"),
        pytest.param({"GITHUB_API_URL": "https://["}, "only sent to https", id="no address at all"),
    ],
)
def test_what_is_missing_is_said(hub: Hub, variables: dict[str, str], sentence: str) -> None:
    done = say(hub, {"pull_request": {"number": 5}}, None, **variables)
    assert (done.action, done.worked) == ("failed", False)
    assert sentence in done.sentence
    assert "cret" not in done.sentence
    assert hub.asked == []


def test_line_ends_around_a_token_are_none_of_it(hub: Hub) -> None:
    assert say(hub, {}, 5, GITHUB_TOKEN=f" {TOKEN}\n").action == "created"

"""Which pull request a run belongs to, as the events of GitHub say it."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.forges.event import pull_head, pull_number

SHA = "c0ffee" * 6 + "beef"
PULL = {"number": 5, "head": {"sha": SHA, "repo": {"fork": False}}, "base": {"ref": "main"}}
OWNER = {"owner": {"login": "shop"}}


@pytest.mark.parametrize(
    ("event", "number"),
    [
        pytest.param(
            {"action": "opened", "number": 5, "pull_request": PULL}, 5, id="a pull request"
        ),
        pytest.param(
            {"number": 7, "pull_request": PULL | {"number": 7, "head": {"repo": {"fork": True}}}},
            7,
            id="a pull request from a fork",
        ),
        pytest.param(
            {"pull_request": PULL | {"head": {"repo": None}}}, 5, id="a fork that was deleted"
        ),
        pytest.param({"action": "submitted", "review": {}, "pull_request": PULL}, 5, id="a review"),
        pytest.param(
            {"issue": {"number": 9, "pull_request": {"url": "x"}}, "comment": {}},
            9,
            id="a comment on a pull request",
        ),
        pytest.param({"issue": {"number": 9}, "comment": {}}, None, id="a comment on an issue"),
        pytest.param(
            {"merge_group": {"head_ref": f"refs/heads/gh-readonly-queue/main/pr-12-{SHA}"}},
            12,
            id="a merge queue",
        ),
        pytest.param(
            {
                "merge_group": {
                    "head_ref": f"refs/heads/gh-readonly-queue/release/pr-1-x/pr-13-{SHA}"
                }
            },
            13,
            id="a merge queue of a branch with a telling name",
        ),
        pytest.param(
            {"merge_group": {"head_ref": f"refs/heads/pr-12-{SHA}"}},
            None,
            id="a branch that looks so",
        ),
        pytest.param(
            {"ref": "refs/heads/main", "after": SHA, "repository": OWNER}, None, id="a push"
        ),
        pytest.param({"schedule": "0 0 * * *"}, None, id="a schedule"),
        pytest.param({"inputs": {"pull_request": "5"}}, None, id="by hand"),
        pytest.param({}, None, id="an empty event"),
        pytest.param({"pull_request": {"number": "5"}}, None, id="a number that is text"),
        pytest.param({"pull_request": {"number": -5}}, None, id="a number below zero"),
        pytest.param({"pull_request": None}, None, id="no pull request"),
    ],
)
def test_the_number_that_an_event_states(event: dict[str, Any], number: int | None) -> None:
    assert pull_number(event) == number


@pytest.mark.parametrize(
    ("event", "head"),
    [
        pytest.param(
            {"ref": "refs/heads/a/b", "after": SHA, "repository": OWNER},
            ("shop:a/b", SHA),
            id="a push",
        ),
        pytest.param({"ref": "refs/tags/v1", "after": SHA, "repository": OWNER}, None, id="a tag"),
        pytest.param(
            {
                "workflow_run": {
                    "head_branch": "topic",
                    "head_sha": SHA,
                    "head_repository": {"owner": {"login": "stranger"}},
                    "pull_requests": [],
                },
                "repository": OWNER,
            },
            ("stranger:topic", SHA),
            id="after a run for a fork, whose event names no pull request",
        ),
        pytest.param({"workflow_run": {"head_branch": None}}, None, id="a run of no branch"),
        pytest.param({"pull_request": PULL, "repository": OWNER}, None, id="it states its number"),
    ],
)
def test_the_branch_and_commit_to_look_for(
    event: dict[str, Any], head: tuple[str, str] | None
) -> None:
    assert pull_head(event) == head

"""Answers that no client hopes for: asked again or told in one sentence, and never twice in effect."""

from __future__ import annotations

import pytest

from carbongate.forges.github import GitHub
from carbongate.forges.sticky import Behaviour, Outcome, comment
from tests.forges.conftest import report, server
from tests.forges.hub import BOT, TOKEN, Hub, Trouble, later, running

TEXT = "## FAIL\n\nover budget\n"
HTML = b"<!doctype html><title>Log in</title>"


def say(client: GitHub, behaviour: Behaviour = "update") -> Outcome:
    """A comment about a run that failed."""
    return comment(client, TEXT, "shop", behaviour, report("fail"))


def told(status: int, message: str = "no", **headers: str) -> Trouble:
    """An answer that the API documents."""
    return Trouble(status, dict(headers), f'{{"message": "{message}"}}'.encode())


# ---- what is tried again -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(told(500), id="500"),
        pytest.param(Trouble(502, data=HTML), id="502 with a page"),
        pytest.param(told(503), id="503"),
        pytest.param(told(503, **{"Retry-After": "0"}), id="503 that says when"),
        pytest.param(told(504), id="504"),
        pytest.param(told(429, **{"Retry-After": "0"}), id="429 that says when"),
        pytest.param(
            told(403, "secondary rate limit", **{"Retry-After": "1"}), id="403 that says when"
        ),
        pytest.param(told(403, "rate limit exceeded", **later(0)), id="403 of the hourly limit"),
        pytest.param(told(429, "rate limit exceeded", **later(-30)), id="a limit that has ended"),
        pytest.param(Trouble(), id="it hangs up"),
        pytest.param(Trouble(200, data=b'[{"id": 1, "bo', cut=True), id="the answer is cut off"),
        pytest.param(Trouble(200, data=b'[{"id": 1, "bo'), id="the JSON is cut off"),
        pytest.param(Trouble(200, data=HTML), id="a page for people, once"),
    ],
)
def test_one_trouble_on_the_way_is_overcome(hub: Hub, client: GitHub, trouble: Trouble) -> None:
    hub.troubles = [trouble]
    done = say(client)
    assert done.action == "created", done.sentence
    assert len(hub.comments) == 1
    assert hub.troubles == []


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(Trouble(502, done=True, only="POST"), id="502 after it was written"),
        pytest.param(Trouble(502, only="POST"), id="502 before it was written"),
        pytest.param(Trouble(0, done=True, only="POST"), id="it hangs up after it was written"),
        pytest.param(Trouble(0, only="POST"), id="it hangs up before it was written"),
        pytest.param(
            Trouble(201, data=b'{"id"', done=True, only="POST"), id="the answer is cut off"
        ),
        pytest.param(
            Trouble(201, data=b"{", done=True, cut=True, only="POST"), id="and its length too"
        ),
        pytest.param(told(503), id="busy"),
    ],
)
@pytest.mark.parametrize("behaviour", ["update", "new", "delete-and-new"])
def test_no_comment_is_written_twice(
    hub: Hub, client: GitHub, trouble: Trouble, behaviour: Behaviour
) -> None:
    say(client, "new")
    hub.say(next(iter(hub.comments.values()))["body"], BOT)
    expected = {"update": 1, "new": 3, "delete-and-new": 1}[behaviour]
    hub.troubles = [trouble]
    done = say(client, behaviour)
    assert done.worked, done.sentence
    assert len(hub.comments) == expected


def test_a_redirect_on_the_same_host_is_followed_with_its_method(hub: Hub, client: GitHub) -> None:
    to = f"{hub.address}/repos/shop/web/issues/5/comments"
    hub.troubles = [
        told(301, "Moved Permanently", Location="/repos/shop/web/issues/5/comments?per_page=100"),
        Trouble(307, {"Location": to}, only="POST"),
    ]
    assert say(client).action == "created"
    assert [*hub.comments] == [101]


# ---- what is told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        pytest.param(
            told(401, "Bad credentials"),
            "the API does not know the token (401): it is wrong or has expired; it says: Bad credentials",
            id="401",
        ),
        pytest.param(
            told(403, "Resource not accessible by integration"),
            "the token may not comment on shop/web#5 (403): the job needs `permissions: "
            "pull-requests: write`. On a pull request from a fork the token can only read: the summary "
            "of the job, its annotations and the report files hold the same.; "
            "it says: Resource not accessible by integration",
            id="403",
        ),
        pytest.param(
            told(403, "Unable to create comment because issue is locked."),
            "shop/web#5 is locked (403); it says: Unable to create comment because issue is locked.",
            id="a locked pull request",
        ),
        pytest.param(
            told(404), "there is no shop/web#5, or the token may not see it (404)", id="404"
        ),
        pytest.param(told(410), "shop/web#5 takes no comments (410)", id="410"),
        pytest.param(
            told(422, "Validation Failed"),
            "the API does not take this comment on shop/web#5 (422)",
            id="422",
        ),
        pytest.param(told(418), "the API answered 418 to a question about shop/web#5", id="418"),
        pytest.param(
            told(429, **{"Retry-After": "3600"}),
            "127.0.0.1 asks to wait 3600 seconds before the next question (429)",
            id="a limit that lasts an hour",
        ),
        pytest.param(
            told(403, "API rate limit exceeded", **later(1799)),
            "127.0.0.1 asks to wait 1800 seconds before the next question (403)",
            id="an hourly limit that has just begun",
        ),
        pytest.param(
            told(429, **{"Retry-After": "Fri, 15 Jan 2027 09:00:00 GMT"}),
            "127.0.0.1 asks to wait 3601 seconds",
            id="a limit that ends at a time of the day",
        ),
        pytest.param(
            told(301, Location="https://evil.example/repos"),
            "127.0.0.1 points to another host, evil.example; the token is not sent there",
            id="a redirect to another host",
        ),
        pytest.param(
            told(302, Location="http://evil.example/"),
            "the token is only sent to https addresses, and this is none: http://evil.example",
            id="a redirect to plain http",
        ),
        pytest.param(
            told(302, Location="//127.0.0.1@evil.example:1/"),
            "the token is only sent to https addresses",
            id="a redirect that looks like the same host",
        ),
        pytest.param(
            Trouble(200, {"Link": '<https://evil.example/2>; rel="next"'}, b"[]"),
            "127.0.0.1 points to another host, evil.example",
            id="a next page on another host",
        ),
        pytest.param(
            Trouble(200, data=b'{"a": 1}'), "is no list of comments", id="JSON of another kind"
        ),
    ],
)
def test_a_no_is_one_sentence_and_nothing_is_written(
    hub: Hub, client: GitHub, trouble: Trouble, sentence: str
) -> None:
    hub.troubles = [trouble]
    done = say(client)
    assert (done.action, done.worked) == ("failed", False)
    assert done.sentence.startswith("no comment: ")
    assert sentence in done.sentence
    assert "\n" not in done.sentence
    assert TOKEN not in done.sentence
    assert hub.comments == {}


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        pytest.param(Trouble(502, data=HTML), "the API is broken at the moment (502)", id="502"),
        pytest.param(told(503), "the API is broken at the moment (503)", id="503"),
        pytest.param(told(429, **{"Retry-After": "0"}), "asked too often (429)", id="429"),
        pytest.param(Trouble(), "127.0.0.1 cannot be reached", id="it hangs up"),
        pytest.param(Trouble(200, data=HTML), "is no list of comments; is it the API", id="pages"),
        pytest.param(
            told(302, Location="?again"), "sends from one address to the next", id="a circle"
        ),
    ],
)
def test_a_trouble_that_lasts_has_an_end(
    hub: Hub, client: GitHub, trouble: Trouble, sentence: str
) -> None:
    hub.troubles = [trouble] * 99
    done = say(client)
    assert sentence in done.sentence
    assert len(hub.asked) <= 16


def test_nobody_is_there(hub: Hub) -> None:
    with running(Hub()) as address:
        pass
    hub.address = address
    assert "127.0.0.1 cannot be reached" in say(GitHub(server(hub), "shop/web", 5)).sentence


def test_a_host_that_is_silent(hub: Hub) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        hub.address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = GitHub(server(hub, time=(0.2, 0.2)), "shop/web", 5)
        assert "127.0.0.1 did not answer in time" in say(client).sentence


def test_a_comment_that_cannot_be_taken_away_is_told_and_no_failure(
    hub: Hub, client: GitHub
) -> None:
    say(client, "new")
    hub.troubles = [Trouble(403, data=b'{"message": "no"}', only="DELETE")]
    done = say(client, "delete-and-new")
    assert (done.action, len(hub.comments)) == ("created", 2)
    assert "; an older one stays: the token may not comment" in done.sentence


def test_a_fork_may_read_and_is_told_where_the_report_is(hub: Hub, client: GitHub) -> None:
    hub.reads_only = True
    done = say(client)
    assert not done.worked
    assert (
        "the summary of the job, its annotations and the report files hold the same"
        in done.sentence
    )


def test_what_the_api_says_cannot_forge_a_line(hub: Hub, client: GitHub) -> None:
    hub.troubles = [told(422, "a\\n::error::b\\u001b[31m" + "x" * 5000)]
    done = say(client)
    assert "it says: a ::error::b[31mxxx" in done.sentence
    assert len(done.sentence) < 400


def test_a_token_that_the_api_says_back_is_in_no_message(hub: Hub, client: GitHub) -> None:
    """A proxy that quotes the request it refuses quotes its token, too."""
    hub.troubles = [told(401, f"refused: Authorization: Bearer {TOKEN}")]
    done = say(client)
    assert TOKEN not in done.sentence
    assert "it says: refused: Authorization: Bearer ***" in done.sentence

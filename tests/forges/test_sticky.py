"""One comment for one key: what is said, what is left alone, and whose comments are touched."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.forges.body import LONGEST, mark
from carbongate.forges.github import GitHub
from carbongate.forges.sticky import BEHAVIOURS, Behaviour, Outcome, comment
from tests.forges.conftest import report, server
from tests.forges.hub import BOT, PERSON, STRANGER, TOKEN, Hub, Trouble

RED, GREEN = "## FAIL\n\nover budget\n", "## PASS\n\nall is well\n"


def say(
    client: GitHub,
    text: str,
    behaviour: Behaviour = "update",
    key: str = "shop",
    **fields: Any,
) -> Outcome:
    """A comment about a run."""
    outcome = "fail" if text.startswith(RED) else "pass"
    return comment(client, text, key, behaviour, report(outcome, **fields))


def texts(hub: Hub) -> list[str]:
    """What a reader sees of each comment."""
    return [body.partition("-->")[2].lstrip() for body in hub.bodies]


# ---- behaviours --------------------------------------------------------------------------------


def test_update_keeps_one_comment(hub: Hub, client: GitHub) -> None:
    assert say(client, RED).action == "created"
    first = [*hub.comments]
    done = say(client, GREEN)
    assert (done.action, done.sentence) == ("updated", "updated the comment on shop/web#5")
    assert done.url.endswith(f"#issuecomment-{first[0]}")
    assert ([*hub.comments], texts(hub)) == (first, [GREEN])


def test_update_asks_for_nothing_when_the_text_is_the_same(hub: Hub, client: GitHub) -> None:
    say(client, RED)
    hub.comments[101]["body"] = hub.comments[101]["body"].replace("\n", "\r\n")
    assert say(client, RED).action == "unchanged"
    assert "PATCH" not in hub.methods()


def test_new_adds_a_comment_each_time(hub: Hub, client: GitHub) -> None:
    for text in (RED, GREEN, GREEN):
        assert say(client, text, "new").action == "created"
    assert texts(hub) == [RED, GREEN, GREEN]


def test_delete_and_new_leaves_the_last_one_at_the_end(hub: Hub, client: GitHub) -> None:
    say(client, RED, "new")
    say(client, RED, "new")
    hub.say("a word of somebody", PERSON)
    assert say(client, GREEN, "delete-and-new").action == "created"
    assert hub.bodies[0] == "a word of somebody"
    assert texts(hub)[1:] == [GREEN]


def test_delete_when_quiet_goes_when_there_is_nothing_to_say(hub: Hub, client: GitHub) -> None:
    assert say(client, GREEN, "delete-when-quiet").action == "nothing"
    assert say(client, RED, "delete-when-quiet").action == "created"
    assert say(client, GREEN, "delete-when-quiet").action == "deleted"
    assert hub.comments == {}


def test_only_on_change_is_silent_until_the_report_says_another_thing(
    hub: Hub, client: GitHub
) -> None:
    assert say(client, RED, "only-on-change").action == "created"
    day = {"date": "2026-03-02"}
    again = say(client, RED + "\nlater\n", "only-on-change", fingerprint=day)
    assert again.action == "unchanged"
    assert texts(hub) == [RED]
    assert say(client, GREEN, "only-on-change").action == "updated"
    assert texts(hub) == [GREEN]


# ---- which comments are ours -------------------------------------------------------------------


def test_every_key_has_its_own_comment(hub: Hub, client: GitHub) -> None:
    for key in ("shop", "shop-prod", "shop prod", "Shop", "sho"):
        assert say(client, RED, key=key).action == "created"
    assert say(client, GREEN, key="shop-prod").action == "updated"
    assert [text == GREEN for text in texts(hub)] == [False, True, False, False, False]


@pytest.mark.parametrize(
    "key", ["-->", "a --> <b>", "\n", "x" * 5000, "ключ", "key=shop digest=", "%2D", ""]
)
def test_a_key_is_a_name_and_nothing_else(hub: Hub, client: GitHub, key: str) -> None:
    say(client, RED, key=key)
    say(client, GREEN, key=key)
    assert texts(hub) == [GREEN]
    assert mark(key).count("-->") == 0


def test_the_comment_is_found_on_any_page(hub: Hub, client: GitHub) -> None:
    for number in range(230):
        hub.say(f"a word, number {number}", PERSON)
    say(client, RED)
    for number in range(75):
        hub.say(f"another word, number {number}", PERSON)
    assert say(client, GREEN).action == "updated"
    assert texts(hub).count(GREEN) == 1
    assert RED not in texts(hub)
    listed = [one.path for one in hub.asked if one.method == "GET" and "comments" in one.path]
    assert all("per_page=100" in path for path in listed)
    assert len(listed) == 3 + 4


@pytest.mark.parametrize("user", [BOT, PERSON], ids=["a token of an app", "a token of a person"])
def test_a_mark_that_somebody_else_pastes_is_left_alone(hub: Hub, user: dict[str, Any]) -> None:
    hub.user = user
    client = GitHub(server(hub), "shop/web", 5)
    pasted = f"{mark('shop')}digest= -->\n\n## PASS, honestly"
    hub.say(pasted, STRANGER)
    for behaviour in BEHAVIOURS:
        say(client, RED, behaviour)
        assert hub.bodies[0] == pasted
    assert say(client, GREEN, "delete-when-quiet").action == "deleted"
    assert hub.bodies == [pasted]


def test_a_person_does_not_touch_the_comment_of_a_bot(hub: Hub) -> None:
    hub.user = PERSON
    hub.say(f"{mark('shop')}digest= -->\n\nby the workflow", BOT)
    assert say(GitHub(server(hub), "shop/web", 5), RED).action == "created"
    assert texts(hub) == ["by the workflow", RED]


def test_a_quoted_comment_is_another_comment(hub: Hub, client: GitHub) -> None:
    say(client, RED)
    quoted = "".join(f"> {line}\n" for line in hub.bodies[0].splitlines()) + "\nreally?"
    hub.say(quoted, BOT)
    hub.say("as said:\n" + hub.bodies[0], BOT)
    say(client, GREEN)
    assert texts(hub)[0] == GREEN
    assert hub.bodies[1] == quoted


def test_two_comments_of_one_key_become_one(hub: Hub, client: GitHub) -> None:
    say(client, RED, "new")
    say(client, RED, "new")
    say(client, GREEN)
    assert texts(hub) == [GREEN]


def test_a_comment_that_goes_while_we_look_is_written_again(hub: Hub, client: GitHub) -> None:
    say(client, RED)
    hub.troubles = [Trouble(404, data=b'{"message": "Not Found"}', only="PATCH")]
    assert say(client, GREEN).action == "created"
    assert texts(hub) == [RED, GREEN]


# ---- what is in it -----------------------------------------------------------------------------


def test_a_long_report_is_cut_with_a_pointer(hub: Hub, client: GitHub) -> None:
    text = "| a | b |\n|---|---|\n" + "| résumé 🌱 | x |\n" * 9000
    done = comment(client, text, "shop", "update", report(), "https://github.example/run/1")
    assert done.action == "created"
    assert LONGEST - 200 < len(hub.bodies[0]) <= LONGEST
    assert hub.bodies[0].endswith(
        "\n\n*The report was cut here, at 65,000 characters; [the run](https://github.example/run/1)"
        " holds all of it.*\n"
    )


def test_the_token_is_in_the_header_and_nowhere_else(
    hub: Hub, client: GitHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password other\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert say(client, RED).action == "created"
    for one in hub.asked:
        assert one.headers["Authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in one.path + str(one.sent)
        assert one.headers["Accept"] == "application/vnd.github+json"
    assert TOKEN not in repr(client) + repr(client.__dict__)

"""The verdict of several reports: as grave as the gravest, and never green because one saw nothing."""

from __future__ import annotations

import pytest

from carbongate.merged import merge
from tests.merged.made import Document, changed, empty, judged

PASS, FAIL, OPEN = judged("pass", 0), judged("fail", 1), judged("undecided", 4)
LET_GO = judged("fail", 0, "warn")


@pytest.mark.parametrize(
    ("given", "outcome", "code", "word"),
    [
        pytest.param([PASS], "pass", 0, "PASS", id="one that passes"),
        pytest.param([PASS, FAIL], "fail", 1, "FAIL", id="one that fails decides"),
        pytest.param([PASS, OPEN], "undecided", 4, "UNDECIDED", id="one that is undecided decides"),
        pytest.param([OPEN, FAIL], "fail", 1, "FAIL", id="a fail goes before undecided"),
        pytest.param([PASS, LET_GO], "fail", 0, "WOULD FAIL", id="what is not enforced is said"),
        pytest.param([OPEN, LET_GO], "fail", 4, "FAIL", id="an outcome and an exit code of two reports"),
        pytest.param([empty(3), judged("empty", 3)], "empty", 3, "NOTHING TO LOOK AT", id="nothing anywhere"),
        pytest.param([empty(0), judged("empty", 0)], "empty", 0, "NOTHING TO LOOK AT", id="nothing anywhere, allowed"),
        pytest.param([PASS, empty(0)], "pass", 0, "PASS", id="an empty job that was allowed is no matter"),
        pytest.param([PASS, empty(3)], "undecided", 4, "UNDECIDED", id="an empty job beside a full one is not green"),
        pytest.param([FAIL, empty(3)], "fail", 1, "FAIL", id="a fail beside an empty job"),
        pytest.param([FAIL, changed(OPEN, exit_code=2)], "fail", 2, "FAIL", id="a mistake goes before a fail"),
        pytest.param([changed(PASS, exit_code=5), changed(OPEN, exit_code=2)], "undecided", 2, "UNDECIDED", id="a mistake goes before a crash"),
        pytest.param([FAIL, changed(PASS, exit_code=5)], "fail", 5, "FAIL", id="a crash goes before a fail"),
    ],
)  # fmt: skip
def test_outcome_exit_code_and_word(
    given: list[Document], outcome: str, code: int, word: str
) -> None:
    found = merge([(f"{n}.json", each) for n, each in enumerate(given)])
    assert (found.document["verdict"]["outcome"], found.exit_code, found.words.word) == (
        outcome,
        code,
        word,
    )


def test_reasons_name_their_reports_the_gravest_first() -> None:
    found = merge(
        [
            ("a.json", PASS),
            ("b.json", FAIL),
            ("c.json", empty(3)),
            ("d.json", judged("pass", 0, notes=["x"])),
        ]
    )
    assert found.document["verdict"]["reasons"] == [
        "b: because of fail",
        "c: nothing to look at; `--allow-empty` where that is meant",
        "a and d: because of pass",
    ]


def test_the_strictest_mode_is_that_of_the_whole() -> None:
    assert (
        merge([("a.json", LET_GO), ("b.json", judged("pass", 0, "report"))]).document["mode"]
        == "warn"
    )
    assert merge([("a.json", LET_GO), ("b.json", PASS)]).document["mode"] == "enforce"


@pytest.mark.parametrize(
    ("commands", "command"),
    [
        pytest.param(("estimate", "estimate"), "estimate", id="estimates stay estimates"),
        pytest.param(("estimate", "check"), "check", id="one that holds limits decides"),
    ],
)
def test_the_command(commands: tuple[str, str], command: str) -> None:
    given = [
        (f"{n}.json", judged("pass", 0, command=each, notes=[str(n)]))
        for n, each in enumerate(commands)
    ]
    assert merge(given).document["command"] == command


def test_the_headline_counts() -> None:
    found = merge([("a.json", PASS), ("b.json", FAIL), ("c.json", OPEN), ("d.json", empty(3))])
    assert (
        found.words.headline == "1 of 4 reports fails, 1 is undecided, 1 found nothing to look at"
    )
    assert found.words.meaning == "exit code 1: the gate says no"
    assert [part.name for part in found.words.parts] == ["b", "c", "d", "a"]

"""Expressions of GitHub, as far as a file alone decides them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.manifests.expressions import condition, evaluate, resolve
from carbongate.manifests.guesses import OPEN, UNKNOWN, Guess

CONTEXTS: dict[str, Any] = {
    "matrix": {"os": "ubuntu-latest", "node": 20, "on": {"runner": "macos-15"}, "list": ["a", "b"]},
    "inputs": {"deploy": False, "size": Guess("small", sure=False), OPEN: True},
    "github": {"event_name": "push", OPEN: True},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("matrix.os", "ubuntu-latest", id="a value"),
        pytest.param("matrix['os']", "ubuntu-latest", id="in brackets"),
        pytest.param("matrix.on.runner", "macos-15", id="deeper"),
        pytest.param("matrix.list[1]", "b", id="of a list"),
        pytest.param("matrix.list[9]", None, id="beyond its end is nothing"),
        pytest.param("matrix.nothing", None, id="what a known mapping lacks is nothing"),
        pytest.param("'it''s'", "it's", id="a text"),
        pytest.param("1.5", 1.5, id="a number"),
        pytest.param("true", True, id="a truth value"),
        pytest.param("matrix.x || 'b'", "b", id="the first that is true"),
        pytest.param("'a' || 'b'", "a", id="or this"),
        pytest.param("'a' && 'b'", "b", id="the last that is true"),
        pytest.param("'' && 'b'", "", id="or the first that is not"),
        pytest.param("matrix.node == 20", True, id="equal numbers"),
        pytest.param("matrix.os == 'Ubuntu-Latest'", True, id="texts without regard to case"),
        pytest.param("matrix.os != 'x' && 'l' || 'r'", "l", id="a choice"),
        pytest.param("!(matrix.node == 20)", False, id="not"),
        pytest.param("fromJSON('[\"x\", 1]')[0]", "x", id="JSON"),
        pytest.param("format('{0}-{1}', matrix.os, 1)", "ubuntu-latest-1", id="a format"),
        pytest.param("github.event_name == 'push'", True, id="the event"),
        pytest.param("inputs.deploy && secrets.KEY", False, id="what cannot be true"),
        pytest.param("secrets.KEY && inputs.deploy", False, id="in either order"),
    ],
)
def test_a_value_that_the_file_decides(text: str, value: Any) -> None:
    assert evaluate(text, CONTEXTS) == Guess(value, path=evaluate(text, CONTEXTS).path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("vars.RUNNER || 'ubuntu-latest'", "ubuntu-latest", id="its last alternative"),
        pytest.param("github.x == 1 && 'a' || 'b'", "b", id="what holds where nothing else does"),
        pytest.param("github.repository == 'a/b' && 'big' || 'c'", "big", id="its own repository"),
        pytest.param("github.repository_owner != 'a'", False, id="is not another's"),
        pytest.param("inputs.size", "small", id="a value that is a guess itself"),
        pytest.param("format('{0}!', inputs.size)", "small!", id="and what is made of it"),
    ],
)
def test_a_value_that_is_guessed(text: str, value: Any) -> None:
    guess = evaluate(text, CONTEXTS)
    assert (guess.value, guess.sure) == (value, False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("vars.RUNNER", id="a variable"),
        pytest.param("inputs.other", id="an input that nobody states"),
        pytest.param("needs.a.outputs.b", id="an output"),
        pytest.param("fromJSON(needs.a.outputs.b)", id="JSON of an output"),
        pytest.param("fromJSON('{')", id="no JSON"),
        pytest.param("success()", id="what only a run knows"),
        pytest.param("github.run_number > 3", id="an order"),
        pytest.param("matrix.*.x", id="a filter"),
        pytest.param("matrix.", id="an unfinished path"),
        pytest.param("'open", id="an unfinished text"),
        pytest.param("a b", id="two values"),
        pytest.param("", id="nothing"),
        pytest.param("(" * 3000, id="brackets without end"),
        pytest.param("!" * 3000 + "1", id="negations without end"),
        pytest.param("'" + "x" * 10_000 + "'", id="longer than anybody writes"),
    ],
)
def test_what_the_file_does_not_decide(text: str) -> None:
    guess = evaluate(text, CONTEXTS)
    assert guess.value is UNKNOWN
    assert not guess.sure


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("plain", "plain", id="no expression"),
        pytest.param("${{ matrix.node }}", 20, id="one expression keeps its type"),
        pytest.param("${{ matrix.os }}-${{ matrix.node }}", "ubuntu-latest-20", id="within a text"),
        pytest.param("x-${{ vars.A }}", UNKNOWN, id="a text with an unknown part"),
        pytest.param(["a"], ["a"], id="no text"),
    ],
)
def test_expressions_in_texts(value: Any, expected: Any) -> None:
    assert resolve(value, CONTEXTS).value == expected


@pytest.mark.parametrize(
    ("value", "never"),
    [
        pytest.param(False, True, id="false"),
        pytest.param("false", True, id="false as a text"),
        pytest.param("${{ false }}", True, id="false in braces"),
        pytest.param("inputs.deploy", True, id="an input that is off"),
        pytest.param("github.event_name == 'schedule'", True, id="another event"),
        pytest.param(
            "always() && github.event_name == 'schedule'", True, id="another event at least"
        ),
        pytest.param("github.event_name == 'push'", False, id="this event"),
        pytest.param("failure()", False, id="what may be"),
        pytest.param("github.repository == 'a/b'", False, id="the own repository"),
        pytest.param("vars.X != ''", False, id="a variable"),
        pytest.param(None, False, id="nothing said"),
    ],
)
def test_conditions_that_never_hold(value: Any, never: bool) -> None:
    guess = condition(value, CONTEXTS)
    assert (guess.sure and not guess.true) is never


@given(st.text(alphabet="ab.'[]()!&|=<>0 ,*$", max_size=60))
def test_any_text_comes_to_an_end(text: str) -> None:
    evaluate(text, CONTEXTS)

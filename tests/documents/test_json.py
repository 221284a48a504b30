"""JSON: what is read and what is refused."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.documents import json as json_module
from carbongate.documents import json_document
from carbongate.errors import InputError


def refusal(text: str) -> str:
    """The sentence with which a JSON text is refused."""
    with pytest.raises(InputError) as caught:
        json_document(text, "file.json")
    return caught.value.sentence


REFUSED = [
    ("", "file.json:1: not valid JSON: Expecting value", "nothing"),
    ('{"a": 1}\n{"b": 2}', "file.json:2: not valid JSON: Extra data", "two values"),
    ('{"a": 1,\n "b" 2}', "file.json:2: not valid JSON: Expecting ':' delimiter", "a missing colon"),
    ('{"a": "x\ny"}', "file.json:1: not valid JSON: Invalid control character at", "a newline in a string"),
    ('{"a": // c\n1}', "file.json:1: not valid JSON: Expecting value", "a comment"),
    ('{"a": "NaN",\n "b": NaN}', "file.json:2: NaN is not a finite number, or too large", "NaN"),
    ("[-Infinity]", "file.json:1: -Infinity is not a finite number, or too large", "infinity"),
    ("[1e999]", "file.json:1: 1e999 is not a finite number, or too large", "a float beyond floats"),
    ("[" + "9" * 400 + "]", "file.json:1: 99999999999999999999 is not a finite number, or too large", "an integer beyond floats"),
    ("[" * 101 + "]" * 101, "file.json: nested deeper than 100 levels", "101 lists"),
    ("[" * 200_000, "file.json: nested deeper than 100 levels", "200,000 brackets"),
    ('{"a":' * 200_000, "file.json: nested deeper than 100 levels", "200,000 braces"),
    ('["]]]]]]]]", ' * 200, "file.json: nested deeper than 100 levels", "closing brackets in strings do not count"),
    ('["\\\\", ["\\"]", ' * 200, "file.json: nested deeper than 100 levels", "nor behind escapes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"), [row[:2] for row in REFUSED], ids=[row[2] for row in REFUSED]
)
def test_json_that_is_refused(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


READ = [
    ('\ufeff{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}, "with a byte order mark"),
    ('{"a": 1, "a": 2}', {"a": 2}, "the last of two equal keys wins"),
    ('["' + "[{" * 200 + '"]', ["[{" * 200], "brackets in a string are no nesting"),
    ('["' + '\\"[' * 200 + '"]', ['"[' * 200], "nor behind an escaped quote"),
    ('["\\\\", "' + "[" * 200 + '"]', ["\\", "[" * 200], "nor after an escaped backslash"),
    ('["\\ud800 x"]', ["\ufffd x"], "half a surrogate pair becomes a mark"),
    ('["\\uDC00\\ud83d"]', ["\ufffd\ufffd"], "so do both halves in the wrong order"),
    ('["\\ud83d\\ude00"]', ["\U0001f600"], "a whole pair is a character"),
    ('["\\\\ud800"]', ["\\ud800"], "an escaped backslash is no escape"),
    ("[]" + " " * 200, [], "blanks"),
]


@pytest.mark.parametrize(("text", "value"), [row[:2] for row in READ], ids=[row[2] for row in READ])
def test_json_that_is_read(text: str, value: Any) -> None:
    assert json_document(text, "file.json") == value


def test_a_hundred_levels_are_read() -> None:
    assert json_document("[" * 100 + "]" * 100, "f") is not None


def test_size_is_refused_before_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_module, "JSON_LIMIT", 3_000_000)
    assert refusal("[" * 3_000_001) == "file.json: larger than 3 MB, the limit for JSON"


def test_many_objects_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_module, "CONTAINERS", 1000)
    assert refusal("[" + "[]," * 1001 + "1]") == "file.json: more than 1,000 objects and lists"


def test_a_number_is_found_behind_a_long_text() -> None:
    assert refusal('["' + "a" * 1_000_000 + '",\nNaN]').startswith("file.json:2: NaN is not")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text('[]{}",:\\ud8019e-.NaIfty \n')))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        json.dumps(json_document(text, "f"), allow_nan=False, ensure_ascii=False).encode()


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.text(max_size=8))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)
    ),
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_json_comes_back_as_it_was(value: Any) -> None:
    assert json_document(json.dumps(value), "f") == value

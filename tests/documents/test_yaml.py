"""YAML: what is read, what is refused, and where it stands."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.documents import Map, Seq, Version, yaml, yaml_documents
from carbongate.errors import InputError


def one(text: str, version: Version = "1.2") -> Any:
    """The only document of a text."""
    (document,) = yaml_documents(text, "file.yaml", version=version)
    return document


def refusal(text: str, version: Version = "1.2") -> str:
    """The sentence with which a YAML text is refused."""
    with pytest.raises(InputError) as caught:
        yaml_documents(text, "file.yaml", version=version)
    return caught.value.sentence


KEYS = [
    ("on: 1", "1.2", ["on"], "on is a key of a workflow"),
    ("on: 1", "1.1", ["true"], "on is true to kubectl"),
    ("010: 1", "1.2", ["010"], "a number as a key stays as written"),
    ("010: 1", "1.1", ["8"], "a number as a key is the number to kubectl"),
    ("1.10: 1", "1.1", ["1.10"], "a version as a key stays as written"),
    ("~: 1", "1.2", ["~"], "null as a key stays as written"),
    ("? a\n: 1", "1.2", ["a"], "an explicit key is a key"),
    ("{{ image }}: 1", "1.2", ["{{ image }}"], "a template where a key should be is its own text"),
    ("[a, b]: 1", "1.2", ["[a, b]"], "a list as a key is its own text"),
    ("&k key: *k", "1.2", ["key"], "an anchor on a key"),
    ("a: &k key\n*k : 1", "1.2", ["a", "key"], "an alias as a key"),
]


@pytest.mark.parametrize(
    ("text", "version", "keys"), [row[:3] for row in KEYS], ids=[row[3] for row in KEYS]
)
def test_keys_are_text(text: str, version: Version, keys: list[str]) -> None:
    assert list(one(text, version)) == keys


def test_lines_are_those_of_keys_and_items() -> None:
    document = one("# first\na: 1\nb:\n  - x\n  - {c: 1,\n     d: 2}\n")
    assert (document.line, document.lines) == (2, {"a": 2, "b": 3})
    assert (document["b"].line, document["b"].lines) == (4, [4, 5])
    assert document["b"][1].lines == {"c": 5, "d": 6}


TAGS = [
    ("!Ref Vpc", {"!Ref": "Vpc"}, "a scalar"),
    ("!Sub 010", {"!Sub": "010"}, "a scalar that looks like a number"),
    ("!GetAtt [A, B]", {"!GetAtt": ["A", "B"]}, "a list"),
    ("!If [x, !Ref A, {k: v}]", {"!If": ["x", {"!Ref": "A"}, {"k": "v"}]}, "nested"),
    ("!Map {a: 1}", {"!Map": {"a": 1}}, "a map"),
    ("!!python/object/apply:os.system [id]", {"!!python/object/apply:os.system": ["id"]}, "code"),
    ("!<tag:example.org,2000:x> 1", {"tag:example.org,2000:x": "1"}, "a tag in full"),
    ("!!set {a, b}", {"!!set": {"a": None, "b": None}}, "a type of YAML that nobody uses"),
]


@pytest.mark.parametrize(("text", "value"), [row[:2] for row in TAGS], ids=[row[2] for row in TAGS])
def test_a_tag_is_kept_and_means_nothing(text: str, value: Any) -> None:
    assert one(f"k: {text}")["k"] == value


MERGES = [
    ("a: &a {x: 1, k: 2}\nb: {<<: *a, k: 3}", {"k": 3, "x": 1}, "own keys win"),
    ("a: &a {x: 1}\nb: {k: 3, <<: *a}", {"k": 3, "x": 1}, "wherever the merge stands"),
    (
        "a: &a {x: 1}\nc: &c {x: 2, z: 2}\nb: {<<: [*a, *c]}",
        {"x": 1, "z": 2},
        "the first of a list wins",
    ),
    ("b: {<<: {x: 1}}", {"x": 1}, "a map in place"),
    ("a: &a {x: 1}\nc: &c {z: 2}\nb:\n  <<: *a\n  <<: *c", {"x": 1, "z": 2}, "two merges"),
    ("a: &a {x: 1}\nb: {'<<': *a}", {"<<": {"x": 1}}, "a quoted << is a key"),
    ("a: &a {x: null}\nb: {<<: *a}", {"x": None}, "null is merged too"),
]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize(("text", "b"), [row[:2] for row in MERGES], ids=[row[2] for row in MERGES])
def test_merges(text: str, b: Any, version: Version) -> None:
    assert one(text, version)["b"] == b


def test_merged_keys_know_where_they_were_written() -> None:
    assert one("a: &a\n  x: 1\nb:\n  <<: *a\n  k: 2\n")["b"].lines == {"x": 2, "k": 5}


STREAMS = [
    ("", 0, "nothing"),
    ("# only a comment\n", 0, "a comment"),
    ("---\n---\na: 1\n---\n", 1, "empty documents and a bare end"),
    ("a: 1\n---\nb: 1\n...\n---\nc: 1\n", 3, "three documents"),
    ("a: 1\n---\nnull\n", 1, "null is an empty document"),
    ("\ufeffa: 1\n---\n\ufeffb: 1\n", 2, "byte order marks, one of a joined file"),
    ("a: 1\r\nb: 2\r\n---\r\nc: 3\r\n", 2, "Windows line ends"),
    ("%YAML 1.2\n---\na: 1\n", 1, "a directive"),
    ("--- text\n", 1, "a document may be a scalar"),
]


@pytest.mark.parametrize(
    ("text", "count"), [row[:2] for row in STREAMS], ids=[row[2] for row in STREAMS]
)
def test_documents_of_a_stream(text: str, count: int) -> None:
    assert len(yaml_documents(text, "file.yaml", version="1.1")) == count


def test_an_anchor_may_be_given_twice() -> None:
    assert one("a: &x 1\nb: *x\nc: &x 2\nd: *x") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_the_last_of_two_equal_keys_wins_and_is_noted() -> None:
    document = one("a: 1\nb: 2\na: 3\n")
    assert document == {"a": 3, "b": 2}
    assert document.repeated == (("a", 3),)
    assert document.lines["a"] == 3
    assert one("a: 1").repeated == ()


def test_maps_and_lists_are_dicts_and_lists() -> None:
    document = one("a: [1, {b: 2}]")
    assert (type(document), type(document["a"])) == (Map, Seq)
    assert json.loads(json.dumps(document)) == {"a": [1, {"b": 2}]}


def laughs(depth: int, item: str) -> str:
    """A document that stands for 9 ** depth values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, depth):
        inner = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} {item.format(inner)}")
    return "\n".join(lines)


REFUSED = [
    ("a: [1, 2", "file.yaml:1: not valid YAML: did not find expected ',' or ']'", "an open list"),
    ("a: 1\nb: c: d", "file.yaml:2: not valid YAML: mapping values are not allowed in this context", "a stray colon"),
    ("a:\n\t- b", "file.yaml:2: not valid YAML: found character that cannot start any token", "a tab"),
    ("a: 1\nb: \x01", "file.yaml:2: not valid YAML: control characters are not allowed", "a control character"),
    ("a: 1\n\x00", "file.yaml:2: not valid YAML: control characters are not allowed", "a NUL"),
    ("a:\n- \ud800", "file.yaml:2: not valid YAML: half of a surrogate pair", "half a surrogate pair"),
    ("a: 1\nb: *x", "file.yaml:2: not valid YAML: alias *x has no anchor", "an alias of nothing"),
    ("a: &x 1\n---\nb: *x", "file.yaml:3: not valid YAML: alias *x has no anchor", "an alias of another document"),
    ("a: &x\n  - *x", "file.yaml:2: anchor &x contains itself", "a loop"),
    ("<<: 1", "file.yaml:1: not valid YAML: << needs a map, or a list of maps", "a merged number"),
    ("<<: [1]", "file.yaml:1: not valid YAML: << needs a map, or a list of maps", "merged numbers"),
    ("x: 1\n" + "- " * 101, "file.yaml:2: not valid YAML: did not find expected key", "a list in a map"),
    ("\n" + "[" * 101, "file.yaml:2: nested deeper than 100 levels", "101 lists"),
    ("[" * 200_000, "file.yaml:1:", "200,000 brackets"),
    ("[\n" * 200_000, "file.yaml:101: nested deeper than 100 levels", "200,000 lines of one bracket"),
    ("[" * 200_000 + "]" * 200_000, "file.yaml:1:", "200,000 closed brackets"),
    ("{a: " * 200_000, "file.yaml:1: nested deeper than 100 levels", "200,000 braces"),
    ("- " * 200_000, "file.yaml:1: nested deeper than 100 levels", "200,000 dashes"),
    ("? " * 200_000, "file.yaml:1: nested deeper than 100 levels", "200,000 question marks"),
    (laughs(10, "[{}]"), "file.yaml:6: its aliases stand for more than 200,000 values", "a billion laughs"),
    ("a0: &a0 {x: 1}\n" + laughs(10, "{{<<: [{}]}}").replace("a0: &a0 [x, x, x, x, x, x, x, x, x]\n", ""), "file.yaml:7: its aliases stand for more than 200,000 values", "a billion merges"),
    ("? [" + ", ".join(["x" * 400] * 3) + "]\n: 1", "file.yaml:1: a key of more than 1024 characters", "a long explicit key"),
    ("%YAML 9.9\n---\na: 1", "file.yaml:1: not valid YAML: found incompatible YAML document", "another YAML"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"), [row[:2] for row in REFUSED], ids=[row[2] for row in REFUSED]
)
def test_yaml_that_is_refused(text: str, sentence: str) -> None:
    assert refusal(text).startswith(sentence)


def test_brackets_in_text_and_comments_are_not_nesting() -> None:
    noise = "[{" * 1000
    assert one(f"a: '{noise}' # {noise}\nb: |\n  {noise}\n") == {"a": noise, "b": noise + "\n"}


def test_a_hundred_levels_are_read() -> None:
    assert len(yaml_documents("[" * 100 + "]" * 100, "f", version="1.1")) == 1


def test_size_is_refused_before_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "YAML_LIMIT", 2_000_000)
    assert refusal("[" * 2_000_001) == "file.yaml: larger than 2 MB, the limit for YAML"


def test_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "VALUES", 1000)
    assert refusal("- 1\n" * 1001) == "file.yaml:998: more than 1,000 values"


PIECES = st.sampled_from(
    (
        *(
            "a",
            ": ",
            "- ",
            "\n",
            "  ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&x ",
            "*x",
            "<<: ",
            "!T ",
            "!!int ",
        ),
        *(
            "'",
            '"',
            "# ",
            "---\n",
            "...\n",
            "? ",
            "| ",
            "> ",
            "\t",
            "%",
            "\r\n",
            "\x00",
            "\ud800",
            "~",
        ),
    )
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)),
    st.sampled_from(["1.1", "1.2"]),
)
def test_any_text_is_read_or_refused(text: str, version: Version) -> None:
    with suppress(InputError):
        json.dumps(yaml_documents(text, "f", version=version), allow_nan=False).encode()

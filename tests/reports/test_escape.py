"""Nothing that a repository can write becomes Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.reports.escape import code, prose
from carbongate.reports.plain import visible
from tests.reports.reading import ITEM, PARAGRAPH, TABLE, alive, parsed

PIECES = [
    "`", "``", "|", "\\", "*", "_", "[", "](", ")", "![", "<", ">", "<img src=x>", "&lt;", "@me",
    "#1", "http://e.example", "www.e.example", "a@b.example", "-", "1.", "===", "---", "~~", "$x$",
    "\n", " ", "a", "b_c", ":tada:", "GH-1", "</code>", "<!--", "-->", "o/r#2", "0a1b2c3d4e5f",
    "</details>", "```", "\u202e", "é",
]  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param("machine type x9.huge is in no table", "machine type `x9.huge` is in no table", id="a name is a code span"),
        pytest.param("131 kgCO2e/month (98.0 to 1,710), 12.5 %", "131 kgCO2e/month (98.0 to 1,710), 12.5 %", id="numbers stay text"),
        pytest.param("add `\"x\": {a: 1}` under usage", "add `\"x\": {a: 1}` under usage", id="what is quoted stays one span"),
        pytest.param("see a_b.", "see `a_b`.", id="punctuation stays outside"),
        pytest.param("`a_b`: three", "`a_b`: three", id="a colon behind a span stays text"),
        pytest.param("- one", "`-` one", id="no list begins"),
        pytest.param("ask @me", "ask `@me`", id="nobody is mentioned"),
        pytest.param("a|b", "<code>a&#124;b</code>", id="no cell ends"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)  # fmt: skip
def test_prose(text: str, markdown: str) -> None:
    assert prose(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param('aws_instance.web["a"]', '`aws_instance.web["a"]`', id="an address"),
        pytest.param("a`b", "<code>a&#96;b</code>", id="a backtick cannot end the span"),
        pytest.param("", "`-`", id="nothing is a dash"),
        pytest.param("##[a]", "<code>&#35;&#35;&#91;a&#93;</code>", id="no command of a runner"),
        pytest.param("a\nb", "`a\\nb`", id="a line break is spelled out"),
    ],
)
def test_code(text: str, markdown: str) -> None:
    assert code(text) == markdown


@given(hostile)
def test_a_sentence_stays_a_sentence(text: str) -> None:
    assert alive(prose(text), PARAGRAPH) == []


@given(hostile)
def test_a_sentence_stays_one_item_of_a_list(text: str) -> None:
    item = f"- {prose(text)}"
    assert alive(item, ITEM) == []
    assert sum(token.type == "list_item_open" for token in parsed(item)) == 1


@given(hostile, hostile)
def test_a_cell_stays_a_cell(text: str, name: str) -> None:
    table = f"| a | b |\n|---|---|\n| {code(name)} | {prose(text)} |\n"
    assert alive(table, TABLE) == []
    assert sum(token.type == "td_open" for token in parsed(table)) == 2


@given(hostile)
def test_a_code_span_shows_all_of_the_text(text: str) -> None:
    shown = visible(text)
    if not shown.strip(" "):
        return
    inline = next(token for token in parsed(code(text)) if token.type == "inline")
    texts = [
        t.content
        for t in inline.children or ()
        if t.type in ("text", "code_inline", "text_special")
    ]
    assert "".join(texts).strip(" ") == shown.strip(" ")


@pytest.mark.parametrize("text", ["@me", "#12", "http://a.b", "[a](b)", "![a](b)", "<b>", "# a"])
def test_the_reader_of_these_tests_sees_what_is_alive(text: str) -> None:
    assert alive(text, PARAGRAPH)

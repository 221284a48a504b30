"""Characters that cannot be seen are spelled out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.reports.plain import sentence, shortened, visible

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("aws_instance.web[0]", "aws_instance.web[0]", id="an address stays as it is"),
        pytest.param("a\nb\tc", "a\\nb\\tc", id="a line break and a tab are named"),
        pytest.param("\x1b[31mred", "\\u001b[31mred", id="a terminal gets no escape"),
        pytest.param("pay\u202egpj.exe", "pay\\u202egpj.exe", id="no text runs backwards"),
        pytest.param("a\u200bb\ufeff", "a\\u200bb\\ufeff", id="no character without width"),
        pytest.param("\U000e0041", "\\U000e0041", id="no hidden tag"),
        pytest.param("\udcff", "\\udcff", id="half a character is named"),
        pytest.param("größe 東京", "größe 東京", id="other scripts are left alone"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    left = {char for char in visible(text) if unicodedata.category(char) in UNSEEN}
    # Marks of numbers and of music: drawn with what follows, in scripts that need them.
    assert all(ord(char) > 0x5FF for char in left)
    assert not any(char in "\u202a\u202b\u202d\u202e\u2066\u2067\u2069" for char in left)


def test_a_sentence_is_one_line_with_single_spaces() -> None:
    assert sentence("  one\n two\t three ") == "one two three"


def test_a_long_text_keeps_both_ends() -> None:
    assert shortened("a" * 50 + "b" * 50, 20) == "a" * 12 + "…" + "b" * 7

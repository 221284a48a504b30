"""Variables of compose files and the `.env` file beside them."""

from __future__ import annotations

import pytest

from carbongate.manifests.interpolation import UnsetError, environment, interpolated

KNOWN = {"A": "one", "EMPTY": "", "N": "2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", "plain", id="nothing to fill in"),
        pytest.param("$A", "one", id="bare"),
        pytest.param("${A}", "one", id="in braces"),
        pytest.param("x-${A}-$N.y", "x-one-2.y", id="within a text"),
        pytest.param("${B:-two}", "two", id="a default"),
        pytest.param("${EMPTY:-two}", "two", id="a default for what is empty"),
        pytest.param("${EMPTY-two}", "", id="a default only for what is not set"),
        pytest.param("${B-two}", "two", id="which this is"),
        pytest.param("${B:-${C:-${A}}}", "one", id="defaults within defaults"),
        pytest.param("${A:+yes}", "yes", id="an alternative for what is set"),
        pytest.param("${B:+yes}", "", id="and nothing for what is not"),
        pytest.param("${EMPTY+yes}", "yes", id="also when it is empty"),
        pytest.param("${A:?must be set}", "one", id="what must be set, and is"),
        pytest.param("${B:-}", "", id="a default of nothing"),
        pytest.param("$$A $${A}", "$A ${A}", id="two dollars are one"),
        pytest.param("5 $ 7", "5 $ 7", id="a lone dollar"),
    ],
)
def test_variables_are_filled_in(text: str, expected: str) -> None:
    assert interpolated(text, KNOWN) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("${B}", "nothing in the tree sets B", id="not set"),
        pytest.param("$B", "nothing in the tree sets B", id="not set, bare"),
        pytest.param("${B:?say it}", "nothing in the tree sets B", id="must be set, and is not"),
        pytest.param("${EMPTY:?say it}", "nothing in the tree sets EMPTY", id="must not be empty"),
        pytest.param("${A", "no closing brace", id="not closed"),
        pytest.param("${-x}", "no name", id="no name"),
    ],
)
def test_what_nothing_sets_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(UnsetError, match=message):
        interpolated(text, KNOWN)


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(UnsetError, match="nested deeper"):
        interpolated("${B:-" * 5000 + "}" * 5000, KNOWN)


def test_an_env_file_sets_variables() -> None:
    text = """
# a comment
A=one
export B = two
C='$A kept'   # after
D="$A filled"
E=${A}-x # a comment
F=a#b
G=
bad line
H=${NOWHERE}
I: yaml
"""
    assert environment(text) == {
        "A": "one",
        "B": "two",
        "C": "$A kept",
        "D": "one filled",
        "E": "one-x",
        "F": "a#b",
        "G": "",
        "I": "yaml",
    }

"""What grows, and how names are written."""

import ast

import pytest

from carbongate.code.python.growth import dotted, grown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f():\n x.append(1)", set(), id="once, in a function"),
        pytest.param("def f():\n for y in z:\n  x.append(y)", {"x"}, id="in a loop of a function"),
        pytest.param("def f():\n x.extend(y)", {"x"}, id="many at once"),
        pytest.param("def f():\n x += y", {"x"}, id="by another list"),
        pytest.param("class A:\n def f(self):\n  self.x.append(1)", {"self.x"}, id="by each call"),
    ],
)
def test_what_grows_without_a_bound(source: str, expected: set[str]) -> None:
    assert grown(ast.parse(source).body[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a", "a", id="a name"),
        pytest.param("a.b.c", "a.b.c", id="attributes"),
        pytest.param("a.b['c'].d", "a.b['c'].d", id="an item"),
        pytest.param("f().a", "", id="of what a call gives"),
        pytest.param("a + b", "", id="no name"),
    ],
)
def test_the_text_of_a_name(source: str, expected: str) -> None:
    assert dotted(ast.parse(source, mode="eval").body) == expected

"""Kinds of value, as the file itself tells them."""

import pytest

from carbongate.code.python.values import kinds, written_out
from tests.code.python.marked import marked

ELEVEN = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"

KINDS = [
    pytest.param("x = [y for y in z]\nmark(x)", {"list"}, id="a list comprehension"),
    pytest.param(f"x = {ELEVEN}\nmark(x)", {"list"}, id="more than ten items"),
    pytest.param("x = [1, *y]\nmark(x)", {"list"}, id="items and more items"),
    pytest.param("x = sorted(y)\nmark(x)", {"list"}, id="sorted"),
    pytest.param("x = ['a'] * n\nmark(x)", {"list"}, id="many times a few"),
    pytest.param("x = [1]\nmark(x)", {"few"}, id="a few items"),
    pytest.param("x = (1, 2)\nmark(x)", {"few"}, id="a few items in a tuple"),
    pytest.param("x = []\nmark(x)", {"empty"}, id="nothing that grows"),
    pytest.param("x = []\nfor y in z: x.append(y)\nmark(x)", {"list"}, id="grown in a loop"),
    pytest.param("x = [1]\nx += y\nmark(x)", {"list"}, id="a few and more"),
    pytest.param("x = [[y] for y in z]\nmark(x)", {"nested"}, id="lists in a list"),
    pytest.param("def f(x: list[str]): mark(x)", {"list"}, id="annotated with what has a hash"),
    pytest.param("def f(x: list): mark(x)", {"annotated-list"}, id="annotated"),
    pytest.param("def f(x: 'list | None'): mark(x)", {"annotated-list", "none"}, id="in quotes"),
    pytest.param(
        "from typing import Optional, List\ndef f(x: Optional[List[int]]): mark(x)",
        {"list", "none"},
        id="annotated the old way",
    ),
    pytest.param("x = None\nx = 'a'\nmark(x)", {"none", "str"}, id="nothing, then text"),
    pytest.param("x = f'{y}'\nmark(x)", {"str"}, id="text with holes"),
    pytest.param("x = 'a' + y\nmark(x)", {"str"}, id="text and something"),
    pytest.param("x = '%s' % y\nmark(x)", {"str"}, id="text filled in"),
    pytest.param("x = ', '.join(y)\nmark(x)", {"str"}, id="joined text"),
    pytest.param("x = 'a b'.split()\nmark(x)", {"list"}, id="split text"),
    pytest.param("x = [] if y else ()\nmark(x)", {"empty"}, id="one or the other"),
    pytest.param("x = {1: 2}\nmark(x)", {"dict"}, id="a dict"),
    pytest.param("x = {1}\nmark(x)", {"set"}, id="a set"),
    pytest.param("x = 1\nmark(x)", {"number"}, id="a number"),
    pytest.param("x = f()\nmark(x)", {"unknown"}, id="what a call gives"),
    pytest.param("def f(x): mark(x)", {"unknown"}, id="a parameter"),
    pytest.param("def list(): ...\nx = list()\nmark(x)", {"unknown"}, id="a homonym of list"),
    pytest.param("for x in y: mark(x)", {"unknown"}, id="a loop variable"),
    pytest.param("x = x\nmark(x)", {"unknown"}, id="a name for itself"),
    pytest.param(
        "class A:\n    x = ''\n    def f(self):\n        self.x = g()\n        mark(self.x)",
        {"str", "unknown"},
        id="an attribute that is set twice",
    ),
]


@pytest.mark.parametrize(("source", "expected"), KINDS)
def test_the_kind_of_a_value(source: str, expected: set[str]) -> None:
    assert kinds(*marked(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("mark((1, 2))", 2, id="here"),
        pytest.param("x = {'a': 1, 'b': 2}\nmark(x.items())", 2, id="under a name"),
        pytest.param("x = (1, 2)\ny = x\nmark(enumerate(y))", 2, id="under two names"),
        pytest.param("x = (1,)\nif y: x = (1, 2)\nmark(x)", 2, id="at most"),
        pytest.param("x = [1]\nx.extend(y)\nmark(x)", None, id="and more"),
        pytest.param("x = (1, *y)\nmark(x)", None, id="with others"),
        pytest.param("x = {**y}\nmark(x)", None, id="a dict from another"),
        pytest.param("mark(x)", None, id="from nowhere"),
        pytest.param("x = x\nmark(x)", None, id="a name for itself"),
    ],
)
def test_items_that_are_written_out_are_counted(source: str, expected: int | None) -> None:
    assert written_out(*marked(source)) == expected

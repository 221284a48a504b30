"""From bytes of the engine to nodes of the tree."""

import ast

import pytest

from carbongate.code.hit import Span
from carbongate.code.python.module import Module


def at(source: str, text: str) -> ast.AST | None:
    data = source.encode()
    start = data.index(text.encode())
    return Module(data).node(Span(start, start + len(text.encode())))


@pytest.mark.parametrize(
    ("source", "text", "kind"),
    [
        pytest.param("f(a, b)\n", "f(a, b)", ast.Call, id="a statement that is an expression"),
        pytest.param("x = f(a)\n", "f(a)", ast.Call, id="a call"),
        pytest.param("f((a))\n", "(a)", ast.Name, id="a name in brackets"),
        pytest.param("f(a=b)\n", "a=b", ast.keyword, id="a named argument"),
        pytest.param("ü = 'ä'; f(ö)\n", "ö", ast.Name, id="letters of two bytes"),
        pytest.param("x = 1\r\nf(a)\r\n", "a", ast.Name, id="lines that end like on Windows"),
        pytest.param(
            "@d\ndef f():\n    pass\n", "def f():\n    pass", ast.FunctionDef, id="decorated"
        ),
        pytest.param("@d(a)\ndef f(): pass\n", "a", ast.Name, id="in a decorator"),
        pytest.param("[x for x in y if z]\n", "z", ast.Name, id="a condition of a comprehension"),
        pytest.param("lambda x=1: y\n", "y", ast.Name, id="in a lambda"),
        pytest.param("with a as b: c\n", "c", ast.Name, id="in a with"),
        pytest.param("try: a\nexcept B as c: d\n", "d", ast.Name, id="in a handler"),
        pytest.param("match a:\n    case 1 if b: c\n", "b", ast.Name, id="a guard of a case"),
        pytest.param("x = f'''\n{a}'''\n", "f'''\n{a}'''", ast.JoinedStr, id="text over two lines"),
    ],
)
def test_the_outermost_node_in_a_span(source: str, text: str, kind: type[ast.AST]) -> None:
    assert isinstance(at(source, text), kind)


def test_a_span_without_a_node_has_none() -> None:
    assert at("x = 1  # note\n", "# note") is None


def test_the_declared_encoding_of_text_that_is_utf_8_by_now_is_not_asked() -> None:
    module = Module("# coding: latin-1\nx = 'ü'\n".encode())
    value = next(node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant))
    assert value == "ü"


def test_the_warnings_of_others_are_not_ours(recwarn: pytest.WarningsRecorder) -> None:
    Module(b"x = '\\d'\ny = 1 is 1\n")
    assert not recwarn.list


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"def f(:\n", id="broken"),
        pytest.param(b"x = 1\0\n", id="with a zero byte"),
        pytest.param(b"(" * 5000 + b")" * 5000, id="nested without end"),
    ],
)
def test_what_this_python_cannot_parse_is_an_error_of_a_known_kind(source: bytes) -> None:
    with pytest.raises((SyntaxError, ValueError, RecursionError, MemoryError)):
        Module(source)

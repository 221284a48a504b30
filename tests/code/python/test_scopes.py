"""Scopes and imports of a file."""

import ast

import pytest

from carbongate.code.python.scopes import Scopes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import a.b, c as d", {"a.b", "c"}, id="modules"),
        pytest.param("from a import b as c", {"a", "a.b"}, id="a name from a module"),
        pytest.param("from ..a import b", {"..a", "..a.b"}, id="from above"),
        pytest.param("def f():\n    import a", {"a"}, id="in a function"),
        pytest.param("if x:\n    import a\nelse:\n    import b", {"a", "b"}, id="in a condition"),
        pytest.param(
            "try: import a\nexcept E: import b\nfinally: import c", {"a", "b", "c"}, id="try"
        ),
        pytest.param("class A:\n    def f(self):\n        import a", {"a"}, id="in a method"),
        pytest.param("match x:\n    case 1: import a", {"a"}, id="in a case"),
        pytest.param("'import a'", set(), id="in text"),
    ],
)
def test_imports_are_found_anywhere(source: str, expected: set[str]) -> None:
    assert Scopes(ast.parse(source)).imports == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a = b = 1", {"a", "b"}, id="assigned"),
        pytest.param("a, (b, *c) = x", {"a", "b", "c"}, id="unpacked"),
        pytest.param("a: int = 1\nb: int", {"a", "b"}, id="annotated"),
        pytest.param("for a, b in x: c = 1", {"a", "b", "c"}, id="in a loop"),
        pytest.param("with x as a, y as (b, c): pass", {"a", "b", "c"}, id="entered"),
        pytest.param("def a(b): c = 1", {"a"}, id="a function, not what is in it"),
        pytest.param("class A:\n    b = 1", {"A"}, id="a class, not what is in it"),
        pytest.param("try: pass\nexcept E as a: pass", {"a"}, id="caught"),
        pytest.param(
            "match x:\n    case {'k': a, **b}: pass\n    case [*c]: pass",
            {"a", "b", "c"},
            id="matched",
        ),
        pytest.param("a.b = 1\na[0] = 1", set(), id="attributes and items are no names"),
        pytest.param("[a for a in x]", set(), id="a comprehension keeps its own"),
    ],
)
def test_what_a_module_binds(source: str, expected: set[str]) -> None:
    tree = ast.parse(source)
    assert set(Scopes(tree).table(tree)) == expected


def test_a_function_binds_its_parameters_and_not_what_is_global() -> None:
    tree = ast.parse("def f(a, /, b, *c, d, **e):\n    global g\n    g = h = 1")
    assert set(Scopes(tree).table(tree.body[0])) == set("abcdeh")

"""What changes from pass to pass: expressions that do not, values that are carried on."""

import ast
from textwrap import dedent

import pytest

from carbongate.code.python.loops import carried, changed, invariant
from carbongate.code.python.scopes import Scopes


def loop_and_mark(source: str) -> tuple[tuple[ast.AST, ...], ast.AST, Scopes]:
    """The path to the argument (or, without one, the target) around `mark`, and the innermost loop."""
    tree = ast.parse(dedent(source))
    path = found(tree, (tree,))
    assert path, "no mark in the source"
    loops = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp)
    loop = next(node for node in reversed(path[:-1]) if isinstance(node, loops))
    return path, loop, Scopes(tree)


def found(node: ast.AST, path: tuple[ast.AST, ...]) -> tuple[ast.AST, ...] | None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "mark":
            return (*path, child, child.args[0])
        if (below := found(child, (*path, child))) is not None:
            return below
    return None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("for x in xs:\n    mark('a')", id="a literal"),
        pytest.param("for x in xs:\n    mark(path)", id="a name from outside"),
        pytest.param("for x in xs:\n    mark(self.path)", id="an attribute from outside"),
        pytest.param("for x in xs:\n    mark(f'{folder}/a')", id="text made of what stays"),
        pytest.param("import os\nfor x in xs:\n    mark(os.path.join(a, 'b'))", id="a pure call"),
        pytest.param(
            "from pathlib import Path\nfor x in xs:\n    mark(Path(a) / 'b')", id="a path"
        ),
        pytest.param("for x in xs:\n    mark([y for y in ys])", id="names of its own"),
        pytest.param(
            "for x in xs:\n    other.path = x\n    mark(self.path)", id="another's change"
        ),
    ],
)
def test_what_stays_the_same(source: str) -> None:
    path, loop, scopes = loop_and_mark(source)
    assert invariant(path, loop, scopes)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("for x in xs:\n    mark(x)", id="the loop variable"),
        pytest.param("for a, (b, *c) in xs:\n    mark(c)", id="a part of the loop variable"),
        pytest.param("for x in xs:\n    y = f(x)\n    mark(y)", id="assigned in the loop"),
        pytest.param("for x in xs:\n    y += 1\n    mark(y)", id="added to in the loop"),
        pytest.param("while y := f():\n    mark(y)", id="a walrus in the condition"),
        pytest.param("for x in xs:\n    with f() as y:\n        mark(y)", id="entered in the loop"),
        pytest.param("for x in xs:\n    import y\n    mark(y)", id="imported in the loop"),
        pytest.param("for x in xs:\n    y.append(x)\n    mark(y)", id="changed in place"),
        pytest.param("for x in xs:\n    y[x] = 1\n    mark(y)", id="an item set"),
        pytest.param("for x in xs:\n    self.y = x\n    mark(self.y)", id="an attribute set"),
        pytest.param("for x in xs:\n    mark(x.name)", id="an attribute of the loop variable"),
        pytest.param("for x in xs:\n    mark(f())", id="a call that nobody knows"),
        pytest.param("for x in xs:\n    mark(f'{x}/a')", id="text made of the loop variable"),
        pytest.param("async def g():\n for x in xs:\n    mark(await y)", id="something awaited"),
        pytest.param("[mark(x) for x in xs]", id="the variable of a comprehension"),
        pytest.param("y.extend(x for x in xs if mark(y))", id="what the statement around feeds"),
        pytest.param("for x in xs:\n    try: f()\n    except E as e: mark(e)", id="an exception"),
    ],
)
def test_what_may_change(source: str) -> None:
    path, loop, scopes = loop_and_mark(source)
    assert not invariant(path, loop, scopes)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("for x in xs:\n    mark(y)\n    y += 1", False, id="bound elsewhere"),
        pytest.param("for x in xs:\n    y = mark(y)", True, id="bound by its own statement"),
        pytest.param(
            "for x in xs:\n    y = []\n    y = mark(y)", False, id="made anew in each pass"
        ),
        pytest.param(
            "for x in xs:\n    if y is None:\n        y = x\n    else:\n        y = mark(y)",
            True,
            id="begun in the other branch",
        ),
        pytest.param(
            "for x in xs:\n    y = mark(y)\n    if len(y) > 9:\n        y = []",
            False,
            id="emptied when it is full",
        ),
        pytest.param("for y in xs:\n    y = mark(y)", False, id="the loop variable"),
        pytest.param("for x in xs:\n    mark(x.y)", False, id="an attribute of the loop variable"),
        pytest.param("for x in xs:\n    mark(self.y)", True, id="an attribute of the object"),
        pytest.param("for x in xs:\n    mark(y[x])", False, id="an item of its own for each pass"),
        pytest.param("for x in xs:\n    mark(y['a'])", True, id="the same item in each pass"),
        pytest.param("while f():\n    y = mark(y)", True, id="in a while"),
    ],
)
def test_what_is_carried_from_pass_to_pass(source: str, expected: bool) -> None:
    path, loop, _ = loop_and_mark(source)
    assert carried(path, loop) is expected


def test_changes_are_found_at_any_depth() -> None:
    loop = ast.parse(
        "for a in b:\n"
        "    if c:\n"
        "        with d as e, f: pass\n"
        "    def g(): h = 1\n"
        "    match i:\n"
        "        case [j, *k]: del l\n"
    ).body[0]
    assert changed(loop) == frozenset("aeghjkl")

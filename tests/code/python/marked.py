"""A way to point at an expression in a piece of source: `mark(expression)`."""

import ast
from textwrap import dedent

from carbongate.code.python.scopes import Chain, Scopes, chain


def marked(source: str) -> tuple[ast.expr, Chain, Scopes]:
    """The expression in `mark(...)`, the scopes it stands in, and the names of the source."""
    tree = ast.parse(dedent(source))
    path = _path(tree, (tree,))
    assert path is not None, "no mark in the source"
    call = path[-1]
    assert isinstance(call, ast.Call)
    return call.args[0], chain((*path, call.args[0])), Scopes(tree)


def _path(node: ast.AST, path: tuple[ast.AST, ...]) -> tuple[ast.AST, ...] | None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "mark":
            return (*path, child)
        below = _path(child, (*path, child))
        if below is not None:
            return below
    return None

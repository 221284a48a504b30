"""What changes from one pass of a loop to the next."""

import ast
from collections.abc import Sequence
from itertools import pairwise

from carbongate.code.python.growth import dotted
from carbongate.code.python.names import resolve
from carbongate.code.python.scopes import COMPREHENSIONS, Scopes, chain

# Methods that change the object they are called on.
MUTATORS = frozenset(
    {
        *("append", "appendleft", "add", "clear", "discard", "extend", "extendleft", "insert"),
        *("pop", "popitem", "popleft", "remove", "reverse", "seek", "setdefault", "sort"),
        *("truncate", "update", "write", "writelines"),
    }
)
# Calls that give the same for the same arguments.
PURE = frozenset(
    {
        "builtins.str",
        "builtins.len",
        "builtins.int",
        "pathlib.Path",
        "pathlib.PurePath",
        "os.path.join",
        "os.path.abspath",
        "os.path.expanduser",
        "os.fspath",
    }
)


QUERIES = "sqlalchemy."  # builds statements, without a database


def invariant(path: Sequence[ast.AST], loop: ast.AST, scopes: Scopes) -> bool:
    """Whether the expression at the end of a path has the same value in each pass of the loop.

    True only where it rests on names and attributes that nothing in the loop binds or changes, on
    literals and on calls known to be pure.
    """
    changing = changed(_whole(path, loop))
    where = chain(path)
    own = _own_names(path, loop)
    for node in ast.walk(path[-1]):
        if isinstance(node, ast.Name | ast.Attribute):
            if isinstance(node, ast.Name) and node.id in own:
                continue
            if dotted(node) in changing:
                return False
        elif isinstance(node, ast.Call):
            names = resolve(node.func, where, scopes)
            if not names or not all(name in PURE or name.startswith(QUERIES) for name in names):
                return False
        elif isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
            return False
    return True


def _whole(path: Sequence[ast.AST], loop: ast.AST) -> ast.AST:
    """The loop; for a comprehension the simple statement it stands in, which may feed on it:
    `names.extend(n for n in more if n not in names)`."""
    if isinstance(loop, COMPREHENSIONS):
        for node in reversed(path):
            if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Return):
                return node if isinstance(node, ast.Expr) else loop
    return loop


def _own_names(path: Sequence[ast.AST], loop: ast.AST) -> frozenset[str]:
    """Names bound inside the expression itself, by its own comprehensions or lambdas."""
    names: set[str] = set()
    for node in ast.walk(path[-1]):
        if isinstance(node, COMPREHENSIONS):
            for generator in node.generators:
                names.update(n.id for n in ast.walk(generator.target) if isinstance(n, ast.Name))
        elif isinstance(node, ast.Lambda):
            names.update(argument.arg for argument in node.args.args)
    return frozenset(names)


def changed(loop: ast.AST) -> frozenset[str]:
    """The names, and attributes as dotted text, that a loop binds, changes in place or deletes."""
    found: set[str] = set()
    for node in ast.walk(loop):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                found.add(dotted(node))
            case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
                found.add(dotted(value))
            case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in MUTATORS:
                found.add(dotted(value))
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                found.add(name)
            case ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.split(".")[0])
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
    found.discard("")
    return frozenset(found)


def carried(path: Sequence[ast.AST], loop: ast.AST) -> bool:
    """Whether the name, attribute or item at the end of a path keeps its value from pass to pass.

    It does when no other statement of the loop binds it, except in the other branch of an `if`
    around it (`if first: total = x` `else: total += x`), and nothing it is reached through changes.
    """
    target = path[-1]
    here = next((node for node in reversed(path) if isinstance(node, ast.stmt)), None)
    parts = {
        dotted(node) for node in ast.walk(target) if isinstance(node, ast.Name | ast.Attribute)
    }
    through = parts - {dotted(target)}
    exclusive = _other_branches(path)
    for node in _walk_without(loop, exclusive):
        if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            continue
        if isinstance(node.ctx, ast.Load):
            continue
        text = dotted(node)
        if text in through:
            return False
        if text == dotted(target) and not _inside(node, here):
            return False
    return True


def _other_branches(path: Sequence[ast.AST]) -> frozenset[int]:
    """Statements that never run in the same pass as the end of the path: its other branches."""
    found: set[int] = set()
    for outer, inner in pairwise(path):
        if isinstance(outer, ast.If):
            branch = outer.orelse if inner in outer.body else outer.body
            if inner is not outer.test:
                found.update(id(statement) for statement in branch)
    return frozenset(found)


def _walk_without(node: ast.AST, left_out: frozenset[int]) -> list[ast.AST]:
    found = []
    stack = [node]
    while stack:
        node = stack.pop()
        if id(node) not in left_out:
            found.append(node)
            stack.extend(ast.iter_child_nodes(node))
    return found


def _inside(node: ast.AST, statement: ast.stmt | None) -> bool:
    return statement is not None and any(part is node for part in ast.walk(statement))

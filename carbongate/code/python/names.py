"""The dotted name behind an expression: `pd.concat` is pandas.concat where pd is pandas here."""

import ast
from itertools import pairwise

from carbongate.code.python.bindings import Annotated, Assigned, Binding, Bound, Imported
from carbongate.code.python.scopes import METHODS, Chain, Scopes, own_name

DEPTH = 8  # steps through assignments before we give up


def resolve(node: ast.AST, chain: Chain, scopes: Scopes, depth: int = DEPTH) -> frozenset[str]:
    """All full dotted names that an expression may have; empty where one of them is not known.

    `open` that nobody binds is builtins.open; what a call returns is the call's name with `()`, so
    that a cursor is sqlite3.connect().cursor() when its connection is known.
    """
    if depth <= 0:
        return frozenset()
    match node:
        case ast.Name(id=name):
            bindings, where = scopes.lookup(name, chain)
            return _all(bindings, where, scopes, depth) if bindings else builtin(name)
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute) if place := class_of(
            owner, chain
        ):
            bound = scopes.attribute(attribute, place)
            return _all(bound, chain, scopes, depth) if bound else frozenset()
        case ast.Attribute(value=value, attr=attribute):
            return frozenset(f"{name}.{attribute}" for name in resolve(value, chain, scopes, depth))
        case ast.Call(func=function):
            return frozenset(f"{name}()" for name in resolve(function, chain, scopes, depth))
        case ast.Await(value=value):
            return resolve(value, chain, scopes, depth)
    return frozenset()


def builtin(name: str) -> frozenset[str]:
    """The name of a builtin; of no other name that nobody binds (it may come with a star import)."""
    import builtins

    return frozenset({f"builtins.{name}"}) if hasattr(builtins, name) else frozenset()


def class_of(name: str, chain: Chain) -> ast.ClassDef | None:
    """The class whose object `name` is in the method at the end of a chain."""
    for outer, inner in pairwise(chain):
        if isinstance(outer, ast.ClassDef) and isinstance(inner, METHODS):
            return outer if own_name(inner) == name else None
    return None


def _all(bindings: tuple[Binding, ...], chain: Chain, scopes: Scopes, depth: int) -> frozenset[str]:
    found: set[str] = set()
    for binding in bindings:
        match binding:
            case Imported(dotted):
                found.add(dotted)
            case Assigned(ast.Constant(value=None)):
                continue  # the usual stand-in for a package that may be missing
            case Assigned(value):
                names = resolve(value, chain, scopes, depth - 1)
                if not names:
                    return frozenset()
                found |= names
            case Annotated() | Bound():
                return frozenset()
    return frozenset(found)

"""What kind of value a name holds, as far as this file says so itself."""

import ast
from collections.abc import Mapping

from carbongate.code.python.bindings import Annotated, Assigned, Binding, Bound, Imported
from carbongate.code.python.growth import dotted
from carbongate.code.python.names import class_of, resolve
from carbongate.code.python.scopes import Chain, Scopes

FEW = 10  # items written out: a list of so many or fewer is "few"
UNKNOWN = "unknown"
LISTED = "annotated-list"  # a list by its annotation, of items nobody knows
HASHABLE = frozenset({"builtins.str", "builtins.int", "builtins.bytes", "uuid.UUID"})
SHORT = frozenset({"empty", "few"})
UNHASHABLE = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Set, ast.SetComp)
DEPTH = 5

_DISPLAYS: Mapping[type, str] = {
    ast.JoinedStr: "str",
    ast.ListComp: "list",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Dict: "dict",
    ast.DictComp: "dict",
}
_CONSTANTS: Mapping[type, str] = {
    str: "str",
    bytes: "bytes",
    int: "number",
    float: "number",
    complex: "number",
    type(None): "none",
}
_NAMED = {
    "builtins.list()": "list",
    "builtins.sorted()": "list",
    "builtins.str()": "str",
    "builtins.repr()": "str",
    "builtins.input()": "str",
    "builtins.dict()": "dict",
    "builtins.set()": "set",
    "builtins.frozenset()": "set",
    "builtins.tuple()": "tuple",
}
_ANNOTATIONS = {
    "builtins.list": LISTED,
    "builtins.str": "str",
    "builtins.bytes": "bytes",
    "builtins.dict": "dict",
    "builtins.set": "set",
    "builtins.tuple": "tuple",
    "typing.List": LISTED,
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.Tuple": "tuple",
}
_SAME_SIZE = frozenset({"enumerate", "sorted", "reversed", "list", "tuple", "set"})
_OF_TEXT = {
    **dict.fromkeys(
        ("join", "format", "strip", "upper", "lower", "replace", "ljust", "rjust"), "str"
    ),
    **dict.fromkeys(("split", "rsplit", "splitlines"), "list"),
    "encode": "bytes",
}


def kinds(node: ast.AST, chain: Chain, scopes: Scopes, depth: int = DEPTH) -> frozenset[str]:
    """The kinds a value may have, as far as they are told.

    list (long, or nobody knows), few (at most ten written items), empty (and nothing is seen to fill
    it), annotated-list (of items that may not be hashable), nested (a list of lists or dicts), tuple,
    set, dict, str, bytes, number, none, unknown. A parameter is what its annotation says.
    """
    if depth <= 0:
        return frozenset({UNKNOWN})
    match node:
        case ast.Name(id=name):
            bindings, where = scopes.lookup(name, chain)
            return _grown(node, where[-1], scopes, _all(bindings, where, scopes, depth))
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute) if place := class_of(
            owner, chain
        ):
            found = _all(scopes.attribute(attribute, place), chain, scopes, depth)
            return _grown(node, place, scopes, found)
        case ast.IfExp(body=left, orelse=right):
            return kinds(left, chain, scopes, depth - 1) | kinds(right, chain, scopes, depth - 1)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return kinds(left, chain, scopes, depth - 1) - SHORT or kinds(
                right, chain, scopes, depth - 1
            )
        case ast.BinOp(left=left, op=ast.Mult()):
            return kinds(left, chain, scopes, depth - 1) - SHORT or frozenset({"list"})
    return frozenset({_written(node, chain, scopes, depth)})


def written_out(node: ast.AST, chain: Chain, scopes: Scopes, depth: int = DEPTH) -> int | None:
    """How many items an iterable has, where they are written out; None where nobody can count them."""
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return None if any(isinstance(item, ast.Starred) for item in items) else len(items)
        case ast.Dict(keys=keys):
            return None if None in keys else len(keys)
        case ast.Call(func=ast.Name(id=function), args=[inner, *_]) if function in _SAME_SIZE:
            return written_out(inner, chain, scopes, depth)
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "keys" | "values"), args=[]):
            return written_out(inner, chain, scopes, depth)
        case ast.Name(id=name) if depth > 0:
            bindings, where = scopes.lookup(name, chain)
            sizes = [
                written_out(binding.value, where, scopes, depth - 1)
                if isinstance(binding, Assigned)
                else None
                for binding in bindings
            ]
            known = [size for size in sizes if size is not None]
            if not known or len(known) < len(sizes) or name in scopes.grown(where[-1]):
                return None
            return max(known)
    return None


def _grown(
    node: ast.Name | ast.Attribute, scope: ast.AST, scopes: Scopes, found: frozenset[str]
) -> frozenset[str]:
    """The kinds of a name, where a short list that the scope adds to again and again is a long one."""
    if found & SHORT and dotted(node) in scopes.grown(scope):
        return found - SHORT | {"list"}
    return found


def _written(node: ast.AST, chain: Chain, scopes: Scopes, depth: int) -> str:
    match node:
        case ast.Constant(value=value):
            return _CONSTANTS.get(type(value), UNKNOWN)
        case ast.List(elts=[first, *_]) | ast.ListComp(elt=first) if isinstance(first, UNHASHABLE):
            return "nested"
        case ast.List(elts=items) | ast.Tuple(elts=items):
            starred = any(isinstance(item, ast.Starred) for item in items)
            whole = "list" if isinstance(node, ast.List) else "tuple"
            if starred or len(items) > FEW:
                return whole
            return "few" if items else "empty"
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _OF_TEXT and kinds(
            owner, chain, scopes, depth - 1
        ) == {"str"}:
            return _OF_TEXT[method]
        case ast.Call():
            names = resolve(node, chain, scopes)
            return next((_NAMED[name] for name in names if name in _NAMED), UNKNOWN)
    return _DISPLAYS.get(type(node), UNKNOWN)


def _all(bindings: tuple[Binding, ...], chain: Chain, scopes: Scopes, depth: int) -> frozenset[str]:
    found: set[str] = set()
    for binding in bindings:
        match binding:
            case Assigned(value):
                found |= kinds(value, chain, scopes, depth - 1)
            case Annotated(annotation):
                found |= _annotated(annotation, chain, scopes)
            case Imported() | Bound():
                found.add(UNKNOWN)
    return frozenset(found) or frozenset({UNKNOWN})


def _annotated(annotation: ast.expr, chain: Chain, scopes: Scopes) -> frozenset[str]:
    match annotation:
        case ast.Constant(value=None):
            return frozenset({"none"})
        case ast.Constant(value=str(text)):
            try:
                return _annotated(ast.parse(text, mode="eval").body, chain, scopes)
            except SyntaxError:
                return frozenset({UNKNOWN})
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _annotated(left, chain, scopes) | _annotated(right, chain, scopes)
        case ast.Subscript(value=value, slice=inner):
            names = resolve(value, chain, scopes)
            if "typing.Optional" in names:
                return _annotated(inner, chain, scopes) | {"none"}
            found = _annotated(value, chain, scopes)
            if LISTED in found and resolve(inner, chain, scopes) <= HASHABLE:
                return frozenset({"list"}) if resolve(inner, chain, scopes) else found
            return found
    known = {_ANNOTATIONS.get(name, UNKNOWN) for name in resolve(annotation, chain, scopes)}
    return frozenset(known or {UNKNOWN})

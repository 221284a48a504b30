"""How statements bind names and attributes."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imported:
    """`import a.b as x`, `from a import b`: the dotted name behind a local one."""

    dotted: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """The value of an assignment, or what a `with` enters."""

    value: ast.expr


@dataclass(frozen=True, slots=True)
class Annotated:
    """A parameter or a declaration: nothing but its annotation is known."""

    annotation: ast.expr


@dataclass(frozen=True, slots=True)
class Bound:
    """Bound in a way that tells nothing of the value: a loop, an unpacking, a definition."""


Binding = Imported | Assigned | Annotated | Bound
Target = tuple[str | ast.Attribute, Binding]  # a name, or an attribute of something

INNER = ("body", "orelse", "finalbody", "handlers", "cases")


def statements(body: Sequence[ast.AST], *, into: bool = False) -> Iterator[ast.stmt]:
    """The statements of a scope at any depth; `into` also those of the scopes defined there."""
    for node in body:
        if isinstance(node, ast.stmt):
            yield node
        if into or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for field in INNER:
                inner = getattr(node, field, None)
                if isinstance(inner, list):
                    yield from statements(inner, into=into)


def targets(body: Iterable[ast.stmt]) -> Iterator[Target]:
    """What statements bind, and how; a walrus inside an expression is not looked for."""
    for statement in body:
        match statement:
            case ast.Import() | ast.ImportFrom():
                yield from _imported(statement)
            case ast.Assign(targets=places, value=value):
                for place in places:
                    yield from _assigned(place, value)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=hint, value=value):
                yield name, Assigned(value) if value else Annotated(hint)
            case ast.AnnAssign(target=ast.Attribute() as place, annotation=hint, value=value):
                yield place, Assigned(value) if value else Annotated(hint)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        yield from _assigned(item.optional_vars, item.context_expr)
            case _:
                yield from ((name, Bound()) for name in _otherwise(statement))


def _imported(statement: ast.Import | ast.ImportFrom) -> Iterator[Target]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            top = alias.name.split(".")[0]
            yield alias.asname or top, Imported(alias.name if alias.asname else top)
        return
    source = "." * statement.level + (statement.module or "")
    for alias in statement.names:
        yield alias.asname or alias.name, Imported(f"{source}.{alias.name}")


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[Target]:
    match target:
        case ast.Name(id=name):
            yield name, Assigned(value)
        case ast.Attribute():
            yield target, Assigned(value)
        case _:
            yield from ((name, Bound()) for name in stored(target))


def _otherwise(statement: ast.stmt) -> Iterable[str]:
    """The names that a statement binds without saying to what."""
    match statement:
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return stored(target)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Try(handlers=handlers) | ast.TryStar(handlers=handlers):
            return [handler.name for handler in handlers if handler.name]
        case ast.Match(cases=cases):
            return [name for part in cases for name in captured(part.pattern)]
    return ()


def captured(pattern: ast.pattern) -> Iterator[str]:
    """The names that a pattern binds."""
    for node in ast.walk(pattern):
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(name, str):
            yield name


def stored(node: ast.AST) -> frozenset[str]:
    """The names that a piece of code assigns or deletes, at any depth, a walrus included."""
    return frozenset(
        name.id
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and not isinstance(name.ctx, ast.Load)
    )

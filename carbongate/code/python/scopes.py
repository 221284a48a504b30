"""Who binds a name, scope by scope."""

import ast
from collections.abc import Mapping, Sequence
from functools import cached_property

from carbongate.code.python.bindings import (
    Annotated,
    Binding,
    Bound,
    statements,
    stored,
    targets,
)
from carbongate.code.python.growth import grown

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
METHODS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.Module, ast.ClassDef, *METHODS, ast.Lambda, *COMPREHENSIONS)

Chain = tuple[ast.AST, ...]  # the scopes that a name is looked up in, outermost first
Table = Mapping[str, tuple[Binding, ...]]


class Scopes:
    """The names of one file; each scope is looked through once, when it is asked for."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self._tables: dict[int, Table] = {}
        self._attributes: dict[int, Table] = {}
        self._grown: dict[int, frozenset[str]] = {}

    def lookup(self, name: str, chain: Chain) -> tuple[tuple[Binding, ...], Chain]:
        """The bindings of a name in the innermost scope that has any, and the chain up to there.

        No bindings: nobody in this file binds it, so it is a builtin.
        """
        for depth in range(len(chain), 0, -1):
            scope = chain[depth - 1]
            if isinstance(scope, ast.ClassDef) and depth < len(chain):
                continue  # the functions of a class do not see the names of its body
            if bindings := self.table(scope).get(name):
                return bindings, chain[:depth]
        return (), chain[:1]

    def table(self, scope: ast.AST) -> Table:
        """What one scope binds itself."""
        known = self._tables.get(id(scope))
        if known is None:
            known = self._tables[id(scope)] = _table(scope)
        return known

    def attribute(self, name: str, owner: ast.ClassDef) -> tuple[Binding, ...]:
        """What a class and its methods bind to `self.name`."""
        known = self._attributes.get(id(owner))
        if known is None:
            known = self._attributes[id(owner)] = _attributes(owner)
        return (*self.table(owner).get(name, ()), *known.get(name, ()))

    def grown(self, scope: ast.AST) -> frozenset[str]:
        """What a scope adds items to without a bound that can be seen."""
        known = self._grown.get(id(scope))
        if known is None:
            known = self._grown[id(scope)] = grown(scope)
        return known

    @cached_property
    def imports(self) -> frozenset[str]:
        """All dotted names that the file imports anywhere, in functions and conditions too."""
        found: set[str] = set()
        for statement in statements(self.tree.body, into=True):
            if isinstance(statement, ast.Import):
                found.update(alias.name for alias in statement.names)
            elif isinstance(statement, ast.ImportFrom):
                source = "." * statement.level + (statement.module or "")
                found.add(source)
                found.update(f"{source}.{alias.name}" for alias in statement.names)
        return frozenset(found)


def chain(path: Sequence[ast.AST]) -> Chain:
    """The scopes that the last node of a path stands in."""
    return tuple(node for node in path[:-1] if isinstance(node, SCOPES))


def own_name(method: ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    """What a method calls its object: the first parameter."""
    parameters = [*method.args.posonlyargs, *method.args.args]
    return parameters[0].arg if parameters else None


def _table(scope: ast.AST) -> Table:
    found: dict[str, list[Binding]] = {}
    if isinstance(scope, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        elsewhere = _declared_elsewhere(scope.body)
        for target, binding in targets(statements(scope.body)):
            if isinstance(target, str) and target not in elsewhere:
                found.setdefault(target, []).append(binding)
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        for name, binding in _parameters(scope.args):
            found.setdefault(name, []).append(binding)
    if isinstance(scope, COMPREHENSIONS):
        for generator in scope.generators:
            for name in stored(generator.target):
                found.setdefault(name, []).append(Bound())
    return {name: tuple(bindings) for name, bindings in found.items()}


def _attributes(owner: ast.ClassDef) -> Table:
    """What the methods of a class bind to attributes of their object."""
    found: dict[str, list[Binding]] = {}
    for method in owner.body:
        if isinstance(method, METHODS):
            own = own_name(method)
            for target, binding in targets(statements(method.body)):
                match target:
                    case ast.Attribute(value=ast.Name(id=holder), attr=name) if holder == own:
                        found.setdefault(name, []).append(binding)
    return {name: tuple(bindings) for name, bindings in found.items()}


def _declared_elsewhere(body: Sequence[ast.stmt]) -> frozenset[str]:
    """Names under `global` and `nonlocal`: they belong to another scope."""
    return frozenset(
        name
        for statement in statements(body)
        if isinstance(statement, ast.Global | ast.Nonlocal)
        for name in statement.names
    )


def _parameters(arguments: ast.arguments) -> list[tuple[str, Binding]]:
    plain = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    found: list[tuple[str, Binding]] = [
        (one.arg, Annotated(one.annotation) if one.annotation else Bound()) for one in plain
    ]
    found += [(one.arg, Bound()) for one in (arguments.vararg, arguments.kwarg) if one]
    return found

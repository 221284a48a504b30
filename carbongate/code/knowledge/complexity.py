"""How complex the function at a hit is, by radon, together with how deep its loops are nested."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import count, mapping
from carbongate.code.python.module import Module

KEY = "complexity"
ORDER = 4

# The words that make paths, each at least once for each path that it makes.
_BRANCHES = re.compile(rb"\b(?:if|elif|else|for|while|except|and|or|assert|case|def|lambda)\b")
LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True, slots=True)
class Complexity:
    """Cyclomatic complexity and loop nesting of the function are both at least this."""

    cyclomatic: int
    nesting: int

    def possible(self, hit: Hit, source: bytes) -> bool:
        branches = _BRANCHES.findall(source, hit.span.start, hit.span.end)
        return len(branches) + 1 >= self.cyclomatic

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        function = module.node(hit.span)
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        depth = nesting(function)
        if depth < self.nesting:
            return None
        paths = cyclomatic(function)
        if paths < self.cyclomatic:
            return None
        return {"CYCLOMATIC": str(paths), "NESTING": str(depth)}


def condition(value: Any) -> Complexity:
    """`complexity: {cyclomatic: 15, nesting: 2}`."""
    limits = mapping(value)
    if set(limits) != {"cyclomatic", "nesting"}:
        raise ValueError("must hold cyclomatic and nesting")
    return Complexity(count(limits["cyclomatic"]), count(limits["nesting"]))


def cyclomatic(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """radon's cyclomatic complexity of one function, those defined in it included."""
    from radon.visitors import ComplexityVisitor

    visitor = ComplexityVisitor.from_ast(ast.Module(body=[function], type_ignores=[]))
    return sum(found.complexity for found in visitor.functions)


def nesting(node: ast.AST) -> int:
    """The depth of the deepest loop, functions and classes defined inside left out."""
    inner = max((nesting(child) for child in _same_scope(node)), default=0)
    return inner + isinstance(node, LOOPS)


def _same_scope(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case) and not isinstance(
            child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ):
            yield child

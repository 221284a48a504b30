"""One Python file, parsed once and looked at lazily."""

import ast
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import le

from carbongate.code.hit import Hit, Span
from carbongate.code.python.scopes import Scopes

Position = tuple[int, int]  # line from 1, bytes into it

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Module:
    """The tree of a file and the way from the engine's bytes to its nodes.

    Errors: SyntaxError or ValueError for text that this Python cannot parse.
    """

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.tree = _parse(source)
        self.scopes = Scopes(self.tree)
        self._paths: dict[Span, tuple[ast.AST, ...]] = {}
        self._children: dict[ast.AST, Children] = {}

    def path(self, span: Span) -> tuple[ast.AST, ...]:
        """The nodes from the module down to the outermost one inside the span; empty if there is none.

        Of a statement that is an expression it is the expression.
        """
        known = self._paths.get(span)
        if known is None:
            known = self._paths[span] = self._path(span)
        return known

    def _path(self, span: Span) -> tuple[ast.AST, ...]:
        start, end = self._position(span.start), self._position(span.end)
        path: list[ast.AST] = [self.tree]
        node = self._inner(self.tree).overlapping(start, end)
        while node is not None:
            path.append(node)
            if start <= (node.lineno, node.col_offset) and _end(node) <= end:
                return (*path, node.value) if isinstance(node, ast.Expr) else tuple(path)
            node = self._inner(node).overlapping(start, end)
        return ()

    def node(self, span: Span) -> ast.AST | None:
        """The outermost node inside the span."""
        path = self.path(span)
        return path[-1] if path else None

    def captured(self, hit: Hit, name: str) -> tuple[tuple[ast.AST, ...], ...]:
        """The paths to what `$NAME` stands for; an empty path where no node answers to a capture."""
        return tuple(self.path(span) for span in hit.captures.get(name, ()))

    def text(self, span: Span) -> str:
        """The source of a span."""
        return self.source[span.start : span.end].decode("utf-8", "replace")

    def _inner(self, node: ast.AST) -> "Children":
        """The children of a node, listed once: a module may have thousands, and as many questions."""
        known = self._children.get(node)
        if known is None:
            known = self._children[node] = Children(_placed(node))
        return known

    def _position(self, offset: int) -> Position:
        line = self._line(offset)
        return line + 1, offset - self._starts[line]

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        at = self.source.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.source.find(b"\n", at + 1)
        return starts


class Children:
    """The children of one node that have a place in the text."""

    __slots__ = ("begins", "ends", "in_order", "nodes")

    def __init__(self, nodes: Iterable[ast.expr | ast.stmt]) -> None:
        self.nodes = tuple(nodes)
        self.begins = [_begin(node) for node in self.nodes]
        self.ends = [_end(node) for node in self.nodes]
        self.in_order = all(map(le, self.ends, self.begins[1:]))

    def overlapping(self, start: Position, end: Position) -> ast.expr | ast.stmt | None:
        """The first child that has something between two places."""
        if self.in_order:
            at = bisect_right(self.ends, start)
            found = at if at < len(self.nodes) and self.begins[at] < end else None
        else:
            places = enumerate(zip(self.begins, self.ends, strict=True))
            found = next((at for at, (b, e) in places if b < end and e > start), None)
        return None if found is None else self.nodes[found]


def _parse(source: bytes) -> ast.Module:
    """The tree of UTF-8 text, whatever encoding it declares, without warnings about its literals."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source.decode("utf-8"))


def _placed(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The children that have a place in the text; what has none (arguments, for clauses) is looked through."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr | ast.stmt):
            yield child
        elif hasattr(child, "end_lineno"):
            yield child  # type: ignore[misc]  # handlers, arguments, patterns: placed like the others
        else:
            yield from _placed(child)


def _begin(node: ast.expr | ast.stmt) -> Position:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    if decorators:
        return decorators[0].lineno, decorators[0].col_offset
    return node.lineno, node.col_offset


def _end(node: ast.expr | ast.stmt) -> Position:
    return node.end_lineno or node.lineno, node.end_col_offset or 0

"""One Python file, parsed once and looked at lazily."""

import ast
from collections.abc import Iterator
from functools import cached_property

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
        node: ast.AST | None = self.tree
        while node is not None:
            node = next(
                (child for child in _placed(node) if _begin(child) < end and _end(child) > start),
                None,
            )
            if node is not None:
                path.append(node)
                if start <= (node.lineno, node.col_offset) and _end(node) <= end:
                    return (*path, node.value) if isinstance(node, ast.Expr) else tuple(path)
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

    def _position(self, offset: int) -> Position:
        line = self._line(offset)
        return line + 1, offset - self._starts[line]

    def _line(self, offset: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._starts, offset) - 1

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        at = self.source.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.source.find(b"\n", at + 1)
        return starts


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

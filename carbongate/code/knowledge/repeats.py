"""The loops that must be over more than a few items, also where those stand under a name elsewhere."""

import ast
from dataclasses import dataclass
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import names
from carbongate.code.python.module import Module
from carbongate.code.python.scopes import COMPREHENSIONS, chain
from carbongate.code.python.values import written_out

KEY = "repeats"
ORDER = 2

FEW = 3  # passes that nobody needs to save


@dataclass(frozen=True, slots=True)
class Repeats:
    """These captured loops are not over three items or fewer that are written out in the file."""

    captures: tuple[str, ...]

    def possible(self, hit: Hit, source: bytes) -> bool:
        return True

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        for capture in self.captures:
            for path in module.captured(hit, capture):
                over = _iterable(path[-1]) if path else None
                items = written_out(over, chain(path), module.scopes) if over else None
                if items is not None and items <= FEW:
                    return None
        return {}


def condition(value: Any) -> Repeats:
    """`repeats: [LOOP]`."""
    return Repeats(names(value))


def _iterable(loop: ast.AST) -> ast.expr | None:
    """What a for loop or a comprehension with one `for` is over."""
    if isinstance(loop, ast.For | ast.AsyncFor):
        return loop.iter
    if isinstance(loop, COMPREHENSIONS) and len(loop.generators) == 1:
        return loop.generators[0].iter
    return None

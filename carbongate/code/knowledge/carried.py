"""The captures that are carried from one pass of the loop to the next, so that they can grow."""

from dataclasses import dataclass
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import names
from carbongate.code.knowledge.invariant import LOOP
from carbongate.code.python.loops import carried
from carbongate.code.python.module import Module

KEY = "carried"
ORDER = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """The loop does not bind these anew."""

    captures: tuple[str, ...]

    def possible(self, hit: Hit, source: bytes) -> bool:
        return True

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        loops = module.captured(hit, LOOP)
        if not loops or not loops[0]:
            return None
        for capture in self.captures:
            for path in module.captured(hit, capture):
                if not path or not carried(path, loops[0][-1]):
                    return None
        return {}


def condition(value: Any) -> Carried:
    """`carried: [FRAME]`."""
    return Carried(names(value))

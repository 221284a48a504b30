"""The captures that are the same in every pass of the loop around a hit."""

from dataclasses import dataclass
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import names
from carbongate.code.python.loops import invariant
from carbongate.code.python.module import Module

KEY = "invariant"
ORDER = 3
LOOP = "LOOP"  # the capture that the shared loop matchers make


@dataclass(frozen=True, slots=True)
class Invariant:
    """Nothing in the loop binds or changes what these captures rest on."""

    captures: tuple[str, ...]

    def possible(self, hit: Hit, source: bytes) -> bool:
        return True

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        loops = module.captured(hit, LOOP)
        if not loops or not loops[0]:
            return None
        for capture in self.captures:
            for path in module.captured(hit, capture):
                if not path or not invariant(path, loops[0][-1], module.scopes):
                    return None
        return {}


def condition(value: Any) -> Invariant:
    """`invariant: [PATH, ARGS]`."""
    return Invariant(names(value))

"""The functions that a captured callee must turn out to be, whatever it is called in the file."""

from dataclasses import dataclass
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import names
from carbongate.code.python.module import Module
from carbongate.code.python.names import resolve
from carbongate.code.python.scopes import chain

KEY = "calls"
ORDER = 2
CALLEE = "CALL"  # the capture that holds the callee


@dataclass(frozen=True, slots=True)
class Calls:
    """`$CALL`, where the rule captures one, is one of these for certain."""

    names: frozenset[str]

    def possible(self, hit: Hit, source: bytes) -> bool:
        return True

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        for path in module.captured(hit, CALLEE):
            found = resolve(path[-1], chain(path), module.scopes) if path else frozenset()
            if not found or not found <= self.names:
                return None
        return {}


def condition(value: Any) -> Calls:
    """`calls: [sqlite3.connect, pathlib.Path().read_text]`; `()` stands for what a call returns."""
    return Calls(frozenset(names(value)))

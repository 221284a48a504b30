"""The kinds of value that captures must hold, as the file itself assigns or annotates them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import mapping, names
from carbongate.code.python.module import Module
from carbongate.code.python.scopes import chain
from carbongate.code.python.values import kinds

# What follows a name where a list or text is told: an annotation, or `=` and a display, a literal, one
# of the calls that are known, or another name with little behind it.
_SEQUENCE = re.compile(
    rb"\s*(?::[^=\n]*(?:[lL]ist|[tT]uple)"
    rb"|(?::[^=\n]+)?=(?!=)[\s\\]*(?:[\[(]|[rb]?[\"'].*split|(?:list|sorted|tuple)\("
    rb"|[\w.]+[ ]*(?:[#\n+*=;]|if\b)))"
)
_TEXT = re.compile(
    rb"\s*(?::[^=\n]*(?:str|bytes)"
    rb"|(?::[^=\n]+)?=(?!=)[\s\\]*(?:\(|[rbfuRBFU]*[\"']|(?:str|repr|input)\("
    rb"|[\w.]+[ ]*(?:[#\n+%*=;]|if\b)))"
)

TEXTS = frozenset({"str", "bytes"})

KEY = "values"
ORDER = 2


@dataclass(frozen=True, slots=True)
class Values:
    """Each capture is of one of its kinds for certain; None beside it is no other kind."""

    wanted: tuple[tuple[str, frozenset[str]], ...]

    def possible(self, hit: Hit, source: bytes) -> bool:
        for capture, wanted in self.wanted:
            for span in hit.captures.get(capture, ()):
                if not _told(source[span.start : span.end].rpartition(b".")[2], wanted, source):
                    return False
        return True

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        for capture, wanted in self.wanted:
            for path in module.captured(hit, capture):
                found = kinds(path[-1], chain(path), module.scopes) - {"none"} if path else None
                if not found or not found <= wanted:
                    return None
        return {}


def condition(value: Any) -> Values:
    """`values: {LIST: [list, few]}`."""
    wanted = mapping(value)
    return Values(tuple((capture, frozenset(names(kinds))) for capture, kinds in wanted.items()))


@lru_cache(maxsize=256)  # the same few names are asked of one file after the other
def _told(name: bytes, wanted: frozenset[str], source: bytes) -> bool:
    """Whether the text may say somewhere of what kind a name is."""
    told = _TEXT if wanted <= TEXTS else _SEQUENCE
    at = source.find(name)
    while at >= 0:
        end = at + len(name)
        if told.match(source, end) and not source[at - 1 : at].isalnum():
            return True
        at = source.find(name, end)
    return False

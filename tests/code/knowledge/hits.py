"""Hits made by hand: a piece of source, and what `$NAME` stands for in it: `use(|names|)` is the names
that are used."""

from carbongate.code.hit import Hit, Span
from carbongate.code.python.module import Module


def hit(source: str, **captures: str) -> tuple[Hit, Module]:
    """A hit over all of the source; each capture is the first place where its text stands."""
    data = source.encode()
    spans = {name: (span(data, text),) for name, text in captures.items()}
    lines = source.count("\n")
    return Hit("rule", "a.py", 1, 1, lines, Span(0, len(data)), spans), Module(data)


def span(data: bytes, text: str) -> Span:
    before, place, _ = text.split("|") if "|" in text else ("", text, "")
    start = data.index(text.replace("|", "").encode()) + len(before.encode())
    return Span(start, start + len(place.encode()))

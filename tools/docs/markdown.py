"""Pieces of Markdown that every generated page is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `python -m tools.docs`; edit what it is made of, not this page. -->"


def page(*blocks: str) -> str:
    """A whole page: the mark of a made one, then the blocks that say something."""
    return "\n\n".join([MADE, *(block.strip("\n") for block in blocks if block.strip())]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, or nothing where it would have no rows."""
    lines = ["| " + " | ".join(cell(text) for text in row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines])


def cell(text: str) -> str:
    """One line in which no bar ends the cell."""
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def code(text: str) -> str:
    """A word as code; nothing stays nothing."""
    return f"`{text}`" if text else ""


def fenced(text: str, language: str = "") -> str:
    """A block of code with a fence that nothing in it can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.replace(" ", "-")


def lowered(sentence: str) -> str:
    """A sentence in the middle of another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")

"""Markdown that is too long, cut between two lines with all that was open closed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
TAG = re.compile(
    r"(?<!\\)(<!--|-->)|(?<!\\)<(/?)(details|summary|table|thead|tbody|tr|td|th|div|ul|ol|li|pre"
    r"|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)


def cut(text: str, longest: int, pointer: str) -> str:
    """The text at most that long: whole lines, all that was open closed, and where the rest is."""
    if len(text) <= longest:
        return text
    room = longest - len(pointer) - 3
    kept: list[str] = []
    state, whole = Open(), 0
    for line in text.splitlines():
        before = state.drawn
        state.read(line)
        room -= len(line) + 1
        if room < state.cost:
            break
        if state.drawn and not before:
            whole = len(kept)
        kept.append(line)
    if after(kept).drawn:  # half a drawing is none
        kept = kept[:whole]
    return "\n".join(kept) + f"\n{after(kept).closing()}\n{pointer}\n"


def after(lines: list[str]) -> Open:
    """What is open after some lines."""
    found = Open()
    for line in lines:
        found.read(line)
    return found


@dataclass(slots=True)
class Open:
    """What is open after some lines of Markdown; `cost` is the length of what closes it."""

    fence: str = ""
    drawn: bool = False  # the fence holds a drawing, which a part of it does not give
    tags: list[str] = field(default_factory=list)
    cost: int = 0

    def read(self, line: str) -> None:
        """One more line."""
        found = FENCE.fullmatch(line)
        if self.fence:
            sign = self.fence[0]
            if found and found[1].startswith(self.fence) and not found[2].strip(f"{sign} \t"):
                self.cost -= len(self.fence) + 1
                self.fence, self.drawn = "", False
            return
        if found and not ("`" in found[1] and "`" in found[2]) and "<!--" not in self.tags[-1:]:
            self.fence = found[1]
            self.cost += len(self.fence) + 1
            self.drawn = found[2].strip().lower().startswith("mermaid")
            return
        for comment, slash, name in TAG.findall(SPAN.sub("", line)):
            self._tag(comment, slash, name.lower())

    def _tag(self, comment: str, slash: str, name: str) -> None:
        if "<!--" in self.tags[-1:]:
            if comment == "-->":
                self._close()
        elif comment == "<!--" or (name and not slash):
            self.tags.append(comment or name)
            self.cost += len(end(comment or name)) + 1
        elif name in self.tags:
            while self._close() != name:
                pass

    def _close(self) -> str:
        self.cost -= len(end(self.tags[-1])) + 1
        return self.tags.pop()

    def closing(self) -> str:
        """The lines that close all of it."""
        ends = [self.fence] if self.fence else []
        return "".join(f"{one}\n" for one in (*ends, *map(end, reversed(self.tags))))


def end(tag: str) -> str:
    """What closes a tag or a comment."""
    return "-->" if tag == "<!--" else f"</{tag}>"

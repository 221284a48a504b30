"""The text of a comment: a mark that nobody sees, and Markdown that is never cut in the middle of a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LONGEST = 65_000  # characters of a comment; GitHub takes 65,536
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
TAG = re.compile(
    r"(?<!\\)(<!--|-->)|(?<!\\)<(/?)(details|summary|table|thead|tbody|tr|td|th|div|ul|ol|li|pre"
    r"|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)


def marked(markdown: str, key: str, digest: str, pointer: str) -> str:
    """The whole comment, at most as long as a comment may be."""
    head = f"{mark(key)}digest={digest} -->\n\n"
    return head + cut(markdown, LONGEST - len(head), pointer)


def mark(key: str) -> str:
    """How every comment of a project key begins; no other key's begins so."""
    from urllib.parse import quote

    return f"<!-- carbongate key={quote(key, safe='').replace('-', '%2D')} "


def digest_in(body: str, key: str) -> str | None:
    """The digest of a comment of this key; None for one that is not of it.

    The mark counts at the very beginning only: a reply that quotes a comment is another comment.
    """
    if not body.startswith(mark(key)):
        return None
    found = re.match(r"digest=(\w*) -->", body[len(mark(key)) :])
    return found[1] if found else ""


def cut(text: str, longest: int, pointer: str) -> str:
    """The text at most that long: whole lines, all that was open closed, and where the rest is."""
    if len(text) <= longest:
        return text
    room = longest - len(pointer) - 3
    kept: list[str] = []
    open_now, closing = Open(), ""
    whole, outside = 0, ""  # lines before a drawing that is still open, and what closes those
    for line in text.splitlines():
        before = open_now.drawn
        open_now.read(line)
        room -= len(line) + 1
        if room < len(open_now.closing()):
            drawn = before
            break
        if open_now.drawn and not before:
            whole, outside = len(kept), closing
        kept.append(line)
        closing = open_now.closing()
    else:
        drawn = open_now.drawn
    if drawn:  # half a drawing is none
        kept, closing = kept[:whole], outside
    return "\n".join(kept) + f"\n{closing}\n{pointer}\n"


@dataclass(slots=True)
class Open:
    """What is open after some lines of Markdown."""

    fence: str = ""
    drawn: bool = False  # the fence holds a drawing, which a part of it does not give
    tags: list[str] = field(default_factory=list)

    def read(self, line: str) -> None:
        """One more line."""
        found = FENCE.fullmatch(line)
        if self.fence:
            sign = self.fence[0]
            if found and found[1].startswith(self.fence) and not found[2].strip(f"{sign} \t"):
                self.fence, self.drawn = "", False
            return
        if found and not ("`" in found[1] and "`" in found[2]) and "<!--" not in self.tags:
            self.fence = found[1]
            self.drawn = found[2].strip().lower().startswith("mermaid")
            return
        for comment, slash, name in TAG.findall(SPAN.sub("", line)):
            self._tag(comment, slash, name.lower())

    def _tag(self, comment: str, slash: str, name: str) -> None:
        if "<!--" in self.tags:
            if comment == "-->":
                self.tags.remove("<!--")
        elif comment == "<!--":
            self.tags.append(comment)
        elif name and not slash:
            self.tags.append(name)
        elif name in self.tags:
            while self.tags.pop() != name:
                pass

    def closing(self) -> str:
        """The lines that close all of it."""
        ends = [self.fence] if self.fence else []
        ends += ["-->" if tag == "<!--" else f"</{tag}>" for tag in reversed(self.tags)]
        return "".join(f"{end}\n" for end in ends)

"""Reads HTML back as a tree, and refuses what no browser would have to guess about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
RAW = frozenset({"script", "style"})


@dataclass(slots=True)
class Element:
    """A tag with what is in it; texts are strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, as it would be read."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def every(self, *tags: str) -> Iterator[Element]:
        """All elements below it, or those of some tags, in their order."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.every(*tags)

    def first(self, tag: str) -> Element:
        """The first of a tag."""
        return next(self.every(tag))

    def by_id(self, name: str) -> Element:
        """The element with an id."""
        return next(each for each in self.every() if each.attributes.get("id") == name)


class Reader(HTMLParser):
    """Builds the tree. Every tag must be closed, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            raise ValueError(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        if closed.tag != tag:
            raise ValueError(f"</{tag}> closes <{closed.tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def parsed(page: str) -> Element:
    """The page as a tree. Errors: ValueError for tags that do not match, and for a comment."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    if len(reader.open) > 1:
        raise ValueError(f"<{reader.open[-1].tag}> is never closed")
    if reader.comments:
        raise ValueError(f"a comment: {reader.comments[0]}")
    return reader.root

"""Reads Markdown back, as GitHub would, and says what in it is alive."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

# What GitHub makes links, mentions, references, formulas and pictures of in plain text.
LIVE = re.compile(r"@\w|#\d|://|www\.|GH-\d|:\w+:|\$|\b(?=\d*[a-f])[0-9a-f]{7,40}\b", re.IGNORECASE)
PARAGRAPH = {"paragraph_open", "paragraph_close"}
ITEM = PARAGRAPH | {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
TABLE = {
    f"{part}_{end}"
    for part in ("table", "thead", "tbody", "tr", "th", "td")
    for end in ("open", "close")
}


def parsed(markdown: str) -> list[Token]:
    """Block and inline tokens of GitHub's kind of Markdown."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [token for block in reader.parse(markdown) for token in (block, *(block.children or ()))]


def alive(markdown: str, expected: set[str]) -> list[str]:
    """Tokens that are neither expected, nor code, nor dead text."""
    found, inside_code = [], False
    for token in parsed(markdown):
        if token.type == "html_inline" and token.content in ("<code>", "</code>"):
            inside_code = token.content == "<code>"
        elif token.type == "text":
            if LIVE.search(token.content) and not inside_code:
                found.append(token.content)
        elif token.type not in {"inline", "code_inline", *expected}:
            found.append(f"{token.type}: {token.content}")
    return found

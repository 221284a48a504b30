"""The text of a comment: a mark that nobody sees, then the report."""

from __future__ import annotations

import re

from carbongate.cutting import cut

LONGEST = 65_000  # characters of a comment; GitHub takes 65,536


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

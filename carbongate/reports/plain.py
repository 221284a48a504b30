"""Text from a repository, made safe to show: nothing in it moves a cursor, hides or turns round."""

from __future__ import annotations

import re

# Control characters, soft hyphens, marks of direction, characters without width, separators of
# lines, tags and lone surrogates. A fixed list: a newer Unicode database must not change a report.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
LONGEST = 200


def visible(text: str) -> str:
    """One line in which every character that could not be seen is spelled out: `\\u202e`."""
    return UNSEEN.sub(spelled, text)


def spelled(match: re.Match[str]) -> str:
    """The escape that Python and JSON would write."""
    point = ord(match[0])
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(match[0])
    return short or (f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}")


def sentence(text: str) -> str:
    """Prose on one line: runs of white space are one space, the rest is visible."""
    return visible(" ".join(text.split()))


def shortened(text: str, longest: int = LONGEST) -> str:
    """Both ends of a long text, since addresses differ at their ends."""
    if len(text) <= longest:
        return text
    head = (longest - 1) * 2 // 3
    return f"{text[:head]}…{text[-(longest - 1 - head) :]}"

"""Text from a repository inside Markdown: it cannot become a link, an image, HTML, a mention, a
table cell or a heading, whatever it holds.

A name, path or address is a code span. In a sentence each word that is more than letters, digits
and plain punctuation is a code span of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from carbongate.reports.plain import LONGEST, sentence, shortened, visible

# Words that Markdown, GitHub and GitLab leave alone in the middle of a line: no link, mention,
# reference, commit id or emoji can be made of them.
LETTER = r"[A-Za-z0-9\x80-\U0010ffff]"
PLAIN = re.compile(
    rf"(?!www|.*gh-\d|.*\b(?=\d*[a-f])[0-9a-f]{{7,40}}\b)(?:[-+](?=\d))?{LETTER}(?:{LETTER}|(?<=\d)[.,](?=\d)|['%=+-]|/(?!/))*"
    r"|[-+=×/%]?|[.,;:]|[.]?[)][.,;:]?",
    re.IGNORECASE,
)
AROUND = re.compile(r"(?P<before>[(\"']*)(?P<word>.*?)(?P<after>[.,;:!?)\"']*)", re.DOTALL)
QUOTED = re.compile(r"`([^`]+)`")
# At the beginning of a line these would open a list, a quotation, a heading or a table.
OPENING = re.compile(r"[-+=*#>~|:]+|\d{1,9}[.)]")


@dataclass(frozen=True, slots=True)
class Escaped:
    """Markdown that may be printed as it is."""

    markdown: str


def finished(value: object) -> str:
    """What a template prints: escaped already, or a sentence that now becomes so."""
    return value.markdown if isinstance(value, Escaped) else prose(str(value))


def code(text: str, longest: int = LONGEST) -> str:
    """A code span. One that could be broken out of, or be a command in a log, is of entities."""
    text = shortened(visible(text), longest)
    if not text.strip(" "):
        return "`-`"
    if any(sign in text for sign in ("`", "|", "##")):
        return f"<code>{''.join(entity(character) for character in text)}</code>"
    return f"`{text}`"


def entity(character: str) -> str:
    """The character itself where it is a letter or a digit."""
    inert = not character.isascii() or character.isalnum()
    return character if inert else f"&#{ord(character)};"


def prose(text: str, longest: int = 600) -> str:
    """A sentence that stays one. What it quotes in backticks becomes a code span."""
    text = shortened(sentence(text), longest)
    first, _, rest = text.partition(" ")
    if OPENING.fullmatch(first):
        return f"{code(first)} {prose(rest)}" if rest else code(first)
    shown = ""
    for position, piece in enumerate(QUOTED.split(text)):
        now = code(piece) if position % 2 else " ".join(map(word, piece.split(" ")))
        between = " " if shown.endswith("`") and now.startswith("`") else ""
        shown += between + now
    return shown


def word(text: str) -> str:
    """The word as it is where it is harmless, else a code span between its punctuation."""
    if PLAIN.fullmatch(text):
        return text
    match = AROUND.fullmatch(text)
    if match is None or not match["word"]:
        return code(text)
    inner = match["word"]
    return f"{match['before']}{inner if PLAIN.fullmatch(inner) else code(inner)}{match['after']}"

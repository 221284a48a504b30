"""A badge: verdict, carbon and date in one small SVG picture that loads nothing from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carbongate.figure import Figure
from carbongate.model import Report
from carbongate.reports.headline import word
from carbongate.reports.plain import sentence, shortened
from carbongate.reports.scores import common, total
from carbongate.words import amount, number

LABEL = "carbon"
# White on each of them has a contrast of five to one or more.
GREY, GREEN, RED, AMBER, BLUE = "#4a4f55", "#1a7f37", "#b3261e", "#8a5a00", "#0b61a4"
COLOURS: Mapping[str, str] = {
    "PASS": GREEN,
    "FAIL": RED,
    "WOULD FAIL": AMBER,
    "UNDECIDED": AMBER,
    "WOULD BE UNDECIDED": AMBER,
    "NOTHING TO LOOK AT": GREY,
    "ESTIMATE": BLUE,
    "DIFFERENCE": BLUE,
}
# Widths of letters in eleven points of the first font of the list below; the text is fitted to them.
NARROW, WIDE = "fijlrtI.,:;|!'()[] ", "mwMW%@"
WIDTHS = {**dict.fromkeys(NARROW, 4.2), **dict.fromkeys(WIDE, 10.4)}
USUAL, CAPITAL, FOREIGN = 6.8, 7.8, 11.0
PADDING = 6
HEIGHT = 20
LONGEST = 40  # characters of one part
FORBIDDEN = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the badge."""

    text: str
    colour: str

    @property
    def width(self) -> int:
        """With the room on both sides."""
        return round(sum(map(width, self.text))) + 2 * PADDING


def render(report: Report) -> str:
    """The picture; its title says with the range what the fields say without."""
    said = word(report)
    parts = [Part(LABEL, GREY), Part(value(report, said), COLOURS.get(said, GREY))]
    if day := clean(report.fingerprint.date):
        parts.append(Part(day, GREY))
    whole, x, shown = sum(part.width for part in parts), 0, []
    for part in parts:
        shown.append(drawn(part, x))
        x += part.width
    about = escaped(title(report, said))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}" '
        f'viewBox="0 0 {whole} {HEIGHT}" role="img" aria-label="{about}">\n'
        f"<title>{about}</title>\n"
        f'<clipPath id="carbongate"><rect width="{whole}" height="{HEIGHT}" rx="3"/></clipPath>\n'
        '<g clip-path="url(#carbongate)" fill="#fff" text-anchor="middle" '
        'font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">\n'
        f"{''.join(shown)}</g>\n</svg>\n"
    )


def drawn(part: Part, x: int) -> str:
    """A field and its text, fitted into it whatever font there is."""
    middle, length = x + part.width / 2, part.width - 2 * PADDING
    return (
        f'<rect x="{x}" width="{part.width}" height="{HEIGHT}" fill="{part.colour}"/>\n'
        f'<text x="{middle:g}" y="14" textLength="{length}" lengthAdjust="spacingAndGlyphs">'
        f"{escaped(part.text)}</text>\n"
    )


# ---- what it says ------------------------------------------------------------------------------


def value(report: Report, said: str) -> str:
    """`pass · 18.3 kgCO2e/month`."""
    found = next(iter(sums(report)), None)
    best = f"{number(found[0].best)} {found[1]}" if found else ""
    return clean(" · ".join(filter(None, (said.lower(), best))))


def title(report: Report, said: str) -> str:
    """The same with ranges, and what made it."""
    shown = (amount(one.low, one.best, one.high, unit) for one, unit in sums(report))
    parts = [f"carbongate: {said.lower()}", *shown]
    made = report.fingerprint
    parts += [made.date, f"dataset {made.dataset}", f"carbongate {made.tool}"]
    return sentence(", ".join(filter(None, parts)))


def sums(report: Report) -> Iterator[tuple[Figure, str]]:
    """The score that all stacks have in common, and their carbon; each with its unit."""
    if score := common(report):
        yield score[0], f"gCO2e per {score[1]}"
    if carbon := total(report):
        yield carbon, "kgCO2e/month"


# ---- text --------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """One short line."""
    return shortened(sentence(text), LONGEST)


def width(letter: str) -> float:
    """How wide a letter is, nearly."""
    if letter in WIDTHS:
        return WIDTHS[letter]
    if not letter.isascii():
        return USUAL if letter in "·…" else FOREIGN
    return CAPITAL if letter.isupper() else USUAL


def escaped(text: str) -> str:
    """Text between tags. No runner of a pipeline finds a command in it."""
    from html import escape

    return FORBIDDEN.sub("\ufffd", escape(text)).replace("##", "#&#35;")

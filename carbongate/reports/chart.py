"""Charts in Mermaid, which GitHub and GitLab draw: of numbers, and of names made harmless."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from carbongate.model import Estimate, Report
from carbongate.reports.largest import largest
from carbongate.reports.plain import shortened, visible

SLICES = 7
HEAD = 2  # lines before the first slice
SMALLEST = 0.01  # of the whole: a thinner slice is not seen
NAME = 48
PHASES = (("operational", "electricity"), ("embodied", "manufacture"))
# Inside the quotation marks of a label; all else could end it, or be a comment or an entity.
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._/:-()[]'")
LETTERS = "\u00c0"  # and all beyond, which no grammar of charts has a use for
OTHERS = "all others"


def charts(report: Report) -> tuple[tuple[str, ...], ...]:
    """The lines of each chart: carbon by component, then by resource; none of a single slice."""
    own = [row for found in report.stacks for row in found.estimates if row.tenant_of is None]
    whole = math.fsum(one.grams() for one in own)
    if whole <= 0:
        return ()
    drawn = (
        pie("Carbon in a month by component, kgCO2e", components(own), whole),
        pie("Carbon in a month by resource, kgCO2e", resources(own), whole),
    )
    return tuple(lines for lines in drawn if len(lines) > HEAD + 1)


def components(own: Iterable[Estimate]) -> Mapping[str, float]:
    """Grams of each kind of component, electricity and manufacture apart; the largest first."""
    found: dict[str, list[float]] = {}
    for row in own:
        for part in row.parts:
            for phase, word in PHASES:
                name = f"{part.kind}, {word}"
                found.setdefault(name, []).append(getattr(part, phase).best)
    sums = {name: math.fsum(parts) for name, parts in found.items()}
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def resources(own: Iterable[Estimate]) -> Mapping[str, float]:
    """Grams of the largest resources; names that look alike stay apart."""
    found: dict[str, float] = {}
    for place, row in enumerate(largest(own, SLICES), 1):
        name = label(row.resource.address)
        taken = name in found or name == OTHERS
        found[f"{name} ({place})" if taken else name] = row.grams()
    return found


def pie(title: str, slices: Mapping[str, float], whole: float) -> tuple[str, ...]:
    """A pie of grams; what is too thin to be seen is together in one slice."""
    shown = {
        name: value for name, value in list(slices.items())[:SLICES] if value >= SMALLEST * whole
    }
    rest = whole - math.fsum(shown.values())
    if rest > whole * 1e-9:
        shown[OTHERS] = rest
    rows = [f'    "{name}" : {digits(value / 1000)}' for name, value in shown.items()]
    return ("pie showData", f"    title {title}", *rows)


def label(name: str) -> str:
    """A name that can stand between quotation marks."""
    text = shortened(visible(name), NAME)
    kept = "".join(letter if letter in PLAIN or letter >= LETTERS else "·" for letter in text)
    return kept.strip() or "·"


def digits(value: float) -> str:
    """Plain digits: no exponent, which a chart does not read."""
    from decimal import Decimal

    return f"{Decimal(f'{value:.3g}'):f}"

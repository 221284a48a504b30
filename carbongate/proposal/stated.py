"""Lines of `usage` that would make the estimate firmer: what the widest assumptions are about."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from carbongate.config.written import written
from carbongate.evidence import evidence
from carbongate.figure import Figure
from carbongate.model import StackEstimate
from carbongate.tables import Tables

SEPARATORS = "/.:"


# Keys of `usage` that the defaults table has under the same name and in the same unit.
KEYS = ("hours", "cpu", "accelerator", "runs", "duration")
SEPARATORS = "/.:"


@dataclass(frozen=True, slots=True)
class Line:
    """A pattern, what is assumed of it today by key, and the sentence of the widest assumption."""

    pattern: str
    values: Mapping[str, str]
    why: str
    others: int  # addresses of which the same is assumed, and which the pattern leaves out


def lines(stacks: Sequence[StackEstimate], tables: Tables, most: int) -> tuple[Line, ...]:
    """The assumptions of use with the most carbon in doubt, widest first; one line for a pattern."""
    carbon = {
        found.resource.address: found.grams()
        for stack in stacks
        for found in stack.estimates
        if not found.idle
    }
    known = assumed(tables)
    doubts: dict[str, float] = {}
    made: dict[str, Line] = {}
    for one in evidence(stacks, tables)[0]:
        if one.text not in known:
            continue
        key, figure = known[one.text]
        pattern = common(one.affects, carbon)
        others = 0 if pattern.endswith("*") else len(one.affects) - 1
        weight = math.fsum(carbon[address] for address in one.affects)
        doubt = weight * (figure.high - figure.low) / figure.best
        line = made.get(pattern, Line(pattern, {}, "", 0))
        wider = doubt > doubts.get(pattern, -1.0)
        made[pattern] = Line(
            pattern,
            {**line.values, key: written(figure, key)},
            one.text if wider else line.why,
            max(line.others, others),
        )
        doubts[pattern] = max(doubt, doubts.get(pattern, 0.0))
    ranked = sorted(made.values(), key=lambda line: (-doubts[line.pattern], line.pattern))
    return tuple(line for line in ranked if doubts[line.pattern] > 0)[:most]


def assumed(tables: Tables) -> Mapping[str, tuple[str, Figure]]:
    """Sentence of the defaults table -> the key of `usage` that replaces it, and what is assumed."""
    found: dict[str, tuple[str, Figure]] = {}
    for row, cells in tables.rows("defaults").items():
        kind, _, key = row.rpartition("/")
        figure = tables.default(kind, key) if key in KEYS else None
        if figure is not None and cells["source"] == "assumption" and figure.best > 0:
            found.setdefault(cells["note"], (key, figure))
    return found


def common(affected: Sequence[str], every: Mapping[str, float]) -> str:
    """A pattern for exactly these addresses, where their beginning gives one; else the heaviest."""
    start = commonprefix([min(affected), max(affected)])  # noqa: RUF071 - an address is no path
    start = start[: max(start.rfind(sign) for sign in SEPARATORS) + 1]
    inside = sum(address.startswith(start) for address in every)
    exact = start and "*" not in start and len(affected) > 1 and inside == len(affected)
    return f"{start}*" if exact else affected[0]

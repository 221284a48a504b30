"""What estimates rest on: the assumptions that a reader can correct, and the sources behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from carbongate.figure import Assumed, Declared, Derived, Figure, Looked, Measured
from carbongate.model import Assumption, Estimate, Source, StackEstimate
from carbongate.tables import Tables


def evidence(
    stacks: Sequence[StackEstimate], tables: Tables
) -> tuple[tuple[Assumption, ...], tuple[Source, ...]]:
    """Assumptions and the sources of every row that was used.

    Unknown regions come first, then what has a range, then the rest; the weightiest first of each.
    """
    grounds = Grounds()
    touched: dict[str, dict[str, float]] = {}
    words: set[str] = set()
    places: set[str] = set()
    for stack in stacks:
        for found in stack.estimates:
            if found.idle:
                continue
            weight = found.grams()
            texts, sources = of_estimate(found, grounds)
            words |= sources
            if found.place:
                places.add(found.place)
            for text in texts:
                touched.setdefault(text, {})[found.resource.address] = weight

    def order(item: tuple[str, Mapping[str, float]]) -> tuple[bool, bool, float, str]:
        text, affects = item
        return text not in places, text in grounds.firm, -math.fsum(affects.values()), text

    ranked = sorted(touched.items(), key=order)
    assumptions = tuple(Assumption(text, heaviest(affects)) for text, affects in ranked)
    return assumptions, named_sources(words, tables)


def with_sources(
    known: tuple[Source, ...], figures: Iterable[Figure], tables: Tables
) -> tuple[Source, ...]:
    """The sources that are known, and those of some more figures; each once, by key."""
    grounds = Grounds()
    words = {one.key for one in known}.union(*(grounds.of(figure)[1] for figure in figures))
    return named_sources(words, tables)


def heaviest(affects: Mapping[str, float]) -> tuple[str, ...]:
    """The addresses, those with most carbon first."""
    return tuple(sorted(affects, key=lambda address: (-affects[address], address)))


def of_estimate(found: Estimate, grounds: Grounds) -> tuple[set[str], set[str]]:
    """Assumption sentences and source keys of one estimate; a tenant's numbers rest on its host's."""
    texts = {*found.resource.assumed, *filter(None, (found.place,))}
    sources: set[str] = set()
    if found.tenant_of is not None:
        return texts, sources
    for figure in found.figures():
        more_texts, more_sources = grounds.of(figure)
        texts |= more_texts
        sources |= more_sources
    return texts, sources


@dataclass(slots=True)
class Grounds:
    """Assumptions and sources under a figure, remembered for parts that many figures share.

    `firm` are the assumptions that are numbers without a range.
    """

    firm: set[str] = field(default_factory=set)
    known: dict[int, tuple[Figure, frozenset[str], frozenset[str]]] = field(default_factory=dict)

    def of(self, figure: Figure) -> tuple[frozenset[str], frozenset[str]]:
        """Sentences of `Assumed` leaves and source keys of `Looked` leaves."""
        known = self.known.get(id(figure))
        if known is not None:
            return known[1], known[2]
        texts: frozenset[str] = frozenset()
        sources: frozenset[str] = frozenset()
        match figure.origin:
            case Assumed(why=why):
                texts = frozenset((why,))
                if figure.low == figure.high:
                    self.firm.add(why)
            case Looked(source=source):
                sources = frozenset(source.split("+"))
            case Derived(inputs=inputs):
                for part in inputs:
                    more_texts, more_sources = self.of(part)
                    texts |= more_texts
                    sources |= more_sources
            case Declared() | Measured():
                pass
            case _:
                assert_never(figure.origin)
        self.known[id(figure)] = (figure, texts, sources)
        return texts, sources


def named_sources(words: set[str], tables: Tables) -> tuple[Source, ...]:
    """The rows of sources.yaml behind the words that table rows use."""
    known = tables.sources() if words else {}
    return tuple(known[word] for word in sorted(words) if word in known)

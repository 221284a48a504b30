"""The least and the most that a sum of products can be while each unknown stays within its range.

The sum is linear in each unknown, so its extremes lie where every unknown is at an end of its range,
or at a load where a line bends. Most unknowns show by themselves which end it is: what they are
multiplied with is positive whatever the others are, or negative. The others are tried, and what
shares no unknown is looked at apart. The result is exact for unknowns that are independent; where
that would take more than MOST_WORK, what is left is bounded as if no two of its terms shared an
unknown: then the range may be too wide, never too narrow.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from carbongate.condensed import condensed
from carbongate.terms import Product, Terms, Unknowns

MOST_WORK = 20_000  # terms looked at for one extreme, and so many more for each term of a long sum
WORK_PER_TERM = 20
LONG = 40  # terms of a sum that is worth shortening first
MOST_TRIES = 40  # unknowns tried one inside the other


class Search:
    """Extremes of many sums over the same unknowns; what two of them have in common is found once."""

    def __init__(self, unknowns: Unknowns) -> None:
        self.unknowns = unknowns
        self.low, self.high, self.lines = unknowns.low, unknowns.high, unknowns.lines
        self.work = 0
        self.known: dict[object, tuple[float, float]] = {}

    def extremes(self, terms: Terms) -> tuple[float, float]:
        """Least and most."""
        found = self.known.get(same := frozenset(terms.items()))
        if found is None:
            found = self.known.get(alike := self.alike(terms))
            if found is None:
                short = condensed(terms, self.unknowns) if len(terms) > LONG else terms
                found = self.known[alike] = (self.end(short, -1), self.end(short, 1))
            self.known[same] = found
        return found

    def alike(self, terms: Terms) -> tuple[object, ...]:
        """The same for two sums that differ only in which free unknowns of the same range they have."""
        present = {one for product in terms for one in product}
        lines = present & self.lines.keys()
        below = lines.union(*(self.unknowns.rests[one] for one in lines))
        names: dict[int, object] = {one: one for one in below}
        for one in (one for product in terms for one in product):
            if one not in names:
                names[one] = (self.low[one], self.high[one], len(names))
        return tuple(
            (tuple(names[one] for one in product), much) for product, much in terms.items()
        )

    def end(self, terms: Terms, sign: int) -> float:
        """The most of a sum, or its least as the most of its opposite."""
        self.work = MOST_WORK + WORK_PER_TERM * len(terms)
        return sign * self.most({product: sign * much for product, much in terms.items()})

    def most(self, terms: Terms, tries: int = MOST_TRIES) -> float:
        """The most of a sum: that of each group of terms that share unknowns, added up."""
        return math.fsum(self.of_group(group, tries) for group in self.groups(terms))

    def of_group(self, terms: Terms, tries: int) -> float:
        """The most of terms that share unknowns."""
        while True:
            self.work -= len(terms)
            if plain(terms) or self.work <= 0 or not tries:
                return self.bound(terms)
            tied = self.tied(terms)
            common = frozenset.intersection(*map(frozenset, terms)) - tied
            if common:
                rest = self.most(divided(terms, common), tries - 1)
                return rest * math.prod(
                    (self.high if rest >= 0 else self.low)[one] for one in common
                )
            settled = self.settled(terms, tied)
            if not settled:
                return self.tried(terms, tied, tries)
            terms = self.put(terms, settled)
            if not terms:
                return 0.0

    def bound(self, terms: Terms) -> float:
        """The most that each term can be by itself, added up."""
        return math.fsum(
            much * math.prod((self.high if much > 0 else self.low)[one] for one in product)
            for product, much in terms.items()
        )

    def tried(self, terms: Terms, tied: Collection[int], tries: int) -> float:
        """The most over the values of the unknown that is in most terms."""
        one = self.busiest(terms, tied)
        if one is None:
            return self.bound(terms)
        puts = [self.put(terms, {one: value}) for value in self.values(one, terms)]
        bounds = [self.bound(put) for put in puts]
        best = -math.inf
        for position in sorted(range(len(puts)), key=lambda at: -bounds[at]):
            if bounds[position] > best:
                best = max(best, self.most(puts[position], tries - 1))
        return best

    def groups(self, terms: Terms) -> Iterator[Terms]:
        """The terms, apart where they share no unknown."""
        if len(terms) < 2:
            yield from (terms,) if terms else ()
            return
        leaders: dict[int, int] = {}

        def leader(unknown: int) -> int:
            while (above := leaders.setdefault(unknown, unknown)) != unknown:
                leaders[unknown] = leaders[above]
                unknown = above
            return unknown

        firsts: list[int] = []
        for product in terms:
            first = -1  # a number alone
            for unknown in self.below(product):
                if first < 0:
                    first = leader(unknown)
                else:
                    leaders[leader(unknown)] = first
            firsts.append(first)
        found: dict[int, dict[Product, float]] = {}
        for first, (product, much) in zip(firsts, terms.items(), strict=True):
            found.setdefault(leader(first), {})[product] = much
        yield from found.values()

    def below(self, product: Product) -> Collection[int]:
        """What the factors of a product rest on."""
        return [under for one in product for under in self.unknowns.rests[one]]

    def tied(self, terms: Terms) -> frozenset[int]:
        """The unknowns that cannot move alone: lines over what is in play elsewhere too, and all that
        lies below those lines."""
        present = {one for product in terms for one in product}
        rests = self.unknowns.rests
        lines = present & self.lines.keys()
        if not lines:
            return frozenset()
        times = Counter(under for one in present for under in rests[one])
        tied = {one for one in lines if any(times[under] > 1 for under in rests[one])}
        return frozenset(tied).union(*(rests[one] for one in tied))

    def settled(self, terms: Terms, tied: Collection[int]) -> Mapping[int, float]:
        """The unknowns that show which end is theirs, whatever the others are."""
        least: dict[int, float] = defaultdict(float)
        most: dict[int, float] = defaultdict(float)
        for product, much in terms.items():
            for one in product:
                if one in tied:
                    continue
                small = large = much
                for other in product:
                    if other != one:
                        small *= self.low[other]
                        large *= self.high[other]
                least[one] += min(small, large)
                most[one] += max(small, large)
        ends = {one: self.high[one] for one, value in least.items() if value >= 0}
        ends.update((one, self.low[one]) for one, value in most.items() if value <= 0)
        return ends

    def busiest(self, terms: Terms, tied: Collection[int]) -> int | None:
        """The unknown in most terms that can be tried: one that is free, or the load of lines."""
        free = Counter(one for product in terms for one in product if one not in tied)
        lines = {one for product in terms for one in product if one in tied and one in self.lines}
        loads = Counter(
            self.lines[one].load for product in terms for one in product if one in lines
        )
        inner = {
            under
            for one in lines
            for value in self.lines[one].values
            for under in {u for product in value for u in self.below(product)}
        }
        for load in loads.keys() - inner:
            free[load] += loads[load]
        return max(free, key=lambda one: (free[one], -one), default=None)

    def values(self, one: int, terms: Terms) -> Collection[float]:
        """The values of an unknown at which an extreme may lie."""
        low, high = self.low[one], self.high[one]
        bends = {
            point
            for product in terms
            for line in (self.lines[other] for other in product if other in self.lines)
            if line.load == one
            for point in line.points
            if low < point < high
        }
        return sorted({low, high} | bends)

    def put(self, terms: Terms, fixed: Mapping[int, float]) -> Terms:
        """The terms with numbers in the place of some unknowns, and what lines over them are there."""
        found: dict[Product, float] = {}
        for product, much in terms.items():
            left: list[int] = []
            lines: list[Terms] = []
            for one in product:
                line = self.lines.get(one)
                if one in fixed:
                    much *= fixed[one]
                elif line is not None and line.load in fixed:
                    lines.append(line.at(fixed[line.load]))
                else:
                    left.append(one)
            parts: Terms = {tuple(left): much}
            for line_there in lines:
                parts = self.unknowns.times(parts, line_there)
            for part, more in parts.items():
                found[part] = found.get(part, 0.0) + more
        return {product: much for product, much in found.items() if much}


def plain(terms: Terms) -> bool:
    """Whether all terms add, or all take away: then no two of them want different ends."""
    return min(terms.values()) >= 0 or max(terms.values()) <= 0


def divided(terms: Terms, common: Collection[int]) -> Terms:
    """The terms without factors that all of them have."""
    return {
        tuple(one for one in product if one not in common): much for product, much in terms.items()
    }

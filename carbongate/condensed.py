"""A long sum of products with fewer unknowns that has the same extremes.

A thousand resources of a few shapes have a thousand counts of their own and few other unknowns. Two
exact steps: unknowns that stand in the same terms only ever act together, as their product; and
unknowns that are multiplied with the same sum, each so many times, act together as their weighted sum.
"""

from __future__ import annotations

import math
from collections import defaultdict

from carbongate.terms import Product, Terms, Unknowns

DIGITS = 12  # at which two ratios are the same one


def condensed(terms: Terms, unknowns: Unknowns) -> Terms:
    """The sum, shortened."""
    present = {one for product in terms for one in product}
    kept = present & unknowns.lines.keys()
    kept = kept.union(*(unknowns.rests[one] for one in kept))
    return weighted(together(terms, kept, unknowns), kept, unknowns)


def together(terms: Terms, kept: set[int], unknowns: Unknowns) -> Terms:
    """One unknown for those that stand in the same terms; `kept` are left alone."""
    places: dict[int, list[int]] = defaultdict(list)
    for position, product in enumerate(terms):
        for one in product:
            if one not in kept:
                places[one].append(position)
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for one, positions in places.items():
        alike[tuple(positions)].append(one)
    joined: dict[int, int] = {}
    for group in alike.values():
        if len(group) > 1:
            new = unknowns.new(
                math.prod(unknowns.low[one] for one in group),
                math.prod(unknowns.high[one] for one in group),
            )
            joined.update(dict.fromkeys(group, new))
    return {
        tuple(sorted({joined.get(one, one) for one in product})): much
        for product, much in terms.items()
    }


def weighted(terms: Terms, kept: set[int], unknowns: Unknowns) -> Terms:
    """One unknown for those that are multiplied with the same sum."""
    factors: dict[int, dict[Product, float]] = defaultdict(dict)
    for product, much in terms.items():
        for one in product:
            if one not in kept:
                factors[one][tuple(other for other in product if other != one)] = much
    alike: dict[frozenset[tuple[Product, str]], list[tuple[int, float]]] = defaultdict(list)
    for one, sums in factors.items():
        first = min(sums)
        weight = abs(sums[first])
        key = frozenset((of, f"{much / weight:.{DIGITS}g}") for of, much in sums.items())
        alike[key].append((one, weight))
    found = dict(terms)
    gone: set[int] = set()
    for group in alike.values():
        sums = factors[group[0][0]]
        if len(group) < 2 or any(other in gone for of in sums for other in of):
            continue
        new = unknowns.new(
            math.fsum(weight * unknowns.low[one] for one, weight in group),
            math.fsum(weight * unknowns.high[one] for one, weight in group),
        )
        for one, _ in group:
            gone.add(one)
            for of in factors[one]:
                found.pop(tuple(sorted((*of, one))), None)
        for of, much in sums.items():
            found[tuple(sorted((*of, new)))] = much / group[0][1]
    return found

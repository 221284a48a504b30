"""Long sums with fewer unknowns: the extremes stay what they were."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.condensed import condensed
from carbongate.terms import Product, Terms, Unknowns

ends = st.lists(st.integers(0, 9), min_size=2, max_size=2).map(sorted)
products = st.sets(st.integers(0, 5), max_size=3).map(lambda chosen: tuple(sorted(chosen)))
sums = st.dictionaries(products, st.sampled_from((-2.0, -1.0, 1.0, 2.0, 3.0)), max_size=12)


def made(ranges: list[list[int]]) -> Unknowns:
    unknowns = Unknowns()
    for low, high in ranges:
        unknowns.new(low, high)
    return unknowns


def corners(terms: Terms, unknowns: Unknowns) -> tuple[float, float]:
    """Least and most, by trying every end of every unknown."""
    present = sorted({one for product in terms for one in product})
    found = [
        math.fsum(
            much * math.prod(value[one] for one in product) for product, much in terms.items()
        )
        for choice in itertools.product(*((unknowns.low[n], unknowns.high[n]) for n in present))
        for value in [dict(zip(present, choice, strict=True))]
    ]
    return min(found), max(found)


@settings(deadline=None)
@given(st.lists(ends, min_size=6, max_size=6), sums)
def test_the_extremes_stay(ranges: list[list[int]], terms: dict[Product, float]) -> None:
    unknowns = made(ranges)
    before = corners(terms, unknowns)
    assert corners(condensed(terms, unknowns), unknowns) == pytest.approx(before)


@pytest.mark.parametrize(
    ("terms", "left"),
    [
        pytest.param({(0, 1): 2.0, (0, 1, 2): 1.0, (2,): 1.0}, 3, id="two that only act together"),
        pytest.param(
            {(0, 4): 1.0, (0, 5): -1.0, (1, 4): 2.0, (1, 5): -2.0, (2, 4): 3.0, (2, 5): -3.0},
            2,
            id="counts of one shape: each times the same",
        ),
        pytest.param(
            {(0, 4): 1.0, (0, 5): -1.0, (1, 4): 2.0, (1, 5): -1.0}, 4, id="counts of two shapes"
        ),
        pytest.param(
            {(0, 4): 1.0, (0, 5): -1.0, (1, 4): -2.0, (1, 5): 2.0}, 4, id="one that is taken away"
        ),
    ],
)
def test_terms_that_are_left_of(terms: dict[Product, float], left: int) -> None:
    assert len(condensed(terms, made([[1, 2]] * 6))) == left

"""The least and the most of sums of products, where trying everything would take too long."""

import math
from random import Random

import pytest

from carbongate.extremes import Search
from carbongate.terms import Product, Unknowns


def dense(random: Random, size: int, terms: int) -> tuple[Unknowns, dict[Product, float]]:
    """A sum whose every unknown pulls both ways, with many others."""
    unknowns = Unknowns()
    for _ in range(size):
        unknowns.new(random.uniform(0, 1), random.uniform(1, 3))
    return unknowns, {
        tuple(sorted(random.sample(range(size), 3))): random.uniform(-1, 1) for _ in range(terms)
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_sum_that_cannot_be_tried_out_is_bounded(seed: int) -> None:
    random = Random(seed)  # noqa: S311  # numbers to try
    unknowns, terms = dense(random, 40, 300)
    least, most = Search(unknowns).extremes(terms)
    naive = math.fsum(
        much * math.prod((unknowns.high if much > 0 else unknowns.low)[one] for one in product)
        for product, much in terms.items()
    )
    assert most <= naive + 1e-9
    for _ in range(300):
        corner = [random.choice(ends) for ends in zip(unknowns.low, unknowns.high, strict=True)]
        value = math.fsum(
            much * math.prod(corner[one] for one in product) for product, much in terms.items()
        )
        assert least - 1e-9 <= value <= most + 1e-9


def test_sums_that_differ_only_in_which_unknowns_they_have_are_not_mistaken() -> None:
    unknowns = Unknowns()
    for high in (2, 2, 3):
        unknowns.new(1, high)
    search = Search(unknowns)
    assert search.extremes({(0,): 1.0, (1,): -1.0}) == (-1, 1)
    assert search.extremes({(0,): 1.0, (2,): -1.0}) == (-2, 1)
    assert search.extremes({(0,): 1.0, (0, 1): -1.0}) == (-2, 0)
    assert search.extremes({(0,): 1.0, (0, 2): -1.0}) == (-4, 0)

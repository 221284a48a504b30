"""Amounts as people write them."""

from fractions import Fraction
from typing import Any

import pytest

from carbongate.manifests.quantities import UnreadableError, compose_size, count, number, quantity

QUANTITIES = [
    pytest.param("250m", Fraction(1, 4), id="thousandths"),
    pytest.param("1.5", Fraction(3, 2), id="a decimal in quotes"),
    pytest.param(0.5, Fraction(1, 2), id="a YAML float"),
    pytest.param(0.1, Fraction(1, 10), id="a YAML float without its binary tail"),
    pytest.param(2, Fraction(2), id="a YAML integer"),
    pytest.param("512Mi", Fraction(512 * 2**20), id="binary suffix"),
    pytest.param("1G", Fraction(10**9), id="decimal suffix"),
    pytest.param("100k", Fraction(100_000), id="small k is a thousand"),
    pytest.param("1e3", Fraction(1000), id="exponent"),
    pytest.param("129e6", Fraction(129_000_000), id="exponent of a size"),
    pytest.param("1E3", Fraction(1000), id="capital E with digits is an exponent"),
    pytest.param("1E", Fraction(10**18), id="capital E alone is exa"),
    pytest.param("1Ei", Fraction(2**60), id="exbi"),
    pytest.param("128974848", Fraction(128974848), id="plain bytes"),
    pytest.param("100n", Fraction(1, 10**7), id="nano"),
    pytest.param(".5", Fraction(1, 2), id="no digit before the point"),
    pytest.param("5.", Fraction(5), id="no digit after the point"),
    pytest.param("+1", Fraction(1), id="a plus sign"),
    pytest.param("1e-3", Fraction(1, 1000), id="negative exponent"),
    pytest.param(1e18, Fraction(10**18), id="a large YAML float"),
    pytest.param("0", Fraction(0), id="zero"),
]


@pytest.mark.parametrize(("value", "expected"), QUANTITIES)
def test_a_kubernetes_quantity_is_read_exactly(value: Any, expected: Fraction) -> None:
    assert quantity(value, "cpu") == expected


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("1.5.5", id="two points"),
        pytest.param("-1", id="negative"),
        pytest.param("512mb", id="a suffix of another world"),
        pytest.param("1KB", id="a unit in capitals"),
        pytest.param("1 Gi", id="a space"),
        pytest.param("", id="empty text"),
        pytest.param(None, id="nothing"),
        pytest.param(True, id="a truth value"),
        pytest.param({"cpu": 1}, id="a mapping"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param("1e999", id="more than any machine has"),
        pytest.param("9" * 5000, id="thousands of digits"),
        pytest.param(10**400, id="a huge YAML integer"),
        pytest.param("${CPU}", id="a placeholder"),
        pytest.param("٣", id="digits of another script"),
        pytest.param("1Ki\n", id="a line end"),
    ],
)
def test_what_is_no_quantity_is_refused_by_the_name_of_its_key(value: Any) -> None:
    with pytest.raises(UnreadableError, match=r"requests\.cpu is "):
        quantity(value, "requests.cpu")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("512m", 512 * 2**20, id="m is mebi"),
        pytest.param("1.5gb", 3 * 2**29, id="gb is gibi"),
        pytest.param("64MiB", 64 * 2**20, id="written out"),
        pytest.param("50M", 50 * 2**20, id="capital M"),
        pytest.param("10 k", 10 * 2**10, id="one space is allowed"),
        pytest.param("2b", 2, id="bytes"),
        pytest.param(10000, 10000, id="an integer is bytes"),
    ],
)
def test_a_compose_size_is_in_powers_of_1024(value: Any, expected: int) -> None:
    assert compose_size(value, "mem_limit") == expected


@pytest.mark.parametrize("value", ["12x", "-5m", "", None, "1.2.3g", "1e3"])
def test_what_is_no_compose_size_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError, match="mem_limit is "):
        compose_size(value, "mem_limit")


def test_counts_are_whole_and_numbers_are_decimal() -> None:
    assert count("3", "replicas") == 3
    assert count(2.0, "replicas") == 2
    assert number("0.001", "cpus") == Fraction(1, 1000)
    with pytest.raises(UnreadableError, match=r"replicas is `1\.5`"):
        count(1.5, "replicas")
    with pytest.raises(UnreadableError, match="cpus is `half`"):
        number("half", "cpus")


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(UnreadableError) as caught:
        quantity("x" * 10_000, "cpu")
    assert len(caught.value.message) < 120

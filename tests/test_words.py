import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.words import amount, apart, count, listed, number, share


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0, "0", id="nothing is a plain zero"),
        pytest.param(131.2, "131", id="three digits are enough"),
        pytest.param(98.04, "98", id="zeros that say nothing are left out"),
        pytest.param(2.9, "2.9", id="a limit reads as it was written"),
        pytest.param(0.01234, "0.0123", id="small numbers keep three digits"),
        pytest.param(12345, "12,300", id="thousands have a comma"),
        pytest.param(999.6, "1,000", id="rounding up gains a digit"),
        pytest.param(-3.456, "-3.46", id="differences may be negative"),
        pytest.param(1.2e-7, "1.2e-7", id="very small numbers have an exponent"),
        pytest.param(3e15, "3e15", id="very large numbers have an exponent"),
    ],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_printed(value: float) -> None:
    with pytest.raises(ValueError, match="not a number to print"):
        number(value)


@given(st.floats(1e-6, 1e14), st.integers(3, 12))
def test_a_printed_number_is_as_near_as_its_digits(value: float, digits: int) -> None:
    printed = float(number(value, digits).replace(",", ""))
    assert abs(printed - value) <= value * 10 ** (1 - digits)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        pytest.param((98, 131, 190), "131 kg (98 to 190)", id="the range stands beside the best"),
        pytest.param((5, 5, 5), "5 kg", id="an exact number has no range"),
        pytest.param((5.0001, 5.0002, 5.0003), "5 kg", id="a range too narrow to read is left out"),
    ],
)
def test_amount(numbers: tuple[float, float, float], text: str) -> None:
    assert amount(*numbers, "kg") == text


@pytest.mark.parametrize(
    ("part", "text"),
    [
        pytest.param(0.623, "62.3 %", id="a share is in percent"),
        pytest.param(1, "100 %", id="all of it"),
        pytest.param(0.99996, "99.996 %", id="not quite all never reads as all"),
        pytest.param(0, "0 %", id="nothing"),
    ],
)
def test_share(part: float, text: str) -> None:
    assert share(part) == text


@given(st.floats(1e-3, 1e9), st.floats(1e-3, 1e9))
def test_numbers_that_differ_read_differently(left: float, right: float) -> None:
    digits = apart(left, right)
    assert (number(left, digits) == number(right, digits)) == (left == right)


def test_equal_numbers_need_no_more_digits() -> None:
    assert apart(120, 120) == 3
    assert number(120.04, apart(120.04, 120)) == "120.04"


def test_lists_and_counts() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert count(1, "finding") == "1 finding"
    assert count(1200, "entry", "entries") == "1,200 entries"

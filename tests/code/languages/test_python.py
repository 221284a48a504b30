"""Python files: which are tests, and how they are encoded."""

import pytest

from carbongate.code.languages import python


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("tests/shop.py", True, id="in tests"),
        pytest.param("shop/test/cart.py", True, id="in test, deeper"),
        pytest.param("test_shop.py", True, id="test before"),
        pytest.param("shop_test.py", True, id="test behind"),
        pytest.param("shop/tests.py", True, id="a module of tests"),
        pytest.param("conftest.py", True, id="fixtures"),
        pytest.param("shop.py", False, id="code"),
        pytest.param("testing/shop.py", False, id="testing is a library"),
        pytest.param("contest.py", False, id="another word"),
        pytest.param("attestation/latest.py", False, id="test inside words"),
    ],
)
def test_what_is_a_test(path: str, expected: bool) -> None:
    assert python.is_test(path) is expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("x = 'ü'".encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfx = '\xc3\xbc'", id="with a mark"),
        pytest.param(b"# coding: latin-1\nx = '\xfc'", id="declared"),
        pytest.param(b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '\xfc'", id="on line two"),
    ],
)
def test_text_is_read_in_its_encoding(data: bytes) -> None:
    assert python.decoded(data).endswith("x = 'ü'")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"x = '\xfc'", id="not declared"),
        pytest.param(b"# coding: klingon\nx = '\xfc'", id="declared as nothing"),
        pytest.param(b"x = 1\ny = 2\n# coding: latin-1\n'\xfc'", id="declared too late"),
    ],
)
def test_bytes_that_are_no_text_are_an_error(data: bytes) -> None:
    with pytest.raises((UnicodeDecodeError, LookupError)):
        python.decoded(data)

"""What a plain scalar means to whom."""

from typing import Any

import pytest

from carbongate.documents import Version, yaml_documents
from carbongate.documents.scalars import core

SCALARS = [
    # written, under 1.2, under 1.1 as kubectl reads it
    ("on", "on", True),
    ("Off", "Off", False),
    ("yes", "yes", True),
    ("NO", "NO", False),
    ("y", "y", True),
    ("n", "n", False),
    ("true", True, True),
    ("True", True, True),
    ("FALSE", False, False),
    ("tRUE", "tRUE", "tRUE"),
    ("null", None, None),
    ("~", None, None),
    ("NULL", None, None),
    ("12", 12, 12),
    ("-7", -7, -7),
    ("+7", 7, 7),
    ("010", 10, 8),
    ("-010", -10, -8),
    ("09", 9, 9.0),
    ("0o17", 15, 15),
    ("0x1F", 31, 31),
    ("-0x1F", "-0x1F", -31),
    ("0b101", "0b101", 5),
    ("1_000", "1_000", 1000),
    ("1e3", 1000.0, 1000.0),
    ("1.5", 1.5, 1.5),
    (".5", 0.5, 0.5),
    ("5.", 5.0, 5.0),
    ("3.10", 3.1, 3.1),
    ("1.2.3", "1.2.3", "1.2.3"),
    ("12:30", "12:30", "12:30"),
    ("190:20:30", "190:20:30", "190:20:30"),
    ("2012-10-17", "2012-10-17", "2012-10-17"),
    (
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14t21:59:43.10-05:00",
    ),
    ("=", "=", "="),
    (".inf", ".inf", ".inf"),
    (".nan", ".nan", ".nan"),
    ("1e999", "1e999", "1e999"),
    ("9" * 400, "9" * 400, "9" * 400),
    ("250m", "250m", "250m"),
    ("1Gi", "1Gi", "1Gi"),
    ("'12'", "12", "12"),
    ('"yes"', "yes", "yes"),
    ("!!str 12", "12", "12"),
    ("! 12", "12", "12"),
    ('!!int "12"', 12, 12),
    ("!!binary aGk=", "aGk=", "aGk="),
    ("", None, None),
]


@pytest.mark.parametrize(
    ("written", "core", "kubectl"), SCALARS, ids=[repr(row[0][:20]) for row in SCALARS]
)
def test_a_scalar_is_what_its_reader_takes_it_for(written: str, core: Any, kubectl: Any) -> None:
    for version, expected in VERSIONS:
        value = yaml_documents(f"k: {written}", "f", version=version)[0]["k"]
        wanted = core if expected == "core" else kubectl
        assert (type(value), value) == (type(wanted), wanted)


def test_a_number_that_is_read_can_be_calculated_with() -> None:
    for text in ("0x" + "f" * 248, "9" * 250, "1e308", "0o" + "7" * 248):
        assert float(core(text)) > 0


VERSIONS: tuple[tuple[Version, str], ...] = (("1.2", "core"), ("1.1", "kubectl"))

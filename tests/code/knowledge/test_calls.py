"""Callees that must be certain functions."""

import pytest

from carbongate.code.knowledge.calls import condition
from tests.code.knowledge.hits import hit

WANTED = condition(["sqlite3.connect", "pathlib.Path().read_text"])


@pytest.mark.parametrize(
    ("source", "callee", "expected"),
    [
        pytest.param(
            "import sqlite3\nsqlite3.connect(a)\n", "sqlite3.connect", True, id="by its name"
        ),
        pytest.param(
            "from sqlite3 import connect\nc = connect\nopened = c(a)\n",
            "= |c|(a)",
            True,
            id="by another name",
        ),
        pytest.param(
            "from pathlib import Path\nPath(a).read_text()\n",
            "Path(a).read_text",
            True,
            id="a method of what a call gives",
        ),
        pytest.param(
            "import other\nother.connect(a)\n", "other.connect", False, id="of another module"
        ),
        pytest.param("connect(a)\n", "connect", False, id="from nowhere"),
        pytest.param(
            "try: from sqlite3 import connect\nexcept E: from other import connect\nx = connect (a)\n",
            "|connect| (",
            False,
            id="one of two",
        ),
    ],
)
def test_only_a_call_that_is_certain_counts(source: str, callee: str, expected: bool) -> None:
    found, module = hit(source, CALL=callee)
    assert (WANTED.holds(found, module) is not None) is expected


def test_a_rule_that_captures_no_callee_in_a_hit_asks_nothing() -> None:
    assert WANTED.holds(*hit("x\n")) == {}

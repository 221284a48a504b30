"""Loops over a few items that stand under a name."""

import pytest

from carbongate.code.knowledge.repeats import condition
from tests.code.knowledge.hits import hit


@pytest.mark.parametrize(
    ("before", "loop", "expected"),
    [
        pytest.param("y = (1, 2, 3)\n", "for x in y: pass", False, id="three"),
        pytest.param("y = (1, 2, 3, 4)\n", "for x in y: pass", True, id="four"),
        pytest.param("y = {'a': 1}\n", "for k, v in y.items(): pass", False, id="a small dict"),
        pytest.param("y = []\ny.extend(z)\n", "for x in y: pass", True, id="empty at first"),
        pytest.param("", "for x in y: pass", True, id="nobody knows"),
        pytest.param("y = (1, 2)\n", "[x for x in y]", False, id="in a comprehension"),
        pytest.param(
            "y = (1, 2)\n", "[x for x in y for z in x]", True, id="in two of one comprehension"
        ),
        pytest.param("y = (1, 2)\n", "while y: pass", True, id="a while counts nothing"),
    ],
)
def test_a_loop_over_a_few_items_does_not_repeat(before: str, loop: str, expected: bool) -> None:
    found, module = hit(f"{before}z = 1\n{loop}\n", LOOP=loop)
    assert (condition(["LOOP"]).holds(found, module) is not None) is expected

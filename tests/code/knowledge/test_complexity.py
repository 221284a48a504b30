"""radon's complexity together with the nesting of loops."""

import ast
from textwrap import indent

import pytest

from carbongate.code.knowledge.complexity import condition, cyclomatic, nesting
from tests.code.knowledge.hits import hit


def function(source: str) -> ast.FunctionDef:
    (found,) = ast.parse(source).body
    assert isinstance(found, ast.FunctionDef)
    return found


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        pytest.param("pass", 0, id="none"),
        pytest.param("for a in b:\n    while c: pass", 2, id="one in another"),
        pytest.param("for a in b: pass\nfor a in b: pass", 1, id="side by side"),
        pytest.param(
            "for a in b:\n    if c:\n        for d in e: pass", 2, id="behind a condition"
        ),
        pytest.param("try: pass\nexcept E:\n    for a in b: pass", 1, id="in a handler"),
        pytest.param(
            "for a in b:\n    def g():\n        for c in d: pass", 1, id="in a function of its own"
        ),
        pytest.param("match a:\n    case 1:\n        for b in c: pass", 1, id="in a case"),
    ],
)
def test_how_deep_loops_are_nested(body: str, depth: int) -> None:
    assert nesting(function("def f():\n" + indent(body, "    "))) == depth


def test_complexity_is_what_radon_says() -> None:
    body = "if a and b:\n    return [x for x in y if x]\nelif c: pass\nassert d"
    assert cyclomatic(function("def f():\n" + indent(body, "    "))) == 7


LOOPS = "def f(y):\n    for a in y:\n        for b in a:\n            if b: print(b)\n"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        pytest.param(
            {"cyclomatic": 4, "nesting": 2}, {"CYCLOMATIC": "4", "NESTING": "2"}, id="both reached"
        ),
        pytest.param({"cyclomatic": 5, "nesting": 2}, None, id="too simple"),
        pytest.param({"cyclomatic": 4, "nesting": 3}, None, id="too flat"),
    ],
)
def test_both_limits_must_be_reached(
    limits: dict[str, int], expected: dict[str, str] | None
) -> None:
    found, module = hit(LOOPS)
    wanted = condition(limits)
    assert wanted.holds(found, module) == expected
    assert wanted.possible(found, module.source) or expected is None


def test_a_function_under_a_decorator_is_measured() -> None:
    found, module = hit("@cache\n" + LOOPS, HERE=LOOPS.rstrip())
    (place,) = found.captures["HERE"]
    assert module.path(place)
    assert isinstance(module.node(place), ast.FunctionDef)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"cyclomatic": 4}, id="one is missing"),
        pytest.param({"cyclomatic": 4, "nesting": 0}, id="zero"),
        pytest.param({"cyclomatic": True, "nesting": 1}, id="not a number"),
        pytest.param({"cyclomatic": 4, "nesting": 1, "lines": 3}, id="one too many"),
        pytest.param([4, 1], id="a list"),
    ],
)
def test_limits_are_two_whole_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="must"):
        condition(value)

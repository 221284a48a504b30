"""Kinds of captured values, and the quick look that saves parsing."""

import pytest

from carbongate.code.knowledge.values import condition
from tests.code.knowledge.hits import hit

TOLD = [
    pytest.param("use(names)\nnames = [x for x in y]\n", id="a display"),
    pytest.param("use(names)\nnames = []\nnames += y\n", id="grown"),
    pytest.param("def f(names: list[str]):\n    use(names)\n", id="annotated"),
    pytest.param("use(names)\nold = [x for x in y]\nnames = old\n", id="another name"),
    pytest.param("use(names)\nold = [x for x in y]\nnames = old + z\n", id="another name and more"),
    pytest.param("use(names)\nnames = other = [x for x in y]\n", id="two names"),
    pytest.param("use(names)\nnames = \\\n    [x for x in y]\n", id="on the next line"),
    pytest.param("use(names)\nnames = sorted(y)\n", id="a call"),
    pytest.param("use(names)\nnames = ('a b').split()\n", id="split text"),
    pytest.param("use(names)\nz = [a for a in b]\nnames = z if y else z\n", id="one or the other"),
]


@pytest.mark.parametrize("source", TOLD)
def test_a_list_is_told_to_the_quick_look_too(source: str) -> None:
    found, module = hit(source, LIST="use(|names|)")
    wanted = condition({"LIST": ["list"]})
    assert wanted.holds(found, module) is not None
    assert wanted.possible(found, module.source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("use(names)\nnames = load()\n", id="a call that nobody knows"),
        pytest.param("def f(names):\n    use(names)\n", id="a parameter"),
        pytest.param("use(names)\nfilenames = [x for x in y]\n", id="a longer name"),
        pytest.param("use(names)\nnames == [1]\n", id="a comparison"),
        pytest.param("for names in y:\n    use(names)\n", id="a loop variable"),
    ],
)
def test_what_is_not_told_is_refused_without_parsing(source: str) -> None:
    found, module = hit(source, LIST="use(|names|)")
    wanted = condition({"LIST": ["list"]})
    assert not wanted.possible(found, module.source)
    assert wanted.holds(found, module) is None


def test_none_beside_a_kind_is_no_other_kind() -> None:
    found, module = hit("use(names)\nnames = None\nnames = [x for x in y]\n", LIST="use(|names|)")
    assert condition({"LIST": ["list"]}).holds(found, module) == {}


def test_a_capture_that_the_rule_did_not_make_is_no_obstacle() -> None:
    found, module = hit("x\n")
    assert condition({"LIST": ["list"]}).holds(found, module) == {}


@pytest.mark.parametrize("value", [None, {}, ["LIST"], {"LIST": "list"}])
def test_anything_but_lists_by_capture_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a"):
        condition(value)

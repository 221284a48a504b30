"""Packages that must be there."""

import pytest

from carbongate.code.knowledge.requires_import import condition
from tests.code.knowledge.hits import hit


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import django\n", True, id="the package"),
        pytest.param("import django.db.models\n", True, id="a part of it"),
        pytest.param("from django import db\n", True, id="a name from it"),
        pytest.param("def f():\n    from django.db import models\n", True, id="in a function"),
        pytest.param("import djangorest\n", False, id="a longer name"),
        pytest.param("from . import django\n", False, id="a neighbour of that name"),
        pytest.param("'import django'\n", False, id="in text"),
        pytest.param("import shop.django\n", False, id="inside another package"),
    ],
)
def test_one_of_the_packages_is_imported(source: str, expected: bool) -> None:
    wanted = condition(["sqlalchemy", "django"])
    found, module = hit(source)
    assert (wanted.holds(found, module) is not None) is expected


def test_the_quick_look_refuses_only_what_does_not_name_the_package() -> None:
    found, module = hit("x = 1\n")
    assert not condition(["django.db"]).possible(found, module.source)
    assert condition(["django.db"]).possible(found, b"# django\n")


@pytest.mark.parametrize("value", [None, [], "django", [1], {"a": "b"}])
def test_anything_but_a_list_of_names_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="list of names"):
        condition(value)

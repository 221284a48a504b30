"""Attributes read without surprises."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.mappings.values import NoAmountError, Values

KNOWN: dict[str, Any] = {
    "name": " web ",
    "empty": "",
    "size": 20,
    "written": "20.5",
    "yes": True,
    "on": "TRUE",
    "minus": -1,
    "endless": float("inf"),
    "huge": 10**400,
    "disk": [{"size": 10, "tags": ["a", "b"]}, {"size": 20}, "odd"],
    "inner": {"deep": [{"leaf": "x"}]},
    "tags": {"env": "prod", "count": 1},
    "nothing": None,
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("name", "web"),
        ("empty", None),
        ("size", "20"),
        ("yes", None),
        ("nothing", None),
        ("absent", None),
        ("inner.deep.leaf", "x"),
        ("name.deeper", None),
        ("disk", None),
    ],
)
def test_text(path: str, expected: str | None) -> None:
    assert Values(KNOWN).text(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("size", 20),
        ("written", 20.5),
        ("yes", None),
        ("minus", None),
        ("disk.size", 10),
        ("disk.1.size", 20),
        ("disk.7.size", None),
        ("disk.2.size", None),
    ],
)
def test_number(path: str, expected: float | None) -> None:
    assert Values(KNOWN).number(path) == expected


@pytest.mark.parametrize("path", ["name", "endless", "huge", "many"])
def test_what_is_no_number_is_not_taken_for_nothing_said(path: str) -> None:
    known = {**KNOWN, "many": 1e300}
    with pytest.raises(NoAmountError, match=f"^{path} is not a number, or more than any machine"):
        Values(known).number(path)


def test_a_list_in_a_list_is_entered_at_its_first_item_too() -> None:
    assert Values({"disk": [[{"size": 3}]]}).number("disk.size") == 3
    assert Values({"disk": [[]]}).number("disk.size") is None


@pytest.mark.parametrize(("path", "expected"), [("yes", True), ("on", True), ("name", None)])
def test_flag(path: str, expected: bool | None) -> None:
    assert Values(KNOWN).flag(path) is expected


def test_lists_and_maps() -> None:
    values = Values(KNOWN)
    assert [each.number("size") for each in values.many("disk")] == [10, 20]
    assert [each.text("leaf") for each in values.many("inner.deep")] == ["x"]
    assert values.texts("disk.tags") == ("a", "b")
    assert values.texts("name") == (" web ",)
    assert values.mapping("tags") == {"env": "prod"}
    assert values.mapping("name") == {}


def test_what_is_unknown_or_sensitive_is_not_read_and_says_why() -> None:
    values = Values(
        {
            "type": "m5.large",
            "disk": [{"size": 10}, {"size": 20}],
            "keys": ["a", "b"],
            "m": {"a": "1", "b": "2"},
        },
        unknown={"id": True, "disk": [{"kind": True}], "whole": True},
        sensitive={
            "type": True,
            "disk": [{}, {"size": True}],
            "keys": [False, True],
            "m": {"b": True},
        },
    )
    assert (values.text("type"), values.why("type")) == (
        None,
        "is marked sensitive and is not read",
    )
    assert (values.text("id"), values.why("id")) == (None, "is known only after apply")
    assert [disk.number("size") for disk in values.many("disk")] == [10, None]
    assert values.many("disk")[0].why("kind") == "is known only after apply"
    assert values.why("whole.inside.of.it") == "is known only after apply"
    assert values.texts("keys") == ("a",)
    assert values.mapping("m") == {"a": "1"}
    assert values.why("absent") is None


def test_given_counts_what_is_unknown() -> None:
    values = Values({"a": "", "b": [], "c": 0, "d": None}, unknown={"e": True})
    assert [values.given(path) for path in "abcdef"] == [False, False, True, False, True, False]

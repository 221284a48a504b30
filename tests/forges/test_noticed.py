"""When there is nothing to say, and when it was said already."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.forges.noticed import digest, is_quiet
from tests.forges.conftest import report

FINDING = {
    "rule": "query-in-loop",
    "path": "a.py",
    "line": 3,
    "column": 1,
    "end_line": 3,
    "message": "one query for every row",
    "new": True,
    "suppressed": None,
}
CHANGE = {
    "effect": "changed",
    "address": "a.b",
    "where": {"path": "a.tf", "line": 1},
    "delta": {"low": 0.0, "best": 0.0, "high": 0.0},
}
WAIVER = {"id": "w", "state": "in force", "days": 30}
SKIPPED = {"address": "a.c", "why": "in no table", "where": {"path": "a.tf", "line": 9}}


def compared(*changes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A difference with these changes."""
    found: dict[str, Any] = report()["diff"]
    return found | {"changes": list(changes), "changes_total": len(changes)} | fields


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing changed"),
        pytest.param(
            {"diff": compared(CHANGE | {"effect": "moved"})}, id="a file has another name"
        ),
        pytest.param({"findings": [FINDING | {"new": False}]}, id="a finding was there before"),
        pytest.param({"findings": [FINDING | {"suppressed": "three keys"}]}, id="it is suppressed"),
        pytest.param({"waivers": [WAIVER]}, id="a waiver is in force"),
        pytest.param({"skipped": [SKIPPED]}, id="a resource is skipped on both sides"),
    ],
)
def test_nothing_to_say(fields: dict[str, Any]) -> None:
    assert is_quiet(report(**fields))


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(report("fail"), id="the verdict is fail"),
        pytest.param(report("undecided"), id="the verdict is undecided"),
        pytest.param(report(diff=None), id="there is no base to know it by"),
        pytest.param(report(diff=compared(CHANGE)), id="a resource changed"),
        pytest.param(report(diff=compared(CHANGE | {"effect": "added"})), id="a resource came"),
        pytest.param(report(diff=compared(changes_total=3)), id="some changes are not listed"),
        pytest.param(report(diff=compared(data={"best": 1.0})), id="new data changed the numbers"),
        pytest.param(report(findings=[FINDING]), id="a finding is new"),
        pytest.param(
            report(findings=[FINDING | {"suppressed": ""}]), id="it is suppressed without a reason"
        ),
        pytest.param(report(loosened=[{"key": "budgets"}]), id="a limit was loosened"),
        pytest.param(report(waivers=[WAIVER | {"state": "ends soon"}]), id="a waiver ends soon"),
        pytest.param(report(waivers=[WAIVER | {"state": "expired"}]), id="a waiver has expired"),
    ],
)
def test_something_to_say(found: dict[str, Any]) -> None:
    assert not is_quiet(found)


BEFORE = report(findings=[FINDING], skipped=[SKIPPED], waivers=[WAIVER], diff=compared(CHANGE))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(BEFORE | {"fingerprint": {"date": "2026-03-02"}}, id="the day of the commit"),
        pytest.param(BEFORE | {"findings": [FINDING | {"line": 9, "end_line": 9}]}, id="a line"),
        pytest.param(
            BEFORE | {"waivers": [WAIVER | {"days": 29}]}, id="the days that a waiver has left"
        ),
        pytest.param(
            BEFORE | {"diff": compared(CHANGE, base="b" * 40)}, id="the commit of the base"
        ),
        pytest.param(
            BEFORE | {"skipped": [SKIPPED | {"where": {"path": "a.tf", "line": 10}}]}, id="a place"
        ),
        pytest.param(BEFORE | {"sources": ["another"]}, id="a source"),
    ],
)
def test_what_nobody_acts_on_is_no_news(after: dict[str, Any]) -> None:
    assert digest(after) == digest(BEFORE)


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(BEFORE | {"verdict": {"outcome": "fail", "reasons": []}}, id="the verdict"),
        pytest.param(BEFORE | {"totals": {"carbon_kg": {"best": 2.1}}}, id="the total"),
        pytest.param(BEFORE | {"findings": []}, id="a finding less"),
        pytest.param(BEFORE | {"skipped": []}, id="a skipped resource less"),
        pytest.param(
            BEFORE | {"waivers": [WAIVER | {"state": "ends soon"}]}, id="a waiver's state"
        ),
        pytest.param(BEFORE | {"loosened": [{"key": "a"}]}, id="a loosening"),
        pytest.param(BEFORE | {"diff": None}, id="no comparison any more"),
        pytest.param(BEFORE | {"diff": compared(CHANGE | {"effect": "added"})}, id="a change"),
    ],
)
def test_news(after: dict[str, Any]) -> None:
    assert digest(after) != digest(BEFORE)


@pytest.mark.parametrize("value", [None, 1, "text", [1], {"a": 1}], ids=str)
def test_a_report_of_another_kind_is_neither_quiet_nor_an_error(value: object) -> None:
    for name in BEFORE:
        fields: dict[str, Any] = {name: value}
        found = report(**fields)
        assert len(digest(found)) == 64
        if name in ("verdict", "diff"):
            assert not is_quiet(found)

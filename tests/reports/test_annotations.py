"""Workflow commands, read as the runner of GitHub Actions reads them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings

from carbongate.model import Report
from carbongate.reports.annotations import render
from tests.reports import build, formats, team
from tests.reports.strategies import reports

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}
PROPERTY = {"%3A": ":", "%2C": ",", **DATA}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One command as the runner understands it."""

    level: str
    properties: dict[str, str]
    message: str


def read(report: Report) -> list[Annotation]:
    """All commands; nothing else may be printed."""
    found = []
    for line in render(report).splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = [pair.split("=", 1) for pair in match[2].split(",")]
        properties = {name: unescaped(value, PROPERTY) for name, value in pairs}
        found.append(Annotation(match[1], properties, unescaped(match[3], DATA)))
    return found


def unescaped(text: str, signs: dict[str, str]) -> str:
    """What the runner makes of an escaped text, in its order: the percent sign last."""
    for sign, meant in signs.items():
        text = text.replace(sign, meant)
    return text


def test_a_red_run_marks_its_places() -> None:
    budget, *_ = read(formats.failing())
    assert budget.level == "error"
    assert budget.properties == {
        "file": build.PLAN,
        "line": "1",
        "title": "Carbon budget prod-total",
    }
    assert budget.message.endswith("; aws_db_instance.orders is the largest resource")
    finding = next(
        one for one in read(formats.failing()) if one.properties["title"] == "query-in-loop"
    )
    assert finding == Annotation(
        "error",
        {"file": "services/cart.py", "line": "42", "col": "9", "title": "query-in-loop"},
        "one query for every row of a loop; fetch the rows with one query",
    )


@pytest.mark.parametrize(
    ("report", "levels"),
    [
        pytest.param(formats.failing(), {"error": 4, "warning": 1}, id="a run that fails"),
        pytest.param(formats.warned(), {"warning": 5}, id="a run that nothing is enforced in"),
        pytest.param(formats.undecided(), {"error": 2}, id="a run that is undecided"),
        pytest.param(team.grown(), {"error": 2, "warning": 2, "notice": 1}, id="a loosened gate"),
        pytest.param(build.report(), {}, id="nothing to say"),
    ],
)
def test_an_error_is_what_fails_the_run(report: Report, levels: dict[str, int]) -> None:
    assert Counter(one.level for one in read(report)) == levels


def test_what_was_there_before_or_is_suppressed_is_not_marked() -> None:
    files = [one.properties["file"] for one in read(build.red())]
    assert "services/orders.py" not in files
    assert "services/report.py" not in files


def test_ten_of_each_level_are_shown_the_gravest_first() -> None:
    findings = [
        *(build.finding(f"a{n:02}.py", 1, severity="warning") for n in range(30)),
        *(build.finding(f"b{n:02}.py", 1, severity="hint") for n in range(30)),
        *(build.finding(f"c{n:02}.py", 1) for n in range(30)),
    ]
    made = build.report(findings=findings)
    made = replace(made, verdict=replace(made.verdict, exit_code=1, failing=tuple(findings[60:])))
    found = read(made)
    assert Counter(one.level for one in found) == {"error": 10, "warning": 10, "notice": 10}
    assert [one.properties["file"] for one in found if one.level == "error"] == [
        f"c{n:02}.py" for n in range(10)
    ]


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        pytest.param({"end_column": 30}, {"col": "9", "endColumn": "30"}, id="a part of a line"),
        pytest.param({"end_line": 9, "end_column": 3}, {}, id="several lines"),
        pytest.param({"column": 0}, {}, id="no column"),
    ],
)
def test_columns_are_those_of_one_line(changed: dict[str, int], columns: dict[str, str]) -> None:
    finding = replace(build.finding("a.py", 3), **changed)  # type: ignore[arg-type]  # numbers
    (found,) = read(build.report(findings=[finding]))
    assert {"file": "a.py", "line": "3", **columns, "title": "query-in-loop"} == found.properties


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("a,b:c=d.py", "100 % of it: a, b", id="signs that end a property"),
        pytest.param("a%2Cb%0A.py", "%0A%25", id="text that looks escaped"),
    ],
)
def test_text_comes_back_as_it_was(path: str, message: str) -> None:
    (found,) = read(build.report(findings=[build.finding(path, 1, message=message)]))
    assert (found.properties["file"], found.message) == (path, message)


@pytest.mark.parametrize("report", formats.CASES)
def test_nothing_of_a_repository_begins_a_command(report: Report) -> None:
    for one in read(report):
        assert set(one.properties) <= {"file", "line", "col", "endColumn", "title"}
    assert not re.search(r"##\w*\[", render(report))


@settings(deadline=None)
@given(reports())
def test_any_report_makes_commands_and_nothing_else(report: Report) -> None:
    read(report)

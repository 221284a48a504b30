"""JUnit XML, held against the schema that Jenkins publishes."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from xmlschema import XMLSchema

from carbongate.model import Report
from carbongate.reports import junit
from carbongate.reports.cases import suites
from carbongate.reports.results import LONGEST
from tests.project import source
from tests.reports import build, formats
from tests.reports.strategies import reports


@cache
def schema() -> XMLSchema:
    """The published schema."""
    return XMLSchema(source() / "tests" / "data" / "schemas" / "junit-10.xsd")


def read(report: Report) -> Element:
    """The root of the file, after it was held against the schema."""
    text = junit.render(report)
    schema().validate(text)
    return fromstring(text.encode("utf-8"))  # noqa: S314 - our own text


@pytest.mark.parametrize("report", formats.CASES)
def test_a_file_is_what_the_schema_says_and_counts_what_it_holds(report: Report) -> None:
    root = read(report)
    for node in (root, *root.findall("testsuite")):
        assert int(node.attrib["tests"]) == len(list(node.iter("testcase")))
        assert int(node.attrib["failures"]) == len(list(node.iter("failure")))
        assert int(node.attrib["errors"]) == len(list(node.iter("error")))
    for node in root.findall("testsuite"):
        assert int(node.attrib["skipped"]) == len(list(node.iter("skipped")))
    assert len(list(root.iter("testcase"))) == sum(len(cases) for _, cases in suites(report))


def test_a_case_has_its_place_its_message_and_its_lines() -> None:
    (failure, *_) = read(build.red()).iter("failure")
    assert failure.attrib["message"].startswith("FAIL: prod-total is ")
    assert (failure.text or "").splitlines()[-1] == "exit code 1: the gate says no"


def test_the_first_suite_has_verdict_and_totals() -> None:
    root = read(build.red())
    found = {node.attrib["name"]: node.attrib["value"] for node in root.iter("property")}
    assert found["verdict"] == "fail"
    assert found["exit_code"] == "1"
    assert re.fullmatch(r"110\.\d+ kgCO2e \(.* to .*\)", found["carbon_kg_per_month"])
    assert "sci of shop-prod" in found


def test_nothing_estimated_is_not_zero() -> None:
    names = [node.attrib["name"] for node in read(formats.unestimated()).iter("property")]
    assert not [name for name in names if name.startswith(("carbon", "energy", "sci"))]


@pytest.mark.parametrize("report", formats.CASES)
def test_no_text_is_a_command_and_none_has_no_end(report: Report) -> None:
    text = junit.render(report)
    assert not re.search(formats.COMMANDS, text)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
    for node in fromstring(text.encode("utf-8")).iter():  # noqa: S314 - our own text
        assert all(len(value) <= LONGEST for value in node.attrib.values())


@settings(deadline=None)
@given(reports())
def test_any_report_makes_a_valid_file(report: Report) -> None:
    read(report)

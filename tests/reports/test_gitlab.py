"""Code Quality, held against what GitLab documents of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import validate

from carbongate.model import Report
from carbongate.reports import gitlab
from tests.reports import build, formats
from tests.reports.strategies import reports

# The documented fields, all of them required; `severity` has five words, of which we use four.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def read(report: Report) -> Any:
    """The entries, after they were held against the schema."""
    text = gitlab.render(report)
    assert not text.startswith("\ufeff")
    found = json.loads(text)
    validate(found, SCHEMA)
    return found


def test_a_clean_run_is_an_empty_list() -> None:
    assert gitlab.render(build.report()) == "[]\n"


def test_an_entry_has_its_place_and_its_weight() -> None:
    found = {entry["location"]["path"]: entry for entry in read(formats.failing())}
    assert found["services/cart.py"]["severity"] == "critical"
    assert found["services/mail.py"]["severity"] == "minor"
    assert found["services/orders.py"]["severity"] == "major"
    assert found["services/cart.py"]["location"]["lines"]["begin"] == 42
    assert found[build.PLAN]["check_name"] in ("carbon-budget", "not-estimated")


def test_what_is_suppressed_is_not_listed_and_what_is_old_is() -> None:
    paths = [entry["location"]["path"] for entry in read(build.red())]
    assert "services/report.py" not in paths
    assert "services/orders.py" in paths


@pytest.mark.parametrize("report", formats.CASES)
def test_fingerprints_are_unique_and_the_gate_is_critical(report: Report) -> None:
    found = read(report)
    prints = [entry["fingerprint"] for entry in found]
    assert len(set(prints)) == len(prints)
    critical = any(entry["severity"] == "critical" for entry in found)
    assert not critical or report.verdict.exit_code != 0


def test_two_folders_of_a_repository_have_fingerprints_of_their_own() -> None:
    one, other = (
        {entry["fingerprint"] for entry in read(replace(build.red(), prefix=prefix))}
        for prefix in ("services/a", "services/b")
    )
    assert one
    assert not one & other


@pytest.mark.parametrize("report", formats.CASES)
def test_no_text_is_a_command(report: Report) -> None:
    assert not re.search(formats.COMMANDS, gitlab.render(report))


@settings(deadline=None)
@given(reports())
def test_any_report_makes_a_valid_file(report: Report) -> None:
    read(report)

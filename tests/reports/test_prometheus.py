"""Metrics of a run, read back by the client library's own parser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from prometheus_client.parser import text_string_to_metric_families

from carbongate.figure import Unit
from carbongate.model import Report
from carbongate.reports import prometheus
from tests.reports import build, formats, team
from tests.reports.strategies import reports

Series = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


def read(report: Report) -> Series:
    """Every series once; each metric has its help and its type once."""
    text = prometheus.render(report)
    assert text.endswith("\n")
    found: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
    for family in text_string_to_metric_families(text):
        assert family.type == "gauge"
        assert family.documentation.endswith(".")
        for sample in family.samples:
            assert sample.timestamp is None
            key = (sample.name, frozenset(sample.labels.items()))
            assert key not in found
            found[key] = sample.value
    for word in ("HELP", "TYPE"):
        names = re.findall(rf"(?m)^# {word} (\S+)", text)
        assert len(set(names)) == len(names)
    return found


def value(series: Series, name: str, **labels: str) -> Any:
    """One sample."""
    return series.get((f"carbongate_{name}", frozenset(labels.items())))


def test_a_stack_has_its_carbon_its_energy_and_its_score() -> None:
    made = build.red()
    found, (prod, _) = read(made), made.stacks
    carbon = prod.totals.carbon.to(Unit.KG)
    assert value(found, "carbon_kilograms", stack="shop-prod") == pytest.approx(carbon.best)
    assert value(found, "carbon_low_kilograms", stack="shop-prod") == pytest.approx(carbon.low)
    assert value(found, "carbon_high_kilograms", stack="shop-prod") == pytest.approx(carbon.high)
    assert value(found, "energy_kilowatt_hours", stack="shop-prod") == prod.totals.energy.best
    assert prod.sci is not None
    assert value(found, "sci_grams", stack="shop-prod", unit="1k requests") == prod.sci.best
    assert value(found, "sci_grams", stack="pipeline", unit="") is None
    assert (
        value(found, "stack_info", stack="shop-prod", label_env="prod", label_service="shop") == 1
    )


def test_one_outcome_and_one_state_of_a_limit_are_true() -> None:
    found = read(build.red())
    outcomes = {
        dict(labels)["outcome"]: on
        for (name, labels), on in found.items()
        if name.endswith("_verdict")
    }
    assert outcomes == {"pass": 0, "fail": 1, "undecided": 0, "empty": 0}
    assert value(found, "exit_code") == 1
    which = {"budget": "prod-total", "metric": "total", "unit": "kgCO2e/month"}
    assert value(found, "budget_limit", **which) == 90
    assert value(found, "budget_value", **which) > 90
    assert value(found, "budget_state", **which, state="fail") == 1
    assert value(found, "budget_state", **which, state="pass") == 0


def test_findings_are_counted_also_where_there_are_none() -> None:
    found = read(build.red())
    assert value(found, "findings", severity="error", state="open") == 1
    assert value(found, "findings", severity="error", state="old") == 1
    assert value(found, "findings", severity="error", state="suppressed") == 1
    assert value(found, "findings", severity="warning", state="open") == 1
    assert value(found, "findings", severity="hint", state="open") == 0
    assert value(found, "scanned_files") == 31


def test_coverage_has_its_counts() -> None:
    found = read(build.red())
    assert value(found, "resources", state="estimated") == 8
    assert value(found, "resources", state="skipped") == 2
    assert value(found, "resources", state="carbon_free") == 12
    assert value(found, "heavy_skipped_resources") == 1
    assert value(found, "coverage_ratio") == 0.8


def test_nothing_estimated_is_not_zero() -> None:
    found = read(formats.unestimated())
    assert not [
        name for name, _ in found if any(word in name for word in ("carbon_kilo", "energy", "sci"))
    ]
    assert value(read(build.report()), "coverage_ratio") is None


def test_a_base_waivers_and_loosenings_have_their_numbers() -> None:
    found = read(team.grown())
    assert value(found, "change_kilograms", stack="shop-prod") == pytest.approx(24.1)
    assert value(found, "change_low_kilograms", stack="shop-prod") == pytest.approx(11.2)
    assert (
        value(found, "waiver_left_days", waiver="W-3", scope="aws_msk_cluster.*", state="expired")
        == -3
    )
    assert value(found, "loosenings") == 3
    which = {"budget": "prod-total", "metric": "total", "unit": "kgCO2e/month"}
    assert value(found, "budget_allowed", **which) == 30
    assert value(read(build.red()), "loosenings") is None


def test_what_made_the_numbers_is_a_label() -> None:
    assert (
        value(
            read(build.red()),
            "run_info",
            version="0.1.0",
            dataset="carbongate-2026.11",
            grid="life-cycle",
            date="2026-11-20",
            mode="enforce",
            command="check",
        )
        == 1
    )


def test_the_order_of_the_stacks_does_not_matter() -> None:
    made = build.red()
    assert prometheus.render(replace(made, stacks=made.stacks[::-1])) == prometheus.render(made)


@pytest.mark.parametrize("report", formats.CASES)
def test_a_file_can_be_read_back_and_holds_no_command(report: Report) -> None:
    read(report)
    assert not re.search(formats.COMMANDS, prometheus.render(report))


@settings(deadline=None)
@given(reports())
def test_any_report_makes_a_file_that_can_be_read_back(report: Report) -> None:
    read(report)

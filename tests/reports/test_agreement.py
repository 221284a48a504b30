"""All formats say the same: one verdict, one set of totals, whatever the names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from prometheus_client.parser import text_string_to_metric_families

from carbongate.figure import Figure, Unit
from carbongate.model import Outcome, Report
from carbongate.reports.headline import word
from carbongate.words import amount, number
from tests.reports import formats

FORMATS = formats.formats()
SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = ("text", "markdown", "html")
WORDS: Mapping[Outcome, tuple[str, ...]] = {
    "pass": ("pass", "estimate", "difference"),
    "fail": ("fail", "would fail", "estimate", "difference"),
    "undecided": ("undecided", "would be undecided", "estimate", "difference"),
    "empty": ("nothing to look at",),
}


def test_every_format_is_compared() -> None:
    assert set(FORMATS) == {*VERDICTS, *TOTALS, *PEOPLE, "gitlab", "annotations"}


# ---- the verdict --------------------------------------------------------------------------------


def of_json(text: str) -> Any:
    return json.loads(text)["verdict"]["outcome"], json.loads(text)["exit_code"]


def of_sarif(text: str) -> Any:
    (run,) = json.loads(text)["runs"]
    return run["properties"]["verdict"]["outcome"], run["invocations"][0]["exitCode"]


def of_junit(text: str) -> Any:
    found = properties(text)
    return found["verdict"], int(found["exit_code"])


def of_github(text: str) -> Any:
    return dict(line.split("=", 1) for line in text.splitlines())["verdict"], None


def of_prometheus(text: str) -> Any:
    found = series(text)
    (outcome,) = [
        dict(labels)["outcome"]
        for (name, labels), value in found.items()
        if name == "carbongate_verdict" and value == 1
    ]
    return outcome, int(found["carbongate_exit_code", frozenset()])


def properties(text: str) -> dict[str, str]:
    """What the first suite of JUnit says of the run."""
    root = fromstring(text.encode("utf-8"))  # noqa: S314 - our own text
    return {node.attrib["name"]: node.attrib["value"] for node in root.iter("property")}


def series(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """The samples of a metrics file."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


VERDICTS: Mapping[str, Callable[[str], tuple[str, int | None]]] = {
    "json": of_json,
    "sarif": of_sarif,
    "junit": of_junit,
    "github": of_github,
    "prometheus": of_prometheus,
}


@pytest.mark.parametrize("name", VERDICTS)
@pytest.mark.parametrize("report", formats.CASES)
def test_formats_for_machines_have_the_verdict(report: Report, name: str) -> None:
    outcome, code = VERDICTS[name](FORMATS[name](report))
    assert outcome == report.verdict.outcome
    assert code in (report.verdict.exit_code, None)


@pytest.mark.parametrize("report", formats.CASES)
def test_formats_for_people_begin_with_the_verdict(report: Report) -> None:
    said = word(report)
    assert said.lower() in WORDS[report.verdict.outcome]
    if report.command != "scan":
        assert FORMATS["text"](report).startswith(said)
    heading = FORMATS["markdown"](report).splitlines()[0]
    assert re.match(rf"## \S+ {said}\b", heading)
    badge = fromstring(FORMATS["badge"](report))  # noqa: S314 - our own text
    assert [node.text or "" for node in badge.iter(f"{SVG}text")][1].startswith(said.lower())
    assert said.lower() in FORMATS["html"](report).lower()


@pytest.mark.parametrize("report", formats.CASES)
def test_places_are_red_where_the_run_fails_and_nowhere_else(report: Report) -> None:
    red = report.verdict.exit_code != 0 and report.verdict.outcome != "empty"
    entries = json.loads(FORMATS["gitlab"](report))
    assert any(entry["severity"] == "critical" for entry in entries) == red
    assert ("::error " in FORMATS["annotations"](report)) == red
    root = fromstring(FORMATS["junit"](report).encode("utf-8"))  # noqa: S314 - our own text
    failures, errors = (int(root.attrib[name]) for name in ("failures", "errors"))
    assert bool(failures + errors) == (report.verdict.exit_code != 0)


# ---- the totals ---------------------------------------------------------------------------------


def estimated(report: Report) -> bool:
    """Nothing estimated is not zero, so then there is no total to compare."""
    return any(found.estimates for found in report.stacks)


def total(report: Report) -> Figure:
    """Kilograms of all stacks."""
    return report.totals.carbon.to(Unit.KG)


def json_total(text: str, report: Report) -> Any:
    return json.loads(text)["totals"]["carbon_kg"]["best"]


def sarif_total(text: str, report: Report) -> Any:
    (run,) = json.loads(text)["runs"]
    return run["properties"]["totals"]["carbon_kg"]["best"]


def junit_total(text: str, report: Report) -> float:
    return plain(properties(text)["carbon_kg_per_month"].split(" ")[0])


def github_total(text: str, report: Report) -> float:
    return float(dict(line.split("=", 1) for line in text.splitlines())["total-kg"])


def prometheus_total(text: str, report: Report) -> float:
    return sum(
        value for (name, _), value in series(text).items() if name == "carbongate_carbon_kilograms"
    )


def badge_total(text: str, report: Report) -> float:
    root = fromstring(text)  # noqa: S314 - our own text
    match = re.search(r"([\d.,e-]+) kgCO2e/month", root.attrib["aria-label"])
    assert match
    return plain(match[1])


def plain(said: str) -> float:
    """A number that was written for people."""
    return float(said.replace(",", ""))


TOTALS: Mapping[str, Callable[[str, Report], float]] = {
    "json": json_total,
    "sarif": sarif_total,
    "junit": junit_total,
    "github": github_total,
    "prometheus": prometheus_total,
    "badge": badge_total,
}
# What rounds to three digits may be off by half of the last one.
ROUNDED = {"badge": 5e-3, "junit": 1e-5, "github": 1e-5}


@pytest.mark.parametrize("name", TOTALS)
@pytest.mark.parametrize("report", [case for case in formats.CASES if estimated(case.values[0])])  # type: ignore[arg-type]  # reports
def test_formats_have_one_total(report: Report, name: str) -> None:
    found = TOTALS[name](FORMATS[name](report), report)
    assert found == pytest.approx(total(report).best, rel=ROUNDED.get(name, 1e-9))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("report", formats.CASES)
def test_formats_for_people_have_the_total_of_each_stack(report: Report, name: str) -> None:
    if report.command in ("scan", "diff"):
        pytest.skip("it shows no totals")
    if report.difference and not report.difference.changes:
        pytest.skip("a change that changes nothing is told in a few lines")
    shown = re.sub(r"\s+", " ", FORMATS[name](report))
    for found in report.stacks:
        carbon = found.totals.carbon.to(Unit.KG)
        if found.estimates:
            said = (amount(carbon.low, carbon.best, carbon.high, "kgCO2e"), number(carbon.best))
            assert any(text in shown for text in said)


@pytest.mark.parametrize("report", formats.CASES)
def test_machines_and_people_see_the_same_limits(report: Report) -> None:
    states = [
        (row["id"], row["metric"], row["state"])
        for row in json.loads(FORMATS["json"](report))["budgets"]
    ]
    assert len(states) == len(report.verdict.judgements)
    found = [
        dict(labels)["state"]
        for (name, labels), value in series(FORMATS["prometheus"](report)).items()
        if name == "carbongate_budget_state" and value == 1
    ]
    assert sorted(found) == sorted(state for _, _, state in states)

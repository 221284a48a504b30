"""JUnit XML, for the test view of Jenkins, GitLab, Azure Pipelines and others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from carbongate.figure import Figure, Unit
from carbongate.model import Report
from carbongate.reports.cases import Case, suites
from carbongate.reports.layout import line
from carbongate.reports.plain import sentence, shortened
from carbongate.reports.results import LONGEST
from carbongate.words import amount

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NO_XML = re.compile("[\ufffe\uffff]")  # the rest of what XML forbids is spelled out already
DIGITS = 6


def render(report: Report) -> str:
    """All suites; the first holds the verdict, so that no file is without a test."""
    from xml.etree.ElementTree import Element, indent, tostring

    found = suites(report)
    root = Element("testsuites", name="carbongate")
    root.attrib.update(counts([case for _, cases in found for case in cases]))
    for name, cases in found:
        root.append(suite(name, cases, properties(report) if name == "verdict" else ()))
    indent(root)
    text = tostring(root, encoding="unicode")
    # In a log `##[name` would be a command to the CI runner.
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + text.replace("##", "#&#35;") + "\n"


def properties(report: Report) -> tuple[tuple[str, str], ...]:
    """Verdict and totals; the first suite has them."""
    pairs = [
        ("verdict", report.verdict.outcome),
        ("exit_code", str(report.verdict.exit_code)),
        ("mode", report.mode),
        ("tool", report.fingerprint.tool),
        ("dataset", report.fingerprint.dataset),
        ("date", report.fingerprint.date),
    ]
    if any(found.estimates for found in report.stacks):
        pairs.append(("carbon_kg_per_month", figure(report.totals.carbon.to(Unit.KG))))
        pairs.append(("energy_kwh_per_month", figure(report.totals.energy)))
    for found in sorted(report.stacks, key=lambda each: each.stack.name):
        if found.estimates:
            name = f"carbon_kg_per_month of {found.stack.name}"
            pairs.append((name, figure(found.totals.carbon.to(Unit.KG))))
            if found.sci is not None:
                pairs.append((f"sci of {found.stack.name}", figure(found.sci)))
    return tuple(pairs)


def figure(found: Figure) -> str:
    """A number with its range and unit."""
    return amount(found.low, found.best, found.high, found.unit.value, 6)


def suite(name: str, cases: Sequence[Case], told: Iterable[tuple[str, str]]) -> Element:
    """One suite with its counts."""
    from xml.etree.ElementTree import Element, SubElement

    made = Element("testsuite", name=f"carbongate {name}", time="0")
    made.attrib.update(counts(cases), skipped=str(sum(one.state == "skipped" for one in cases)))
    pairs = tuple(told)
    if pairs:
        inner = SubElement(made, "properties")
        for key, value in pairs:
            SubElement(inner, "property", name=legal(key), value=legal(value))
    made.extend(map(element, cases))
    return made


def counts(cases: Sequence[Case]) -> dict[str, str]:
    """How many there are, and how many of them are red."""
    states = [one.state for one in cases]
    return {
        "tests": str(len(states)),
        "failures": str(states.count("failure")),
        "errors": str(states.count("error")),
    }


def element(case: Case) -> Element:
    """One case."""
    from xml.etree.ElementTree import Element, SubElement

    made = Element("testcase", classname=legal(case.classname), name=legal(case.name), time="0")
    text = "\n".join(legal(one) for one in case.text if one)
    if case.state != "pass":
        inner = SubElement(made, case.state, message=legal(case.message), type=case.state)
        inner.text = text or None
    elif text:
        SubElement(made, "system-out").text = text
    return made


def legal(text: str) -> str:
    """One line of what XML may hold, and that no CI runner takes for a command."""
    return line(NO_XML.sub("\ufffd", shortened(sentence(text), LONGEST))).text

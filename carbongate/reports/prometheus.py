"""Metrics for the textfile collector of the Prometheus node exporter: `--output prometheus=carbon.prom`.

Totals are sums over the stacks. There are no timestamps, which the collector refuses: the date of the
numbers is a label.
"""

from __future__ import annotations

from collections import Counter
from typing import get_args

from carbongate.figure import Unit
from carbongate.model import Finding, Outcome, Report, Severity, StackEstimate, State
from carbongate.reports.samples import Metric, Samples, label

RUN = Metric("run", "info", "What made these numbers; always 1.")
VERDICT = Metric("verdict", "", "1 for the outcome of the run, 0 for the others.")
EXIT = Metric("exit", "code", "What the run ended with; 0 passed.")
STACK = Metric("stack", "info", "The labels of a stack; always 1.")
CARBON = Metric("carbon", "kilograms", "CO2e of a stack in a month of 730 hours.", ranged=True)
OPERATIONAL = Metric(
    "operational", "kilograms", "CO2e of the energy of a stack, a month.", ranged=True
)
EMBODIED = Metric("embodied", "kilograms", "CO2e of making its hardware, a month.", ranged=True)
ENERGY = Metric("energy", "kilowatt_hours", "Energy of a stack in a month.", ranged=True)
SCI = Metric("sci", "grams", "CO2e for one functional unit of a stack.", ranged=True)
CHANGE = Metric("change", "kilograms", "CO2e a month that the change adds to a stack.", ranged=True)
RESOURCES = Metric("resources", "", "Resources by what became of them.")
HEAVY = Metric("heavy_skipped", "resources", "Skipped resources that may matter.")
COVERAGE = Metric("coverage", "ratio", "Estimated ones among the resources that use energy.")
LIMIT = Metric("budget_limit", "", "A limit of a budget, in the unit of its label.")
ALLOWED = Metric("budget_allowed", "", "What a waiver adds to the limit.")
VALUE = Metric("budget_value", "", "What is held against the limit.", ranged=True)
STATE = Metric("budget_state", "", "1 for the state of a limit, 0 for the others.")
FINDINGS = Metric("findings", "", "Findings in code.")
FILES = Metric("scanned", "files", "Code files that were read.")
WAIVER = Metric("waiver_left", "days", "Days until a waiver ends; negative after its end.")
LOOSENED = Metric("loosenings", "", "What the change makes easier to pass.")
METRICS = (
    *(RUN, VERDICT, EXIT, STACK, CARBON, OPERATIONAL, EMBODIED, ENERGY, SCI, CHANGE),
    *(RESOURCES, HEAVY, COVERAGE, LIMIT, ALLOWED, VALUE, STATE, FINDINGS, FILES, WAIVER, LOOSENED),
)


def render(report: Report) -> str:
    """The text exposition format, version 0.0.4. Errors: DataError for a number that is not finite."""
    samples = Samples()
    run(report, samples)
    for found in sorted(report.stacks, key=lambda each: each.stack.name):
        stack(found, samples)
    budgets(report, samples)
    coverage(report, samples)
    findings(report, samples)
    change(report, samples)
    return "".join(line for metric in METRICS for line in samples.lines(metric))


def run(report: Report, samples: Samples) -> None:
    """What made the numbers, and what was decided."""
    made = report.fingerprint
    about = {
        "version": made.tool,
        "dataset": made.dataset,
        "grid": made.grid_basis,
        "date": made.date,
        "mode": report.mode,
        "command": report.command,
    }
    samples.add(RUN, 1, about)
    for outcome in get_args(Outcome):
        samples.add(VERDICT, outcome == report.verdict.outcome, {"outcome": outcome})
    samples.add(EXIT, report.verdict.exit_code, {})


def stack(found: StackEstimate, samples: Samples) -> None:
    """A stack's month; nothing estimated is not nothing emitted."""
    name = {"stack": found.stack.name}
    labels = {label(key): value for key, value in sorted(found.stack.labels.items())}
    samples.add(STACK, 1, {**name, **labels})
    if found.estimates:
        samples.add_range(CARBON, found.totals.carbon.to(Unit.KG), name)
        samples.add_range(OPERATIONAL, found.totals.operational.to(Unit.KG), name)
        samples.add_range(EMBODIED, found.totals.embodied.to(Unit.KG), name)
        samples.add_range(ENERGY, found.totals.energy, name)
    if found.estimates and found.sci is not None and found.stack.functional_unit is not None:
        samples.add_range(SCI, found.sci, {**name, "unit": found.stack.functional_unit.name})


def budgets(report: Report, samples: Samples) -> None:
    """Every limit, what is held against it, and its state."""
    for row in report.verdict.judgements:
        which = {"budget": row.budget, "metric": row.metric, "unit": row.unit}
        samples.add(LIMIT, row.limit, which)
        if row.allow is not None:
            samples.add(ALLOWED, row.allow, which)
        if row.best is not None:
            samples.add(VALUE, row.best, which)
            samples.add(VALUE, row.best if row.low is None else row.low, which, "low")
            samples.add(VALUE, row.best if row.high is None else row.high, which, "high")
        for state in get_args(State):
            samples.add(STATE, state == row.state, {**which, "state": state})
    for one in sorted(report.waivers, key=lambda each: each.waiver.id):
        about = {"waiver": one.waiver.id, "scope": one.waiver.scope, "state": one.state}
        samples.add(WAIVER, one.days, about)


def coverage(report: Report, samples: Samples) -> None:
    """How much was looked at."""
    found = report.coverage
    for state, number in (
        ("estimated", found.estimated),
        ("skipped", found.skipped),
        ("carbon_free", found.free),
    ):
        samples.add(RESOURCES, number, {"state": state})
    samples.add(HEAVY, sum(one.heavy for each in report.stacks for one in each.skipped), {})
    if found.share is not None:
        samples.add(COVERAGE, found.share, {})


def findings(report: Report, samples: Samples) -> None:
    """How many of each severity are open, older than the change, or suppressed."""
    number = Counter((one.severity, standing(one)) for one in report.findings)
    for severity in get_args(Severity):
        for state in ("open", "old", "suppressed"):
            labels = {"severity": severity, "state": state}
            samples.add(FINDINGS, number[severity, state], labels)
    samples.add(FILES, report.scanned, {})


def standing(one: Finding) -> str:
    """Whether a finding counts."""
    if one.suppressed:
        return "suppressed"
    return "old" if one.new is False else "open"


def change(report: Report, samples: Samples) -> None:
    """What the change does, where there is a base."""
    if report.difference is not None:
        for one in sorted(report.difference.stacks, key=lambda each: each.name):
            delta = one.delta
            for end, grams in (("", delta.best), ("low", delta.low), ("high", delta.high)):
                samples.add(CHANGE, grams / 1000, {"stack": one.name}, end)
        samples.add(LOOSENED, len(report.loosened), {})

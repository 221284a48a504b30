"""Reports that every format must say the same of, and what is read back from the formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from carbongate import reports
from carbongate.discover import modules
from carbongate.model import Report, Verdict
from tests.reports import build, team

# What a CI runner takes for a command, wherever text is printed: the new form begins a line, the old
# one stands anywhere in it.
COMMANDS = r"(?m)^\s*::\w|##\w*\["


def formats() -> Mapping[str, Callable[[Report], str]]:
    """All formats that `--output` knows."""
    found: list[ModuleType] = list(modules(reports, ("render",)))
    return {module.__name__.rpartition(".")[2]: module.render for module in found}


def undecided() -> Report:
    """A heavy resource that nobody could estimate, and a budget that waits for it."""
    made = build.shop()
    row = build.judgement(
        "prod-total", "total", made.stacks[0].totals.carbon, 120, "kgCO2e/month", "undecided"
    )
    reasons = ("1 resource that matters could not be estimated: aws_msk_cluster.events",)
    return replace(made, verdict=Verdict("undecided", reasons, 4, 4, (row,)))


def warned() -> Report:
    """The red shop in mode warn: it would fail."""
    made = build.red()
    return replace(made, mode="warn", verdict=replace(made.verdict, exit_code=0))


def failing() -> Report:
    """The red shop, whose first finding fails it too."""
    made = build.red()
    return replace(made, verdict=replace(made.verdict, failing=made.findings[:1]))


def empty() -> Report:
    """Nothing to look at."""
    return replace(
        build.report(), verdict=Verdict("empty", ("there is nothing to look at",), 3, 3, ())
    )


def estimate() -> Report:
    """Numbers that are held against nothing."""
    return build.shop(command="estimate", mode="report", verdict=Verdict("undecided", (), 0, 4, ()))


def unestimated() -> Report:
    """A stack of which nothing is known."""
    stack = build.stack("shop-prod", [], skipped=build.SKIPPED, unit=build.unit())
    return build.report([stack], verdict=Verdict("undecided", ("nothing is known",), 4, 4, ()))


def invisible() -> Report:
    """Stacks and limits whose names differ in what nobody sees, and control characters in all texts."""
    names = ("a\nb", "a\\nb", "\x00\x0b\ufffe\uffff\ud800]]>&<'\"", "x" * 10_000)
    rows = [build.estimate(name, stack=name, path=name, line=1) for name in names]
    made = build.report(
        [build.stack(name, [row]) for name, row in zip(names, rows, strict=True)],
        findings=[build.finding(name, 1, name, message=name) for name in names],
        notes=names,
    )
    limits = [
        build.judgement(name, "total", made.totals.carbon, 1, "kgCO2e/month", "fail", name)
        for name in names
    ]
    return replace(made, verdict=Verdict("fail", names, 1, 1, tuple(limits), made.findings))


CASES = [
    pytest.param(build.green(), id="a shop within its budget"),
    pytest.param(build.red(), id="the shop over its budget, with findings"),
    pytest.param(failing(), id="the shop over its budget, and a finding that fails it"),
    pytest.param(warned(), id="the red shop where nothing is enforced"),
    pytest.param(
        build.shop(configured=False, mode="report"), id="the shop without a configuration"
    ),
    pytest.param(undecided(), id="nobody can decide"),
    pytest.param(unestimated(), id="nothing is estimated"),
    pytest.param(empty(), id="nothing to look at"),
    pytest.param(estimate(), id="an estimate"),
    pytest.param(team.grown(), id="a pull request that grows the cluster"),
    pytest.param(team.let_pass(), id="a waiver lets it pass"),
    pytest.param(team.quiet(), id="a pull request that changes nothing"),
    pytest.param(team.without_base(), id="growth without a base"),
    pytest.param(team.apart(), id="a difference"),
    pytest.param(build.hostile(), id="names that want to be something else"),
    pytest.param(team.hostile(), id="the same in everything that a team adds"),
    pytest.param(invisible(), id="names that nobody can see"),
]


def sarif(report: Report) -> Any:
    """The run of a SARIF file."""
    (run,) = json.loads(formats()["sarif"](report))["runs"]
    return run

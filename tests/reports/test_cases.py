"""Which test cases a report becomes, and which of them are red."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.model import Mode, Report, State
from carbongate.reports import cases
from carbongate.reports.cases import Case, suites
from tests.reports import build, formats, team

RED = ("failure", "error")


def suite(report: Report, name: str) -> tuple[Case, ...]:
    """The cases of one suite."""
    return dict(suites(report))[name]


def states(report: Report, name: str) -> list[tuple[str, str]]:
    """Names and states of the cases of one suite."""
    return [(one.name, one.state) for one in suite(report, name)]


def test_the_suites_have_an_order() -> None:
    assert [name for name, _ in suites(build.red())] == [
        "verdict",
        "budgets",
        "findings",
        "coverage",
    ]


# ---- the verdict --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "state", "message"),
    [
        pytest.param(build.green(), "pass", "PASS: 1 limit kept", id="passed"),
        pytest.param(
            build.red(),
            "failure",
            "FAIL: prod-total is 22.8 % over its limit, and 1 more limit",
            id="failed",
        ),
        pytest.param(
            formats.undecided(),
            "error",
            "UNDECIDED: 1 resource that matters could not be estimated",
            id="undecided",
        ),
        pytest.param(formats.empty(), "error", "NOTHING TO LOOK AT", id="nothing to look at"),
        pytest.param(
            formats.warned(),
            "skipped",
            "WOULD FAIL: prod-total is 22.8 % over its limit, and 1 more limit",
            id="nothing is enforced",
        ),
    ],
)
def test_the_verdict_is_a_case(report: Report, state: str, message: str) -> None:
    (found,) = suite(report, "verdict")
    assert (found.state, found.message) == (state, message)


def test_the_verdict_says_why() -> None:
    (found,) = suite(build.red(), "verdict")
    assert found.text[:2] == build.red().verdict.reasons


@pytest.mark.parametrize("report", formats.CASES)
def test_something_is_red_where_the_run_ends_with_another_code_and_nowhere_else(
    report: Report,
) -> None:
    every = [case for _, found in suites(report) for case in found]
    assert any(case.state in RED for case in every) == (report.verdict.exit_code != 0)


# ---- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "mode", "expected"),
    [
        pytest.param("pass", "enforce", "pass", id="it holds"),
        pytest.param("fail", "enforce", "failure", id="it is broken"),
        pytest.param("undecided", "enforce", "error", id="nobody can judge it"),
        pytest.param("warn", "enforce", "skipped", id="it only warns"),
        pytest.param("off", "enforce", "skipped", id="it is switched off"),
        pytest.param("fail", "warn", "skipped", id="it would be broken"),
        pytest.param("undecided", "report", "skipped", id="nobody could judge it"),
    ],
)
def test_a_limit_is_a_case(state: State, mode: Mode, expected: str) -> None:
    carbon = build.shop().totals.carbon
    row = build.judgement("b", "total", carbon, 1, "kgCO2e/month", state)
    made = build.report(mode=mode)
    code = 1 if mode == "enforce" else 0
    made = replace(made, verdict=replace(made.verdict, exit_code=code, judgements=(row,)))
    (found,) = suite(made, "budgets")
    assert (found.classname, found.name, found.state) == ("carbongate.budgets.b", "total", expected)
    assert (found.message == "") == (state == "pass")


def test_a_limit_on_findings_is_named_by_its_severity() -> None:
    assert ("error findings", "failure") in states(build.red(), "budgets")


def test_a_limit_that_waits_for_a_base_says_so() -> None:
    found = suite(team.without_base(), "budgets")[0]
    assert found.state == "skipped"
    assert "none was given" in found.message


# ---- findings -----------------------------------------------------------------------------------


def test_findings_of_one_rule_in_one_file_are_one_case() -> None:
    made = build.report(
        findings=[build.finding("a.py", 9), build.finding("a.py", 2), build.finding("b.py", 1)]
    )
    first, second = suite(made, "findings")
    assert (first.classname, first.name) == ("a.py", "query-in-loop")
    assert first.message.endswith("(2 findings)")
    assert [line.split(" ")[0] for line in first.text] == ["a.py:2:9", "a.py:9:9"]
    assert second.classname == "b.py"


def test_a_case_fails_by_the_finding_that_fails_the_run() -> None:
    assert states(formats.failing(), "findings") == [
        ("query-in-loop", "failure"),
        ("regex-in-loop", "skipped"),
        ("query-in-loop", "skipped"),
        ("query-in-loop", "skipped"),
    ]
    verdict = replace(formats.failing().verdict, exit_code=0)
    warned = replace(formats.failing(), mode="warn", verdict=verdict)
    assert all(state == "skipped" for _, state in states(warned, "findings"))


def test_a_finding_that_does_not_count_says_why() -> None:
    cases_ = {one.classname: one for one in suite(build.red(), "findings")}
    assert cases_["services/report.py"].message == "suppressed: three rows at most"
    assert cases_["services/orders.py"].text[0].endswith("(was there before)")


def test_code_without_findings_passes() -> None:
    assert states(build.green(), "findings") == [("31 code files", "pass")]
    assert suite(build.report(), "findings") == ()


# ---- coverage -----------------------------------------------------------------------------------


def test_what_matters_and_is_not_estimated_is_an_error() -> None:
    estimated, gap = suite(formats.undecided(), "coverage")
    assert (estimated.state, estimated.text) == ("pass", ("8 of 10 resources, 80 %",))
    assert (gap.name, gap.state) == ("Not estimated: aws_msk_cluster.events", "error")
    assert gap.message.endswith("its type is in no mapping")


def test_what_a_waiver_takes_out_is_skipped_with_its_reason() -> None:
    waived = team.waiver("W-9", "x", affects=("x: no mapping",))
    (found,) = suite(build.report(waivers=(waived,)), "coverage")
    assert found.state == "skipped"
    assert "W-9 of data-platform" in found.message


# ---- many ---------------------------------------------------------------------------------------


def test_what_is_too_many_is_counted_and_stays_as_grave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "MOST", 2)
    findings = [build.finding(f"{name}.py", 1) for name in "abcd"]
    made = build.report(findings=findings)
    verdict = replace(made.verdict, exit_code=1, failing=tuple(findings[3:]))
    made = replace(made, verdict=verdict)
    *_, last = suite(made, "findings")
    assert (last.name, last.state) == ("2 more cases in the JSON report", "failure")

"""The list of what a report points at, from which code scanning, annotations and code quality are made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.model import (
    Loosening,
    Metric,
    Mode,
    Report,
    Severity,
    Skipped,
    Tier,
    Verdict,
    WaiverState,
    Where,
)
from carbongate.reports.plain import UNSEEN
from carbongate.reports.results import BUDGET, LONGEST, LOOSENED, SKIPPED, Result, results
from tests.reports import build, formats, team


def of(report: Report, rule: str) -> list[Result]:
    """The results of one rule."""
    return [one for one in results(report) if one.rule == rule]


def judged(*rows: object, **changed: object) -> Report:
    """The shop with these judgements."""
    code = 1 if changed.get("mode") == "enforce" else 0
    verdict = Verdict("fail", (), code, 1, rows)  # type: ignore[arg-type]  # judgements
    return build.shop(verdict=verdict, **changed)


# ---- what is there ------------------------------------------------------------------------------


def test_a_red_run_has_its_limits_its_gaps_and_its_findings() -> None:
    assert [one.rule for one in results(build.red())] == [
        BUDGET,
        BUDGET,
        SKIPPED,
        "query-in-loop",
        "regex-in-loop",
        "query-in-loop",
        "query-in-loop",
    ]


def test_a_clean_run_has_nothing() -> None:
    made = build.report([build.stack("shop-prod", [build.estimate("a")])])
    assert results(made) == ()


def test_only_heavy_resources_are_results() -> None:
    (gap,) = of(build.shop(), SKIPPED)
    assert gap.message == (
        "aws_msk_cluster.events (aws_msk_cluster) is in no number of this report: its type is in no mapping"
    )
    assert (gap.path, gap.line) == (build.PLAN, 0)


def test_the_order_of_the_input_does_not_matter() -> None:
    made = build.red()
    assert results(replace(made, findings=made.findings[::-1])) == results(made)


def test_what_fails_the_run_stands_first_and_what_is_excused_last() -> None:
    found = results(formats.failing())
    assert [one.blocks for one in found] == sorted((one.blocks for one in found), reverse=True)
    assert [one.excuse is not None for one in found] == [False] * (len(found) - 1) + [True]


# ---- how grave ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "mode", "expected"),
    [
        pytest.param("fail", "enforce", ("error", True), id="a broken limit"),
        pytest.param("undecided", "enforce", ("error", True), id="a limit nobody can judge"),
        pytest.param("warn", "enforce", ("warning", False), id="a limit that only warns"),
        pytest.param("fail", "warn", ("warning", False), id="a broken limit in mode warn"),
        pytest.param("fail", "report", ("warning", False), id="a broken limit in mode report"),
        pytest.param("pass", "enforce", None, id="a limit that holds"),
        pytest.param("off", "enforce", None, id="a limit that is switched off"),
    ],
)
def test_a_budget_is_as_grave_as_what_it_does(
    state: str, mode: str, expected: tuple[str, bool] | None
) -> None:
    row = build.judgement("b", "total", build.shop().totals.carbon, 1, "kgCO2e/month", state)  # type: ignore[arg-type]  # a state
    found = of(judged(row, mode=mode), BUDGET)
    assert [(one.level, one.blocks) for one in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("severity", "tier", "suppressed", "level"),
    [
        pytest.param("error", "gate", None, "error", id="an error"),
        pytest.param("warning", "gate", None, "warning", id="a warning"),
        pytest.param("info", "gate", None, "note", id="an information"),
        pytest.param("hint", "gate", None, "note", id="a hint"),
        pytest.param("error", "advice", None, "warning", id="advice is never an error"),
        pytest.param("error", "parity", None, "warning", id="parity is never an error"),
        pytest.param("error", "gate", "three rows", "note", id="suppressed with a reason"),
        pytest.param("error", "gate", "", "error", id="suppressed without one"),
    ],
)
def test_the_level_of_a_finding(
    severity: Severity, tier: Tier, suppressed: str | None, level: str
) -> None:
    one = build.finding("a.py", 3, severity=severity, tier=tier, suppressed=suppressed)
    (found,) = results(build.report(findings=[one]))
    assert found.level == level
    assert not found.blocks
    assert (found.excuse is not None) == bool(suppressed)


@pytest.mark.parametrize(
    ("mode", "blocks"), [("enforce", True), ("warn", False), ("report", False)]
)
def test_a_finding_fails_the_run_that_it_fails(mode: Mode, blocks: bool) -> None:
    made = replace(formats.failing(), mode=mode)
    if mode != "enforce":
        made = replace(made, verdict=replace(made.verdict, exit_code=0))
    found = [one for one in results(made) if one.rule == "query-in-loop"]
    assert [one.blocks for one in found] == [blocks, False, False]


# ---- what is excused ----------------------------------------------------------------------------


def test_a_budget_that_holds_by_a_waiver_alone_is_excused_by_it() -> None:
    (first, *_) = of(team.grown(), BUDGET)
    assert first.excuse is None
    excused = [one.excuse for one in of(team.grown(), BUDGET) if one.excuse]
    (excuse,) = excused
    assert excuse.by == "waiver"
    assert excuse.why == (
        "waiver W-1 of data-platform until 2027-01-19: migration until the new cluster is up"
    )


def test_a_comment_and_a_waiver_are_two_excuses() -> None:
    waived = build.finding("services/report.py", 3, suppressed="waiver W-2 until 2026-11-29: later")
    quiet = build.finding("services/mail.py", 9, suppressed="three rows at most")
    made = replace(team.grown(), findings=(waived, quiet))
    assert {one.path: one.excuse.by for one in results(made) if one.excuse and one.line} == {
        "services/report.py": "waiver",
        "services/mail.py": "comment",
    }


def test_a_waived_resource_is_still_named() -> None:
    gone = Skipped(
        "aws_msk_cluster.a", "aws_msk_cluster", Where("infra/a.tf", 7), "no mapping", True
    )
    light = replace(gone, address="aws_sns_topic.a", heavy=False)
    stack = build.stack("shop-prod", [build.estimate("a")], skipped=[gone, light])
    waived = team.waiver(
        "W-9",
        "aws_*",
        "address",
        affects=("aws_msk_cluster.a: no mapping", "aws_sns_topic.a: no mapping"),
    )
    made = build.report([replace(stack, skipped=())], waivers=(waived,))
    (found,) = results(made)
    assert (found.rule, found.level, found.path, found.line) == (SKIPPED, "note", "infra/a.tf", 7)
    assert found.excuse is not None


def test_what_a_waiver_takes_out_that_no_manifest_declares_stands_at_the_waiver() -> None:
    waived = team.waiver("W-9", "x", "address", affects=("x: ambiguous",), line=4)
    (found,) = results(build.report(waivers=(waived,)))
    assert (found.path, found.line) == ("carbongate-waivers.yaml", 4)
    assert found.message == "x is in no number of this report: ambiguous"


@pytest.mark.parametrize("state", ["expired", "not held", "unused"])
def test_a_waiver_that_does_not_hold_excuses_nothing(state: WaiverState) -> None:
    waived = team.waiver("W-9", "x", "address", affects=("x: why",))
    assert results(build.report(waivers=(replace(waived, state=state),))) == ()


# ---- where --------------------------------------------------------------------------------------


def test_a_budget_points_at_its_largest_resource() -> None:
    (found,) = [one for one in of(build.red(), BUDGET) if one.path == build.PLAN]
    assert (found.path, found.line) == (build.PLAN, 0)
    assert found.message.endswith("; aws_db_instance.orders is the largest resource")


def test_growth_points_at_what_grew_most() -> None:
    first = of(team.grown(), BUDGET)[0]
    assert first.message.endswith(f"; {team.POOL} grew most")


@pytest.mark.parametrize("metric", ["total", "min_coverage"])
def test_a_limit_that_nobody_can_judge_points_at_what_is_skipped(metric: Metric) -> None:
    row = team.limited(metric, 0.1, 0.1, 0.1, 9, "undecided", "x")
    verdict = Verdict("undecided", (), 4, 4, (row,))
    (found,) = of(replace(build.shop(), verdict=verdict), BUDGET)
    assert found.message.endswith("; aws_msk_cluster.events is in no number")
    gap = build.SKIPPED[0]
    assert (found.path, found.line) == (gap.where.path, gap.where.line or 0)


def test_a_budget_that_limits_no_carbon_points_at_the_configuration() -> None:
    (found,) = [one for one in of(build.red(), BUDGET) if "error" in one.message]
    assert found.path == "carbongate.yaml"
    (found,) = [
        one
        for one in of(replace(build.red(), config="ci/gate.yaml"), BUDGET)
        if "error" in one.message
    ]
    assert found.path == "ci/gate.yaml"


def test_paths_are_those_of_the_repository() -> None:
    inside = results(replace(build.red(), prefix="services/my shop"))
    assert [one.path for one in inside] == [
        f"services/my shop/{one.path}" for one in results(build.red())
    ]


@pytest.mark.parametrize(
    ("key", "after", "place"),
    [
        pytest.param("mode", "warn", ("carbongate.yaml", 0), id="a key of the configuration"),
        pytest.param(
            "waivers[W-1].until", "2027-01-19", ("carbongate-waivers.yaml", 5), id="a waiver"
        ),
        pytest.param(
            "waivers[W-11]", "x", ("carbongate-waivers.yaml", 0), id="a waiver of no line"
        ),
        pytest.param(
            "carbongate: ignore[query-in-loop]", "a:b.py:7", ("a:b.py", 7), id="a comment in code"
        ),
        pytest.param(
            "carbongate: ignore[x]", "", ("carbongate.yaml", 0), id="a comment of no place"
        ),
    ],
)
def test_a_loosening_points_at_what_was_changed(
    key: str, after: str, place: tuple[str, int]
) -> None:
    made = build.report(
        loosened=(Loosening(key, "", after, "it is easier to pass"),),
        waivers=(team.waiver("W-1", "b", state="unused", line=5),),
    )
    (found,) = of(made, LOOSENED)
    assert (found.path, found.line) == place


def test_a_loosening_says_what_was_and_what_is_and_whether_it_counts() -> None:
    raised, mode, held = sorted(of(team.grown(), LOOSENED), key=lambda one: one.message)
    assert raised.message == (
        "budgets[prod-total].total: the limit of budget prod-total is raised "
        "(90 kgCO2e/month -> 120 kgCO2e/month)"
    )
    assert (raised.level, mode.level) == ("warning", "note")
    assert held.level == "warning"


# ---- identity -----------------------------------------------------------------------------------


def test_fingerprints_are_not_of_lines_or_numbers() -> None:
    made = build.red()
    moved = replace(
        made,
        findings=tuple(
            replace(one, line=one.line + 5, end_line=one.line + 5) for one in made.findings
        ),
    )
    assert prints(moved) == prints(made)
    fewer = tuple(
        replace(row, best=row.best and row.best + 1, reason="other")
        for row in made.verdict.judgements
    )
    assert prints(replace(made, verdict=replace(made.verdict, judgements=fewer))) == prints(made)


def prints(report: Report) -> list[tuple[str, str]]:
    """What all results are recognised by."""
    return sorted((one.rule, one.fingerprint) for one in results(report))


@pytest.mark.parametrize("report", formats.CASES)
def test_each_result_has_a_fingerprint_of_its_own(report: Report) -> None:
    found = [(one.rule, one.fingerprint) for one in results(report)]
    assert len(set(found)) == len(found)
    assert all(":" in fingerprint for _, fingerprint in found)


def test_the_fingerprint_of_the_code_is_kept() -> None:
    one = build.finding("a.py", 3, fingerprint="abc:2")
    assert [found.fingerprint for found in results(build.report(findings=[one, one]))] == [
        "abc:2",
        "abc:2-2",
    ]


# ---- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", formats.CASES)
def test_texts_are_one_short_line_that_can_be_seen(report: Report) -> None:
    for one in results(report):
        for text in (one.message, one.title, one.rule, one.excuse.why if one.excuse else "x"):
            assert text
            assert not UNSEEN.search(text)
            assert len(one.message) <= LONGEST

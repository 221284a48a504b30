"""The report of a terminal and of a log."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from rich.console import Console

from carbongate.model import Report, Skipped, Verdict, Where
from carbongate.reports.text import colored, render
from tests.reports import build, team
from tests.reports.strategies import reports

SECTIONS = ["budgets", "what to do", "stacks, in a month", "largest of", "2 new findings", "skipped: 2, so in no number above", "notes", "assumed", "exit code 1"]  # fmt: skip
COMPARED = ["  ! This change makes", "  ! Waiver", "  - budget", "Estimated", "budgets", "changes against", "what to do", "stacks", "largest", "skipped", "waivers", "notes", "assumed", "exit code"]  # fmt: skip


def test_the_order_is_that_of_the_questions_of_a_reader() -> None:
    text = render(build.red())
    assert text.startswith("FAIL: prod-total is 22.8 % over its limit, and 1 more limit\n")
    positions = [text.index(f"\n{section}") for section in SECTIONS]
    assert positions == sorted(positions)
    assert text.endswith("exit code 1: the gate says no\n")  # what to do named a command


FINDING = build.finding("a.py", 3)
SMELLS = Verdict("fail", ("1 finding",), 1, 1, ())


@pytest.mark.parametrize(
    ("report", "last"),
    [
        pytest.param(build.green(), "`carbongate explain aws_db_instance.orders` takes a number apart.", id="nothing is wrong"),
        pytest.param(build.shop(findings=[FINDING], verdict=SMELLS), "`carbongate explain query-in-loop` says why and what instead.", id="findings alone"),
        pytest.param(build.shop(command="estimate"), "`carbongate explain aws_db_instance.orders` takes a number apart.", id="an estimate of a folder"),
        pytest.param(build.shop(command="estimate", here=False), "", id="an estimate of a file"),
        pytest.param(team.apart(), f"`carbongate explain {team.POOL}` takes a number apart.", id="a difference names what changed most"),
        pytest.param(replace(team.apart(), difference=team.NOTHING), "", id="nothing changes"),
        pytest.param(build.report([build.stack("a", [], skipped=build.SKIPPED)]), "", id="nothing is estimated"),
    ],
)  # fmt: skip
def test_the_last_line_names_what_a_reader_asks_next(report: Report, last: str) -> None:
    shown = render(report).splitlines()
    assert [line for line in shown if "carbongate explain" in line][-1:] == ([last] if last else [])


def test_a_difference_of_nothing_is_short() -> None:
    text = render(replace(team.apart(), difference=team.NOTHING, assumptions=build.ASSUMPTIONS))
    assert "assumed" not in [line.strip() for line in text.splitlines()]
    assert "skipped:" not in text


def test_what_the_change_does_comes_before_what_there_is() -> None:
    text = render(team.grown())
    assert text.startswith("FAIL: prod-total growth is 179 % over its limit\n")
    positions = [text.index(f"\n{section}") for section in COMPARED]
    assert positions == sorted(positions)


def test_a_loosening_says_from_what_to_what() -> None:
    assert "    budgets[prod-total].total: 90 kgCO2e/month -> 120 kgCO2e/month\n        the limit of budget prod-total is raised\n" in render(team.grown())  # fmt: skip


def test_a_change_has_its_number_what_it_was_and_why() -> None:
    text = re.sub(r"\s+", " ", render(team.grown()))
    assert f"changed {team.POOL} +25.9 (14.1 to 36.6) 13 (7.5 to 18.2), now 38.9 (22.5 to 54.8); type `m5.large` to `m5.xlarge`, count 2 to 3; infra/prod/plan.json" in text  # fmt: skip
    assert "in no sum, since one side has no estimate: estimated now" in text


def test_a_limit_that_a_waiver_lets_pass_and_one_that_was_not_judged() -> None:
    waived = re.sub(r" +", " ", render(team.let_pass(), width=120))
    assert "\n waived prod-total growth +24.1 (11.2 to 36.2), limit 8.64 kgCO2e/month 15.5 over, W-1 allows 30\n" in waived  # fmt: skip
    unjudged = re.sub(r"\s+", " ", render(team.without_base()))
    assert "not judged prod-total growth no base, limit 10 % it compares with the base" in unjudged


def test_a_change_that_does_nothing_is_short() -> None:
    lines = render(team.quiet()).splitlines()
    assert lines[0] == "PASS: 2 limits kept"
    assert lines[1].startswith("Against `4f0c2d9a1b7e` this change adds no carbon and no finding")
    assert len(lines) == 10


def test_a_difference_has_its_changes_and_no_limits() -> None:
    text = render(team.apart())
    assert text.startswith("DIFFERENCE: +24.5 kgCO2e a month (11.4 to 36.8)\n")
    assert "\nchanges against 4f0c2d9a1b7e\n" in text
    assert not re.search("budgets|limit|exit code|what to do|largest", text)


@pytest.mark.parametrize("width", [40, 60, 100, 200])
@pytest.mark.parametrize("report", [build.red(), team.grown()], ids=["red", "grown"])
def test_only_findings_are_longer_than_the_width(report: Report, width: int) -> None:
    lines = render(report, width=width).splitlines()
    assert [line for line in lines if len(line) > width and not line.startswith("services/")] == []


def test_numbers_stand_under_each_other() -> None:
    lines = render(build.red()).splitlines()
    first = lines.index("budgets") + 1
    assert [line[35:] for line in lines[first : first + 2]] == [
        "111 (63.6 to 154), limit 90 kgCO2e/month     20.5 over (22.8 %)",
        "1, limit 0                                   1 over",
    ]


def test_a_range_stands_beside_every_best_figure() -> None:
    lines = render(build.red()).splitlines()
    with_units = [line for line in lines if re.search(r"\d (kgCO2e|kWh)", line)]
    assert len(with_units) >= 10
    assert [line for line in with_units if not re.search(r"\([\d.]+ to\s*[\d.]*", line)] == []


def test_an_address_is_never_shortened() -> None:
    address = f"module.{'very_' * 40}long.aws_instance.web"
    text = render(build.report([build.stack("a", [build.estimate(address, stack="a")])]))
    assert address in re.sub(r"\n\s*", "", text)


def test_long_lists_say_how_much_is_left() -> None:
    gaps = [Skipped(f"r{n}", "t", Where("a"), f"why {n}", False) for n in range(12)]
    text = render(build.report([build.stack("a", [build.estimate("x", stack="a")], skipped=gaps)]))
    assert "skipped: 12, so in no number above" in text
    assert "  and 7 more in the JSON report\n" in text


def test_an_estimate_has_numbers_and_no_verdict() -> None:
    text = render(replace(build.red(), command="estimate"))
    assert text.startswith("ESTIMATE: 2 stacks\nEstimated 8 of 10 resources")
    assert not re.search("FAIL|budgets|limit|exit code|what to do", text)


def test_nothing_to_look_at_is_said_once() -> None:
    reason = "there is nothing to look at: no manifest and no code of a known kind"
    text = render(build.report(verdict=Verdict("empty", (reason,), 3, 3, ())))
    assert text.startswith(f"NOTHING TO LOOK AT\n  - {reason}\n")
    assert "exit code 3: nothing to look at\n" in text


def test_without_a_configuration_it_offers_a_first_one() -> None:
    text = render(build.shop(configured=False))
    assert '      - {id: "shop-prod", match: {stack: "shop-prod"}, total: 138 kgCO2e/month}' in text


# ---- scan --------------------------------------------------------------------------------------


def scanned(**changed: object) -> Report:
    """What a hook prints."""
    made = replace(build.red(), command="scan", stacks=(), notes=(), scanned=4)
    verdict = Verdict("fail", ("1 new finding of severity error: services/cart.py:42",), 1, 1, ())
    return replace(made, **{"verdict": verdict, **changed})  # type: ignore[arg-type]  # the keys are Report's own


def test_scan_prints_lines_that_an_editor_can_jump_to() -> None:
    assert render(scanned()).splitlines() == [
        "services/cart.py:42:9 error query-in-loop: one query for every row of a loop; fetch the rows with one query",
        "services/mail.py:7:9 warning regex-in-loop: compile the pattern once, outside the loop",
        "services/report.py:3:9 error query-in-loop: one query for every row of a loop; fetch the rows with one query (suppressed: three rows at most)",
        "2 new findings: 1 error, 1 warning; 1 older; 1 suppressed in 4 files",
        "1 new finding of severity error: services/cart.py:42",
        "exit code 1: the gate says no; `carbongate explain RULE` says why and what instead",
    ]  # fmt: skip


def test_scan_without_findings_is_one_line() -> None:
    clean = scanned(findings=(), verdict=Verdict("pass", (), 0, 0, ()))
    assert render(clean) == "0 findings in 4 files\n"


def test_scan_prints_the_note_about_files_of_no_known_language() -> None:
    note = "no file of a known language"
    nothing = scanned(findings=(), scanned=0, notes=(note,), verdict=Verdict("pass", (), 0, 0, ()))
    assert render(nothing).splitlines() == ["0 findings in 0 files", note]


def test_a_suppression_without_a_reason_does_not_count() -> None:
    text = render(scanned(findings=(build.finding("a.py", 1, suppressed=""),)))
    assert "(its suppression has no reason and does not count)" in text.splitlines()[0]
    assert text.splitlines()[1] == "1 new finding: 1 error in 4 files"


# ---- safety ------------------------------------------------------------------------------------


def test_hostile_names_move_no_cursor_and_are_no_command_of_a_runner() -> None:
    for command in ("check", "scan", "estimate", "diff"):
        text = render(replace(team.hostile(), command=command))
        assert not [char for char in text if char != "\n" and not char.isprintable()]
        assert not re.search(r"^\s*::", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param("::error file=a.py", ": :error file=a.py", id="a command of GitHub"),
        pytest.param("##[add-mask]a", "# #[add-mask]a", id="an old command of GitHub"),
        pytest.param("##vso[task.x]a", "# #vso[task.x]a", id="a command of Azure"),
    ],
)
def test_a_path_is_no_command_of_a_runner(path: str, shown: str) -> None:
    text = render(scanned(findings=(build.finding(path, 1),)))
    assert text.startswith(f"{shown}:1:9 error")


@settings(max_examples=40, deadline=None)
@given(reports())
def test_any_report_is_plain_text(report: Report) -> None:
    text = render(report)
    assert text.endswith("\n")
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
    assert not re.search(r"^\s*::|##\w*\[", text, re.MULTILINE)


# ---- colour ------------------------------------------------------------------------------------


def printed(report: Report, **options: object) -> str:
    """What a console writes."""
    file = io.StringIO()
    colored(report, Console(file=file, width=100, **options))  # type: ignore[arg-type]  # options of rich
    return file.getvalue()


def test_colour_changes_nothing_but_colour() -> None:
    text = printed(build.red(), force_terminal=True, color_system="standard")
    assert "\x1b[1;31mFAIL" in text
    assert re.sub(r"\x1b\[[\d;]*m", "", text) == render(build.red())


def test_no_colour_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in printed(build.red(), force_terminal=True)


def test_markup_of_rich_in_a_name_is_text() -> None:
    report = build.report([build.stack("a", [build.estimate("x[red]y[/red]", stack="a")])])
    assert "x[red]y[/red]" in printed(report)


def test_plain_text_does_not_wait_for_what_it_does_not_need() -> None:
    program = (
        "import sys; from tests.reports import build; from carbongate.reports import text; "
        "text.render(build.red()); print([m for m in ('rich', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"

"""The report of a pull request: clear at a glance, short, and inert."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from carbongate.model import Loosening, Report, Skipped, Verdict, Where
from carbongate.reports.markdown import LONGEST, POINTER, render
from tests.reports import build, team
from tests.reports.reading import ITEM, TABLE, alive, parsed
from tests.reports.strategies import reports

PAGE = ITEM | TABLE | {"heading_open", "heading_close", "strong_open", "strong_close", "fence"}
FOLD = re.compile(r"<details><summary>[A-Za-z ,.]+</summary>\n?|</details>\n?")


def unfolded(markdown: str) -> list[str]:
    """The lines that a reader sees without a click."""
    return re.sub(r"<details>.*?</details>\n\n?", "fold\n", markdown, flags=re.DOTALL).splitlines()


def rows(markdown: str, heading: str) -> list[str]:
    """The lines of the table under a heading."""
    section = markdown.split(heading, 1)[1].lstrip("\n").split("\n\n")
    return next(part for part in section if part.startswith("|")).splitlines()[2:]


def alive_in(markdown: str) -> list[str]:
    """What is alive, our own folds apart."""
    found = alive(markdown, PAGE)
    return [each for each in found if not FOLD.fullmatch(each.removeprefix("html_block: "))]


# ---- what a reader sees ------------------------------------------------------------------------


def test_the_first_line_says_what_failed_and_by_how_much() -> None:
    first = render(build.red()).splitlines()[0]
    assert first == "## ❌ FAIL: prod-total is 22.8 % over its limit, and 1 more limit"


def test_an_ordinary_report_has_at_most_sixty_lines_unfolded() -> None:
    findings = [build.finding(f"services/f{n:02}.py", n + 1) for n in range(40)]
    skipped = [
        Skipped(
            f"aws_thing.n{n:02}", "aws_thing", Where(build.PLAN), "its type is in no mapping", True
        )
        for n in range(40)
    ]
    stacks = [
        build.stack(
            f"s{n}", [build.estimate(f"r{m}", stack=f"s{n}") for m in range(9)], skipped=skipped
        )
        for n in range(4)
    ]
    made = replace(build.red(), stacks=tuple(stacks), findings=tuple(findings))
    team_of_many = replace(
        made,
        difference=replace(team.DIFFERENCE, changes=team.CHANGES * 9, stacks=team.STACKS * 5),
        waivers=team.WAIVERS * 9,
        loosened=team.LOOSENED * 9,
        assumptions=build.ASSUMPTIONS * 9,
    )
    several = (build.red(), build.green(), made, build.shop(configured=False), team.grown())
    others = (team.let_pass(), team.quiet(), team.without_base(), team.apart(), team_of_many)
    for report in (*several, *others):
        assert len(unfolded(render(report))) <= 60


@pytest.mark.parametrize(
    ("outcome", "code", "enforced", "mode", "title", "meaning"),
    [
        ("fail", 1, 1, "enforce", "❌ FAIL", "Exit code 1: the gate says no."),
        ("fail", 0, 1, "warn", "🟠 WOULD FAIL", "enforce would end with 1: the gate says no."),
        ("fail", 0, 1, "report", "🟠 WOULD FAIL", "Exit code 0 in mode report"),
        ("undecided", 4, 4, "enforce", "❓ UNDECIDED", "Exit code 4: undecided."),
        (
            "undecided",
            0,
            4,
            "report",
            "🟠 WOULD BE UNDECIDED",
            "enforce would end with 4: undecided.",
        ),
        ("empty", 3, 3, "enforce", "⚪ NOTHING TO LOOK AT", "Exit code 3: nothing to look at."),
        ("pass", 0, 0, "enforce", "✅ PASS", "Exit code 0: passed."),
    ],
)
def test_verdict_line(
    outcome: str, code: int, enforced: int, mode: str, title: str, meaning: str
) -> None:
    verdict = Verdict(outcome, (), code, enforced, ())  # type: ignore[arg-type]  # the words are outcomes
    text = render(build.report(verdict=verdict, mode=mode))
    assert text.splitlines()[0] == f"## {title}"
    assert meaning in text


def test_coverage_stands_in_the_verdict_block() -> None:
    block = render(build.shop()).split("\n\n")[1]
    assert block.startswith(
        "Estimated 8 of 10 resources, 2 skipped; 12 need no energy of their own."
    )


def test_a_broken_limit_comes_before_the_kept_ones() -> None:
    text = render(build.red())
    found = rows(text, "the gate says no.")
    assert [row.split(" | ")[0] for row in found] == [
        "| ❌ fail",
        "| ❌ fail",
        "| ✅ pass",
        "| ✅ pass",
        "| ✅ pass",
    ]
    assert "| 111 kgCO2e/month (63.6 to 154) | 90 kgCO2e/month | 20.5 over (22.8 %) |" in found[0]
    assert "| 80 % | at least 75 % | 5 % above |" in text


def test_it_says_where_to_begin() -> None:
    text = render(build.red())
    assert (
        "- Start with `aws_db_instance.orders` at `infra/prod/plan.json`: "
        "56.6 kgCO2e (32.5 to 78.8), 51.2 % of the budget's carbon. "
        "`carbongate explain aws_db_instance.orders` takes it apart."
    ) in text


def test_a_share_of_the_machines_of_another_stack_is_named() -> None:
    guests = [
        build.estimate("Deployment/a", stack="a", tenant_of="pool"),
        build.estimate("b", stack="a"),
    ]
    text = render(build.report([build.stack("a", guests, unit=build.unit(), runs_on="cluster")]))
    (row,) = rows(text, "### Carbon in a month")
    assert row.startswith(
        "| `a` | **37.8 kgCO2e (21.8 to 52.9)** and 37.8 kgCO2e (21.8 to 52.9) on cluster |"
    )
    assert "| 1.8 gCO2e (1.04 to 2.52) per 1k requests |" in row


def test_the_largest_five_are_no_tenants() -> None:
    found = rows(render(build.shop()), "### Largest of 8 resources")
    assert [row.split("`")[1] for row in found] == [
        "aws_db_instance.orders",
        "module.shop.aws_eks_node_group.main",
        "aws_elasticache_cluster.sessions",
        "aws_instance.bastion",
        "aws_ebs_volume.archive",
    ]


def test_at_most_ten_findings_stand_open_and_old_ones_are_folded() -> None:
    new = [build.finding("a.py", n + 1) for n in range(12)]
    old = [build.finding("b.py", n + 1, new=False) for n in range(3)]
    text = render(build.report(findings=[*old, *new]))
    heading = "### 12 new findings: 12 errors; 3 older"
    assert len(rows(text, heading)) == 10
    folded = rows(text, "<details><summary>More findings</summary>")
    assert [row.split("`")[1] for row in folded] == [
        "a.py:11",
        "a.py:12",
        "b.py:1",
        "b.py:2",
        "b.py:3",
    ]


def test_heavy_ones_are_the_first_of_the_skipped() -> None:
    found = rows(render(build.shop()), "### 2 skipped, so in no number above")
    assert found[0].startswith("| heavy | `aws_msk_cluster.events` |")
    assert found[1].startswith("|  | `aws_lambda_function.mail` |")


def test_what_was_skipped_for_one_cause_is_one_row() -> None:
    gaps = [Skipped(f"t.{n}", "t", Where("a.json"), "why", False) for n in range(5)]
    text = render(build.report([build.stack("a", [build.estimate("x", stack="a")], skipped=gaps)]))
    found = rows(text, "### 5 skipped, so in no number above")
    assert found == ["|  | `t.0` and 4 more | `a.json` | why |  |"]


def test_the_lines_to_add_can_be_copied() -> None:
    text = render(build.shop())
    block = text.split("<summary>Lines to add to carbongate.yaml for what was skipped</summary>")[
        1
    ].split("```")[1]
    assert block.strip("\n").splitlines() == [
        "yaml",
        "resources:",
        '  "aws_msk_cluster.events": {vcpus: ..., memory: ... GiB}',
        "usage:",
        '  "aws_lambda_function.mail": {requests: ...}',
    ]


@pytest.mark.parametrize(
    "said",
    [
        "SCI = (operational + embodied) / R",
        "Functional unit R: 42,000 times 1k requests a month",
        "Inside: all that is reserved by `deploy/prod`",
        "Outside of every stack: access network and the devices of users",
        "Outside: not estimated: 1 of type `aws_msk_cluster` (`aws_msk_cluster.events`)",
        "| `regions/aws eu-west-1 grid_g_kwh` | 284 gCO2e/kWh (270 to 301) | `grid-2025` |",
        "| `grid-2025` | Yearly averages of grid zones, life-cycle | 2025 | ODbL-1.0 |",
        "dataset `carbongate-2026.11`, grid factors `life-cycle`",
    ],
)
def test_the_score_is_disclosed_in_a_fold(said: str) -> None:
    fold = render(build.shop()).split("<summary>Method, boundary and sources</summary>")[1]
    assert said.replace("`deploy/prod`", "deploy/prod") in fold or said in fold


def test_without_a_configuration_it_offers_a_first_one() -> None:
    text = render(build.shop(configured=False))
    assert '  - {id: "shop-prod", match: {stack: "shop-prod"}, total: 138 kgCO2e/month}' in text
    assert "total: 138" not in render(build.shop())


def test_an_estimate_has_no_verdict() -> None:
    text = render(replace(build.red(), command="estimate"))
    assert "FAIL" not in text
    assert "What to do" not in text
    assert "Exit code" not in text


# ---- a change and its base ----------------------------------------------------------------------


def test_the_order_is_that_of_the_questions_of_a_reader() -> None:
    text = render(replace(team.grown(), findings=build.red().findings, waivers=team.WAIVERS[:2]))
    wanted = ["## ❌ FAIL", "**⚠️ This change makes the gate easier", "- ⏳ Waiver `W-2`", "- budget prod-total: growth", "Estimated 8 of 10", "| ❌ fail |", "### What changed against `4f0c2d9a1b7e`: +24.5 kgCO2e a month (11.4 to 36.8)", "**What to do**", "### 2 new findings", "### 2 skipped", "<summary>More of what changed</summary>", "<summary>Carbon in a month, drawn</summary>", "<summary>Waivers</summary>", "<summary>Method, boundary and sources</summary>"]  # fmt: skip
    positions = [text.index(each) for each in wanted]
    assert positions == sorted(positions)


def test_every_loosening_stands_first_with_what_it_was_and_what_it_is() -> None:
    text = render(team.grown())
    found = rows(text, "**⚠️ This change makes the gate easier to pass in 3 places, 1 of them held")
    assert found == [
        "| `budgets[prod-total].total` | 90 kgCO2e/month | 120 kgCO2e/month | the limit of budget prod-total is raised |",
        "| `mode` | enforce | warn | nothing fails any more |",
        "| `code.disable` | nothing | query-in-loop | rule query-in-loop is switched off (held by the policy of the base) |",
    ]  # fmt: skip


def test_loosenings_are_the_last_to_give_way() -> None:
    text = render(replace(team.grown(), loosened=team.LOOSENED * 9, findings=build.red().findings))
    assert len(rows(text, "**⚠️ This change makes the gate easier to pass in 27 places")) == 8
    assert len(rows(text, "<summary>More that is easier to pass</summary>")) == 19


def test_a_limit_that_a_waiver_lets_pass_names_it() -> None:
    text = render(team.let_pass())
    assert text.startswith("## ✅ PASS: 2 limits kept, 1 of them by a waiver\n")
    assert "| ✅ waived | `prod-total` | growth |" in text
    assert "| 15.5 over, W-1 allows 30 |" in text


def test_a_limit_that_was_not_judged_says_why() -> None:
    text = render(team.without_base())
    why = "it compares with the base, and none was given (`--base` REF)"
    assert f"| ⚪ not judged | `prod-total` | growth | no base | 10 % | {why} |" in text
    judged = team.without_base().verdict.judgements[:1]
    alone = replace(team.without_base(), verdict=Verdict("pass", (), 0, 0, judged))
    assert render(alone).startswith("## ⚪ PASS: 1 not judged\n")


def test_what_one_side_does_not_know_is_apart_and_says_why() -> None:
    found = rows(render(team.let_pass()), "In no sum, since one side has no estimate:")
    assert found == [
        "| estimated now | `aws_elasticache_cluster.sessions` |  | 11 (6.32 to 15.3) | `infra/prod/plan.json` |",
        "| not estimated any more | `aws_msk_cluster.events` | 20 (10 to 30) |  | `infra/prod/plan.json` |",
    ]  # fmt: skip


def test_a_change_that_does_nothing_is_a_line_and_folds() -> None:
    lines = [line for line in unfolded(render(team.quiet())) if line and line != "fold"]
    assert lines[:2] == [
        "## ✅ PASS: 2 limits kept",
        "Against `4f0c2d9a1b7e` this change adds no carbon and no finding: 28 resources are as before.",
    ]
    assert len(lines) == 3


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"findings": (build.finding("a.py", 1),)}, id="a new finding"),
        pytest.param({"loosened": team.LOOSENED[:1]}, id="a loosening"),
        pytest.param({"difference": replace(team.NOTHING, data=team.kilograms(1, 2, 3))}, id="other data"),
        pytest.param({"difference": replace(team.NOTHING, changes=team.CHANGES[5:6])}, id="one side is not known"),
        pytest.param({"verdict": Verdict("fail", ("why",), 1, 1, ())}, id="a verdict that is red"),
        pytest.param({"command": "diff"}, id="a difference was asked for"),
    ],
)  # fmt: skip
def test_a_change_that_does_anything_is_not_called_quiet(changed: dict[str, object]) -> None:
    text = render(replace(team.quiet(), **changed))  # type: ignore[arg-type]  # the keys are Report's own
    assert "this change adds no carbon" not in text


def test_waivers_stay_open_in_a_report_that_is_quiet() -> None:
    text = render(replace(team.quiet(), waivers=team.WAIVERS))
    assert "- ⏳ Waiver `W-2` of data-platform ends on 2026-11-29, 9 days left" in text
    assert [row.split(" | ")[0] for row in rows(text, "### Waivers")] == [
        "| ⏳ ends soon",
        "| 🟢 in force",
        "| ⚪ unused",
        "| ⛔ expired",
        "| ⛔ not held",
    ]


def test_nothing_that_changes_carbon_is_one_line_of_a_red_report() -> None:
    text = render(replace(build.red(), difference=team.NOTHING))
    assert "Against `4f0c2d9a1b7e`: nothing changes in carbon; 28 resources are as before." in text
    assert "### What changed" not in text


def test_a_difference_has_no_limits_and_no_verdict() -> None:
    text = render(team.apart())
    assert text.startswith("## 📊 DIFFERENCE: +24.5 kgCO2e a month (11.4 to 36.8)\n")
    assert not re.search("limit|Exit code|FAIL|What to do", text)


# ---- what it is safe from ----------------------------------------------------------------------


def test_hostile_names_are_inert() -> None:
    text = render(team.hostile())
    assert alive_in(text) == []
    assert not [char for char in text if char != "\n" and not char.isprintable()]


def test_no_name_is_a_command_of_a_runner() -> None:
    name = "##[add-mask]x"
    gap = Skipped(name, name, Where(name), "why", True)
    stack = build.stack(name, [build.estimate(name, name, stack=name, path=name)], skipped=[gap])
    text = render(build.report([stack], notes=(name,), configured=False))
    assert not re.search(r"##\w*\[", text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)


def test_a_hostile_report_has_the_tables_of_a_kind_one() -> None:
    text = render(team.hostile())
    bodies = [token for token in parsed(text) if token.type == "td_open"]
    cells = sum(line.count(" | ") + 1 for line in text.splitlines() if re.match(r"\| (?!-)", line))
    heads = len([token for token in parsed(text) if token.type == "th_open"])
    assert len(bodies) + heads == cells


@settings(max_examples=40, deadline=None)
@given(reports())
def test_any_report_is_inert(report: Report) -> None:
    text = render(report)
    assert alive_in(text) == []
    tags = re.findall(r"^</?details>", text, re.MULTILINE)
    assert tags.count("<details>") == tags.count("</details>")


# ---- how long it gets --------------------------------------------------------------------------


def test_a_very_long_report_is_cut_with_a_pointer_and_closed() -> None:
    skipped = [
        Skipped(
            f"aws_thing.{'long' * 40}{n}",
            "aws_thing",
            Where(build.PLAN),
            f"{n} " + "word " * 100,
            True,
        )
        for n in range(3000)
    ]
    text = render(
        build.report([build.stack("a", [build.estimate("x", stack="a")], skipped=skipped)])
    )
    assert len(text) <= LONGEST
    assert text.endswith(f"{POINTER}\n")
    assert text.count("<details>") == text.count("</details>")
    assert text.startswith("## ⚪ PASS: no budget is set")


def test_loosenings_without_end_do_not_cut_off_the_verdict_and_the_limits() -> None:
    long = Loosening("key" * 300, "before " * 300, "after " * 300, "text " * 300)
    text = render(replace(team.grown(), loosened=(long,) * 500))
    assert len(text) <= LONGEST
    assert "| ❌ fail | `prod-total` | growth |" in text
    assert "**What to do**" in text
    assert "<summary>More of what changed</summary>" in text

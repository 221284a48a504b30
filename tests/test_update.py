"""What an update shows before it is taken."""

from __future__ import annotations

from dataclasses import replace

from carbongate.lock import Lock
from carbongate.model import Judgement, Report, Verdict
from carbongate.update import effect
from tests.reports.build import estimate, finding, report, stack

LOCK = Lock("1.0.0", "carbongate-2026.05", "1" * 64, {"query-in-loop": "a", "busy-wait": "b"})
NOW = Lock("1.1.0", "carbongate-2026.11", "2" * 64, {"query-in-loop": "a", "new-rule": "c"})
NUMBERS = replace(NOW, rules=LOCK.rules, tool=LOCK.tool)  # the data alone is another


def month(dataset: str, kwh: float, **changed: object) -> Report:
    """A shop with a database that uses so much, and a machine that never changes."""
    found = stack(
        "shop",
        [
            estimate(
                "aws_db_instance.orders", "aws_db_instance", kwh=kwh, kilograms=0, stack="shop"
            ),
            estimate("aws_instance.bastion", kwh=6, kilograms=0, stack="shop"),
        ],
    )
    made = report([found], **changed)  # type: ignore[arg-type]  # the keys are Report's own
    return replace(made, fingerprint=replace(made.fingerprint, dataset=dataset))


def test_a_lock_that_says_it_all_changes_nothing() -> None:
    same = month("carbongate-2026.05", 10)
    assert effect(LOCK, LOCK, same, same) == (
        "carbongate.lock is as it should be: dataset carbongate-2026.05, 2 rules.\n"
    )


def test_a_first_lock() -> None:
    assert (
        effect(None, NOW, None, month("carbongate-2026.11", 10))
        == """\
A new carbongate.lock would hold every run to this:
  dataset  carbongate-2026.11
  rules    2 rules
  program  1.1.0

verdict, if it is enforced: pass

`carbongate update --take` takes it.
"""
    )


def test_numbers_rules_and_the_verdict() -> None:
    judged = Judgement(
        "shop-total", "total", ("shop",), 3.0, 4.0, 5.0, 5.0, "kgCO2e/month", "pass", ""
    )
    before = month("carbongate-2026.05", 10, judgements=[judged])
    over = replace(judged, best=6.0, state="fail", reason="budget shop-total: over the limit")
    after = month(
        "carbongate-2026.11",
        15,
        findings=[finding("src/a.py", 3, "new-rule"), finding("src/b.py", 9, "new-rule")],
        verdict=Verdict("fail", ("budget shop-total: over the limit",), 0, 1, (over,)),
    )
    assert (
        effect(LOCK, NOW, before, after)
        == """\
carbongate.lock would change:
  dataset  carbongate-2026.05 -> carbongate-2026.11
  rules    1 new, 1 gone
  program  1.0.0 -> 1.1.0

the new data alone, kgCO2e a month
        carbongate-2026.05  carbongate-2026.11   change
  shop  5 (2.85 to 6.89)    6.56 (3.74 to 9.04)  +31.2 %

where it shows most, kgCO2e a month
  aws_db_instance.orders  3.12  4.69  +50 %

new rules
  new-rule: 2 findings that may fail: src/a.py:3 and src/b.py:9

rules that are gone: busy-wait

limits that would stand otherwise
  shop-total total  pass at 4 -> fail at 6

verdict, if it is enforced: pass -> fail
  budget shop-total: over the limit

`carbongate update --take` takes it.
"""
    )


def test_what_only_one_dataset_knows_is_neither_growth_nor_credit() -> None:
    before, after = month("carbongate-2026.05", 10), month("carbongate-2026.11", 10)
    whole = after.stacks[0]
    less = replace(after, stacks=(replace(whole, estimates=whole.estimates[:1]),))
    page = effect(LOCK, NUMBERS, before, less)
    assert "only carbongate-2026.05 can estimate aws_instance.bastion" in page
    assert "only carbongate-2026.11 can estimate aws_instance.bastion" in effect(
        LOCK, NUMBERS, less, after
    )


def test_other_numbers_under_the_same_name_are_said_and_not_invented() -> None:
    now = replace(LOCK, data="9" * 64)
    same = month("carbongate-2026.05", 10)
    page = effect(LOCK, now, same, same)
    assert "  dataset  carbongate-2026.05, as it is" in page
    assert "The numbers of carbongate-2026.05 are others than when the file was written" in page
    assert "kgCO2e a month" not in page


def test_a_dataset_that_is_gone_leaves_no_numbers_to_compare() -> None:
    page = effect(LOCK, NOW, None, month("carbongate-2026.11", 10))
    assert "  dataset  carbongate-2026.05 -> carbongate-2026.11" in page
    assert "kgCO2e a month" not in page
    assert "new rules\n  new-rule: finds nothing here\n" in page


def test_suppressed_findings_of_a_new_rule_are_not_counted() -> None:
    findings = [
        finding("a.py", 3, "new-rule", suppressed="we know"),
        finding("b.py", 4, "new-rule"),
    ]
    page = effect(LOCK, NOW, None, month("carbongate-2026.11", 10, findings=findings))
    assert "new-rule: 1 finding that may fail: b.py:4" in page


def test_no_name_moves_a_cursor_or_gives_a_runner_a_command() -> None:
    bad = "::error::x\x1b[31m\n::set-output name=a::b"
    before, after = (
        replace(
            one,
            stacks=tuple(
                replace(found, stack=replace(found.stack, name=bad)) for found in one.stacks
            ),
        )
        for one in (month("carbongate-2026.05", 10), month("carbongate-2026.11", 12))
    )
    page = effect(LOCK, NUMBERS, before, after)
    assert "\x1b" not in page
    assert not any(line.lstrip().startswith("::") for line in page.splitlines())

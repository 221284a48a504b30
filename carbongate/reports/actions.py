"""What to do about a verdict that is red or undecided, and where to begin."""

from __future__ import annotations

from collections.abc import Iterator

from carbongate.figure import Unit
from carbongate.model import Judgement, Report, Verdict
from carbongate.reports.blame import apart, blamed, grown, idle, unwaived
from carbongate.reports.judged import CARBON, GROWTH, gravity
from carbongate.reports.largest import largest
from carbongate.reports.places import own
from carbongate.reports.unseen import ranges, remedies
from carbongate.words import amount, listed, share


def actions(report: Report) -> tuple[str, ...]:
    """What to do about each kind of limit that was broken or could not be judged."""
    broken = [row for row in report.verdict.judgements if row.state in ("fail", "undecided")]
    carbon_ones = [row for row in broken if row.metric in CARBON]
    over = sorted(
        (row for row in carbon_ones if row.state == "fail" or ranges(report, row)), key=gravity
    )
    named: set[str] = set()
    said = [sentence for row in over for sentence in first(report, row, named)]
    if any(row.state == "undecided" for row in over):
        said.append("Narrow the range: state what is assumed; the weightiest stands first.")
    meant = dict.fromkeys(f"`{row.budget}`" for row in over if row.state == "fail")
    if meant:
        raised = listed(tuple(meant))
        said.append(
            f"If the carbon is meant, raise the limit of {raised} in a change that says why, or let it "
            "pass for a while: `carbongate waive` writes who answers for it, why, and until when."
            f"{of_the_base(report)}"
        )
    if findings_failed(report.verdict):
        said.append(
            "Fix the findings, or say beside one why it is right: "
            "`# carbongate: ignore[rule-id] reason`."
        )
    said += remedies(report, broken)
    said = [*unwaived(report, broken), *said]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def of_the_base(report: Report) -> str:
    """What to know of a limit or a waiver where the policy of the base holds."""
    if report.policy != "base":
        return ""
    return (
        " The policy of the base holds here, so neither counts in this change: merge it by itself first, "
        "then bring this change up to date."
    )


def first(report: Report, row: Judgement, named: set[str]) -> tuple[str, ...]:
    """Where to begin: what the change made larger, then what is largest; of growth only the change.

    `named` are the addresses that were named as the largest, each once.
    """
    grew = grown(report, row)
    said = blamed(report, grew)
    if grew and row.metric in GROWTH:
        return said
    named.update(each.address for each in grew)
    return (*said, *start(report, row, named))


def findings_failed(verdict: Verdict) -> bool:
    """Whether findings are in the way: by a budget's limit, or because no limit is broken."""
    failed = [row for row in verdict.judgements if row.state == "fail"]
    return (
        bool(verdict.failing)
        or any(row.metric == "findings" for row in failed)
        or (verdict.outcome == "fail" and not failed)
    )


def start(report: Report, judgement: Judgement, named: set[str]) -> Iterator[str]:
    """The largest resource of the budget's stacks, where its carbon is to be found."""
    stacks = [each for each in report.stacks if each.stack.name in judgement.stacks]
    counted = own(report, judgement)
    for row in largest(counted, 1):
        address = row.resource.address
        if address in named:
            continue
        named.add(address)
        figure = row.carbon().to(Unit.KG)
        whole = sum(one.grams() for one in counted) / 1000
        part = f", {share(figure.best / whole)} of the budget's carbon" if whole else ""
        place = row.resource.where
        kg = amount(figure.low, figure.best, figure.high, "kgCO2e")
        yield (
            f"Start with `{address}` at `{place}`: {kg}{part}{idle(address, stacks)}."
            f"{apart(report, address)}"
        )

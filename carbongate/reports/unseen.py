"""What keeps a limit from being judged: resources that nobody could estimate, and what to say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from carbongate.model import Judgement, Report, Skipped, StackEstimate
from carbongate.reports.judged import straddles
from carbongate.reports.remedy import line, reason
from carbongate.words import count

NAMED = 3
STATED = re.compile(r"[:;,]? *state it under `?resources`?$")  # the line to add says it


def unseen(report: Report, row: Judgement) -> list[Skipped]:
    """The skipped resources that leave a limit undecided: what the change hid first, then what matters;
    all that lowers the coverage where that is the reason."""
    if row.state != "undecided":
        return []
    stacks = [each for each in report.stacks if each.stack.name in row.stacks]
    hidden = lost(report)
    every = [(each.stack.name, gap) for each in stacks for gap in each.skipped]
    gaps = [(at, gap) for at, gap in every if gap.heavy or (at, gap.address) in hidden]
    if row.metric == "min_coverage" or (not gaps and barely(report, row, stacks)):
        gaps = every
    gaps.sort(key=lambda each: ((each[0], each[1].address) not in hidden, *weight(each[1])))
    return [gap for _, gap in gaps]


def barely(report: Report, row: Judgement, stacks: Sequence[StackEstimate]) -> bool:
    """Whether nothing of a stack was estimated, or less than the budget wants."""
    return any(not each.estimates for each in stacks) or any(
        each.metric == "min_coverage" and each.state == "undecided" and each.budget == row.budget
        for each in report.verdict.judgements
    )


def lost(report: Report) -> set[tuple[str, str]]:
    """Stack and address of what was estimated on the base and is not any more."""
    changes = report.difference.changes if report.difference else ()
    return {(each.stack, each.address) for each in changes if each.effect == "lost"}


def ranges(report: Report, row: Judgement) -> bool:
    """Whether its range alone leaves it undecided. Beside a base it is growth that decides, which a
    resource that nobody could estimate may hide."""
    return straddles(row) and not (report.difference and unseen(report, row))


def remedies(report: Report, broken: Sequence[Judgement]) -> list[str]:
    """A sentence for each of the first resources that keep limits from being judged."""
    gaps = {name(gap): gap for row in broken for gap in unseen(report, row)}
    if report.verdict.outcome == "undecided":
        heavy = [gap for each in report.stacks for gap in each.skipped if gap.heavy]
        gaps = {name(gap): gap for gap in (*gaps.values(), *sorted(heavy, key=name))}
    gone = {address for _, address in lost(report)}
    said = [remedy(gap, lost=gap.address in gone) for gap in list(gaps.values())[:NAMED]]
    if left := len(gaps) - len(said):
        said.append(
            f"{count(left, 'more skipped resource')} {'is' if left == 1 else 'are'} listed with the "
            "reason and, where one helps, the line to add."
        )
    return said


def remedy(gap: Skipped, *, lost: bool) -> str:
    """What one is, where it stands, why it is in no number, and the line to add."""
    found = line(gap)
    why = STATED.sub("", reason(gap)) if found else reason(gap)
    is_gone = "was estimated on the base and is in no number now"
    place = "" if gap.address == gap.where.path else f" at `{gap.where}`"
    said = f"`{gap.address}`{place} {is_gone if lost else 'is in no number'}: {why.rstrip('.')}."
    return f"{said} Add `{found.text}` under `{found.section}`." if found else said


def weight(gap: Skipped) -> tuple[bool, str, str, str]:
    """What matters first."""
    return not gap.heavy, *name(gap)


def name(gap: Skipped) -> tuple[str, str, str]:
    """What tells two apart, and their order."""
    return gap.address, str(gap.where), gap.why

"""The whole difference: every change, what each stack and all of them come to, and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from carbongate.difference.changes import Telling
from carbongate.difference.entries import entries
from carbongate.difference.hosts import hosts
from carbongate.difference.matching import Match, matches
from carbongate.difference.notes import notes
from carbongate.difference.renames import renames
from carbongate.difference.sums import Sums, rows, stack_difference
from carbongate.figure import Unit
from carbongate.model import Change, Difference, StackEstimate
from carbongate.paired import Delta, Pairs

NOWHERE: Mapping[str, str] = {}


def difference(
    base: str,
    before: Sequence[StackEstimate],
    after: Sequence[StackEstimate],
    *,
    moved: Mapping[str, str] = NOWHERE,
    data: Delta | None = None,
) -> Difference:
    """What stands in `after` held against what stood in `before`, both estimated with the same tables.

    `moved` has old and new paths of renamed files, and old and new addresses of moved resources.
    Sums count what is new, gone and another. They leave out workloads on declared machines (those are
    counted with the machines) and what only one side could estimate. A stack whose workloads run on
    machines of another one grows there, if machines are added for them, and in its own score.
    """
    stacks = renames(before, after, moved)
    pairs = Pairs()
    telling = Telling(hosts(before), hosts(after), pairs)
    sums = Sums(), Sums()
    found: list[Change] = []
    same = 0
    matched = matches(entries(before), entries(after), stacks, moved)
    for match in matched:
        change = telling.change(match)
        if change is None:
            now = match.after.estimate if match.after else None
            if match.after and now and not now.idle:
                same += 1
                sums[1].still[match.after.stack].append(now)
            continue
        if change.effect == "removed" and change.stack in stacks:
            change = replace(change, stack=stacks[change.stack])
        found.append(change)
        count(match, change, stacks, sums)
    found.sort(key=lambda one: (-abs(one.delta.best), one.address, one.stack, one.was))
    both = rows(before, after, stacks)
    return Difference(
        base=base,
        changes=tuple(found),
        same=same,
        stacks=tuple(stack_difference(row, *sums, pairs) for row in both),
        delta=pairs.difference(sums[0].all(), sums[1].all(), Unit.GRAM),
        data=data,
        notes=tuple(notes(both, matched, stacks)),
    )


def count(match: Match, change: Change, stacks: Mapping[str, str], sums: tuple[Sums, Sums]) -> None:
    """Counts a change in the sums of its stacks: one that moved is less here and more there."""
    old, new = match.before, match.after
    was = stacks.get(old.stack, old.stack) if old else ""
    now = new.stack if new else ""
    match change.effect:
        case "understood":
            sums[1].unseen.add(now)
        case "lost":
            sums[0].unseen.add(was)
        case "moved" if was == now and new and new.estimate:
            sums[1].still[now].append(new.estimate)
        case _:
            sums[0].add(was, old)
            sums[1].add(now, new)

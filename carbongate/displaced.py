"""Manifests that a change puts elsewhere, where less is asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carbongate.config import Budget
from carbongate.config.loosening.words import entry, names
from carbongate.config.node import shortened
from carbongate.model import Loosening, Stack
from carbongate.repository import Tree
from carbongate.stacks import Found


@dataclass(frozen=True, slots=True)
class Move:
    """A manifest of one stack on the base, and of `to` now under another name."""

    old: str
    new: str
    origin: Stack
    to: Stack


def uncounted(
    base: Tree, before: Found, head: Tree, after: Found, moved: Mapping[str, str]
) -> Iterator[Loosening]:
    """Manifests that no stack counts: they are less to see, not less.

    `moved` has old and new paths of renamed files.
    """
    counted, apart = after.counted(), set(after.unclaimed)
    went = {old: moved.get(old, old) for old in sorted(before.counted())}
    went = {  # what a configuration takes out is another matter
        old: now
        for old, now in went.items()
        if now not in counted and (old != now or now not in apart) and head.file(now) is not None
    }
    if went:
        text = "what was counted is still there, and no stack counts it"
        yield Loosening("stacks", names(went.keys()), names(went.values()), text)
    known = set(went.values())
    new = [path for path in after.unclaimed if path not in known and base.file(path) is None]
    if new:
        yield Loosening("stacks", "", names(new), "manifests are new, and no stack counts them")


def relocated(before: Found, after: Found, moved: Mapping[str, str]) -> Iterator[Move]:
    """Every renamed manifest that a stack counts on both sides."""
    now = {path: stack for stack in after.stacks for path in stack.manifests}
    for stack in before.stacks:
        for old in stack.manifests:
            new = moved.get(old, "")
            if new in now:
                yield Move(old, new, stack, now[new])


def unbudgeted(
    base: Sequence[Budget], head: Sequence[Budget], moves: Sequence[Move]
) -> Iterator[Loosening]:
    """Moves to a stack that a budget does not take in, which takes in the one they come from."""
    stays = {one.id: one for one in head}
    for was in base:
        now = stays.get(was.id)
        if now is None or was.level == "off":
            continue
        went = [
            move
            for move in moves
            if was.covers(move.origin.name, move.origin.labels)
            and not now.covers(move.to.name, move.to.labels)
        ]
        if went:
            text = (
                f"manifests were moved to stacks that budget {shortened(was.id)} does not take in"
            )
            yield loosening(f"{entry('budgets', was.id)}.match", went, text)


def hosted(moves: Sequence[Move]) -> Iterator[Loosening]:
    """Moves to a stack whose workloads others carry."""
    went: dict[str, list[Move]] = {}
    for move in moves:
        host = move.to.runs_on
        if move.to.name != move.origin.name and host not in (None, move.origin.runs_on):
            went.setdefault(move.to.name, []).append(move)
    for name, those in went.items():
        text = (
            f"the workloads of stack {shortened(name)} count as a share of the machines of another"
        )
        yield loosening(f"{entry('stacks', name)}.runs_on", those, text)


def loosening(key: str, moves: Sequence[Move], text: str) -> Loosening:
    """One of them, from where to where."""
    return Loosening(
        key, names([move.old for move in moves]), names([move.new for move in moves]), text
    )

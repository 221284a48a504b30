"""What changed against the base, for people: each resource in words, and what it comes to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from carbongate.figure import Figure, Unit
from carbongate.model import Cause, Change, Difference, Effect, StackDifference, Why
from carbongate.reports.signed import ONE_SIDED, change, effect, kg, nothing, unlike
from carbongate.words import amount, count

COMMIT = re.compile(r"[0-9a-f]{40}")
SHORT = 12  # letters of a commit that tell it apart
# What of a resource is another, as a sentence has it.
WHY: dict[Why, str] = {
    "type": "type",
    "size": "size",
    "count": "count",
    "region": "region",
    "usage": "use",
    "assumption": "assumed",
    "host": "machines",
    "stack": "stack",
    "data": "data",
}
NAMES = ("type", "region")
EFFECTS: dict[Effect, str] = {"understood": "estimated now", "lost": "not estimated any more"}


@dataclass(frozen=True, slots=True)
class Altered:
    """One resource that is not what it was. `stack` is "" where there is only one."""

    effect: str
    address: str
    before: str
    after: str
    delta: str
    why: str
    where: str
    stack: str
    host: str


@dataclass(frozen=True, slots=True)
class Side:
    """One stack on both sides."""

    name: str
    before: str
    after: str
    delta: str
    score: str


@dataclass(frozen=True, slots=True)
class Changes:
    """`counted` are in the sums; the others are listed apart. `still` says what is as it was."""

    base: str
    total: str
    differs: bool
    stacks: tuple[Side, ...]
    counted: Sequence[Altered]
    workloads: Sequence[Altered]
    unknown: Sequence[Altered]
    moved: Sequence[Altered]
    still: str
    data: str
    notes: tuple[str, ...]


def changes(found: Difference) -> Changes:
    """The largest change first, as the difference has them."""
    several = len({row.stack for row in found.changes}) > 1
    own = [row for row in found.changes if row.effect not in (*ONE_SIDED, "moved")]
    moved = [row for row in found.changes if row.effect == "moved"]
    unknown = [row for row in found.changes if row.effect in ONE_SIDED]
    stacks = [row for row in found.stacks if not nothing(row.delta)]
    return Changes(
        base=COMMIT.sub(lambda match: match[0][:SHORT], found.base),
        total=effect(found),
        differs=any(map(unlike, found.changes)),
        stacks=tuple(map(side, sorted(stacks, key=lambda row: -abs(row.delta.best)))),
        counted=Rows([row for row in own if row.tenant_of is None], several),
        workloads=Rows([row for row in own if row.tenant_of is not None], several),
        unknown=Rows(unknown, several),
        moved=Rows(moved, several),
        still=still(found.same, len(moved), len(unknown)),
        data=data(found),
        notes=tuple(dict.fromkeys(found.notes)),
    )


def still(same: int, moved: int, unknown: int) -> str:
    """What of all resources is in no sum of changes: as before, elsewhere, or known on one side only."""
    said = f"{count(same, 'resource')} {'is' if same == 1 else 'are'} as before"
    said = said if same else "no resource is as before"
    said += f", {moved:,} only renamed or moved" if moved else ""
    return said + (f", {unknown:,} estimated on one side only and so in no sum" if unknown else "")


def data(found: Difference) -> str:
    """What another dataset does to the base by itself."""
    if found.data is None:
        return ""
    if nothing(found.data):
        return "Another dataset is used than on the base, and it changes nothing there."
    return (
        f"Apart from this, the dataset that is used now changes the base itself by {kg(found.data)}: "
        "that is not the doing of this change, and in no number here."
    )


def side(row: StackDifference) -> Side:
    """One stack in words."""
    score = ""
    if row.score is not None:
        before, after, unit = row.score_before, row.score_after, Unit.GRAM_PER_UNIT.value
        ends = f"{figure(before)}, now {figure(after)}: " if before and after else ""
        score = f"{ends}{change(row.score.low, row.score.best, row.score.high, unit)}"
    return Side(
        row.name,
        carbon(row.before) or "not there",
        carbon(row.after) or "gone",
        kg(row.delta, ""),
        score,
    )


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Altered]):
    """Resources in words, which are made for those that are shown: there may be very many."""

    changes: Sequence[Change]
    several: bool

    def __len__(self) -> int:
        return len(self.changes)

    @overload
    def __getitem__(self, at: int) -> Altered: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Altered, ...]: ...

    def __getitem__(self, at: int | slice) -> Altered | tuple[Altered, ...]:
        if isinstance(at, slice):
            return tuple(altered(row, several=self.several) for row in self.changes[at])
        return altered(self.changes[at], several=self.several)


def altered(row: Change, *, several: bool) -> Altered:
    """One resource in words."""
    return Altered(
        EFFECTS.get(row.effect, row.effect),
        row.address,
        carbon(row.before),
        carbon(row.after),
        effect_of(row),
        reasons(row),
        str(row.where),
        row.stack if several else "",
        row.tenant_of or "",
    )


def effect_of(row: Change) -> str:
    """What it adds or saves; of what one side alone knows nobody can say."""
    if row.effect in ONE_SIDED:
        return ""
    return "no change" if nothing(row.delta) else kg(row.delta, "")


def reasons(row: Change) -> str:
    """Every cause, and the name that it had."""
    said = [cause(each) for each in row.causes]
    if row.was:
        said.append(f"was `{row.was}`")
    return ", ".join(said)


def cause(found: Cause) -> str:
    """`type m5.large to m5.xlarge`; names are quoted."""
    word = WHY[found.why]
    before, after = (quoted(text, found.why) for text in (found.before, found.after))
    if not before:
        return f"{word} {after}"
    return f"{word} {before} to {after}" if after else f"no more {before}"


def quoted(text: str, why: Why) -> str:
    """A name of a type or a region; all else is words."""
    return f"`{text}`" if text and why in NAMES else text


def carbon(grams: Figure | None) -> str:
    """Kilograms of one side; "" where it has none."""
    return figure(grams.to(Unit.KG)) if grams else ""


def figure(found: Figure | None) -> str:
    """A number with its range."""
    return amount(found.low, found.best, found.high, "") if found else ""


def one_line(found: Changes) -> str:
    """What the change does, where that is nothing."""
    return f"Against `{found.base}`: nothing changes in carbon; {found.still}."

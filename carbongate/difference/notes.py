"""What a reviewer needs to know of a difference beside its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from carbongate.difference.entries import Entry
from carbongate.difference.matching import Match
from carbongate.difference.sums import Row
from carbongate.difference.wording import figure
from carbongate.figure import Derived
from carbongate.words import listed


def notes(
    rows: Sequence[Row], matches: Sequence[Match], stacks: Mapping[str, str]
) -> Iterator[str]:
    """Sentences: stacks of another name, other functional units, and what neither side can tell."""
    for old, new in sorted(stacks.items()):
        yield f"stack {old} is called {new} now"
    for row in rows:
        yield from unit(row)
    if appeared := unknown(match.after for match in matches if match.before is None):
        noun = "new resource" if len(appeared) == 1 else "new resources"
        yield f"{len(appeared):,} {noun} nobody can estimate may add to this: {listed(appeared)}"
    if gone := unknown(match.before for match in matches if match.after is None):
        noun = "resource" if len(gone) == 1 else "resources"
        yield f"no credit for {len(gone):,} {noun} nobody could estimate: {listed(gone)}"


def unknown(entries: Iterable[Entry | None]) -> list[str]:
    """The addresses of what is neither estimated nor known to be nothing."""
    return sorted(
        entry.address
        for entry in entries
        if entry is not None and entry.estimate is None and entry.none is None
    )


def unit(row: Row) -> Iterator[str]:
    """What became of a stack's functional unit, and so of its score."""
    old, new = (one.stack.functional_unit if one else None for one in (row.before, row.after))
    if old is None or new is None:
        return
    if old.name != new.name:
        yield (
            f"{row.name}: the score is for one {new.name} now and was for one {old.name}: "
            "the two cannot be compared"
        )
    elif not isinstance(
        new.per_month.origin, Derived
    ):  # the runs of a pipeline are in its carbon too
        before, after = figure(old.per_month), figure(new.per_month)
        if before != after:
            yield (
                f"{row.name}: its functional unit ({new.name}) comes to {after} a month instead of "
                f"{before}: that alone makes another score of the same carbon"
            )

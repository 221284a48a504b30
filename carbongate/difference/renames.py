"""Stacks that got another name: the same manifests, or for the most part the same resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carbongate.model import StackEstimate

MOST_PAIRS = 400  # of stacks that are gone and new; beyond, only manifests say what is what
HALF = 0.5


def renames(
    before: Sequence[StackEstimate], after: Sequence[StackEstimate], moved: Mapping[str, str]
) -> Mapping[str, str]:
    """Old name -> new name, where each is the likeliest for the other and no third one is as likely."""
    names = ({one.stack.name for one in before}, {one.stack.name for one in after})
    gone = [one for one in before if one.stack.name not in names[1]]
    new = [one for one in after if one.stack.name not in names[0]]
    scores = {
        (old.stack.name, now.stack.name): score
        for old in gone
        for now in new
        if (score := likeness(old, now, moved, look=len(gone) * len(new) <= MOST_PAIRS))
    }
    return {
        old: now
        for (old, now), score in scores.items()
        if all(
            other < score
            for (one, another), other in scores.items()
            if (one == old) is not (another == now)
        )
    }


def likeness(
    old: StackEstimate, new: StackEstimate, moved: Mapping[str, str], *, look: bool
) -> float:
    """2 and the share of manifests that are the same; else the share of addresses, if that is most."""
    files = ({moved.get(path, path) for path in old.stack.manifests}, set(new.stack.manifests))
    if shared := share(*files):
        return 2 + shared
    if not look:
        return 0
    found = share(*({reading.address for reading in one.stack.readings} for one in (old, new)))
    return found if found > HALF else 0


def share(one: set[str], other: set[str]) -> float:
    """The share of both that is in each."""
    return len(one & other) / len(one | other) if one or other else 0

"""The verdict of several reports: as grave as the gravest of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from carbongate.merged.part import Part
from carbongate.model import Outcome
from carbongate.words import count, listed

# Where several hold, the first one; DESIGN of the exit codes.
ORDER = (2, 5, 3, 1, 4, 0)
MODES = ("report", "warn", "enforce")
UNDECIDED = 4
EMPTY = 3
GRAVITY = ("fail", "undecided", "empty", "pass")
# What is counted, for one and for many.
STATED = (
    ("fail", "fails", "fail"),
    ("undecided", "is undecided", "are undecided"),
    ("empty", "found nothing to look at", "found nothing to look at"),
)
BLIND = "nothing to look at; `--allow-empty` where that is meant"


def outcome(parts: Sequence[Part]) -> Outcome:
    """Fail, undecided, pass; empty only where no report looked at anything."""
    found = [outcome_of(part) for part in parts]
    if "fail" in found:
        return "fail"
    if "undecided" in found or any(map(blind, parts)):
        return "undecided" if set(found) != {"empty"} else "empty"
    return "pass" if "pass" in found else "empty"


def exit_code(parts: Sequence[Part]) -> int:
    """The gravest of what the reports ended with.

    One that found nothing to look at, and was not allowed to, makes the whole no empty one: what it
    should have looked at is missing, so the whole is undecided.
    """
    codes = [part.document["exit_code"] for part in parts]
    if any(outcome_of(part) != "empty" for part in parts):
        codes = [UNDECIDED if code == EMPTY else code for code in codes]
    found: int = min(codes, key=ORDER.index)
    return found


def mode(parts: Sequence[Part]) -> str:
    """The strictest of the modes."""
    return max((str(part.document["mode"]) for part in parts), key=MODES.index)


def command(parts: Sequence[Part]) -> str:
    """The command of all of them, else the one that holds limits."""
    found = {str(part.document["command"]) for part in parts}
    return found.pop() if len(found) == 1 else "check"


def reasons(parts: Sequence[Part]) -> list[str]:
    """What decided, with the names of its reports in front; those of the gravest stand first."""
    said: dict[str, list[Part]] = {}
    for part in sorted(parts, key=gravity):
        if blind(part):
            said.setdefault(BLIND, []).append(part)
        for reason in part.document["verdict"]["reasons"]:
            said.setdefault(reason, []).append(part)
    return [f"{listed([part.name for part in found])}: {reason}" for reason, found in said.items()]


def gravity(part: Part) -> tuple[int, str]:
    """The gravest first, then by name."""
    return GRAVITY.index(outcome_of(part)), part.name


def outcome_of(part: Part) -> str:
    """What one of them says."""
    return str(part.document["verdict"]["outcome"])


def blind(part: Part) -> bool:
    """Whether it found nothing to look at without being allowed to."""
    return outcome_of(part) == "empty" and part.document["exit_code"] == EMPTY


def headline(parts: Sequence[Part]) -> str:
    """`2 of 14 reports fail, 1 is undecided`."""
    found = Counter(outcome_of(part) for part in parts)
    of = count(len(parts), "report")
    said: list[str] = []
    for name, one, many in STATED:
        if found[name]:
            among = "" if said else f" of {of}"
            said.append(f"{found[name]:,}{among} {one if found[name] == 1 else many}")
    return ", ".join(said) or of

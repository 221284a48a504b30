"""How much of each list stands open in Markdown: a reader sees at most sixty lines without a click."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.reports.outline import Outline

LINES = 60
# The most entries of each list, and the lines that stand around them: heading, head of the table, gap.
MOST = {
    "loosened": (8, 5),
    "alerts": (4, 1),
    "reasons": (3, 1),
    "budgets": (5, 3),
    "changes": (8, 4),
    "unknown": (3, 3),
    "sides": (3, 3),
    "totals": (4, 4),
    "largest": (5, 4),
    "smells": (10, 4),
    "gaps": (5, 4),
    "waivers": (5, 4),
    "assumptions": (4, 2),
    "notes": (2, 1),
}
# What no list gives way under: what is easier to pass is never kept from sight.
LEAST = {"loosened": 8, "changes": 3}
FEWEST = 2
# What goes under a fold as a whole where all that does not do.
GIVEN_UP = ("notes", "assumptions", "sides", "unknown", "waivers", "largest", "gaps", "totals")
# Who has read what changed looks for the rest elsewhere.
BESIDE_CHANGES = ("totals", "largest", "assumptions", "notes")
CALM = ("alerts", "waivers")
# Lists whose rest is under one fold.
TOGETHER = (
    ("loosened",),
    ("changes", "unknown", "sides"),
    ("budgets",),
    ("totals", "largest"),
    ("smells",),
    ("gaps",),
    ("waivers",),
    ("assumptions", "notes"),
)
TITLE, CODA, METHOD = 2, 2, 1


def openings(said: Outline) -> dict[str, int]:
    """How many entries of each list stand open: the longest give way until all fit."""
    sizes = entries(said)
    most = {name: min(limit, sizes[name]) for name, (limit, _) in MOST.items()}
    most["smells"] = min(most["smells"], len(said.smells))  # old and suppressed ones are folded
    for name in folded(said):
        most[name] = 0
    shortened(said, sizes, most, FEWEST)
    for name in GIVEN_UP:
        if height(said, sizes, most) > LINES:
            most[name] = 0
    shortened(said, sizes, most, 1)
    return most


def shortened(said: Outline, sizes: Mapping[str, int], most: dict[str, int], fewest: int) -> None:
    """Takes from the longest list until all fit, or none has more than its fewest."""
    while height(said, sizes, most) > LINES:
        longest = max(most, key=lambda name: most[name] - LEAST.get(name, fewest))
        if most[longest] <= LEAST.get(longest, fewest):
            return
        most[longest] -= 1


def entries(said: Outline) -> dict[str, int]:
    """How long each list is."""
    found = said.changes
    apart = {
        "changes": len(found.counted) if found else 0,
        "unknown": len(found.unknown) if found else 0,
        "sides": len(found.stacks) if found else 0,
        "smells": len(said.smells) + len(said.quiet),
    }
    return {name: apart[name] if name in apart else len(getattr(said, name)) for name in MOST}


def folded(said: Outline) -> tuple[str, ...]:
    """The lists of which nothing stands open."""
    if said.calm:
        return tuple(name for name in MOST if name not in CALM)
    return BESIDE_CHANGES if said.changes else ()


def height(said: Outline, sizes: Mapping[str, int], most: Mapping[str, int]) -> int:
    """The lines that a reader sees."""
    lists = sum(shown + MOST[name][1] for name, shown in most.items() if shown)
    own = len(said.actions) + 2 if said.actions else 0
    own += len(said.first_config) + 5 if said.first_config else 0
    own += 2 if sizes["reasons"] > most["reasons"] else 0
    if said.changes:
        own += 2 if said.calm or not said.changes.differs else 4
    return TITLE + CODA + lists + own + folds(said, sizes, most)


def folds(said: Outline, sizes: Mapping[str, int], most: Mapping[str, int]) -> int:
    """How many there are: each is a line, until it is opened."""
    rest = sum(any(sizes[name] > most[name] for name in names) for names in TOGETHER)
    others = (said.resources, said.lines, said.tenants)
    return METHOD + rest + sum(bool(found) for found in others)

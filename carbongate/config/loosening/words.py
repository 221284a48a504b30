"""Words that all loosenings share."""

from __future__ import annotations

from collections.abc import Collection

from carbongate.config.node import shortened
from carbongate.words import listed

NOISE = 1e-9  # what the same number in another unit may be off by


def more(before: float, after: float) -> bool:
    """Whether a number is larger, and by more than noise."""
    return after > before + NOISE * abs(before)


def entry(section: str, name: str) -> str:
    """The key of an entry of a list by its name: `budgets[prod-total]`."""
    return f"{section}[{shortened(name)}]"


def pattern(section: str, name: str) -> str:
    """The key of a pattern: `usage."aws_instance.batch*"`."""
    return f'{section}."{shortened(name)}"'


def names(found: Collection[str]) -> str:
    """`a, b and 4 more`, each of them short."""
    return listed([shortened(one) for one in sorted(found)])


def percent(part: float) -> str:
    """`90%`, as the configuration has it."""
    return f"{part * 100:.12g}%"

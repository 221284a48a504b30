"""One side of a comparison, or the only one: a tree and its configuration, to stacks and their month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from carbongate.config import Config, Override, Patterns, UsagePatterns
from carbongate.grids import bundled
from carbongate.model import Reading, Site, Stack, StackEstimate, Waiver
from carbongate.repository import Tree
from carbongate.stacks import Found, stacks
from carbongate.tables import Tables

if TYPE_CHECKING:
    from carbongate.lock import Lock

Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, of: int) -> None:
    """The progress of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class Side:
    """A tree with what its configuration and its waivers say.

    `named` are the files that the given paths stand for, None for all; `files` those that were given
    one by one and so must be understood. `name` says which side it is: a commit, or a file.
    `unread` says why the configuration of the tree could not be read, where another stands for it.
    """

    name: str
    tree: Tree
    config: Config
    named: frozenset[str] | None = None
    files: frozenset[str] = frozenset()
    waivers: tuple[Waiver, ...] = ()
    unread: str = ""
    notes: tuple[str, ...] = ()  # what else of it could not be read
    lock: Lock | None = None
    progress: Progress = field(default=silent)


def read(side: Side, tables: Tables) -> Found:
    """The stacks of the tree, corrected as `resources:` says.

    Errors: ConfigError and InputError of the configuration and of files that had to be understood.
    """
    found = stacks(side.tree, side.named, side.files, side.config, tables, side.progress)
    if not side.config.resources:
        return found
    corrections = Patterns(side.config.resources)
    corrected = tuple(
        replace(stack, readings=tuple(correct(one, corrections, tables) for one in stack.readings))
        for stack in found.stacks
    )
    return replace(found, stacks=corrected)


def correct(reading: Reading, corrections: Patterns[Override], tables: Tables) -> Reading:
    """The reading, or what `resources:` makes of it."""
    from carbongate.overrides import overridden

    override = corrections.match(reading.address)
    return overridden(reading, override, tables) if override else reading


def estimated(found: Sequence[Stack], config: Config, tables: Tables) -> tuple[StackEstimate, ...]:
    """The bracket, with the configuration's use and the grid source it names."""
    from carbongate.estimate import estimate
    from carbongate.reach import regions_exist

    def site(provider: str, region: str | None) -> Site:
        return bundled.site(tables, provider, region)

    regions_exist(config, site)
    return estimate(found, UsagePatterns(config.usage).merged, tables, site)

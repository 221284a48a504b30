"""The configuration that is in force where the base of a pull request decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from carbongate.config.settings import Config
from carbongate.model import Waiver


def held(base: Config, head: Config, exists: Callable[[str], bool]) -> Config:
    """What holds for a change from `base` to `head`: `head` itself, unless the base says `policy: base`.

    Then limits, mode, code, units, dataset, usage and overrides are the base's, whatever the head says;
    of the head come new stacks, new manifests of known stacks, new budgets that only add a limit, and
    new paths of code. `exists` says whether a path is still in the tree of the head.
    """
    raise NotImplementedError


def held_waivers(
    base: Config, base_waivers: Sequence[Waiver], head_waivers: Sequence[Waiver]
) -> tuple[tuple[Waiver, ...], frozenset[str] | None]:
    """The waivers to list, and the ids of those that count (None: all). Under `policy: base` those of
    the base count as they stand there; what only the head has is listed and does not count."""
    raise NotImplementedError

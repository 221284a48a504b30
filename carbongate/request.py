"""What the user asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from carbongate.config import Config
from carbongate.model import Command, Mode
from carbongate.repository import Git
from carbongate.sides import Progress, Side, silent

if TYPE_CHECKING:
    from carbongate.lock import Lock


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; made once, by the command line.

    `head` is what is judged, `base` what it is held against, and `since` the commit after which code
    is new. Without it new code is what is not in the index's HEAD (`staged`) or not in the merge base
    with the upstream branch; without any of these all code is new. `moved` are the old and new names
    of files and resources that have another one since the base. `mode` stands instead of the configured one.
    """

    command: Command
    root: Path
    head: Side
    git: Git | None
    mode: Mode | None
    base: Side | None = None
    since: str | None = None
    moved: Mapping[str, str] = field(default_factory=dict)
    staged: bool = False
    allow_empty: bool = False
    all_resources: bool = False
    date: str = ""
    today: str = ""  # counts where neither a commit nor `date` says the day
    notes: tuple[str, ...] = ()
    progress: Progress = field(default=silent)

    @property
    def config(self) -> Config:
        """The configuration that the head states, whichever is in force."""
        return self.head.config

    def lock(self) -> Lock | None:
        """The lock that counts: under the policy of the base the one that lies there."""
        if self.base is not None and self.base.config.policy == "base":
            return self.base.lock
        return self.head.lock

    def prefix(self) -> str:
        """The folder of the repository that the root is; "" for its top, and outside of one."""
        if self.git is None:
            return ""
        inside = os.path.relpath(self.root.resolve(), self.git.toplevel.resolve())
        return "" if inside == os.curdir else Path(inside).as_posix()

    def seen(self, path: str | None) -> str:
        """A path of the command line as the root sees it; "" for one outside, and for none."""
        if path is None:
            return ""
        there = self.root / path
        inside = os.path.relpath(there if there.exists() else path, self.root)
        return "" if inside.startswith(os.pardir) else Path(inside).as_posix()

    def day(self) -> str:
        """The day of the run: the one given, else that of the commit; today where waivers need one.

        A commit is not older than its base, whatever it says of itself.
        """
        if self.date:
            return self.date
        head = self.git.head() if self.git else None
        if self.git and head:
            days = [self.git.commit_date(one) for one in (head, self.since) if one]
            return max(days).isoformat()
        return self.today if self.head.waivers else ""

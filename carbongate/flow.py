"""The order of the steps, and no formula. Start reading here.

tree -> manifests -> resources -> [ usage -> energy -> carbon -> SCI ] --+
                                                                         +--> verdict -> report
tree -> code files -> findings ------------------------------------------+
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from carbongate import estimate as estimating
from carbongate import gate, stacks
from carbongate.code import scan
from carbongate.config import Config
from carbongate.evidence import coverage, evidence
from carbongate.grids import bundled
from carbongate.model import Fingerprint, Mode, Report, StackEstimate
from carbongate.repository import Git, Tree, WorkTree
from carbongate.tables import Tables


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; made once in cli.py.

    `named` are the paths given on the command line, relative to the root; none means everything.
    `base` is the revision that new code is judged against, `staged` the index against HEAD.
    """

    command: Literal["check", "scan", "estimate"]
    root: Path
    named: tuple[str, ...]
    config: Config
    mode: Mode
    base: str | None = None
    staged: bool = False
    allow_empty: bool = False
    all_resources: bool = False
    date: str | None = None
    progress: Callable[[str, int, int], None] = lambda step, done, of: None

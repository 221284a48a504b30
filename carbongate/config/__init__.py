"""carbongate.yaml: find the file of a tree, load a text to a frozen Config, match addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbongate.config.checks import at_work, check_stacks, same, unmatched
from carbongate.config.find import NAMES, default, find
from carbongate.config.patterns import Patterns, UsagePatterns
from carbongate.config.settings import (
    PIPELINE,
    Budget,
    CodeConfig,
    Config,
    Increase,
    Override,
    Ratchet,
    StackConfig,
    UsageRule,
)
from carbongate.tables import DEFAULT

if TYPE_CHECKING:
    from carbongate.config.extends import Extends, Other
    from carbongate.repository import Git, Tree

__all__ = [
    "NAMES",
    "PIPELINE",
    "Budget",
    "CodeConfig",
    "Config",
    "Increase",
    "Override",
    "Patterns",
    "Ratchet",
    "StackConfig",
    "UsagePatterns",
    "UsageRule",
    "at_work",
    "check_stacks",
    "default",
    "find",
    "load",
    "others",
    "same",
    "unmatched",
]


def load(text: str, path: str, *, other: Other | None = None, dataset: str = DEFAULT) -> Config:
    """The configuration in a text; `path` is how messages name it. Errors: ConfigError.

    `other` reads the defaults that it extends (`others(tree, git)` makes one), `dataset` is the
    one that holds where no file says, as a lock may want it.
    The keys and their units are imported here: a tree without a file does not wait for them.
    """
    from carbongate.config.reading import read

    return read(text, path, other, dataset)


def others(tree: Tree, git: Git | None, kept: dict[Extends, str] | None = None) -> Other:
    """Reads defaults from a tree, from the commits of its checkout, and from a repository that is
    stated; both sides of a comparison may share what is `kept`, so that nothing is fetched twice."""
    from carbongate.config.extends import others

    return others(tree, git, kept)

"""Where a tree has its configuration, and what holds where it has none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carbongate.config.digest import digest
from carbongate.config.settings import Config
from carbongate.errors import ConfigError
from carbongate.tables import DEFAULT

if TYPE_CHECKING:
    from carbongate.repository import File, Tree

NAMES = ("carbongate.yaml", ".carbongate.yaml")
MISTAKEN = ("carbongate.yml", ".carbongate.yml")


def find(tree: Tree) -> File | None:
    """The configuration of a tree, if it has one.

    Errors: ConfigError for two of them, and for one with an ending that would be passed over.
    """
    found = [file for file in map(tree.file, NAMES) if file is not None]
    if len(found) > 1:
        raise ConfigError(f"{NAMES[0]} and {NAMES[1]} are both there; keep one")
    wrong = next((file for file in map(tree.file, MISTAKEN) if file is not None), None)
    if wrong is not None:
        right = wrong.path.removesuffix("yml") + "yaml"
        raise ConfigError(f"is not read under this name; call it {right}", wrong.path)
    return found[0] if found else None


def default(dataset: str = DEFAULT) -> Config:
    """The configuration of a tree that has none: everything is shown, nothing fails."""
    config = Config(dataset=dataset)
    return replace(config, digest=digest(config))

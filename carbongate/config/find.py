"""Where a tree has its configuration and what lies beside it, and what holds where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from carbongate.config.digest import digest
from carbongate.config.settings import Config
from carbongate.errors import ConfigError
from carbongate.tables import DEFAULT

if TYPE_CHECKING:
    from carbongate.repository import File, Tree

NAMES = ("carbongate.yaml", ".carbongate.yaml")
WAIVERS = "carbongate-waivers.yaml"
LOCK = "carbongate.lock"
# Names that nothing is read under, and the right ones.
MISTAKEN = {name.removesuffix("yaml") + "yml": name for name in NAMES}
MISTAKEN_WAIVERS = dict.fromkeys(
    ("carbongate-waivers.yml", f".{WAIVERS}", ".carbongate-waivers.yml"), WAIVERS
)


def find(tree: Tree) -> File | None:
    """The configuration of a tree, if it has one.

    Errors: ConfigError for two of them, and for one with an ending that would be passed over.
    """
    found = [file for file in map(tree.file, NAMES) if file is not None]
    if len(found) > 1:
        raise ConfigError(f"{NAMES[0]} and {NAMES[1]} are both there; keep one")
    refuse(tree, MISTAKEN)
    return found[0] if found else None


def find_waivers(tree: Tree) -> File | None:
    """The waivers of a tree, if it has some. Errors: ConfigError for a name that would be passed over."""
    refuse(tree, MISTAKEN_WAIVERS)
    return tree.file(WAIVERS)


def refuse(tree: Tree, mistaken: Mapping[str, str]) -> None:
    """Errors: ConfigError for a file under a name that nothing is read under."""
    for wrong, right in mistaken.items():
        if (file := tree.file(wrong)) is not None:
            raise ConfigError(f"is not read under this name; call it {right}", file.path)


def default(dataset: str = DEFAULT) -> Config:
    """The configuration of a tree that has none: everything is shown, nothing fails."""
    config = Config(dataset=dataset)
    return replace(config, digest=digest(config))

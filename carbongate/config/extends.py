"""`extends`: the defaults of an organisation that a configuration is made of, and where they lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from carbongate.config.kinds import Path, Text
from carbongate.config.node import Fields, Key, Node, Section
from carbongate.errors import ConfigError, InputError, UnreachableError

if TYPE_CHECKING:
    from carbongate.repository import Git, Tree

COMMIT = re.compile(r"[0-9a-f]{40}")
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/%+-]+")


@dataclass(frozen=True, slots=True)
class Extends:
    """A file of defaults: of the tree, or as it was at a commit of this or another repository.

    `path` and `line` are where it is asked for.
    """

    file: str
    commit: str | None = None
    repository: str | None = None
    path: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        """How messages call the file: `defaults.yaml`, or `defaults.yaml@3f2a1b9`."""
        return f"{self.file}@{self.commit[:7]}" if self.commit else self.file

    @property
    def identity(self) -> str:
        """What tells it from every other file."""
        where = f" of {self.repository}" if self.repository else ""
        return f"{self.file}@{self.commit}{where}" if self.commit else self.file

    def wrong(self, message: str) -> ConfigError:
        """The mistake, where the file is asked for."""
        return ConfigError(f"extends: {message}", self.path or None, self.line or None)


# Text of the file that is asked for, and the name that messages give it. Errors: ConfigError.
Other = Callable[[Extends], tuple[str, str]]


def others(tree: Tree, git: Git | None, kept: dict[Extends, str] | None = None) -> Other:
    """Reads from a tree, from the commits of its checkout, and from a repository that is stated.

    What a commit says never changes: with one `kept` for both sides of a comparison it is fetched once.
    """
    known: dict[Extends, str] = {} if kept is None else kept

    def other(wanted: Extends) -> tuple[str, str]:
        if wanted.commit is None:
            return of_tree(wanted, tree), wanted.name
        key = replace(wanted, path="", line=0)
        if key not in known:
            known[key] = of_commit(wanted, git)
        return known[key], wanted.name

    return other


def of_tree(wanted: Extends, tree: Tree) -> str:
    """The text of a file of the tree. Errors: ConfigError."""
    file = tree.file(wanted.file)
    if file is None:
        raise wanted.wrong(f"there is no file {wanted.file}")
    try:
        return file.text()
    except InputError as error:
        raise wanted.wrong(f"{wanted.file}: {error.message}") from None


def of_commit(wanted: Extends, git: Git | None) -> str:
    """The text of a file as it was at a commit. Errors: ConfigError."""
    from carbongate.repository.pinned import pinned

    try:
        return pinned(git, wanted.commit or "", wanted.file, wanted.repository)
    except ConfigError as error:
        found = wanted.wrong(error.message)
        raise UnreachableError(found.message, found.path, found.line) from None


# ---- the key -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Commit:
    """The full name of a commit: a branch or a short name may be another one tomorrow."""

    def read(self, node: Node) -> str:
        """Errors: ConfigError."""
        if isinstance(node.value, str) and COMMIT.fullmatch(node.value):
            return node.value
        raise node.wrong(
            f"{node.said()} is no full commit; write its 40 digits in quotes, as `git rev-parse` prints them"
        )

    def schema(self) -> dict[str, Any]:
        """A string of forty digits."""
        return {"type": "string", "pattern": f"^{COMMIT.pattern}$"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a repository is fetched from: https, and no name or token in it."""

    def read(self, node: Node) -> str:
        """Errors: ConfigError. What may be a secret is not repeated."""
        text = Text().read(node)
        if "@" in text:
            raise node.wrong("must hold no user name and no token")
        if not ADDRESS.fullmatch(text):
            raise node.wrong(f"{node.said()} is no address like https://github.com/OWNER/NAME")
        return text

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "pattern": f"^{ADDRESS.pattern}$"}


FILE = Key(
    "file", "The file, from the root; with a commit from the top of its repository.", Path(), True
)
AT = Key("commit", "The full name of the commit that the file is read at.", Commit())
FROM = Key(
    "repository",
    "The https address that the commit is fetched from where this checkout does not have it.",
    Address(),
)


def extends(fields: Fields) -> Extends:
    """The mapping. Errors: ConfigError for a repository without a commit."""
    node = fields.node
    if FROM.name in fields.found and AT.name not in fields.found:
        raise node.wrong("repository needs commit beside it: a branch says another thing tomorrow")
    return Extends(fields.must(FILE), fields.get(AT), fields.get(FROM), node.path, node.line)


@dataclass(frozen=True, slots=True)
class Defaults:
    """A file of the tree by its path, or a mapping that pins it."""

    section: Section[Extends]

    def read(self, node: Node) -> Extends:
        """Errors: ConfigError."""
        if isinstance(node.value, Mapping):
            return self.section.read(node)
        if isinstance(node.value, str) and "://" in node.value:
            raise node.wrong("is an address; write {file: ..., commit: ..., repository: ...}")
        return Extends(Path().read(node), path=node.path, line=node.line)

    def schema(self) -> dict[str, Any]:
        """Either of the two."""
        pinned = self.section.schema() | {"dependencies": {FROM.name: [AT.name]}}
        return {"anyOf": [Path().schema(), pinned]}


EXTENDS = Key(
    "extends",
    "A file whose defaults hold here: its budgets are added, and this file may tighten what it says, not loosen it.",
    Defaults(Section((FILE, AT, FROM), extends)),
)

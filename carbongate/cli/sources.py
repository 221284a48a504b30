"""What decides a run beside its files: the configuration, the waivers, the lock, the checkout."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from carbongate import __version__
from carbongate.cli.output import say
from carbongate.config import NAMES, Config, default, find, load, others
from carbongate.config.find import LOCK, find_waivers
from carbongate.errors import ConfigError, InputError
from carbongate.model import Waiver
from carbongate.repository import FILE_LIMIT, File, Git, Tree
from carbongate.sides import Side
from carbongate.tables import DEFAULT

if TYPE_CHECKING:
    from carbongate.config.extends import Extends
    from carbongate.lock import Lock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """How a configuration is come by: the checkout around it, and the file that was named instead."""

    git: Git | None
    file: str | None
    none: bool = False  # as if the tree had no configuration and no lock: for whoever writes one
    unlocked: bool = False  # the lock decides nothing, and may be unreadable: for whoever renews it
    kept: dict[Extends, str] = field(default_factory=dict)  # defaults that were fetched

    def load(self, text: str, path: str, tree: Tree, lock: Lock | None) -> Config:
        """The configuration in a text; the dataset of the lock where it states none."""
        return load(text, path, other=others(tree, self.git, self.kept), dataset=self.dataset(lock))

    def dataset(self, lock: Lock | None) -> str:
        """The dataset that holds where no configuration says."""
        return dataset_of(None if self.unlocked else lock)

    def lock(self, tree: Tree) -> Lock | None:
        """The lock of a tree. Errors: ConfigError for one that cannot be read and must be."""
        try:
            return None if self.none else lock_of(tree)
        except ConfigError as error:
            if not self.unlocked:
                raise
            say(f"carbongate: {error.sentence}")
            return None


def configuration(root: Path, tree: Tree, source: Source, lock: Lock | None) -> Config:
    """The named configuration, else that of the root, else the default one."""
    if source.file is not None:
        return source.load(named_text(root, source.file), source.file, tree, lock)
    for name in NAMES:
        if (root / name).is_dir():
            raise ConfigError("is a folder, not a configuration", name)
    found = find(tree)
    if found is None:
        return default(source.dataset(lock))
    return parsed(found, lambda text, path: source.load(text, path, tree, lock))


def parsed(file: File, read: Callable[[str, str], T]) -> T:
    """What a file of the tree says, by its text and its path.

    Errors: ConfigError, also where it cannot be read: the run rests on it.
    """
    try:
        return read(file.text(), file.path)
    except InputError as error:
        raise ConfigError(error.message, error.path, error.line) from None


def named_text(root: Path, file: str) -> str:
    """The text of the configuration that was named. Errors: ConfigError."""
    try:
        path = Path(file) if Path(file).exists() else root / file
        with path.open("rb") as opened_file:  # a pipe is fine, an endless device is not
            data = opened_file.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise ConfigError(f"is larger than {FILE_LIMIT:,} bytes", file)
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError(f"cannot be read: {reason}", file) from None


def lock_of(tree: Tree) -> Lock | None:
    """The lock of a tree. Errors: ConfigError for one that cannot be read."""
    file = tree.file(LOCK)
    if file is None:
        return None
    from carbongate.lock import read

    return parsed(file, read)


def dataset_of(lock: Lock | None) -> str:
    """The dataset that holds where no configuration says."""
    if lock is None:
        return DEFAULT
    from carbongate.lock import dataset

    return dataset(lock)


def held_to_lock(head: Side, *, must: bool) -> tuple[str, ...]:
    """What is not as the lock says, in sentences.

    Errors: ConfigError where it must be as the lock says and is not, or where there is no lock.
    """
    if head.lock is None:
        if must:
            raise ConfigError(f"--locked: there is no {LOCK}; `carbongate update` writes one")
        return ()
    from carbongate.code.rules import load as load_rules
    from carbongate.lock import differences, locked

    now = locked(__version__, head.config.dataset, load_rules(examples=False))
    said = differences(head.lock, now)
    if must and said:
        raise ConfigError(f"--locked: {'; '.join(said)}", LOCK)
    return said


def waivers(tree: Tree) -> tuple[Waiver, ...]:
    """What the waivers of a tree say. Errors: ConfigError."""
    file = find_waivers(tree)
    if file is None:
        return ()
    from carbongate.config.waivers import read_waivers

    return parsed(file, read_waivers)


def passed_over(root: Path, git: Git | None) -> str | None:
    """The configuration that lies above a root without one, in its checkout or where the command was
    given, as a path from here; None where there is none."""
    here, place = Path.cwd(), root.resolve()
    tops = {here, git.toplevel.resolve()} if git else {here}
    for folder in place.parents:
        if any(folder == top or folder.is_relative_to(top) for top in tops):
            name = next((name for name in NAMES if (folder / name).is_file()), None)
            if name is not None:
                return Path(os.path.relpath(folder / name, here)).as_posix()
    return None


def mind_passed_over(root: Path, git: Git | None, *, judging: bool, quiet: bool) -> None:
    """Lets no check pass because it stands beside the budget: says which configuration is not used.

    Errors: ConfigError where a verdict would rest on it.
    """
    above = passed_over(root, git)
    if above is None:
        return
    where = "this folder" if root == Path() else str(root)
    if judging:
        raise ConfigError(
            f"{where} has no configuration of its own, and {above} lies above it: run "
            f"`carbongate check` beside that one, or say `--config {above}` to use it for {where} alone"
        )
    if not quiet:
        say(f"carbongate: {where} is looked at without {above}, which lies above it")


def repository(root: Path) -> Git | None:
    """The git side of the root, or None outside of a checkout."""
    git = Git(root)
    try:
        git.toplevel  # noqa: B018  # asks git, and fails outside of a checkout
    except ConfigError:
        return None
    return git

"""From options to a request: the trees of both sides, their configurations and waivers."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbongate import __version__
from carbongate.cli.output import say
from carbongate.cli.progress import Bar
from carbongate.config import NAMES, Config, default, find, load, others
from carbongate.errors import ConfigError, InputError
from carbongate.model import Command, Waiver
from carbongate.repository import FILE_LIMIT, Git, GitTree, MappingTree, Tree, WorkTree
from carbongate.request import Request
from carbongate.sides import Side
from carbongate.stacks import within
from carbongate.tables import DEFAULT

if TYPE_CHECKING:
    from carbongate.config.extends import Extends
    from carbongate.lock import Lock

STDIN = "-"
WAIVERS = "carbongate-waivers.yaml"
LOCK = "carbongate.lock"


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


@contextmanager
def opened(command: Command, options: Mapping[str, Any]) -> Iterator[Request]:
    """The request with its trees open, and a progress bar on work longer than a second."""
    root, named = rooted(options["paths"])
    day = options.get("date")
    if options.get("base") is not None and options.get("staged"):
        raise ConfigError("--base and --staged say different things of what is new; give one")
    with Bar() as bar, ExitStack() as open_to_the_end:
        git = repository(root)
        source = Source(
            git,
            options["config_file"],
            none=options.get("no_config", False),
            unlocked=options.get("unlocked", False),
        )
        head = replace(change(root, named, source), progress=bar)
        if head.config.path is None and not options.get("quiet"):
            say_passed_over(root)
        notes = held_to_lock(head, must=options.get("locked", False))
        base: Side | None = None
        moved: Mapping[str, str] = {}
        if options.get("base") is not None:
            found = base_of(root, source, options["base"], head, named)
            base = open_to_the_end.enter_context(found)
            moved = git.renamed(base.name) if git else {}
        yield Request(
            command=command,
            root=root,
            head=head,
            git=git,
            mode=options.get("mode"),
            base=base,
            since=base.name if base else None,
            moved=moved,
            staged=options.get("staged", False),
            allow_empty=options.get("allow_empty", False),
            all_resources=options.get("all_resources", False),
            date=day.date().isoformat() if day else "",
            today=datetime.now(UTC).date().isoformat(),
            notes=notes,
            progress=bar,
        )


def change(root: Path, named: tuple[str, ...], source: Source) -> Side:
    """The work tree, or what of it was named, or standard input."""
    whole = WorkTree(root)
    lock = source.lock(whole)
    config = default() if source.none else configuration(root, whole, source, lock)
    if named == (STDIN,):
        tree: Tree = MappingTree({STDIN: standard_input()}, name="stdin")
        files = frozenset(named)
    else:
        entries = tuple(entry for stack in config.stacks for entry in stack.manifests)
        work = WorkTree(root, named, entries)
        tree, files = work, work.named()
    return Side(
        name="",
        tree=tree,
        config=config,
        named=frozenset(file.path for file in tree.files()) if named else None,
        files=files,
        waivers=() if named == (STDIN,) or source.none else waivers(whole),
        lock=lock,
    )


# ---- the base --------------------------------------------------------------------------------


@contextmanager
def base_of(
    root: Path, source: Source, revision: str, head: Side, named: tuple[str, ...]
) -> Iterator[Side]:
    """The commit where the change and a revision parted, read without a checkout.

    Errors: ConfigError outside of a checkout, for standard input, and where there is no such commit.
    """
    if source.git is None:
        raise ConfigError("--base needs a git checkout")
    if named == (STDIN,):
        raise ConfigError("--base compares files of a checkout, and standard input is none")
    commit = source.git.merge_base(revision)
    with GitTree(root, commit) as tree:
        entries = [Path(path).as_posix() for path in named]
        inside = frozenset(
            file.path for file in tree.files() if any(within(file.path, one) for one in entries)
        )
        side = Side(
            name=commit,
            tree=tree,
            config=head.config,
            named=inside if named else None,
            progress=head.progress,
        )
        yield configured(side, head.config, source)


def configured(side: Side, stated: Config, source: Source) -> Side:
    """The base with its own configuration; with that of the change where it has none, or a broken one,
    as far as what that names is there."""
    try:
        lock = lock_of(side.tree)
        side = replace(side, lock=lock, waivers=waivers(side.tree))
        name = source.file
        file = side.tree.file(Path(name).as_posix()) if name else find(side.tree)
        if file is not None:
            return replace(side, config=source.load(file.text(), file.path, side.tree, lock))
        why = ""
    except (ConfigError, InputError) as error:
        why = error.sentence
    there = [
        replace(stack, manifests=present)
        for stack in stated.stacks
        if (present := tuple(one for one in stack.manifests if side.tree.under(one)))
    ]
    return replace(side, config=replace(stated, stacks=tuple(there)), unread=why)


# ---- paths and configuration -----------------------------------------------------------------


def standard_input() -> bytes:
    """All of standard input. Errors: InputError when it is longer than a file may be."""
    data = sys.stdin.buffer.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise InputError(f"standard input is larger than {FILE_LIMIT:,} bytes")
    return data


def rooted(paths: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """The root, and what of it was named: one folder is a root, anything else lies in this folder."""
    if STDIN in paths:
        if len(paths) > 1:
            raise ConfigError("standard input (-) cannot be read together with other paths")
        return Path(), paths
    modes = [mode(path) for path in paths]
    if len(paths) == 1 and stat.S_ISDIR(modes[0]):
        return Path(paths[0]), ()
    return Path(), paths


def mode(path: str) -> int:
    """What lies at a path, as `stat` says it; 0 where that may not be asked.

    Errors: ConfigError where nothing is.
    """
    try:
        return Path(path).stat().st_mode
    except PermissionError:
        return 0  # the tree says what may not be read
    except (OSError, ValueError):
        raise ConfigError("there is no such file or folder", path) from None


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
    try:
        return source.load(found.text(), found.path, tree, lock)
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

    try:
        return read(file.text(), file.path)
    except InputError as error:
        raise ConfigError(error.message, error.path, error.line) from None


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
    file = tree.file(WAIVERS)
    if file is None:
        return ()
    from carbongate.config.waivers import read_waivers

    try:
        return read_waivers(file.text(), file.path)
    except InputError as error:
        raise ConfigError(error.message, error.path, error.line) from None


def say_passed_over(root: Path) -> None:
    """Tells whoever named a folder that the configuration they stand beside is not the folder's."""
    here = Path.cwd()
    name = next((name for name in NAMES if (here / name).is_file()), None)
    place = root.resolve()
    if name and place != here and place.is_relative_to(here):
        say(
            f"carbongate: {root} is looked at without the {name} of this folder; "
            "run without PATH to use it"
        )


def repository(root: Path) -> Git | None:
    """The git side of the root, or None outside of a checkout."""
    git = Git(root)
    try:
        git.toplevel  # noqa: B018  # asks git, and fails outside of a checkout
    except ConfigError:
        return None
    return git

"""From options to a request: the trees of both sides, their configurations and waivers."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from carbongate.cli.progress import Bar
from carbongate.cli.sources import (
    Source,
    configuration,
    held_to_lock,
    lock_of,
    mind_passed_over,
    repository,
    waivers,
)
from carbongate.config import Config, default, find
from carbongate.errors import ConfigError, InputError, UnreachableError
from carbongate.model import Command
from carbongate.repository import FILE_LIMIT, GitTree, MappingTree, Tree, WorkTree
from carbongate.repository.file import within
from carbongate.request import Request
from carbongate.sides import Side

STDIN = "-"


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
        if head.config.path is None and not named and not source.none:
            quiet = bool(options.get("quiet"))
            mind_passed_over(root, git, judging=command == "check", quiet=quiet)
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
    if named:
        config = whole_stacks(config, whole, frozenset(file.path for file in tree.files()))
    return Side(
        name="",
        tree=tree,
        config=config,
        named=frozenset(file.path for file in tree.files()) if named else None,
        files=files,
        waivers=() if named == (STDIN,) or source.none else waivers(whole),
        lock=lock,
    )


def whole_stacks(config: Config, tree: Tree, named: frozenset[str]) -> Config:
    """The configuration with those of its stacks of which every file was named: a part of one is
    held against nothing."""
    kept = [
        stack
        for stack in config.stacks
        if all(
            (files := tree.under(entry)) and {file.path for file in files} <= named
            for entry in stack.manifests
        )
    ]
    return replace(config, stacks=tuple(kept))


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
        side = configured(side, head.config, source)
        yield replace(side, config=whole_stacks(side.config, tree, inside)) if named else side


def configured(side: Side, stated: Config, source: Source) -> Side:
    """The base with its own configuration, waivers and lock; with the configuration of the change where
    it has none, or one that nobody can read, as far as what that names is there.

    Errors: UnreachableError where the defaults that it extends cannot be had.
    """
    lock, no_lock = read_or_why(lambda: lock_of(side.tree))
    waived, no_waivers = read_or_why(lambda: waivers(side.tree))
    side = replace(side, lock=lock, waivers=waived or ())

    def own() -> Config | None:
        name = source.file
        file = side.tree.file(Path(name).as_posix()) if name else find(side.tree)
        return source.load(file.text(), file.path, side.tree, lock) if file else None

    config, no_config = read_or_why(own)
    side = replace(side, notes=tuple(filter(None, (no_waivers, no_lock))))
    if config is not None:
        return replace(side, config=config)
    there = [
        replace(stack, manifests=present)
        for stack in stated.stacks
        if (present := tuple(one for one in stack.manifests if side.tree.under(one)))
    ]
    return replace(side, config=replace(stated, stacks=tuple(there)), unread=no_config)


T = TypeVar("T")


def read_or_why(read: Callable[[], T]) -> tuple[T | None, str]:
    """What was read, or why it cannot be. Errors: UnreachableError: the base is not to blame for that."""
    try:
        return read(), ""
    except UnreachableError:
        raise
    except (ConfigError, InputError) as error:
        return None, error.sentence


# ---- paths -------------------------------------------------------------------------------------


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

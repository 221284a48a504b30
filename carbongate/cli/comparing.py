"""`diff`: two commits, two files, two folders, or a plan's own before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from carbongate.cli.opening import change, opened
from carbongate.cli.progress import Bar
from carbongate.cli.sources import Source, configuration, repository
from carbongate.config import Config
from carbongate.errors import ConfigError
from carbongate.repository import File, MappingTree, WorkTree
from carbongate.request import Request
from carbongate.sides import Side

WAYS = "give --base REF, two files or folders (old, new), or one Terraform plan as JSON"


@contextmanager
def differing(options: Mapping[str, Any]) -> Iterator[Request]:
    """The request for what the options want to be held against each other.

    Errors: ConfigError where they do not say two sides.
    """
    paths = tuple(options["paths"])
    if options.get("base") is not None:
        with opened("diff", options) as request:
            yield request
        return
    moved: Mapping[str, str] = {}
    with Bar() as bar:
        if len(paths) == 2 and all(Path(path).is_dir() for path in paths):
            old, new = (folder(Path(path), options["config_file"]) for path in paths)
            new = replace(new, name="")
            root = Path(paths[1])
        else:
            source = Source(repository(Path()), options["config_file"])
            config = replace(configuration(Path(), WorkTree(Path()), source, None), stacks=())
            old, new, moved = files(paths, config)
            root = Path()
        yield Request(
            command="diff",
            root=root,
            head=new,
            git=repository(root),
            mode=None,
            base=old,
            moved=moved,
            all_resources=options.get("all_resources", False),
            progress=bar,
        )


def folder(root: Path, config_file: str | None) -> Side:
    """A folder with the configuration that lies in it, or the one that was named."""
    return replace(change(root, (), Source(repository(root), config_file)), name=str(root))


def files(paths: tuple[str, ...], config: Config) -> tuple[Side, Side, Mapping[str, str]]:
    """Two files, or the two sides of one plan, and the old and new names of what is one on both."""
    if len(paths) not in (1, 2):
        raise ConfigError(f"what is to be compared? {WAYS}")
    *_, new = (one_file(path) for path in paths)
    moved: Mapping[str, str] = {}
    if len(paths) == 2:
        old: File | None = one_file(paths[0])
        name = paths[0]
    else:
        from carbongate.manifests.plan_before import before, renamed

        old, name, moved = before(new), f"{new.path} before it is applied", renamed(new)
    if old is None:
        raise ConfigError(f"is no plan that knows what was there before; {WAYS}", new.path)
    if old.path != new.path:
        moved = {**moved, old.path: new.path}
    return alone(old, name, config), alone(new, "", config), moved


def one_file(path: str) -> File:
    """The file at a path. Errors: ConfigError for a folder or nothing, InputError when unreadable."""
    if not Path(path).is_file():
        raise ConfigError(f"is no file; {WAYS}", path)
    (found,) = WorkTree(Path(), (path,)).files()
    return found


def alone(file: File, name: str, config: Config) -> Side:
    """A side of one file, which must be understood."""
    one = frozenset((file.path,))
    return Side(name, MappingTree({file.path: file.data()}), config, named=one, files=one)

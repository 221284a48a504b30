"""From options to a request, and from a report to what the user sees."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from carbongate.cli.output import say, show, targets, write
from carbongate.cli.progress import Bar
from carbongate.config import NAMES, Config, default, find, load
from carbongate.errors import ConfigError, InputError
from carbongate.flow import Request, estimates, run
from carbongate.model import Command
from carbongate.repository import FILE_LIMIT, Git, MappingTree, Tree, WorkTree

STDIN = "-"
WIDE = 200  # columns of a list that is for reading and for grep


def report(command: Command, options: Mapping[str, Any]) -> int:
    """Runs, writes every output, shows the report; the exit code of the verdict."""
    wanted = targets(options["outputs"])
    with opened(command, options) as request:
        found = run(request)
    for render, file in wanted:
        write(render(found), file)
    if not options["quiet"]:
        show(found, to_stderr=any(file == STDIN for _, file in wanted))
    return found.verdict.exit_code


def explanation(subject: str, options: Mapping[str, Any]) -> str:
    """A rule's page, or the derivation of a resource's numbers."""
    from carbongate import explain
    from carbongate.code.rules import load as load_rules

    rules = {rule.id: rule for rule in load_rules()}
    if subject in rules:
        return explain.rule(rules[subject])
    with opened("estimate", options) as request:
        stacks, tables = estimates(request)
        return explain.address(subject, stacks, tables.sources(), tuple(rules))


def rule_list(everything: bool) -> str:
    """One line for each rule."""
    from carbongate.code.rules import load as load_rules
    from carbongate.reports.layout import table

    rows = [
        (rule.id, rule.language, rule.tier, rule.severity, rule.confidence, rule.title)
        for rule in load_rules()
        if everything or rule.tier != "parity"
    ]
    head = ("rule", "language", "tier", "severity", "confidence", "what it finds")
    lines = [line for row in table((head, *rows), WIDE, indent=0) for line in row]
    return "".join(f"{line.text}\n" for line in lines)


def coverage_page(options: Mapping[str, Any]) -> str:
    """What of the tree was understood."""
    from carbongate.reports import coverage

    with opened("estimate", options) as request:
        return coverage.page(run(request))


# ---- the request -------------------------------------------------------------------------------


@contextmanager
def opened(command: Command, options: Mapping[str, Any]) -> Iterator[Request]:
    """The request with its tree open, and a progress bar on work longer than a second."""
    root, named = rooted(options["paths"])
    config = configuration(root, options["config_file"])
    if config.path is None and not options.get("quiet"):
        say_passed_over(root)
    entries = tuple(entry for stack in config.stacks for entry in stack.manifests)
    if named == (STDIN,):
        tree: Tree = MappingTree({STDIN: standard_input()}, name="stdin")
        files = frozenset(named)
    else:
        work = WorkTree(root, named, entries)
        tree, files = work, work.named()
    day = options.get("date")
    with Bar() as bar:
        yield Request(
            command=command,
            root=root,
            tree=tree,
            git=repository(root),
            config=config,
            mode=options.get("mode") or config.mode,
            named=frozenset(file.path for file in tree.files()) if named else None,
            files=files,
            base=options.get("base"),
            staged=options.get("staged", False),
            allow_empty=options.get("allow_empty", False),
            all_resources=options.get("all_resources", False),
            date=day.date().isoformat() if day else "",
            progress=bar,
        )


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


def configuration(root: Path, file: str | None) -> Config:
    """The named configuration, else that of the root, else the default one."""
    if file is not None:
        try:
            path = Path(file) if Path(file).exists() else root / file
            with path.open("rb") as opened_file:  # a pipe is fine, an endless device is not
                data = opened_file.read(FILE_LIMIT + 1)
            if len(data) > FILE_LIMIT:
                raise ConfigError(f"is larger than {FILE_LIMIT:,} bytes", file)
            return load(data.decode("utf-8-sig"), file)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise ConfigError(f"cannot be read: {reason}", file) from None
    for name in NAMES:
        if (root / name).is_dir():
            raise ConfigError("is a folder, not a configuration", name)
    found = find(WorkTree(root))
    if found is None:
        return default()
    try:
        return load(found.text(), found.path)
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

"""Commands that write a file of the repository: init, waive, update."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from carbongate import __version__
from carbongate.cli.opening import opened
from carbongate.cli.output import say, write
from carbongate.config import NAMES, Config
from carbongate.config.find import LOCK, WAIVERS
from carbongate.errors import ConfigError
from carbongate.flow import estimates, read_waived, run
from carbongate.lock import Lock
from carbongate.model import Report, StackEstimate
from carbongate.request import Request

FILELESS: Mapping[str, Any] = {"config_file": None, "quiet": True}


def init(root: Path, *, force: bool, to_stdout: bool) -> None:
    """Writes a commented carbongate.yaml that fits the tree, or prints it.

    Errors: ConfigError where there is one already, or nothing to look at.
    """
    from carbongate.proposal import proposal, text

    there = next((name for name in NAMES if (root / name).exists()), None)
    if there and not (force or to_stdout):
        raise ConfigError("is there already; --force writes over it, --stdout shows mine", there)
    with opened("estimate", {**FILELESS, "paths": (str(root),), "no_config": True}) as request:

        def measure(config: Config) -> Sequence[StackEstimate]:
            return estimates(with_config(request, config))[0]

        made = text(proposal(request.head.tree, measure))
    if to_stdout:
        click.echo(made, nl=False)
        return
    target = root / (there or NAMES[0])
    write(made, str(target))
    say(f"carbongate: wrote {target}; look at it, then run `carbongate check`")


def waive(words: Mapping[str, str], options: Mapping[str, Any]) -> None:
    """Adds one waiver to the file of the root.

    Errors: ConfigError for what `check` would refuse; nothing is written then.
    """
    from carbongate.config.waivers import added, next_id, read_waivers, waiver

    with opened("check", {**options, "quiet": True}) as request:
        file = request.root / WAIVERS
        before = content(file)
        while True:
            there = read_waivers(before, str(file)) if before else ()
            one = waiver({"id": next_id(there), **words})
            text = added(before, one, str(file))
            # It is written today, whenever the last commit was.
            asked = replace(request, date=request.date or request.today)
            if one.until.isoformat() < asked.date:
                day = one.until.isoformat()
                raise ConfigError(f"until: {day} has passed; today is {asked.date}")
            every = read_waivers(text, str(file))
            read_waived(replace(asked, head=replace(asked.head, waivers=every)))
            # Whoever wrote meanwhile loses nothing.
            known, before = before, content(file)
            if known == before:
                break
        write(text, str(file))
    say(f"carbongate: {file} has {one.id} for {one.scope} now, until {one.until.isoformat()}")


def content(file: Path) -> str | None:
    """The text of a file, None where there is none."""
    return file.read_text(encoding="utf-8") if file.exists() else None


def update(options: Mapping[str, Any], dataset: str | None, *, take: bool) -> int:
    """Shows what newer data and rules do to this repository, and takes them when asked to."""
    from carbongate.code.rules import load as load_rules
    from carbongate.lock import locked, text
    from carbongate.update import effect

    with opened("check", {**options, "quiet": True, "unlocked": True}) as request:
        lock = request.head.lock
        wanted = dataset or request.config.dataset
        now = locked(__version__, wanted, load_rules(examples=False))
        after = under(request, wanted)
        before: Report | None = None
        if lock is not None and known(lock.dataset):
            before = under(request, lock.dataset, lock)
        click.echo(effect(lock, now, before, after, taken=take), nl=False)
        if take:
            file = request.root / LOCK
            write(text(now), str(file))
            say(f"carbongate: wrote {file}")
    return 0


def under(request: Request, dataset: str, lock: Lock | None = None) -> Report:
    """The report of the tree under a dataset; without a lock all rules count."""
    config = replace(request.config, dataset=dataset)
    return run(
        replace(request, head=replace(request.head, config=config, lock=lock), mode="report")
    )


def known(dataset: str) -> bool:
    """Whether a dataset came with this program."""
    from carbongate.tables import datasets

    return dataset in datasets()


def with_config(request: Request, config: Config) -> Request:
    """The request under another configuration."""
    return replace(request, head=replace(request.head, config=config))

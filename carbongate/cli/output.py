"""Text to standard output and error, files that are whole or not there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbongate.errors import CarbongateError, ConfigError

if TYPE_CHECKING:
    from carbongate.model import Report

Render = Callable[["Report"], str]
CONTRACT = ("render",)  # of a format


class OutputError(CarbongateError):
    """A report could not be written where it was asked for."""


def say(text: str) -> None:
    """A line on standard error, harmless for a terminal whatever a file's name holds."""
    harmless = "".join(
        sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
    click.echo(harmless, err=True)


def targets(outputs: Sequence[str]) -> list[tuple[Render, str]]:
    """FORMAT=FILE to renderers. Errors: ConfigError for a format that is none, or two on stdout."""
    if not outputs:
        return []
    from carbongate import reports
    from carbongate.config.node import meant
    from carbongate.discover import module, modules

    found: list[tuple[Render, str]] = []
    for name, file in asked(outputs, "json=report.json"):
        form = module(reports, name, CONTRACT)
        if form is None:
            known = [one.__name__.rpartition(".")[2] for one in modules(reports, CONTRACT)]
            raise ConfigError(
                f"--output {name}={file}: there is no format {name}; {meant(name, tuple(known))}"
            )
        found.append((form.render, file))
    return found


def asked(outputs: Sequence[str], example: str) -> list[tuple[str, str]]:
    """FORMAT=FILE to names of formats and files.

    Errors: ConfigError for something else, which shows the example, and for two on standard output.
    """
    found: list[tuple[str, str]] = []
    for output in outputs:
        name, equals, file = output.partition("=")
        if not equals or not file:
            raise ConfigError(f"--output {output}: write FORMAT=FILE, such as {example}")
        found.append((name, file))
    if sum(file == "-" for _, file in found) > 1:
        raise ConfigError("--output: only one report can go to standard output")
    return found


def write(text: str, file: str) -> None:
    """The text to a file, under a temporary name first, or to standard output."""
    if file == "-":
        click.echo(text, nl=False)
        return
    target = Path(file)
    draft = target.parent / f".carbongate-{os.getpid()}"
    try:
        if target.exists() and not target.is_file():  # a pipe or a device cannot be renamed over
            target.write_text(text, encoding="utf-8")
            return
        with draft.open(
            "x", encoding="utf-8", newline="\n"
        ) as new:  # never through somebody's link
            try:
                new.write(text)
                new.close()
                draft.replace(target)
            except OSError:
                draft.unlink()
                raise
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", file) from None


def show(report: Report, *, to_stderr: bool) -> None:
    """The report for whoever ran the command: in colour on a terminal, plain elsewhere."""
    from carbongate.reports import text

    stream = sys.stderr if to_stderr else sys.stdout
    if stream.isatty():
        from rich.console import Console

        text.colored(report, Console(file=stream, highlight=False))
    else:
        click.echo(text.render(report), nl=False, err=to_stderr)

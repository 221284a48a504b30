"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def reading(command: Command) -> Command:
    """PATHS, and how the tree is read."""
    return decorated(
        command,
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
        click.option(
            "--config",
            "config_file",
            metavar="FILE",
            help="Configuration instead of the carbongate.yaml of the root.",
        ),
        debugging,
    )


def debugging(command: Command) -> Command:
    """What happened, in full."""
    return click.option(
        "--debug", is_flag=True, expose_value=False, help="Show the trace of an error."
    )(command)


def common(command: Command) -> Command:
    """PATHS, and what is written where."""
    return decorated(
        reading(command),
        click.option(
            "--output",
            "outputs",
            multiple=True,
            metavar="FORMAT=FILE",
            help="Write text, markdown, html, json, sarif, junit, annotations, gitlab, prometheus, badge or "
            "github (outputs of a step) to FILE, - is stdout; may be given many times.",
        ),
        click.option(
            "--locked",
            is_flag=True,
            help="Refuse other data, rules or another version than carbongate.lock names.",
        ),
        click.option("--quiet", is_flag=True, help="Print nothing but errors and --output."),
        click.option(
            "--all-resources", is_flag=True, help="List every resource, however many there are."
        ),
        click.option(
            "--date",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="YYYY-MM-DD",
            help="The day of the run, instead of that of the commit: waivers end by it.",
        ),
    )


def against(command: Command) -> Command:
    """What the tree is held against."""
    return decorated(
        command,
        click.option(
            "--base",
            metavar="REF",
            help="Compare with the merge base with REF, such as origin/main.",
        ),
    )


def judging(command: Command) -> Command:
    """What is new, and what follows from it."""
    return decorated(
        against(command),
        click.option(
            "--staged", is_flag=True, help="Code of the index that is not in HEAD is new."
        ),
        click.option(
            "--mode",
            type=click.Choice(["report", "warn", "enforce"]),
            help="Instead of the configured mode.",
        ),
        click.option("--allow-empty", is_flag=True, help="Nothing to look at is exit 0."),
    )


def decorated(command: Command, *options: Callable[[Command], Command]) -> Command:
    """The command with its options, in the order of the help."""
    for option in reversed(options):
        command = option(command)
    return command

"""`merge`: JSON reports to one."""

from __future__ import annotations

from collections.abc import Sequence

import click

from carbongate.cli.output import asked, write
from carbongate.cli.running import content
from carbongate.config.node import meant
from carbongate.errors import ConfigError, InputError
from carbongate.merged import FORMATS, merge, read, render
from carbongate.merged.formats import Format


def merged(
    reports: Sequence[str], outputs: Sequence[str], *, quiet: bool, all_resources: bool
) -> int:
    """Joins the reports, writes every output, shows the whole; the exit code is the worst of them.

    Errors: ConfigError for a format that is none, InputError for a file that is no report.
    """
    wanted = targets(outputs)
    documents = ((path, read(text(path), path)) for path in reports)
    whole = merge(documents, all_resources=all_resources)
    for form, file in wanted:
        write(render(whole, form), file)
    if not quiet:
        to_stderr = any(file == "-" for _, file in wanted)
        click.echo(render(whole, "text"), nl=False, err=to_stderr)
    return whole.exit_code


def text(path: str) -> str:
    """The text of a report. Errors: InputError."""
    try:
        return content(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is no report of carbongate: it is not UTF-8", path) from None


def targets(outputs: Sequence[str]) -> list[tuple[Format, str]]:
    """FORMAT=FILE to formats and files. Errors: ConfigError."""
    found: list[tuple[Format, str]] = []
    for name, file in asked(outputs, "html=all.html"):
        form = next((one for one in FORMATS if one == name), None)
        if form is None:
            raise ConfigError(
                f"--output {name}={file}: no format {name} joins; {meant(name, FORMATS)}"
            )
        found.append((form, file))
    return found

"""What is run when the program is, and the one place where errors end."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import click

from carbongate.cli.commands import group
from carbongate.cli.output import say
from carbongate.errors import CarbongateError


def main() -> None:
    """Ends with 0 pass, 1 fail, 2 usage, 3 nothing to look at, 4 undecided, 5 broken."""
    reopen()
    gc.disable()  # nothing here makes cycles, and reading a large plan takes half the time
    code = exit_code(sys.argv[1:])
    close()
    sys.exit(code)


def exit_code(arguments: list[str]) -> int:
    """Runs the command. No error leaves here: Python's own exit 1 would read as a verdict."""
    try:
        code = group(arguments, prog_name="carbongate", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as asked:
        code = asked.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        code = 5  # whoever read the output has left; the verdict cannot be told any more
    except CarbongateError as error:
        say(f"carbongate: {error.sentence}")
        trace(arguments)
        code = error.exit_code
    except OSError as error:  # no disk space, no more memory or files: not a mistake of the program
        about = f"{error.filename}: " if isinstance(error.filename, str) else ""
        say(f"carbongate: the system refused: {about}{error.strerror or error}")
        trace(arguments)
        code = 5
    except Exception as error:  # noqa: BLE001  # a crash is exit 5 and one sentence, whatever it was
        say(
            f"carbongate: internal error: {type(error).__name__}: {error}. This is a mistake of the "
            "program and no verdict; run again with --debug for the trace, and report it."
        )
        trace(arguments)
        code = 5
    return code if isinstance(code, int) else 0


def reopen() -> None:
    """Gives the streams that were closed before the start a place that takes and says nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - open to the end


def close() -> None:
    """Drops what could not be written, which would fail once more behind our back."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def trace(arguments: list[str]) -> None:
    """The trace of what happened, for whoever asked for it."""
    if "--debug" in arguments:
        import traceback

        traceback.print_exc()

"""The git command, called so that nothing the repository configures is executed.

Hooks, file system monitors, external diffs, text conversions, filters, pagers, lazy fetches and bare
repositories hidden in a folder are switched off. Variables that point git elsewhere are dropped.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from carbongate.errors import ConfigError

if TYPE_CHECKING:
    import subprocess

SAFE = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    *("-c", "core.fsmonitor="),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
# What the user, never the repository, says about git itself.
_KEPT = (
    "GIT_CONFIG_",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
_NOT_KEPT = "GIT_CONFIG_PARAMETERS"
_TOO_LATE = 124


class GitError(ConfigError):
    """git said no; the message is what it said, or what to do about it."""


class GitMissingError(GitError):
    """There is no git command."""


def variables() -> dict[str, str]:
    """The variables that git gets; read here since they are the child's, not ours."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or (name.startswith(_KEPT) and name != _NOT_KEPT)
    }
    return clean | {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


def called(
    root: Path,
    arguments: Iterable[str],
    environment: Mapping[str, str],
    send: bytes = b"",
    time: float | None = None,
) -> tuple[int, bytes, str]:
    """Exit code, output and complaint of one git command in a folder.

    With a time limit, in seconds, git runs without a terminal, so that it can ask nobody.
    """
    import subprocess

    try:
        process = subprocess.Popen(
            [*SAFE, *arguments],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=time is not None,
        )
    except FileNotFoundError:
        if not root.is_dir():
            raise ConfigError(f"{root} is not a folder") from None
        raise GitMissingError("the git command is not installed") from None
    with process:
        try:
            output, told = process.communicate(send, timeout=time)
        except subprocess.TimeoutExpired:
            _end(process)
            return _TOO_LATE, b"", f"fatal: no answer within {time:g} seconds"
        except BaseException:
            _end(process)
            raise
    complaint = told.decode("utf-8", "replace")
    if "dubious ownership" in complaint:
        raise GitError(sentence(complaint, root))
    return process.returncode, output, complaint


def sentence(complaint: str, root: Path) -> str:
    """What went wrong, for a person."""
    if "dubious ownership" in complaint:
        return (
            "git refuses this checkout because another user owns it; allow it with "
            f"`git config --global --add safe.directory {root.resolve()}`"
        )
    if is_no_checkout(complaint):
        return "this folder is not in a git checkout"
    lines = (line.strip() for line in complaint.splitlines())
    first = next((line for line in lines if line), "no reason given")
    return f"git failed: {first.removeprefix('fatal: ')[:300]}"


def is_no_checkout(complaint: str) -> bool:
    """Whether git complained of being called outside of a checkout."""
    return any(
        words in complaint for words in ("not a git repository", "cannot use bare repository")
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process and, where it leads a group, all that it started: they would hold its pipes."""
    import signal

    if hasattr(os, "killpg") and os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()

"""Keeps git from running what the repository, not the user, configures."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carbongate.repository.git import Git

# Settings by which a fetch would run a command.
_COMMANDS = re.compile(
    r"core\.(sshcommand|askpass|gitproxy|alternaterefscommand)|credential\.(.+\.)?helper"
    r"|remote\..+\.(uploadpack|vcs)|hook\..+\.command"
)


def unfiltered(git: "Git") -> Mapping[str, str]:
    """The variables with which git runs no filter of the repository's own."""
    own = {key.rpartition(".")[0] for key in _local(git, r"^filter\.")}
    settings = [
        (f"{name}.{key}", value)
        for name in sorted(own)
        for key, value in (("clean", ""), ("process", ""), ("required", "false"))
    ]
    given = git.environment.get("GIT_CONFIG_COUNT", "")
    first = int(given) if given.isdigit() else 0
    count = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    pairs = [
        (f"GIT_CONFIG_{part}_{number}", word)
        for number, setting in enumerate(settings, first)
        for part, word in zip(("KEY", "VALUE"), setting, strict=True)
    ]
    return {**git.environment, **count, **dict(pairs)} if settings else git.environment


def command_in_a_fetch(git: "Git") -> str | None:
    """The first setting of the repository's own that would run a command in a fetch."""
    return next((key for key in _local(git, ".") if _COMMANDS.fullmatch(key.lower())), None)


def _local(git: "Git", pattern: str) -> Iterator[str]:
    """Settings that the repository makes, by name."""
    wanted = ("config", "--show-scope", "-z", "--name-only", "--get-regexp", pattern)
    words = git.call(*wanted)[1].split(b"\0")
    for scope, key in zip(words[::2], words[1::2], strict=False):
        if scope in (b"local", b"worktree"):
            yield os.fsdecode(key)

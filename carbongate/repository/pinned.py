"""One file as it was at one commit: from the objects of this checkout, else fetched once over https.

What is fetched goes to a folder that is gone afterwards: a fetch into the checkout would cut its
history short. The full name of a commit is a digest of its content, so nobody can give another one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from carbongate.errors import ConfigError, InputError
from carbongate.repository.command import called, variables
from carbongate.repository.file import decoded
from carbongate.repository.git import Git

LIMIT = 1_000_000  # bytes of the file: no configuration is as large
TIME = 60.0  # seconds for the whole fetch
BLOB, LINK = b"100", b"120000"  # what the mode of a file starts with, and that of a link
# What the user, never the repository, says about the way to a server.
KEPT = ("GIT_SSL_", "GIT_HTTP_")
FETCH = (
    *("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.askPass="),
    *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "--"),
)


def pinned(
    git: Git | None, commit: str, path: str, repository: str | None, time: float = TIME
) -> str:
    """The text of a file at a commit (its full name); a server has so many seconds to answer.

    Errors: ConfigError with what to do.
    """
    if git is not None and has(git.root, commit, git.environment):
        return text(git.root, commit, path, git.environment)
    if repository is None:
        where = "there is no git checkout here" if git is None else "this checkout does not have it"
        raise ConfigError(
            f"commit {commit[:7]}: {where}; `git fetch` it first, or say its repository"
        )
    return fetched(repository, commit, path, time)


def fetched(repository: str, commit: str, path: str, time: float) -> str:
    """The text of a file at a commit of a repository elsewhere. Errors: ConfigError."""
    import tempfile

    kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    quiet = {"GIT_ALLOW_PROTOCOL": "https", "GIT_ASKPASS": "", "GCM_INTERACTIVE": "never"}
    environment = {**variables(), **kept, **quiet}
    with tempfile.TemporaryDirectory(prefix="carbongate-") as folder:
        root = Path(folder)
        for arguments in (("init", "--quiet", "--template="), (*FETCH, repository, commit)):
            code, _, complaint = called(root, arguments, environment, time=time)
            if code != 0:
                raise ConfigError(
                    f"commit {commit[:7]} is not in this checkout, and cannot be fetched from "
                    f"{repository}: {told(complaint)}"
                )
        if not has(root, commit, environment):
            raise ConfigError(f"{repository} did not give commit {commit[:7]}")
        return text(root, commit, path, environment)


def has(root: Path, commit: str, environment: Mapping[str, str]) -> bool:
    """Whether the commit is there."""
    code, kind, _ = called(root, ("cat-file", "-t", commit), environment)
    return code == 0 and kind.strip() == b"commit"


def text(root: Path, commit: str, path: str, environment: Mapping[str, str]) -> str:
    """The text of a file at a commit that is there. Errors: ConfigError."""
    listing = ("--literal-pathspecs", "ls-tree", "-z", "-l", "--full-tree", commit, "--", path)
    code, output, _ = called(root, listing, environment)
    mode, kind, blob, size = output.partition(b"\t")[0].split() if output else (b"", b"", b"", b"")
    if code != 0 or kind != b"blob":
        raise ConfigError(f"commit {commit[:7]} has no file {path}")
    if mode == LINK or not mode.startswith(BLOB):
        raise ConfigError(f"{path} is a link at commit {commit[:7]}; name the file it leads to")
    if not size.isdigit():
        raise ConfigError(f"the content of {path} at commit {commit[:7]} is not in this checkout")
    if int(size) > LIMIT:
        raise ConfigError(f"{path} at commit {commit[:7]} is larger than {LIMIT:,} bytes")
    code, data, _ = called(root, ("cat-file", "blob", blob.decode()), environment)
    if code != 0:
        raise ConfigError(f"the content of {path} at commit {commit[:7]} is not in this checkout")
    try:
        return decoded(data, path)
    except InputError as error:
        raise ConfigError(f"{path} at commit {commit[:7]}: {error.message}") from None


def told(complaint: str) -> str:
    """What git said, in one line."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    first = next((line for line in lines if line.startswith("fatal: ")), "".join(lines[:1]))
    return first.removeprefix("fatal: ")[:300] or "no reason given"

"""More of the history, from where the checkout came from: only as much as is needed.

Nothing is asked of a person, nothing that the repository configures is run, no other protocol than
https, ssh and file is spoken, and each step has a time limit.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from carbongate.repository.filters import command_in_a_fetch

if TYPE_CHECKING:
    from carbongate.repository.git import Git

# Commits by which each step deepens; after the last one all of the history is fetched.
DEPTHS = (20, 100, 500, 2500)
TIME = 120.0  # seconds for one step, and as many again for each that follows
_QUIET = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
_NO_SUCH_WANT = re.compile(r"unadvertised object|not our ref", re.IGNORECASE)
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")
_NAME = re.compile(r"(?!-)[^\0-\x20\x7f~^:?*\[\\]+")  # what git takes for the name of a branch
_FULL_NAME = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# What the user, never the repository, says about the way to a server.
_KEPT = ("GIT_SSH", "GIT_SSL_", "GIT_HTTP_")


class FetchError(Exception):
    """Nothing more could be fetched; the message says why."""


def more(git: "Git", revision: str, time: float = TIME) -> Iterator[bool]:
    """Fetches a revision that is not here, then goes back from it and HEAD step by step, until no
    history of theirs is cut off; yields after each step.

    Errors: FetchError.
    """
    if not git.known(revision) and _fetched(git, revision, time):
        yield True
    remote = _remote(git, "")[0]
    for step, depth in enumerate((*DEPTHS, None), 1):
        edge = git.edge("HEAD", *filter(None, [git.known(revision)]))
        if not edge:
            return
        how = f"--deepen={depth}" if depth else "--unshallow"
        try:
            _fetch(git, remote, edge, how, time=time * step)
        except FetchError as error:
            if not _NO_SUCH_WANT.search(str(error)):
                raise
            _fetch(git, remote, [], how, time=time * step)  # an old server gives branches only
        yield True


def _fetched(git: "Git", revision: str, time: float) -> bool:
    """Brings a branch, a tag or a full commit that is at the remote and not here; whether it did.

    Errors: FetchError.
    """
    remote, name = _remote(git, revision)
    if not _NAME.fullmatch(name):
        return False
    shallow = ("--depth=1",) if git.shallow() else ()
    if _FULL_NAME.fullmatch(revision):
        _fetch(git, remote, [revision], *shallow, time=time)
        return True
    for there, here in (
        (f"refs/heads/{name}", f"refs/remotes/{remote}/{name}"),
        (f"refs/tags/{name}", f"refs/tags/{name}"),
    ):
        found = _ask(git, time, "ls-remote", "--quiet", remote, there).split(b"\t")[0].decode()
        if not _FULL_NAME.fullmatch(found):
            continue
        if git.call("cat-file", "-e", found)[0] == 0:
            git.run("update-ref", here, found)  # a fetch would cut the history short here
        else:
            _fetch(git, remote, [f"+{there}:{here}"], *shallow, time=time)
        return True
    return False


def _remote(git: "Git", revision: str) -> tuple[str, str]:
    """The remote that a revision names, and the rest: `origin/main` is main of origin."""
    known = git.call("remote")[1].decode("utf-8", "replace").split()
    name, _, rest = revision.partition("/")
    if rest and name in known:
        return name, rest
    if "origin" not in known:
        raise FetchError("this checkout has no remote called origin")
    return "origin", revision


def _fetch(git: "Git", remote: str, wanted: Sequence[str], *how: str, time: float) -> None:
    """One fetch of what is named, or of what the remote is configured to give."""
    names = ("--stdin",) if wanted else ()
    _ask(git, time, "fetch", *_QUIET, *how, *names, remote, send="\n".join(wanted))


def _ask(git: "Git", time: float, *arguments: str, send: str = "") -> bytes:
    """What git prints after it talked to a server. Errors: FetchError."""
    own = command_in_a_fetch(git)
    if own:
        raise FetchError(f"the checkout sets {own}, a command that is not run from here")
    found = git.call(
        *("-c", "gc.auto=0", "-c", "maintenance.auto=false", *arguments),
        variables=_variables(git.environment),
        send=send.encode(),
        time=time,
    )
    code, output, complaint = found
    if code != 0:
        lines = [line.strip() for line in complaint.splitlines() if line.strip()]
        told = next((line for line in lines if line.startswith("fatal: ")), "".join(lines[:1]))
        raise FetchError(_SECRET.sub("", told.removeprefix("fatal: "))[:300] or "no reason given")
    return output


def _variables(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The variables of a git that may talk to a server, and never to a person."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
    return {
        **environment,
        **kept,
        "GIT_ALLOW_PROTOCOL": "https:ssh:file",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
    }

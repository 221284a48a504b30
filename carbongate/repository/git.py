"""History and changed lines of a checkout.

Inside a hook GIT_INDEX_FILE is the index that is about to be committed (another one than .git/index
for `git commit FILE`), so it is kept where it belongs to this very repository.
"""

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from carbongate.errors import ConfigError
from carbongate.repository.command import (
    SAFE,
    GitError,
    called,
    is_no_checkout,
    sentence,
    variables,
)
from carbongate.repository.filters import unfiltered
from carbongate.repository.patch import WHOLE, LineSet, changes, shown
from carbongate.repository.renames import renamed

if TYPE_CHECKING:
    import subprocess

# Written out in full, since each of these has a setting that would change the answer.
_DIFF = (
    "diff",
    "-U0",
    "--inter-hunk-context=0",
    "-M",
    "-l1000",
    "--diff-algorithm=myers",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--ignore-submodules=all",
    "--relative",
)


class Git:
    """The repository that a folder lies in; paths are relative to that folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def toplevel(self) -> Path:
        """The top folder of the checkout. Errors: ConfigError outside of one."""
        return Path(os.fsdecode(self.run("rev-parse", "--show-toplevel").rstrip(b"\n")))

    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        return self._commit("HEAD")

    def commit(self, revision: str) -> str:
        """The commit that a revision names, here or, failing that, at origin.

        Errors: ConfigError for a revision nobody knows.
        """
        found = self.known(revision)
        if found:
            return found
        raise ConfigError(f"git knows no commit {revision!r}; {self._remedy('git fetch it first')}")

    def merge_base(self, revision: str, *, fetch: bool = True) -> str:
        """The commit where HEAD and a revision parted; what is missing of the history is fetched.

        Errors: ConfigError when the revision is unknown or the two have no common commit here.
        """
        from carbongate.repository.fetching import FetchError, more

        if not revision.strip():
            raise ConfigError(f"git knows no commit {revision!r}")
        if self.head() is None:
            raise ConfigError(
                f"nothing is committed yet, so there is no merge base with {revision!r}"
            )
        why = ""
        try:
            base = self._parted(revision)
            steps = more(self, revision) if fetch and not base else iter(())
            while not base and next(steps, None):
                base = self._parted(revision)
            if base:
                return base
        except FetchError as error:
            why = f", and it cannot be fetched ({error})"
        if not self.known(revision):
            hint = self._remedy("git fetch it first")
            raise ConfigError(f"git knows no commit {revision!r}{why}; {hint}")
        if self.shallow():
            raise ConfigError(
                f"where HEAD and {revision!r} parted is not in this shallow clone{why}; "
                + self._remedy("")
            )
        raise ConfigError(f"HEAD and {revision!r} have no common commit")

    def edge(self, *ends: str) -> list[str]:
        """Commits where the history of some commits is cut off."""
        path = self.root / os.fsdecode(self.run("rev-parse", "--git-path", "shallow").rstrip(b"\n"))
        cut = set(path.read_text().split()) if path.is_file() else set()
        if not cut:
            return []
        first = self.run("rev-list", "--max-parents=0", *ends, "--").decode().split()
        return [commit for commit in first if commit in cut]

    def shallow(self) -> bool:
        """Whether the history is cut off."""
        return self.run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def upstream(self) -> str | None:
        """The branch that the current one follows, such as origin/main."""
        code, output, _ = self.call(
            "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"
        )
        return output.decode("utf-8", "replace").strip() or None if code == 0 else None

    def commit_date(self, revision: str) -> date:
        """The day of a commit, by its committer, in UTC."""
        text = self.run("cat-file", "commit", self.commit(revision))
        line = next(line for line in text.split(b"\n") if line.startswith(b"committer "))
        try:
            return datetime.fromtimestamp(int(line.split()[-2]), UTC).date()
        except (ValueError, IndexError, OverflowError, OSError):
            raise ConfigError(f"commit {revision!r} has no usable date") from None

    def changed_lines(self, base: str | None, *, staged: bool = False) -> Mapping[str, LineSet]:
        """New and changed lines of the work tree, or of the index, against a commit (None is HEAD).

        Untracked files are wholly new, and so are those that git takes for binary.
        """
        against = self.commit(base) if base else self.head() or self._empty_tree()
        if staged:
            patch = self.run(*_DIFF, "--cached", against, "--")
        else:  # git filters what it reads of the work tree
            patch = self.run(*_DIFF, against, "--", variables=unfiltered(self))
        changed = dict(changes(patch))
        if not staged:
            changed.update((shown(name), WHOLE) for name in self.listing("-o") or ())
        return changed

    def renamed(self, base: str) -> Mapping[str, str]:
        """Files of the work tree that have another path on a commit: old path to new path."""
        return renamed(self, self.commit(base))

    def listing(self, which: str) -> list[bytes] | None:
        """Names below the root that git does not ignore: -c tracked, -o untracked.

        Folders that it could not open end with a slash. None outside of a checkout.
        """
        code, output, complaint = self.call("ls-files", which, "--exclude-standard", "-z")
        if is_no_checkout(complaint):
            return None
        if code != 0:
            raise GitError(sentence(complaint, self.root))
        closed = re.findall(r"could not open directory '(.+)': ", complaint)
        here = os.path.relpath(self.root.resolve(), self.toplevel) + "/" if closed else ""
        names = output.split(b"\0")[:-1]
        return names + [os.fsencode(folder.removeprefix(here)) for folder in closed]

    def ignores_root(self) -> bool:
        """Whether the root folder itself is ignored."""
        code, _, complaint = self.call("check-ignore", "-q", ".")
        if code not in (0, 1):
            raise GitError(sentence(complaint, self.root))
        return code == 0

    def batch(self) -> "subprocess.Popen[bytes]":
        """A process that prints the object of each name written to it."""
        import subprocess

        return subprocess.Popen(
            [*SAFE, "cat-file", "--batch"],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def run(
        self, *arguments: str, variables: Mapping[str, str] | None = None, send: bytes = b""
    ) -> bytes:
        """What git prints. Errors: ConfigError with git's own first line when it fails."""
        code, output, complaint = self.call(*arguments, variables=variables, send=send)
        if code != 0:
            raise GitError(sentence(complaint, self.root))
        return output

    def call(
        self,
        *arguments: str,
        variables: Mapping[str, str] | None = None,
        send: bytes = b"",
        time: float | None = None,
    ) -> tuple[int, bytes, str]:
        """Exit code, output and complaint of one git command in the root folder."""
        environment = self.environment if variables is None else variables
        return called(self.root, arguments, environment, send, time)

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The variables that git gets."""
        clean = variables()
        index = os.environ.get("GIT_INDEX_FILE")
        if index:
            self.__dict__["environment"] = clean
            code, output, _ = self.call("rev-parse", "--absolute-git-dir")
            folder = Path(os.fsdecode(output.rstrip(b"\n")))
            place = Path(index).resolve()
            if code == 0 and place.is_relative_to(folder.resolve()):
                clean |= {"GIT_INDEX_FILE": str(place)}
        return clean

    def _parted(self, revision: str) -> str | None:
        """The merge base, where what is here is enough to be sure of it."""
        other = self.known(revision)
        code, output, _ = self.call("merge-base", "HEAD", other) if other else (1, b"", "")
        base = output.decode().strip()
        if code != 0 or not base or base in (other, self.head()):
            return base or None
        return None if self.edge("HEAD", str(other), f"^{base}") else base

    def known(self, revision: str) -> str | None:
        """The commit that a revision names here; None for one that is not here."""
        return self._commit(revision) or self._commit(f"refs/remotes/origin/{revision}")

    def _commit(self, revision: str) -> str | None:
        if not revision or revision.startswith("-") or "\0" in revision:
            return None
        name = revision + "^{commit}"
        code, output, _ = self.call("rev-parse", "--verify", "--quiet", name)
        return output.decode().strip() if code == 0 else None

    def _remedy(self, otherwise: str) -> str:
        """What brings the rest of a history that is cut off."""
        if self.shallow():
            return "get the rest with `git fetch --unshallow`, or fetch-depth: 0 in a workflow"
        return otherwise

    def _empty_tree(self) -> str:
        return self.call("hash-object", "-t", "tree", "--stdin")[1].decode().strip()

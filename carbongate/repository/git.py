"""The git command, called so that nothing the repository configures is executed.

Hooks, file system monitors, external diffs, text conversions, filters, pagers, lazy fetches and bare
repositories hidden in a folder are switched off. Variables that point git elsewhere are dropped, with
one exception: inside a hook GIT_INDEX_FILE is the index that is about to be committed (another one
than .git/index for `git commit FILE`), so it is kept where it belongs to this very repository.
"""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from carbongate.errors import ConfigError
from carbongate.repository.patch import WHOLE, LineSet, changes, shown

if TYPE_CHECKING:
    import subprocess

_SAFE = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    *("-c", "core.fsmonitor="),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
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
# What the user, never the repository, says about git itself.
_KEPT = (
    "GIT_CONFIG_",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
_NOT_KEPT = "GIT_CONFIG_PARAMETERS"


class GitError(ConfigError):
    """git said no; the message is what it said, or what to do about it."""


class GitMissingError(GitError):
    """There is no git command."""


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
        found = self._commit(revision) or self._commit(f"refs/remotes/origin/{revision}")
        if found:
            return found
        hint = (
            "its history is cut off: use `git fetch --unshallow`, or fetch-depth: 0 in a workflow"
        )
        if not self.shallow():
            hint = "git fetch it first"
        raise ConfigError(f"git knows no commit {revision!r}; {hint}")

    def merge_base(self, revision: str) -> str:
        """The commit where HEAD and a revision parted.

        Errors: ConfigError when the revision is unknown or the two have no common commit here.
        """
        other = self.commit(revision)
        if self.head() is None:
            raise ConfigError(
                f"nothing is committed yet, so there is no merge base with {revision!r}"
            )
        code, output, _ = self.call("merge-base", "HEAD", other)
        base = output.decode().strip()
        if code == 0 and base:
            return base
        if self.shallow():
            raise ConfigError(
                f"HEAD and {revision!r} have no common commit in this shallow clone; get the rest with "
                "`git fetch --unshallow`, or fetch-depth: 0 in a workflow"
            )
        raise ConfigError(f"HEAD and {revision!r} have no common commit")

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
            patch = self.run(*_DIFF, against, "--", variables=self._unfiltered)
        changed = dict(changes(patch))
        if not staged:
            changed.update((shown(name), WHOLE) for name in self.listing("-o") or ())
        return changed

    def listing(self, which: str) -> list[bytes] | None:
        """Names below the root that git does not ignore: -c tracked, -o untracked.

        Folders that it could not open end with a slash. None outside of a checkout.
        """
        code, output, complaint = self.call("ls-files", which, "--exclude-standard", "-z")
        if _is_no_checkout(complaint):
            return None
        if code != 0:
            raise GitError(_sentence(complaint, self.root))
        closed = re.findall(r"could not open directory '(.+)': ", complaint)
        here = os.path.relpath(self.root.resolve(), self.toplevel) + "/" if closed else ""
        names = output.split(b"\0")[:-1]
        return names + [os.fsencode(folder.removeprefix(here)) for folder in closed]

    def ignores_root(self) -> bool:
        """Whether the root folder itself is ignored."""
        code, _, complaint = self.call("check-ignore", "-q", ".")
        if code not in (0, 1):
            raise GitError(_sentence(complaint, self.root))
        return code == 0

    def batch(self) -> "subprocess.Popen[bytes]":
        """A process that prints the object of each name written to it."""
        import subprocess

        return subprocess.Popen(
            [*_SAFE, "cat-file", "--batch"],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *arguments: str, variables: Mapping[str, str] | None = None) -> bytes:
        """What git prints. Errors: ConfigError with git's own first line when it fails."""
        code, output, complaint = self.call(*arguments, variables=variables)
        if code != 0:
            raise GitError(_sentence(complaint, self.root))
        return output

    def call(
        self, *arguments: str, variables: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        """Exit code, output and complaint of one git command in the root folder."""
        import subprocess

        try:
            done = subprocess.run(
                [*_SAFE, *arguments],
                cwd=self.root,
                env=self.environment if variables is None else variables,
                input=b"",
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            if not self.root.is_dir():
                raise ConfigError(f"{self.root} is not a folder") from None
            raise GitMissingError("the git command is not installed") from None
        complaint = done.stderr.decode("utf-8", "replace")
        if "dubious ownership" in complaint:
            raise GitError(_sentence(complaint, self.root))
        return done.returncode, done.stdout, complaint

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The variables that git gets; read here since they are the child's, not ours."""
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or (name.startswith(_KEPT) and name != _NOT_KEPT)
        }
        clean |= {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
        index = os.environ.get("GIT_INDEX_FILE")
        if index:
            self.__dict__["environment"] = clean
            code, output, _ = self.call("rev-parse", "--absolute-git-dir")
            folder = Path(os.fsdecode(output.rstrip(b"\n")))
            place = Path(index).resolve()
            if code == 0 and place.is_relative_to(folder.resolve()):
                clean |= {"GIT_INDEX_FILE": str(place)}
        return clean

    @cached_property
    def _unfiltered(self) -> Mapping[str, str]:
        """The variables with which git runs no filter that the repository, not the user, configures."""
        wanted = ("config", "--show-scope", "-z", "--name-only", "--get-regexp", r"^filter\.")
        words = self.call(*wanted)[1].split(b"\0")
        own = {
            os.fsdecode(key.rpartition(b".")[0])
            for scope, key in zip(words[::2], words[1::2], strict=False)
            if scope in (b"local", b"worktree")
        }
        settings = [
            (f"{name}.{key}", value)
            for name in sorted(own)
            for key, value in (("clean", ""), ("process", ""), ("required", "false"))
        ]
        given = self.environment.get("GIT_CONFIG_COUNT", "")
        first = int(given) if given.isdigit() else 0
        count = {"GIT_CONFIG_COUNT": str(first + len(settings))}
        pairs = [
            (f"GIT_CONFIG_{part}_{number}", word)
            for number, setting in enumerate(settings, first)
            for part, word in zip(("KEY", "VALUE"), setting, strict=True)
        ]
        return {**self.environment, **count, **dict(pairs)} if settings else self.environment

    def _commit(self, revision: str) -> str | None:
        if not revision or revision.startswith("-") or "\0" in revision:
            return None
        name = revision + "^{commit}"
        code, output, _ = self.call("rev-parse", "--verify", "--quiet", name)
        return output.decode().strip() if code == 0 else None

    def _empty_tree(self) -> str:
        return self.call("hash-object", "-t", "tree", "--stdin")[1].decode().strip()


def _is_no_checkout(complaint: str) -> bool:
    return any(
        words in complaint for words in ("not a git repository", "cannot use bare repository")
    )


def _sentence(complaint: str, root: Path) -> str:
    """What went wrong, for a person."""
    if "dubious ownership" in complaint:
        return (
            "git refuses this checkout because another user owns it; allow it with "
            f"`git config --global --add safe.directory {root.resolve()}`"
        )
    if _is_no_checkout(complaint):
        return "this folder is not in a git checkout"
    lines: Iterable[str] = (line.strip() for line in complaint.splitlines())
    first = next((line for line in lines if line), "no reason given")
    return f"git failed: {first.removeprefix('fatal: ')[:300]}"

"""The files of a git revision, without a checkout."""

import weakref
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO, TYPE_CHECKING, Self

from carbongate.errors import InputError
from carbongate.repository.disk import LEAVES
from carbongate.repository.file import FILE_LIMIT, File, under
from carbongate.repository.git import Git
from carbongate.repository.patch import shown

if TYPE_CHECKING:
    import subprocess

LINKS = 10  # that one link may lead through


class GitTree:
    """Blobs, read by one git process that is started when the first is asked for.

    Close it, or use it in a `with`. Errors: ConfigError for an unknown revision.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.git = Git(root)
        self.commit = self.git.commit(revision)
        self.name = root.resolve().name
        self._files: dict[str, File] | None = None
        self._links: dict[str, str] = {}  # path -> target from the root
        self._left_out: dict[str, str] = {}
        self._pipes: tuple[IO[bytes], IO[bytes]] | None = None
        self._end: weakref.finalize[..., GitTree] | None = None
        self._last: tuple[bytes, bytes] = (b"", b"")  # the blob read last: `head`, then `data`

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the git process; the next read starts another."""
        if self._end is not None:
            self._end()
        self._end = self._pipes = None

    def files(self) -> Iterator[File]:
        """All files, sorted by path."""
        return iter(self._all().values())

    def file(self, path: str) -> File | None:
        """The file at a path from the root."""
        files = self._all()
        path = target = normpath(path)
        for _ in range(LINKS):
            if target in files:
                return files[target] if target == path else files[target].renamed(path)
            target = self._links.get(target, "")
        return None

    def under(self, path: str) -> tuple[File, ...]:
        """The file at a path, or the files of the folder there."""
        single = self.file(path)
        return (single,) if single else under(self._all(), path)

    def left_out(self) -> Mapping[str, str]:
        """Paths that were not looked at, and why, in a few words."""
        self._all()
        return dict(sorted(self._left_out.items()))

    def _all(self) -> Mapping[str, File]:
        if self._files is None:
            found: dict[str, File] = {}
            for entry in self.git.run("ls-tree", "-r", "-z", "-l", self.commit).split(b"\0")[:-1]:
                facts, _, name = entry.partition(b"\t")
                mode, _, blob, size = facts.split()
                path = shown(name)
                if mode == b"120000":
                    self._link(path, blob, int(size))
                elif mode == b"160000":
                    self._left_out[path] = "a repository of its own (a submodule)"
                elif not size.isdigit():
                    self._left_out[path] = MISSING
                else:
                    read = partial(self._read, blob, int(size))
                    found[path] = File(path, int(size), read, self._left_out)
            self._files = dict(sorted(found.items()))
        return self._files

    def _link(self, path: str, blob: bytes, size: int) -> None:
        """Notes where a link leads."""
        target = normpath(join(dirname(path), shown(self._read(blob, size, None))))
        if target.startswith(("/", "../")) or target == "..":
            self._left_out[path] = LEAVES
        self._links[path] = target

    def _read(self, blob: bytes, size: int, limit: int | None) -> bytes:
        if size > FILE_LIMIT:
            raise InputError(f"larger than {FILE_LIMIT // 1_000_000} MB, the limit")
        if self._last[0] != blob:
            self._last = (blob, self._blob(blob))
        return self._last[1][:limit]

    def _blob(self, blob: bytes) -> bytes:
        """The content of one blob, from the process that stays open."""
        ask, answer = self._pipes or self._start()
        try:
            ask.write(blob + b"\n")
            ask.flush()
            _, kind, size = answer.readline().split()
            data = answer.read(int(size) + 1)[:-1]
        except (OSError, ValueError):
            self.close()
            raise InputError(MISSING) from None
        if kind != b"blob" or len(data) != int(size):
            self.close()
            raise InputError(MISSING)
        return data

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self.git.batch()
        ask, answer = process.stdin, process.stdout
        if ask is None or answer is None:
            raise InputError(MISSING)
        self._end = weakref.finalize(self, _stop, process)
        self._pipes = (ask, answer)
        return self._pipes


MISSING = "git does not have its content here; `git fetch --refetch` gets it"


def _stop(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
    process.wait()

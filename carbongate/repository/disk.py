"""Reading from a disk where anything may lie: pipes, devices, links to elsewhere, endless files."""

import os
import stat
from collections.abc import Iterator

from carbongate.errors import InputError
from carbongate.repository.file import FILE_LIMIT

# Folders of copies and caches, never of the project's own manifests. In a checkout git knows better.
IGNORED = frozenset(
    b".git .hg .svn .venv venv node_modules .terraform .terragrunt-cache __pycache__ .tox .nox "
    b".mypy_cache .pytest_cache .ruff_cache".split()
)
NO_FILE = "a pipe, socket or device, not a file"
LEAVES = "a link that leads out of the tree"
# A pipe must not block the opening; the mode is looked at afterwards, on what was really opened.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Disk:
    """The part of a disk below one folder; names are bytes relative to it."""

    def __init__(self, root: bytes) -> None:
        self.root = root
        self._real: bytes | None = None
        self._folders: dict[bytes, bytes] = {}  # where each folder really lies

    def status(self, name: bytes) -> os.stat_result | None:
        """What lies there, links not followed; None when nothing does."""
        try:
            return os.lstat(self.root + b"/" + name)
        except (OSError, ValueError):  # ValueError: a name with a NUL
            return None

    def target(self, name: bytes) -> os.stat_result:
        """What a link leads to. Errors: InputError when it leads nowhere or out of the tree."""
        real = self._inside(name)
        try:
            return os.stat(real)  # noqa: PTH116 - a Path takes no bytes
        except OSError as error:
            raise InputError(f"a link that leads nowhere ({reason(error)})") from None

    def read(self, name: bytes, limit: int | None) -> bytes:
        """The first bytes of a file, or all. Errors: InputError with the reason."""
        return regular(self._inside(name), limit)

    def inner(self, name: bytes) -> bytes | None:
        """The name, from the root, of what a link inside the tree leads to."""
        try:
            return self._inside(name)[len(self.real) + 1 :]
        except InputError:
            return None

    def walk(self, folder: bytes = b"") -> Iterator[bytes]:
        """All names below a folder except links' contents and caches; in no order."""
        waiting = [folder.rstrip(b"/") + b"/" if folder else b""]
        while waiting:
            prefix = waiting.pop()
            try:
                entries = os.scandir(self.root + b"/" + prefix)
            except (OSError, ValueError):
                yield prefix  # the caller finds out why
                continue
            with entries:
                for entry in entries:
                    if entry.name in IGNORED:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(prefix + entry.name + b"/")
                    else:
                        yield prefix + entry.name

    @property
    def real(self) -> bytes:
        """The folder without links on the way to it."""
        if self._real is None:
            self._real = os.path.realpath(self.root).rstrip(os.sep.encode())
        return self._real

    def _inside(self, name: bytes) -> bytes:
        """Where a name really lies. Errors: InputError when that is out of the tree."""
        folder, _, last = name.rpartition(b"/")
        if folder not in self._folders:
            self._folders[folder] = self._checked(folder)
        place = os.path.join(self._folders[folder], last)  # noqa: PTH118 - a Path takes no bytes
        return self._checked(name) if os.path.islink(place) else place  # noqa: PTH114 - nor here

    def _checked(self, name: bytes) -> bytes:
        try:
            real = os.path.realpath(self.root + b"/" + name)
        except ValueError:
            raise InputError("no name of a file") from None
        if real != self.real and not real.startswith(self.real + os.sep.encode()):
            raise InputError(LEAVES)
        return real


def regular(place: bytes, limit: int | None) -> bytes:
    """The first bytes of a regular file, or all. Errors: InputError with the reason."""
    try:
        opened = os.open(place, _FLAGS)
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}") from None
    with open(opened, "rb", buffering=0) as file:  # noqa: PTH123 - there is no path, only what was opened
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise InputError(NO_FILE)
        try:
            if limit is not None:
                return file.read(limit)
            parts, size = [], 0
            while part := file.read(FILE_LIMIT + 1 - size):
                parts.append(part)
                size += len(part)
        except OSError as error:
            raise InputError(f"cannot be read: {reason(error)}") from None
    if size > FILE_LIMIT:
        raise InputError(f"larger than {FILE_LIMIT // 1_000_000} MB, the limit")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def reason(error: OSError) -> str:
    """What the system says, in small letters."""
    return (error.strerror or type(error).__name__).lower()

"""One file of a tree, what a tree is, and the tree of what is already in memory."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from posixpath import normpath
from typing import Protocol

from carbongate.errors import InputError

FILE_LIMIT = 100_000_000  # bytes of one file
HEAD = 4096  # bytes that `head` reads
_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTER_SIZE = 1024  # at most, as git-lfs says

Read = Callable[[int | None], bytes]  # so many bytes from the start, None for all


class File:
    """One file of a tree: `path` with forward slashes from its root, `size` in bytes."""

    __slots__ = ("_left_out", "_read", "_text", "path", "size")

    def __init__(
        self, path: str, size: int, read: Read, left_out: dict[str, str] | None = None
    ) -> None:
        self.path = path
        self.size = size
        self._read = read
        self._left_out = left_out  # where `head` notes what it could not read
        self._text: str | None = None

    def data(self) -> bytes:
        """All bytes. Errors: InputError when it may not or cannot be read, with the reason."""
        if self.size > FILE_LIMIT:
            raise InputError(f"larger than {FILE_LIMIT // 1_000_000} MB, the limit", self.path)
        data = self._bytes(None)
        if data.startswith(_POINTER) and len(data) <= _POINTER_SIZE:
            raise InputError(
                "only a Git LFS pointer is here; get the file with `git lfs pull`", self.path
            )
        return data

    def text(self) -> str:
        """All text, newlines left alone: UTF-8, or UTF-16 told by its mark or its zero bytes.

        Errors: InputError for what `data` refuses and for bytes that are no text.
        """
        if self._text is None:
            self._text = decoded(self.data(), self.path)
        return self._text

    def head(self) -> str:
        """The text of the first 4 KiB, with marks where it is none; "" where it cannot be read."""
        if self._text is not None:
            return self._text[:HEAD]
        try:
            data = self._bytes(HEAD)
        except InputError as error:
            if self._left_out is not None:
                self._left_out[self.path] = error.message
            return ""
        return data.decode(encoding(data), "replace").removeprefix("\ufeff")

    def renamed(self, path: str) -> "File":
        """The same file as seen from elsewhere."""
        return File(path, self.size, self._read, self._left_out)

    def _bytes(self, limit: int | None) -> bytes:
        try:
            return self._read(limit)
        except InputError as error:
            raise InputError(error.message, self.path) from None

    def __repr__(self) -> str:
        return f"File({self.path!r}, {self.size})"


class Tree(Protocol):
    """Files under one root."""

    @property
    def name(self) -> str:
        """What the root folder is called."""
        ...

    def files(self) -> Iterator[File]:
        """All files, sorted by path."""
        ...

    def file(self, path: str) -> File | None:
        """The file at a path from the root."""
        ...

    def under(self, path: str) -> tuple[File, ...]:
        """The file at a path, or the files of the folder there."""
        ...

    def left_out(self) -> Mapping[str, str]:
        """Paths that were not looked at, and why, in a few words."""
        ...


class MappingTree:
    """Files in memory: standard input, and tests."""

    def __init__(self, files: Mapping[str, bytes], name: str = "") -> None:
        self.name = name
        self._files = {
            path: File(path, len(data), partial(_start, data))
            for path, data in sorted(files.items())
        }

    def files(self) -> Iterator[File]:
        """All files, sorted by path."""
        return iter(self._files.values())

    def file(self, path: str) -> File | None:
        """The file at a path from the root."""
        return self._files.get(normpath(path))

    def under(self, path: str) -> tuple[File, ...]:
        """The file at a path, or the files of the folder there."""
        return under(self._files, path)

    def left_out(self) -> Mapping[str, str]:
        """Nothing: all of it is here."""
        return {}


def within(path: str, entry: str) -> bool:
    """Whether a path is the entry or lies below it; "." is the root."""
    entry = normpath(entry)
    return entry in (".", path) or path.startswith(f"{entry}/")


def under(files: Mapping[str, File], path: str) -> tuple[File, ...]:
    """The file at a path, or those of the folder there; "." is the root."""
    path = normpath(path)
    if path in files:
        return (files[path],)
    inside = "" if path == "." else f"{path}/"
    return tuple(file for name, file in files.items() if name.startswith(inside))


def decoded(data: bytes, path: str) -> str:
    """Bytes as text. Errors: InputError with the line when they are none."""
    name = encoding(data)
    try:
        text = data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"not {name[:6].upper().rstrip('-')} text", path, line) from None
    zero = text.find("\0")
    if zero >= 0:
        raise InputError("not text: it has a NUL byte", path, text.count("\n", 0, zero) + 1)
    return text


def encoding(data: bytes) -> str:
    """utf-8, or the UTF-16 that a byte order mark or the zeros of plain letters give away."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:64]
    if len(sample) >= 4 and 0 in sample:
        even, odd = sample[::2], sample[1::2]
        if 0 not in even and not any(odd):
            return "utf-16-le"
        if 0 not in odd and not any(even):
            return "utf-16-be"
    return "utf-8"


def _start(data: bytes, limit: int | None) -> bytes:
    return data[:limit]

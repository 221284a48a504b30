"""Which lines a patch adds: git's own text, read without trusting any of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_END = 1 << 62


@dataclass(frozen=True, slots=True)
class LineSet:
    """Lines of one file, as rising ranges from first to last."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and self.touches(line, line)

    def touches(self, first: int, last: int) -> bool:
        """Whether any line from first to last is in the set."""
        place = bisect_left(self.ranges, first, key=lambda span: span[1])
        return place < len(self.ranges) and self.ranges[place][0] <= last


WHOLE = LineSet(((1, _END),))  # every line of a file


def shown(name: bytes) -> str:
    """A file name as text; bytes that are not UTF-8 become \\xff, so that it can be written anywhere."""
    return name.decode("utf-8", "backslashreplace")


def changes(patch: bytes) -> Iterator[tuple[str, LineSet]]:
    """Path and new lines of each file in a patch without context that still exists after it."""
    path: str | None = None
    ranges: list[tuple[int, int]] = []
    lines = iter(patch.split(b"\n"))
    for line in lines:
        if line.startswith(b"@@ "):
            old, first, count = _hunk(line)
            _skip(lines, old + count)
            if count:
                ranges.append((first, first + count - 1))
        elif line.startswith(b"diff --git "):
            if path is not None and ranges:
                yield path, LineSet(tuple(ranges))
            path, ranges = None, []
        elif line.startswith(b"+++ "):
            path = _path(line[4:])
        elif line.startswith(b"rename to "):
            path = _name(line[10:])
        elif line.startswith(b"Binary files ") and line.endswith(b" differ"):
            path, ranges = path or _binary(line[13:-7]), [(1, _END)]
    if path is not None and ranges:
        yield path, LineSet(tuple(ranges))


def _hunk(line: bytes) -> tuple[int, int, int]:
    """Lines taken away, first new line, new lines of `@@ -a,b +c,d @@`."""
    _, old, new, *_ = line.split(b" ")
    first, _, count = new[1:].partition(b",")
    return int(old.partition(b",")[2] or 1), int(first), int(count or 1)


def _skip(lines: Iterator[bytes], count: int) -> None:
    """Passes over the text of a hunk, which may look like anything."""
    while count:
        if not next(lines).startswith(b"\\"):
            count -= 1


def _path(text: bytes) -> str | None:
    """The path of `b/x`; None for a file that is gone."""
    text = text.removesuffix(b"\t")
    return None if text == b"/dev/null" else _name(text)[2:]


def _binary(text: bytes) -> str | None:
    """The new path of `a/x and b/x`, two names of equal length unless one is /dev/null."""
    if text.startswith(b"/dev/null and "):
        return _path(text[14:])
    if text.endswith(b" and /dev/null"):
        return None
    return _path(text[(len(text) + 5) // 2 :])


def _name(text: bytes) -> str:
    """A name as git writes it: between quotes, the way C does, where it is odd."""
    return shown(_unquoted(text) if text.startswith(b'"') else text)


_ESCAPES = {
    b"n": b"\n",
    b"t": b"\t",
    b"r": b"\r",
    b"a": b"\a",
    b"b": b"\b",
    b"v": b"\v",
    b"f": b"\f",
}


def _unquoted(name: bytes) -> bytes:
    """A name that git wrote between quotes, the way C does."""

    def one(found: re.Match[bytes]) -> bytes:
        octal, other = found.groups()
        return bytes([int(octal, 8) & 255]) if octal else _ESCAPES.get(other, other)

    return re.sub(rb"\\(?:([0-7]{3})|(.))", one, name[1:-1], flags=re.DOTALL)

"""Python: files, tests, encodings and comments."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from carbongate.code.python.module import Module

NAME = "python"
SUFFIXES = (".py", ".pyw")
PROGRAM = "python"
# One match for each file, however many mistakes: it is looked for in every file.
BROKEN: Mapping[str, Any] = {"kind": "module", "has": {"kind": "ERROR", "stopBy": "end"}}

TEST_FOLDERS = frozenset({"tests", "test"})
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def is_test(path: str) -> bool:
    """In a folder tests or test, or named test_x.py, x_test.py, tests.py or conftest.py."""
    place = PurePosixPath(path)
    return (
        not TEST_FOLDERS.isdisjoint(place.parts[:-1])
        or place.name.startswith("test_")
        or place.stem.endswith("_test")
        or place.stem in ("tests", "conftest")
    )


def decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, else what the first two lines declare."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        for line in data.split(b"\n", 2)[:2]:
            if declared := _COOKIE.match(line):
                return data.decode(declared[1].decode("ascii"))
        raise


def comments(text: str) -> Iterator[tuple[int, bool, str]]:
    """The comments of a file, not the text in its strings; up to its first broken token."""
    import io
    import tokenize

    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                alone = not token.line[: token.start[1]].strip()
                yield token.start[0], alone, token.string
    except (tokenize.TokenError, SyntaxError):
        return


def parsed(source: bytes) -> Module:
    """The tree of a file."""
    return Module(source)

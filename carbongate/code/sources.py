"""The files behind a scan: what reading them shows, and copies of those the engine cannot be given.

The engine reads UTF-8 files with a suffix it knows, under names in UTF-8. For everything else (a mark
at the start, another encoding, a script without suffix, a name in other bytes, a revision that is not
on the disk) it gets a copy of the text in its temporary folder. It also gets one where its own ignore
comment stands, with the comment made blunt: what only that copy shows was suppressed by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from carbongate.code.engine import Engine
from carbongate.code.files import BLUNTED, IGNORE, canonical, unwritten
from carbongate.code.hit import Hit
from carbongate.code.languages import Language
from carbongate.code.suppress import WORD
from carbongate.errors import CarbongateError
from carbongate.repository import File

Code = Mapping[str, tuple[File, Language]]


@dataclass(frozen=True, slots=True)
class Survey:
    """What reading all files showed."""

    read: frozenset[str]  # files whose code counts
    copied: frozenset[str]  # of these, the ones the engine needs a copy of
    commented: frozenset[str]  # with a suppression of ours somewhere
    unwritten: frozenset[str]  # generated or minified, left out
    unread: Mapping[str, str]  # files that cannot be read, and why


def survey(code: Code, direct: frozenset[str]) -> Survey:
    """Reads each file once, while the engine works on those it was given directly."""
    read, copied, commented, left_out = set(), set(), set(), set()
    unread: dict[str, str] = {}
    word = WORD.encode()
    for path, (file, language) in code.items():
        try:
            data = file.data()
            text = canonical(data, language)
        except CarbongateError as error:
            unread[path] = error.message
        except (UnicodeDecodeError, LookupError, SyntaxError):
            unread[path] = "neither UTF-8 nor the encoding it declares"
        else:
            if unwritten(data):
                left_out.add(path)
                continue
            read.add(path)
            if path not in direct or text != data or IGNORE in data:
                copied.add(path)
            if word in data:
                commented.add(path)
    return Survey(
        frozenset(read), frozenset(copied), frozenset(commented), frozenset(left_out), unread
    )


def source(code: Code, path: str) -> bytes:
    """The text of a file that the survey could read, as the engine saw it."""
    file, language = code[path]
    return canonical(file.data(), language)


class Copies:
    """The files that the engine reads as copies."""

    def __init__(self, engine: Engine, code: Code, paths: frozenset[str]) -> None:
        self.origins: dict[str, tuple[str, bool]] = {}  # name of a copy -> path, made blunt
        folder = engine.folder / "files"
        folder.mkdir()
        for number, path in enumerate(sorted(paths)):
            text = source(code, path)
            suffix = code[path][1].SUFFIXES[0]
            self._write(folder, f"{number}{suffix}", text, path, blunt=False)
            if IGNORE in text:
                blunted = text.replace(IGNORE, BLUNTED)
                self._write(folder, f"{number}-blunt{suffix}", blunted, path, blunt=True)
        self.run = engine.start(folder, list(self.origins)) if self.origins else None

    def hits(self) -> Iterator[tuple[Hit, bool]]:
        """The hits under their real paths, and whether the engine's own comment suppresses them."""
        if self.run is None:
            return
        ordinary: list[Hit] = []
        blunt: list[Hit] = []
        for hit in self.run.hits():
            path, blunted = self.origins[hit.path]
            (blunt if blunted else ordinary).append(replace(hit, path=path))
        seen = {(hit.path, hit.rule, hit.span) for hit in ordinary}
        yield from ((hit, False) for hit in ordinary)
        for hit in blunt:
            if (hit.path, hit.rule, hit.span) not in seen:
                yield hit, True

    def broken(self) -> frozenset[str]:
        """Files that are not of their language; known when `hits` has been read."""
        return (
            frozenset(self.origins[name][0] for name in self.run.broken)
            if self.run
            else frozenset()
        )

    def _write(self, folder: Path, name: str, text: bytes, path: str, *, blunt: bool) -> None:
        (folder / name).write_bytes(text)
        self.origins[name] = (path, blunt)

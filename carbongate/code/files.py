"""Which files are code, and what of each the engine should read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from carbongate import discover
from carbongate.code import languages
from carbongate.code.languages import CONTRACT, Language
from carbongate.repository import File

LIMIT = 1_000_000  # bytes; what is larger was not written by hand
IGNORE = b"ast-grep-ignore"  # the engine's own suppression, which gives no reason
BLUNTED = b"ast-grep-ignor_"  # of the same length, so that places stay
MARK, PACKAGES = "pyvenv.cfg", "site-packages"
HEAD = 1000  # bytes in which a generated file says that it is one
LONG = 400  # bytes in a line, on average, of text that nobody reads


@dataclass(frozen=True, slots=True)
class Chosen:
    """The code among the files of a tree, and what was left out and why."""

    code: Mapping[str, tuple[File, Language]] = field(default_factory=lambda: MappingProxyType({}))
    tests: int = 0
    notes: tuple[str, ...] = ()


def all_languages() -> tuple[Language, ...]:
    """The languages of this installation."""
    return discover.modules(languages, CONTRACT)


def chosen(files: Iterable[File], spoken: Iterable[Language], *, tests: bool) -> Chosen:
    """The files in the languages that there are rules for; tests only where they are asked for."""
    code: dict[str, tuple[File, Language]] = {}
    notes: list[str] = []
    left_out = 0
    every = list(files)
    installed = packages(every)
    for file, language in in_languages(every, spoken):
        if installed and file.path.startswith(installed):
            continue
        if not tests and language.is_test(file.path):
            left_out += 1
        elif file.size > LIMIT:
            size = f"{file.size / 1e6:.1f} MB"
            notes.append(f"{file.path}: not scanned, {size} is above the limit of 1 MB for code")
        else:
            code[file.path] = (file, language)
    notes.extend(
        f"{folder}: not scanned, packages of a virtual environment" for folder in installed
    )
    return Chosen(MappingProxyType(code), left_out, tuple(notes))


def packages(files: Iterable[File]) -> tuple[str, ...]:
    """The folders that virtual environments of Python install into, where git does not ignore them."""
    paths = {file.path for file in files}
    homes = [path.removesuffix(MARK) for path in paths if path.endswith(f"/{MARK}")]
    return tuple(
        sorted(
            {
                f"{start}/{PACKAGES}/"
                for path in (paths if homes else ())
                for start, middle, _ in [path.partition(f"/{PACKAGES}/")]
                if middle and start.startswith(tuple(homes))
            }
        )
    )


def in_languages(
    files: Iterable[File], spoken: Iterable[Language]
) -> Iterator[tuple[File, Language]]:
    """The files that are code, by their suffix, or their first line where they have none."""
    suffixes = {suffix: language for language in spoken for suffix in language.SUFFIXES}
    programs = {language.PROGRAM: language for language in suffixes.values()}
    for file in files:
        suffix = PurePosixPath(file.path).suffix
        language = suffixes.get(suffix) if suffix else _by_program(file, programs)
        if language is not None:
            yield file, language


def _by_program(file: File, programs: Mapping[str, Language]) -> Language | None:
    """The language of a script without a suffix, by its first line."""
    first = file.head().split("\n", 1)[0] if programs and file.size else ""
    if not first.startswith("#!"):
        return None
    return next((known for name, known in programs.items() if name in first), None)


def plain(path: str) -> bool:
    """Whether a path is the name on the disk, and one that the engine takes: it ends on bytes that
    are not UTF-8, which a tree writes as `\\xff`."""
    return "\\" not in path and path.isprintable()


def canonical(data: bytes, language: Language) -> bytes:
    """The text as the engine reads it: UTF-8 without a mark, lines that end in a line feed.

    Errors: those of Language.decoded.
    """
    text = language.decoded(data)
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    return text.encode("utf-8")


def unwritten(data: bytes) -> bool:
    """Whether no person wrote this: it says that it is generated, or is minified."""
    head = data[:HEAD].lower()
    if b"@generated" in head or (b"generated" in head and b"do not edit" in head):
        return True
    return len(data) > LONG * 10 and len(data) / (data.count(b"\n") + 1) > LONG

"""docs/config.md and the schemas: every key of carbongate.yaml, from the keys themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from carbongate.config import load
from carbongate.config.extends import Address, Commit, Defaults
from carbongate.config.kinds import Choice, Each, Flag, Named, Text, Version, Whole
from carbongate.config.kinds import Path as TreePath
from carbongate.config.node import Key, Kind, Section
from carbongate.config.quantity import Quantity
from carbongate.config.root import ROOT
from carbongate.config.validated import schema_text
from tools.docs.markdown import anchor, bullets, code, fenced, page, table

EXAMPLE = "examples/shop/carbongate.yaml"
WHOLE = "The whole file"
INTRODUCTION = f"""
# carbongate.yaml

The file stands at the root of the repository, as `carbongate.yaml` or `.carbongate.yaml`. It is strict: an unknown key, a
number without its unit and a pattern that matches nothing are mistakes, named by file, line and key, and end
the run with exit code 2. It is read as YAML 1.2, so `on`, `off` and `no` are words. Without a file
`carbongate check` shows what it finds in mode `report` and fails nothing.

`carbongate init` proposes one for what it finds ([the first weeks](start.md)), and `carbongate config validate` says what
a file comes to. Editors complete and check it with [config.schema.json](config.schema.json), which
`carbongate config schema` prints: put `# yaml-language-server: $schema=<address of that file>` on the first line.

This is the one of the [example](../{EXAMPLE}):
"""
# Kinds that are always written in the same way. A new kind must be described here.
PLAIN: Mapping[type, str] = {
    Flag: "`true`, `false`",
    Whole: "a whole number",
    TreePath: "a path from the root, with forward slashes",
    Text: "a word or a few",
    Commit: "40 digits, as `git rev-parse` prints them",
    Address: "`https://github.com/OWNER/NAME`, without a user or a token",
}
# What the keys say, and no step does yet; each with a line that shows it.
LATER = (
    "estimate: {grid: factors.json}",
    'usage: {"*": {memory: 50%}}',
    'usage: {"*": {tokens: 1000}}',
)
REFUSED = """
These keys are part of the format, and this version refuses them by name (exit 2) instead of passing
them over: a limit that nobody holds would read as a pass.
"""


def pages(root: Path) -> Mapping[str, str]:
    """Path -> text."""
    example = fenced((root / EXAMPLE).read_text(encoding="utf-8"), "yaml")
    sections = [block for heading, keys in headings() for block in of_section(heading, keys)]
    refused = [refusal(line) for line in LATER]
    return {
        "docs/config.md": page(
            INTRODUCTION, example, *sections, "## Not yet", REFUSED, bullets(refused)
        ),
        "docs/config.schema.json": schema_text(),
        "docs/waivers.schema.json": schema_text(waivers=True),
    }


def headings() -> Iterator[tuple[str, Section[Any]]]:
    """Each section once, in the order of the file, under the path of its key."""
    seen: set[int] = set()
    waiting: list[tuple[str, Section[Any]]] = [("", ROOT)]
    while waiting:
        path, found = waiting.pop(0)
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield path, found
        below = [entry for key in found.keys for entry in sections(key.kind, f"{path}.{key.name}")]
        waiting = [(name.lstrip("."), inner) for name, inner in below] + waiting


def sections(kind: Kind[Any], path: str) -> Iterator[tuple[str, Section[Any]]]:
    """The section that a kind holds, with what stands before it."""
    match kind:
        case Section():
            yield path, kind
        case Defaults(section=section):
            yield path, section
        case Each(kind=inner):
            yield from sections(inner, f"{path}[]")
        case Named(kind=inner):
            yield from sections(inner, f"{path}.<pattern>")
        case _:
            return


def of_section(path: str, found: Section[Any]) -> Iterator[str]:
    """The heading and the table of one section."""
    yield f"## {path or WHOLE}"
    head = ("key", "what it says", "how it is written", "without it")
    yield table(head, [row(path, key) for key in found.keys])


def row(path: str, key: Key[Any]) -> tuple[str, str, str, str]:
    """One key."""
    name = f"`{key.name}`" + (" (required)" if key.required else "")
    return name, key.about, written(key.kind), default(path, key)


def written(kind: Kind[Any]) -> str:
    """How a value is written."""
    match kind:
        case Quantity(example=example, accepted=accepted, ranged=ranged):
            several = ", or `[low, best, high]`" if ranged else ""
            return f"`{example}`{several}; units: {accepted}"
        case Choice(words=words):
            return ", ".join(map(code, words))
        case Version(number=number):
            return code(str(number))
        case Each(kind=inner):
            return f"a list: {written(inner)}"
        case Named(kind=inner):
            return f"a mapping, the keys are yours: {written(inner)}"
        case Defaults(section=section):
            return f"a path from the root, or [keys of its own](#{anchor(place(section))})"
        case Section():
            return f"[keys of its own](#{anchor(place(kind))})"
        case _:
            return PLAIN[type(kind)]


def place(wanted: Section[Any]) -> str:
    """The heading under which a section stands."""
    return next(path for path, found in headings() if found is wanted)


def default(path: str, key: Key[Any]) -> str:
    """What holds where the file does not say, for keys that choose among a few things."""
    config = load("version: 1\nbudgets: [{id: a, total: 1 kgCO2e/month}]\n", "carbongate.yaml")
    places: dict[str, object] = {
        "": config,
        "estimate": config,
        "code": config.code,
        "budgets[]": config.budgets[0],
    }
    value = getattr(places.get(path), key.name, None) if not key.required else None
    match value:
        case bool():
            return code("true" if value else "false")
        case str():
            return code(value)
        case tuple() if value and all(isinstance(word, str) for word in value):
            return ", ".join(map(code, value))
        case _:
            return ""


def refusal(line: str) -> str:
    """A line with such a key, and the key. Errors: ValueError when it is refused no more."""
    refused = load(f"version: 1\n{line}\n", "carbongate.yaml").unsupported()
    if not refused:
        raise ValueError(f"{line}: is held now; take it out of LATER")
    return f"`{refused[0][0]}`, as in `{line}`"

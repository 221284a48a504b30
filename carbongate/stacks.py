"""Tree to stacks: which file is a manifest, which stack it belongs to, what its reader says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Protocol, cast

from carbongate import manifests
from carbongate.config import PIPELINE, Config, StackConfig
from carbongate.context import Context
from carbongate.discover import modules
from carbongate.errors import ConfigError, InputError
from carbongate.model import Reading, Skipped, Stack, Where
from carbongate.repository import File, Tree
from carbongate.repository.file import within
from carbongate.tables import Tables

PLANNED = "terraform-plan"
CONTRACT = ("claims", "KIND", "TRUST", "root", "read")

# Files that are never a manifest, whatever they hold; all others are judged by their content.
OTHER = """
.py .pyi .pyc .ipynb .js .jsx .mjs .cjs .ts .tsx .java .kt .scala .go .rs .c .h .cc .cpp
.hpp .cs .vb .php .rb .pl .lua .swift .m .r .jl .sh .bash .zsh .ps1 .bat .sql .html .htm
.css .scss .less .md .rst .adoc .tex .png .jpg .jpeg .gif .svg .ico .webp .bmp .pdf .ttf
.otf .woff .woff2 .eot .mp3 .mp4 .wav .zip .gz .tgz .bz2 .xz .7z .tar .jar .war .whl .so
.dll .dylib .exe .o .a .class .wasm .bin .dat .db .sqlite .parquet .avro .po .mo .lock .sum
.mod .map .snap .patch .diff .proto .xml .xsd .gradle .properties .ini .cfg .toml
"""
OTHER_SUFFIXES = frozenset(OTHER.split())


class Reader(Protocol):
    """A kind of manifest: a module of the room `manifests`."""

    KIND: str
    TRUST: int

    def claims(self, file: File) -> bool:
        """Whether the file's content is of this kind. Never raises."""

    def root(self, file: File) -> str:
        """The folder (or name) of the default stack the file belongs to."""

    def read(self, files: Sequence[File], context: Context) -> Iterator[Reading]:
        """What the files declare. Errors: InputError, naming the file."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A file and the reader that knows it."""

    file: File
    reader: Reader


@dataclass(frozen=True, slots=True)
class Found:
    """The stacks of a tree; `unclaimed` are manifests that no configured stack names.

    `plans` are the Terraform plans that a stack holds: what is applied later must be one of them.
    """

    stacks: tuple[Stack, ...]
    manifests: int
    unclaimed: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()

    def readings(self) -> list[Reading]:
        """Everything that is declared."""
        return [reading for stack in self.stacks for reading in stack.readings]

    def counted(self) -> frozenset[str]:
        """The manifests that a stack holds."""
        return frozenset(path for stack in self.stacks for path in stack.manifests)


@dataclass(slots=True)
class Plan:
    """A stack before its files are read."""

    name: str
    manifests: list[Manifest]
    config: StackConfig | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


Progress = Callable[[str, int, int], None]


def readers() -> tuple[Reader, ...]:
    """Every kind of manifest, most trusted first."""
    found = cast("tuple[Reader, ...]", modules(manifests, CONTRACT))
    return tuple(sorted(found, key=lambda reader: (reader.TRUST, reader.KIND)))


def stacks(
    tree: Tree,
    named: frozenset[str] | None,
    files: frozenset[str],
    config: Config,
    tables: Tables,
    progress: Progress,
) -> Found:
    """Reads what the tree declares: all of it, or the files of `named`, where a configured stack is one
    only if all of it was named.

    `files`, and files that a configured stack names, must be manifests and readable (InputError,
    exit 5); elsewhere a file of no known kind is passed over and a broken one is skipped.
    """
    entries = {entry for stack in config.stacks for entry in stack.manifests}
    strict = files | {file.path for entry in entries if (file := tree.file(entry)) is not None}
    found = [
        manifest
        for manifest in recognised(tree, strict, readers())
        if named is None or manifest.file.path in named
    ]
    plans, unclaimed = arranged(found, config, tree)
    if named is not None and unclaimed:  # nothing that was named is left out
        plans.extend(by_root([one for one in found if one.file.path in unclaimed]))
        unclaimed = ()
    read = []
    for number, plan in enumerate(plans):
        progress("reading manifests", number, len(plans))
        read.append(read_stack(plan, config, tables, tree, strict))
    planned = [
        one.file.path for plan in plans for one in plan.manifests if one.reader.KIND == PLANNED
    ]
    return Found(tuple(read), len(found), unclaimed, tuple(sorted(planned)))


def recognised(tree: Tree, strict: frozenset[str], kinds: Sequence[Reader]) -> Iterator[Manifest]:
    """The manifests of a tree, in the order of their paths."""
    for file in tree.files():
        if file.path not in strict and PurePosixPath(file.path).suffix.lower() in OTHER_SUFFIXES:
            continue
        if file.path in strict:
            file.data()  # a named file that cannot be read is an error, and says why
        reader = next((kind for kind in kinds if kind.claims(file)), None)
        if reader is not None:
            yield Manifest(file, reader)
        elif file.path in strict:
            names = ", ".join(kind.KIND for kind in kinds)
            raise InputError(f"not a manifest of a known kind ({names})", file.path)


def is_manifest(tree: Tree, path: str) -> bool:
    """Whether there is a file of a known kind at a path, by its ending and its content."""
    file = tree.file(path)
    if file is None or PurePosixPath(path).suffix.lower() in OTHER_SUFFIXES:
        return False
    return any(kind.claims(file) for kind in readers())


def arranged(
    found: Sequence[Manifest], config: Config, tree: Tree
) -> tuple[list[Plan], tuple[str, ...]]:
    """Files to stacks: as configured, else one for each root. Workflows are the stack `pipeline`."""
    if not config.stacks:
        return by_root(found), ()
    left = {manifest.file.path: manifest for manifest in found}
    plans = []
    for stack in config.stacks:
        mine: list[Manifest] = []
        for entry in stack.manifests:
            inside = [m for path, m in left.items() if within(path, entry)]
            if not inside:
                raise missing(config, stack, entry, found, tree)
            mine.extend(inside)
            for manifest in inside:
                del left[manifest.file.path]
        plans.append(Plan(stack.name, mine, stack, stack.labels))
    rest = list(left.values())
    pipeline = [m for m in rest if m.reader.root(m.file) == PIPELINE]
    taken = next((plan.config for plan in plans if plan.name == PIPELINE), None)
    if pipeline and taken is not None:
        raise ConfigError(
            f"stacks[{PIPELINE}]: this is the name of the CI workflows; name them among its "
            "manifests, or call the stack otherwise",
            config.path,
            taken.line,
        )
    if pipeline:
        plans.extend(by_root(pipeline))
        rest = [m for m in rest if m.reader.root(m.file) != PIPELINE]
    return plans, tuple(sorted(m.file.path for m in rest))


def missing(
    config: Config, stack: StackConfig, entry: str, found: Sequence[Manifest], tree: Tree
) -> ConfigError | InputError:
    """Why an entry of a stack's manifests gives nothing."""
    key = f"stacks[{stack.name}].manifests"
    if any(within(manifest.file.path, entry) for manifest in found):
        return ConfigError(
            f"{key}: {entry} already belongs to another stack", config.path, stack.line
        )
    if any(within(file.path, entry) for file in tree.files()):
        return InputError(
            f"{key}: {entry} holds no manifest of a known kind", config.path, stack.line
        )
    return ConfigError(f"{key}: there is no file or folder {entry}", config.path, stack.line)


def by_root(found: Iterable[Manifest]) -> list[Plan]:
    """One stack for each root of each kind, named by the folder; the tree's own is "."."""
    groups: dict[tuple[str, str], list[Manifest]] = {}
    for manifest in found:
        root = manifest.reader.root(manifest.file) or "."
        groups.setdefault((root, manifest.reader.KIND), []).append(manifest)
    roots = [root for root, _ in groups]
    plans = []
    for (root, kind), manifests_of_root in sorted(groups.items(), key=lambda item: item[0]):
        name = root if roots.count(root) == 1 else f"{root} ({kind})"
        plans.append(Plan(name, manifests_of_root))
    return plans


def read_stack(
    plan: Plan, config: Config, tables: Tables, tree: Tree, strict: frozenset[str]
) -> Stack:
    """One stack with everything its readers say."""
    stated = plan.config
    regions = stated.regions if stated else {}
    context = Context(tables, regions, config.autoscaling, config.runner_visibility, tree)
    by_reader: dict[str, list[Manifest]] = {}
    for manifest in plan.manifests:
        by_reader.setdefault(manifest.reader.KIND, []).append(manifest)
    readings: list[Reading] = []
    for group in by_reader.values():
        files = [manifest.file for manifest in group]
        readings.extend(readings_of(group[0].reader, files, context, strict))
    return Stack(
        name=plan.name,
        labels=plan.labels,
        manifests=tuple(manifest.file.path for manifest in plan.manifests),
        readings=tuple(unique(readings)),
        functional_unit=config.unit(plan.name),
        regions=regions,
        runs_on=stated.runs_on if stated else None,
        superseded=tuple(
            manifest.file.path
            for manifest in plan.manifests
            if all(reading.where.path != manifest.file.path for reading in readings)
        ),
    )


def readings_of(
    reader: Reader, files: list[File], context: Context, strict: frozenset[str]
) -> list[Reading]:
    """What a reader says of its files; a broken file that nobody named is skipped, the rest is read."""
    broken: list[Reading] = []
    while files:
        try:
            return [*reader.read(files, context), *broken]
        except InputError as error:
            guilty = next((file for file in files if file.path == error.path), None)
            if guilty is None or guilty.path in strict:
                raise
            where = Where(guilty.path, error.line)
            broken.append(Skipped(guilty.path, reader.KIND, where, error.message, heavy=True))
            files = [file for file in files if file is not guilty]
    return broken


def unique(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings with a number behind an address that came before, so that none is lost."""
    seen: dict[str, int] = {}
    for reading in readings:
        count = seen[reading.address] = seen.get(reading.address, 0) + 1
        yield reading if count == 1 else replace(reading, address=f"{reading.address}#{count}")

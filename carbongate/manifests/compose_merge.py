"""Compose files to projects: which files belong together, and what their services become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from pathlib import PurePosixPath
from typing import Any

from carbongate.documents import yaml_documents
from carbongate.errors import InputError
from carbongate.manifests.charts import joined, parent
from carbongate.manifests.interpolation import UnsetError, environment, interpolated
from carbongate.manifests.objects import mapping, word
from carbongate.model import Where
from carbongate.repository import File, Tree

# In the order in which docker compose looks for them.
DEFAULTS = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
REMOTE = ("http:", "https:", "git@", "oci:", "ssh:", "git:", "github.com/")
BASES = 20  # services that extend one another


@dataclass(frozen=True, slots=True)
class Document:
    """One compose file: all its documents in one."""

    path: str
    body: Mapping[str, Any]

    @property
    def services(self) -> Mapping[str, Any]:
        """Its services by name."""
        return mapping(self.body.get("services"))


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it would run: merged, extended, not yet interpolated."""

    name: str
    body: Mapping[str, Any]
    where: Where


@dataclass(frozen=True, slots=True)
class Project:
    """What `docker compose up` would start. `variables` are those of its `.env` file."""

    name: str
    services: tuple[Service, ...]
    volumes: Mapping[str, Where]
    variables: Mapping[str, str]
    missing: tuple[tuple[str, Where], ...] = ()  # included files that the stack does not have
    unused: tuple[tuple[str, str], ...] = ()  # files that docker compose would not take, and why


@dataclass(slots=True)
class Files:
    """The compose files of one stack, and the tree for what lies beside them."""

    documents: Mapping[str, Document]
    tree: Tree | None

    def document(self, path: str) -> Document | None:
        """A compose file of the stack, else of the tree; None where there is none to be read."""
        if path in self.documents:
            return self.documents[path]
        file = self.tree.file(path) if self.tree else None
        try:
            return document(file) if file else None
        except InputError:
            return None

    def variables(self, folder: str) -> Mapping[str, str]:
        """What the `.env` file of a folder sets."""
        file = self.tree.file(joined(folder, ".env")) if self.tree else None
        try:
            return environment(file.text()) if file else {}
        except InputError:
            return {}


def projects(files: Sequence[File], tree: Tree | None) -> tuple[Project, ...]:
    """The projects of some files. Errors: InputError for a file that is no YAML."""
    known = Files({file.path: document(file) for file in files}, tree)
    folders: dict[str, list[Document]] = {}
    for one in beginnings(known):
        folders.setdefault(parent(one.path), []).append(one)
    return tuple(
        project
        for folder, inside in sorted(folders.items())
        for project in of_folder(folder, inside, known)
    )


def beginnings(known: Files) -> Iterator[Document]:
    """The files that no other one includes; of files that include each other in a circle the first."""
    leads = {
        one.path: [path for path, _ in includes(one, known) if path in known.documents]
        for one in known.documents.values()
    }
    included = {path for one, others in leads.items() for path in others if path != one}
    reached: set[str] = set()
    for path in sorted(leads, key=lambda path: (path in included, path)):
        if path not in reached:
            yield known.documents[path]
        left = [path]
        while left:
            inner = left.pop()
            if inner not in reached:
                reached.add(inner)
                left.extend(leads[inner])


def document(file: File) -> Document:
    """One file; several documents are merged in their order. Errors: InputError."""
    found = [
        one
        for one in yaml_documents(file.text(), file.path, version="1.2")
        if isinstance(one, dict)
    ]
    return Document(file.path, reduce(merged, found[1:], found[0]) if found else {})


def of_folder(folder: str, inside: Sequence[Document], known: Files) -> Iterable[Project]:
    """The project that the folder's default names make, and one for each other file."""
    named = {PurePosixPath(one.path).name: one for one in inside}
    bases = [named[name] for name in DEFAULTS if name in named]
    overrides = [named[name] for name in OVERRIDES if name in named]
    others = [one for one in inside if one not in bases and one not in overrides]
    if bases:
        layers = [one for one in others if is_layer(one, bases[0])]
        others = [one for one in others if one not in layers]
        why = f"docker compose takes {PurePosixPath(bases[0].path).name} of the same folder"
        unused = tuple((one.path, why) for one in bases[1:])
        yield project(folder, [bases[0], *overrides[:1], *layers], known, unused)
    else:
        others.extend(overrides)
    for one in others:
        yield project(str(PurePosixPath(one.path).with_suffix("")), [one], known, ())


def is_layer(one: Document, base: Document) -> bool:
    """Whether a file only changes services of another one, as `-f base -f one` would."""
    return bool(one.services) and any(
        name in base.services and not stands(body) for name, body in one.services.items()
    )


def stands(body: Any) -> bool:
    """Whether a service says what it runs."""
    return bool(mapping(body).keys() & {"image", "build", "extends", "provider"})


def project(
    name: str, layers: Sequence[Document], known: Files, unused: tuple[tuple[str, str], ...]
) -> Project:
    """One project of its files, the later ones over the earlier ones."""
    folder = parent(layers[0].path)
    variables = known.variables(folder)
    services: dict[str, Service] = {}
    volumes: dict[str, Where] = {}
    missing: list[tuple[str, Where]] = []
    for layer in with_includes(layers, known, missing):
        for key, body in layer.services.items():
            where = Where(layer.path, line_of(layer.services, key))
            full = extended(key, mapping(body), layer, known)
            if key in services:
                body = merged(services[key].body, full)
                services[key] = Service(key, body, services[key].where)
            else:
                services[key] = Service(key, full, where)
        declared = mapping(layer.body.get("volumes"))
        for key in declared:
            volumes.setdefault(key, Where(layer.path, line_of(declared, key)))
    return Project(
        stated_name(layers[0], variables) if name == folder else name,
        tuple(services.values()),
        volumes,
        variables,
        tuple(missing),
        unused,
    )


def stated_name(base: Document, variables: Mapping[str, str]) -> str:
    """The project's own name, else its folder."""
    try:
        own = interpolated(word(base.body.get("name")), variables)
    except UnsetError:
        own = ""
    return own or variables.get("COMPOSE_PROJECT_NAME") or parent(base.path) or "compose"


def with_includes(
    layers: Sequence[Document], known: Files, missing: list[tuple[str, Where]]
) -> list[Document]:
    """The included files of the stack, then the files themselves; what is not there is noted."""
    ordered: dict[str, Document] = {}
    entered: set[str] = set()
    # A file comes behind those that it includes: it is met once before and once after them.
    left = [(layer, False) for layer in reversed(layers)]
    while left:
        one, done = left.pop()
        if done:
            ordered[one.path] = one
        elif one.path not in entered:
            entered.add(one.path)
            left.append((one, True))
            found = includes(one, known)
            missing.extend(entry for entry in found if entry[0] not in known.documents)
            inner = [known.documents[path] for path, _ in found if path in known.documents]
            left.extend((document, False) for document in reversed(inner))
    return list(ordered.values())


def includes(one: Document, known: Files) -> list[tuple[str, Where]]:
    """The files that a file includes, as paths of the tree, or addresses of elsewhere."""
    entries = one.body.get("include")
    found: list[tuple[str, Where]] = []
    for entry in entries if isinstance(entries, list) else ():
        paths = mapping(entry).get("path") if isinstance(entry, dict) else entry
        for path in paths if isinstance(paths, list) else [paths]:
            text = word(path)
            with suppress(UnsetError):  # else it is named as it is written
                text = interpolated(text, known.variables(parent(one.path)))
            where = Where(one.path, line_of(one.body, "include"))
            if text:
                far = text.startswith(REMOTE)
                found.append((text if far else joined(parent(one.path), text), where))
    return found


def extended(
    name: str, body: Mapping[str, Any], home: Document, known: Files, depth: int = BASES
) -> Mapping[str, Any]:
    """A service with what it extends below it, as far as that is to be found."""
    said = body.get("extends")
    base_name = word(said) or word(mapping(said).get("service"))
    if not base_name or not depth:
        return body
    path = word(mapping(said).get("file"))
    other = known.document(joined(parent(home.path), path)) if path else home
    base = mapping(other.services.get(base_name)) if other else {}
    if not base or other is None or (other is home and base_name == name):
        return body
    return merged(extended(base_name, base, other, known, depth - 1), body)


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    """Two mappings as compose merges them: mappings into each other, lists one after the other."""
    result: dict[str, Any] = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and "!reset" in value:
            result.pop(key, None)
        elif isinstance(value, dict) and "!override" in value:
            result[key] = value["!override"]
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        elif isinstance(value, list) and isinstance(result.get(key), list):
            result[key] = [*result[key], *value]
        else:
            result[key] = value
    return result


def line_of(body: Mapping[str, Any], key: str) -> int | None:
    """The line of a key, where the mapping still knows it."""
    lines: Mapping[str, int] = getattr(body, "lines", {})
    return lines.get(key)

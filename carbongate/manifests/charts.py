"""What is no manifest until it is rendered: Helm charts and other templates, Kustomize folders."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from carbongate.documents import yaml_documents
from carbongate.errors import InputError
from carbongate.manifests.objects import KIND, TEMPLATE, mappings, word
from carbongate.manifests.workloads import TEMPLATES
from carbongate.model import CarbonFree, Reading, Skipped, Where
from carbongate.repository import File

CHART = re.compile(r"^apiVersion[ \t]*:[ \t]*['\"]?v[12]['\"]?[ \t]*(?:#.*)?$", re.MULTILINE)
CHART_KEYS = (
    re.compile(r"^name[ \t]*:", re.MULTILINE),
    re.compile(r"^version[ \t]*:", re.MULTILINE),
)
LIBRARY = re.compile(r"^type[ \t]*:[ \t]*['\"]?library", re.MULTILINE)
KINDS = re.compile(r"^[ \t]*kind[ \t]*:[ \t]*['\"]?([A-Z]\w+)", re.MULTILINE)
KUSTOMIZE_FILES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
KUSTOMIZE_KEYS = re.compile(
    r"^(?:resources|bases|components|patches\w*|generators|transformers|namespace|namePrefix|images"
    r"|replicas|replacements|helmCharts|configMapGenerator|secretGenerator|commonLabels|labels)[ \t]*:",
    re.MULTILINE,
)
KUSTOMIZE_API = re.compile(
    r"^apiVersion[ \t]*:[ \t]*['\"]?kustomize\.config\.k8s\.io/", re.MULTILINE
)
KUSTOMIZE_KIND = re.compile(
    r"^kind[ \t]*:[ \t]*['\"]?(?:Kustomization|Component)['\"]?[ \t]*(?:#.*)?$", re.MULTILINE
)
# Parts of a kustomization that can change what runs.
CHANGES = (
    "bases components generators helmCharts helmChartInflationGenerator openapi patches patchesJson6902 "
    "patchesStrategicMerge replacements replicas transformers vars"
)
REMOTE = re.compile(r"://|^git@|^github\.com/|\?ref=")


@dataclass(frozen=True, slots=True)
class Kustomization:
    """A kustomization file: its folder and what it says."""

    folder: str
    body: Mapping[str, Any]
    where: Where


def is_chart(text: str) -> bool:
    """Whether the text is that of a Chart.yaml."""
    return bool(
        CHART.search(text) and not KIND.search(text) and all(k.search(text) for k in CHART_KEYS)
    )


def is_kustomization(path: str, text: str) -> bool:
    """Whether a file is a kustomization, by its name, where it need not say so itself, or by its kind."""
    if PurePosixPath(path).name in KUSTOMIZE_FILES and KUSTOMIZE_KEYS.search(text):
        return True
    return bool(KUSTOMIZE_API.search(text) and KUSTOMIZE_KIND.search(text))


def folder_of(path: str) -> str:
    """The folder that is rendered: the chart around a `templates` folder, else the file's own."""
    parts = PurePosixPath(path).parts[:-1]
    if "templates" in parts:
        parts = parts[: parts.index("templates")]
    return "/".join(parts)


def unrendered(charts: Sequence[File], templates: Sequence[File]) -> Iterator[Skipped]:
    """One entry for each chart, or for each folder of templates that belongs to none."""
    libraries = {folder_of(file.path) for file in charts if LIBRARY.search(file.head())}
    homes = {folder_of(file.path) for file in charts} - libraries
    groups: dict[str, list[File]] = {home: [] for home in homes}
    for file in templates:
        home = outermost(folder_of(file.path), homes)
        if home not in libraries:
            groups.setdefault(home, []).append(file)
    described = {folder_of(file.path): file for file in charts}
    for home, inside in sorted(groups.items()):
        if home in homes or any("templates" in PurePosixPath(f.path).parts for f in inside):
            # A chart within another one is rendered with it.
            if outermost(home, homes) == home:
                yield chart(home, described.get(home) or inside[0], inside)
        else:
            yield from (template(file) for file in inside)


def outermost(folder: str, homes: Iterable[str]) -> str:
    """The chart that a folder lies in, as one of its `charts`, or the folder itself."""
    around = [home for home in homes if folder.startswith(f"{home}/charts/" if home else "charts/")]
    return min(around, key=len, default=folder)


def chart(home: str, first: File, templates: Sequence[File]) -> Skipped:
    """A chart, with the command that renders it."""
    kinds = sorted({kind for file in templates for kind in KINDS.findall(file.text())})
    told = f" (of {', '.join(kinds)})" if kinds else ""
    name = PurePosixPath(home).name or "chart"
    command = f"helm template {shlex.quote(name)} {shlex.quote(home or '.')} > rendered.yaml"
    return Skipped(
        f"HelmChart/{home or '.'}",
        "helm-chart",
        Where(first.path),
        f"a Helm chart{told} is no manifest until it is rendered: run `{command}` and name that file",
        heavy=heavy(kinds, templates),
    )


def heavy(kinds: Iterable[str], templates: Sequence[File]) -> bool:
    """Whether a chart may run something: unless all its templates say what they are, and run nothing."""
    return (
        not templates
        or any(kind in TEMPLATES for kind in kinds)
        or any(not KINDS.search(file.text()) for file in templates)
    )


def template(file: File) -> Skipped:
    """A file with the marks of a template that belongs to no chart."""
    return Skipped(
        file.path,
        "template",
        Where(file.path),
        "a template is no manifest until it is rendered: render it and name the result",
        heavy=heavy(KINDS.findall(file.text()), [file]),
    )


def has_marks(text: str) -> bool:
    """Whether the text may be a template: `{{ }}` or `{% %}` somewhere."""
    return bool(TEMPLATE.search(text))


def kustomizations(files: Iterable[File]) -> Iterator[Kustomization]:
    """The kustomizations among some files. Errors: InputError for what is no YAML."""
    for file in files:
        for document in yaml_documents(file.text(), file.path, version="1.1"):
            if isinstance(document, dict) and is_kustomizing(document):
                where = Where(file.path, getattr(document, "line", None))
                yield Kustomization(parent(file.path), document, where)


def is_kustomizing(document: Mapping[str, Any]) -> bool:
    """Whether a document is a kustomization, and not an object that stands in the same file."""
    return document.get("kind") in (None, "Kustomization", "Component")


def parent(path: str) -> str:
    """The folder of a file, "" at the root."""
    folder = str(PurePosixPath(path).parent)
    return "" if folder == "." else folder


def patches(found: Iterable[Kustomization]) -> frozenset[str]:
    """Files that kustomizations name as changes of other manifests, and not as manifests as well."""
    paths: set[str] = set()
    kept: set[str] = set()
    for one in found:
        names = [
            entry.get("path")
            for key in ("patches", "patchesJson6902", "replacements")
            for entry in mappings(one.body.get(key))
        ]
        for key in ("patchesStrategicMerge", "transformers", "generators"):
            entries = one.body.get(key)
            names.extend(entries if isinstance(entries, list) else ())
        paths.update(
            joined(one.folder, name)
            for name in names
            if isinstance(name, str) and "\n" not in name and name
        )
        resources = one.body.get("resources")
        kept.update(
            joined(one.folder, name)
            for name in (resources if isinstance(resources, list) else ())
            if isinstance(name, str)
        )
    return frozenset(paths - kept)


def joined(folder: str, name: str) -> str:
    """A path relative to a folder, without `.` and `..`."""
    parts: list[str] = list(PurePosixPath(folder).parts)
    for part in PurePosixPath(name).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def kustomized(one: Kustomization) -> Reading:
    """A kustomization that only lists resources runs nothing more; one that changes them is skipped."""
    address = f"Kustomization/{one.folder or '.'}"
    resources = one.body.get("resources")
    listed = [word(entry) for entry in resources] if isinstance(resources, list) else []
    remote = [entry for entry in listed if REMOTE.search(entry)]
    changes = [key for key in CHANGES.split() if one.body.get(key)]
    if not changes and not remote:
        return CarbonFree(address, "Kustomization", one.where)
    does = (
        f"changes its manifests ({', '.join(changes)})" if changes else "takes manifests from afar"
    )
    command = f"kubectl kustomize {shlex.quote(one.folder or '.')} > rendered.yaml"
    return Skipped(
        address,
        "Kustomization",
        one.where,
        f"{does}, and the manifests are read as they stand: run `{command}` and name that file",
        heavy=False,
    )


def read_kustomizations(files: Sequence[File]) -> tuple[tuple[Kustomization, ...], frozenset[str]]:
    """The kustomizations of some files and the paths they use as changes."""
    found: list[Kustomization] = []
    for file in files:
        try:
            found.extend(kustomizations([file]))
        except InputError:
            if not has_marks(file.text()):
                raise
    return tuple(found), patches(found)

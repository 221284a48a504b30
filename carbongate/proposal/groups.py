"""The manifests of a tree as stacks to propose: what is deployed together, by kind and by folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from carbongate.config import PIPELINE, StackConfig
from carbongate.config.kinds import Path
from carbongate.config.node import Node
from carbongate.errors import ConfigError
from carbongate.proposal.places import Place, Places, name, service
from carbongate.repository import Tree
from carbongate.stacks import Manifest, readers, recognised

# A kind whose files lie in folders that grow; the files of any other are named one by one.
FOLDER = "folder"  # everything of one folder, whatever its kind
BY_FOLDER = frozenset({"kubernetes", FOLDER})
STACKS = 100  # of one proposal: where there are more, what lies in one folder is one


@dataclass(frozen=True, slots=True)
class Group:
    """Manifests that are proposed as one stack."""

    place: Place
    kind: str
    files: tuple[str, ...]
    name: str = ""
    runs_on: str | None = None


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups in the order of the file, the deepest first; what is no stack, and why."""

    groups: tuple[Group, ...]
    pipeline: bool = False
    aside: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()  # paths that a configuration cannot name


def grouped(tree: Tree) -> Grouped:
    """What the tree holds. Manifests among tests and examples count where there are no others."""
    found = list(recognised(tree, frozenset(), readers()))
    rest = [one for one in found if not of_the_pipeline(one)]
    nameable = [one for one in rest if can_be_named(one.file.path)]
    places = Places(one.file.path for one in nameable)
    kept = [one for one in nameable if not places.aside(one.file.path)]
    aside = tuple(one.file.path for one in nameable if one not in kept) if kept else ()
    return Grouped(
        groups=called(in_order(few(parted(kept or nameable, places)))),
        pipeline=len(rest) < len(found),
        aside=aside,
        unnamed=tuple(one.file.path for one in rest if one not in nameable),
    )


def of_the_pipeline(one: Manifest) -> bool:
    """Whether it is of the CI workflows, whatever its folder is called."""
    return one.reader.root(one.file.renamed(f"{FOLDER}/{one.file.path}")) == PIPELINE


def can_be_named(path: str) -> bool:
    """Whether a configuration may hold the path."""
    try:
        return Path().read(Node(path, "", 0)) == path
    except ConfigError:
        return False


def parted(found: Sequence[Manifest], places: Places) -> list[Group]:
    """Manifests by kind and home."""
    groups: dict[tuple[str, Place], list[str]] = {}
    charts = [one.reader.root(one.file) for one in found if one.file.path.endswith("/Chart.yaml")]
    for one in found:
        root, kind = one.reader.root(one.file), one.reader.KIND
        whole = kind not in BY_FOLDER
        if kind in BY_FOLDER:
            chart = next((chart for chart in sorted(charts) if within(root, chart)), None)
            root, whole = (chart, True) if chart else (root, False)
        place = places.place("" if root == "." else root, whole=whole)
        groups.setdefault((kind, place), []).append(one.file.path)
    return [Group(place, kind, tuple(files)) for (kind, place), files in groups.items()]


def few(groups: list[Group]) -> list[Group]:
    """The groups, or where they are too many, one for each folder of the root."""
    if len(groups) <= STACKS:
        return groups
    joined: dict[str, list[str]] = {}
    for one in groups:
        for path in one.files:
            joined.setdefault(path.partition("/")[0] if "/" in path else "", []).append(path)
    return [
        Group(Place(home, "", service([home])), FOLDER, tuple(sorted(files)))
        for home, files in joined.items()
    ]


def within(path: str, folder: str) -> bool:
    """Whether a path is the folder or lies below it."""
    return path == folder or path.startswith(f"{folder}/")


def in_order(groups: Iterable[Group]) -> list[Group]:
    """Single files, then the deepest folders first: an entry of a stack takes what no earlier one took."""
    return sorted(
        groups,
        key=lambda one: (
            one.kind in BY_FOLDER,
            -len(one.place.home.split("/")) if one.kind in BY_FOLDER else 0,
            one.place.home,
            one.kind,
        ),
    )


def called(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups with names, no two alike and none that of the CI workflows."""
    taken = {PIPELINE}
    done = []
    for one in groups:
        wanted = said = name(one.place, one.kind)
        number = 1
        if said in taken:
            wanted = said = f"{said}-{one.kind}"
        while said in taken:
            number += 1
            said = f"{wanted}-{number}"
        taken.add(said)
        done.append(replace(one, name=said))
    return tuple(done)


def stack(group: Group) -> StackConfig:
    """The group as a stack of a configuration."""
    labels = {"env": group.place.environment, "service": group.place.service}
    by_folder = group.kind in BY_FOLDER and group.place.home
    return StackConfig(
        name=group.name,
        manifests=(group.place.home,) if by_folder else group.files,
        labels={key: word for key, word in labels.items() if word},
        runs_on=group.runs_on,
    )

"""What would be a manifest after one command: Terraform without a plan, values and overlays of environments."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from carbongate.proposal.groups import BY_FOLDER, Group, can_be_named, within
from carbongate.proposal.places import WORDS, Place, Places, name
from carbongate.repository import File, Tree

# What only the root of a deployment has; a module that others call has none of it.
OF_A_ROOT = re.compile(r'^\s*(?:backend|cloud|provider)\s+(?:"|\{)', re.MULTILINE)
PLANS = ("plan.json", "tfplan.json")
VALUES = re.compile(r"values[-_.](.+)\.ya?ml|(.+)[-_.]values\.ya?ml")
MAKE = "mkdir -p rendered && "
MOST = 12  # that a file shows


@dataclass(frozen=True, slots=True)
class Source:
    """What to run first, and the stack that it makes."""

    about: str
    command: str
    place: Place
    kind: str
    manifest: str

    @property
    def name(self) -> str:
        """The name of the stack."""
        return name(self.place, self.kind)


def sources(tree: Tree, groups: Sequence[Group], folded: Sequence[Group]) -> tuple[Source, ...]:
    """Of each kind the first few, in the order of their paths."""
    files = {file.path: file for file in tree.files()}
    places = Places(files)
    found = [
        *first(terraform(tree, files, groups, places)),
        *first(values(files, groups, places)),
        *first(overlays(folded)),
    ]
    return tuple(one for one in found if can_be_named(one.manifest))


def first(found: Iterable[Source]) -> list[Source]:
    """As many as a file shows."""
    return sorted(found, key=lambda one: one.manifest)[:MOST]


def terraform(
    tree: Tree, files: Mapping[str, File], groups: Sequence[Group], places: Places
) -> Iterator[Source]:
    """Roots of Terraform that no plan of the tree is of, once for each file of variables of an environment."""
    planned = {parent(path) for one in groups if one.kind == "terraform-plan" for path in one.files}
    folders: dict[str, list[File]] = {}
    for path, file in files.items():
        if path.endswith((".tf", ".tf.json", ".tofu")) and not places.aside(path):
            folders.setdefault(parent(path), []).append(file)
    for folder, inside in folders.items():
        of_modules = "modules" in PurePosixPath(folder).parts
        if (
            of_modules
            or folder in planned
            or not any(OF_A_ROOT.search(one.head()) for one in inside)
        ):
            continue
        ignored = next((one for one in PLANS if tree.file(join(folder, one))), None)
        chdir = f"terraform -chdir={shlex.quote(folder)}" if folder else "terraform"
        for variables in of_environments(folder, files) or [""]:
            words = WORDS.split(PurePosixPath(variables).stem.lower())
            place = places.place(join(folder, words[0]) if variables else folder, whole=True)
            given = f" -var-file={shlex.quote(relative(variables, folder))}" if variables else ""
            plan = f"{words[0]}.tfplan" if variables else "tfplan"
            manifest = join(folder, ignored or f"{plan}.json")
            yield Source(
                f"Terraform in {folder or 'the root'} is read from its plan, which may hold secrets: "
                + (
                    f"{manifest}, which git ignores, counts where it is named"
                    if ignored
                    else "make it in the job before the gate, and commit none"
                ),
                f"{chdir} plan{given} -out={plan} && {chdir} show -json {plan} > {shlex.quote(manifest)}",
                place,
                "terraform",
                manifest,
            )


def of_environments(folder: str, files: Mapping[str, File]) -> list[str]:
    """Files of variables that are named after environments, in the folder or one below it."""
    places = Places(files)
    return sorted(
        path
        for path in files
        if path.endswith(".tfvars")
        and parent(path) in (folder, join(folder, PurePosixPath(parent(path)).name))
        and places.environment(PurePosixPath(path).stem.split("/"))
    )


def values(files: Mapping[str, File], groups: Sequence[Group], places: Places) -> Iterator[Source]:
    """Values of a chart for one environment each."""
    charts = [one for one in groups if any(path.endswith("Chart.yaml") for path in one.files)]
    for path in files:
        match = VALUES.fullmatch(PurePosixPath(path).name.lower())
        found = match and places.environment([match[1] or match[2]])
        chart = next((one for one in charts if within(path, one.place.home or ".")), None)
        if not found or chart is None:
            continue
        home, word = chart.place.home, found[1]
        manifest = f"rendered/{chart.name}-{word}.yaml"
        yield Source(
            f"{home} with {PurePosixPath(path).name}, rendered, can be a stack instead",
            f"{MAKE}helm template {shlex.quote(chart.name)} {shlex.quote(home)} -f {shlex.quote(path)} > {shlex.quote(manifest)}",
            Place(home, word, chart.place.service),
            "chart",
            manifest,
        )


def overlays(folded: Sequence[Group]) -> Iterator[Source]:
    """Kustomize folders of environments, which say only what they change."""
    for one in folded:
        if one.kind in BY_FOLDER:
            manifest = f"rendered/{one.name}.yaml"
            yield Source(
                f"{one.place.home} only says what changes; rendered, it can be a stack instead",
                f"{MAKE}kubectl kustomize {shlex.quote(one.place.home)} > {shlex.quote(manifest)}",
                one.place,
                one.kind,
                manifest,
            )


def parent(path: str) -> str:
    """The folder of a path, "" for the root."""
    return path.rpartition("/")[0]


def join(folder: str, last: str) -> str:
    """A path below a folder, "" being the root."""
    return f"{folder}/{last}" if folder else last


def relative(path: str, folder: str) -> str:
    """A path as it is from a folder it lies in."""
    return path.removeprefix(f"{folder}/") if folder else path

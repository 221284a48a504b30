"""A first carbongate.yaml for a repository that has none: `carbongate init`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from carbongate.code.files import all_languages, in_languages
from carbongate.config import Config, default
from carbongate.errors import ConfigError, InputError
from carbongate.model import Capacity, Placement, StackEstimate
from carbongate.proposal.groups import BY_FOLDER, Group, Grouped, grouped, stack, within
from carbongate.proposal.sources import Source, sources
from carbongate.proposal.stated import Line, lines
from carbongate.repository import Tree
from carbongate.tables import Tables

# The estimate of a tree under a configuration, as the flow makes it.
Measure = Callable[[Config], Sequence[StackEstimate]]
USES = 3  # lines of use that are proposed


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would say: stacks and their month, what would be a stack after one command, what
    was left out and why, lines of use, folders with code (with how many files)."""

    found: Grouped
    estimates: tuple[StackEstimate, ...]
    sources: tuple[Source, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    uses: tuple[Line, ...] = ()
    code: tuple[tuple[str, int], ...] = ()


def proposal(tree: Tree, measure: Measure) -> Proposal:
    """What a configuration of this tree would say. `measure` is asked for the month of the proposed
    stacks, again after each file that proves unreadable.

    Errors: ConfigError where there is nothing to look at, and whatever `measure` meets.
    """
    found = grouped(tree)
    code = folders(tree)
    groups, broken, estimates = measured(found.groups, measure)
    folded = tuple(one for one in groups if is_overlay(one, groups, estimates))
    groups = with_hosts(tuple(one for one in groups if one not in folded), estimates)
    if groups != found.groups:
        groups, more, estimates = measured(groups, measure)
        broken |= more
    later = sources(tree, groups, folded)
    if not (groups or found.pipeline or code):
        raise ConfigError(nothing(later))
    return Proposal(
        replace(found, groups=groups),
        tuple(estimates),
        later,
        tuple(sorted(broken.items())),
        lines(estimates, Tables(default().dataset), USES),
        code,
    )


def text(proposal: Proposal) -> str:
    """The commented carbongate.yaml, which was read back. Errors: those of reading it."""
    from carbongate.proposal.page import page

    return page(proposal)


def measured(
    groups: tuple[Group, ...], measure: Measure
) -> tuple[tuple[Group, ...], dict[str, str], Sequence[StackEstimate]]:
    """The month of the groups, without files that cannot be read: named, they would end every run."""
    broken: dict[str, str] = {}
    while True:
        try:
            config = replace(default(), stacks=tuple(map(stack, groups)))
            return groups, broken, measure(config)
        except InputError as error:
            if not any(error.path in one.files and one.kind not in BY_FOLDER for one in groups):
                raise
            broken[error.path or ""] = error.message
            rest = (
                replace(one, files=tuple(path for path in one.files if path != error.path))
                for one in groups
            )
            groups = tuple(one for one in rest if one.files)


def is_overlay(group: Group, groups: Sequence[Group], estimates: Sequence[StackEstimate]) -> bool:
    """Whether it only changes manifests that lie beside it: nothing of its own runs."""
    month = next((one for one in estimates if one.stack.name == group.name), None)
    return (
        month is not None
        and bool(group.place.environment)
        and not month.estimates
        and any("ustomization" in PurePosixPath(path).name for path in group.files)
        and any(
            one.kind == group.kind
            and not one.place.environment
            and within(group.place.home, one.place.home)
            for one in groups
        )
    )


def with_hosts(groups: tuple[Group, ...], estimates: Sequence[StackEstimate]) -> tuple[Group, ...]:
    """The groups, each on the one cluster that is declared for its environment, where it has none."""
    clusters = {
        one.stack.name
        for one in estimates
        if any(platform(found.resource.capacity) for found in one.estimates)
    }
    placed = {
        one.stack.name
        for one in estimates
        if any(platform(found.resource.placement) for found in one.estimates)
    }
    done = []
    for one in groups:
        hosts = [
            other.name
            for other in groups
            if other.name in clusters and other.place.environment == one.place.environment
        ]
        alone = one.kind in BY_FOLDER and one.name in placed - clusters and len(hosts) == 1
        done.append(replace(one, runs_on=hosts[0]) if alone else one)
    return tuple(done)


def platform(part: Capacity | Placement | None) -> bool:
    """Whether it is machines, or a workload, of Kubernetes."""
    return part is not None and part.platform == "kubernetes"


def folders(tree: Tree) -> tuple[tuple[str, int], ...]:
    """The folders of the root that hold code of a known language, with how many files."""
    found = Counter(
        file.path.partition("/")[0] if "/" in file.path else "."
        for file, _ in in_languages(tree.files(), all_languages())
    )
    return tuple(sorted(found.items()))


def nothing(later: Sequence[Source]) -> str:
    """The sentence where there is nothing to propose."""
    said = "there is nothing here that can be read: no manifest of a known kind and no code"
    return f"{said}. {later[0].about}: {later[0].command}" if later else said

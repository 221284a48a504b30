"""The configuration that is in force where the base of a pull request decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from carbongate.config.checks import members, same, scored
from carbongate.config.digest import digest
from carbongate.config.loosening.limits import budgeted, decides
from carbongate.config.loosening.stacks import WORKFLOWS, known, touches
from carbongate.config.settings import PIPELINE, Budget, CodeConfig, Config, StackConfig
from carbongate.model import FunctionalUnit, Waiver
from carbongate.repository.file import within

Exists = Callable[[str], bool]


def held(
    base: Config, head: Config, exists: Exists, moved: Mapping[str, str] = MappingProxyType({})
) -> Config:
    """What holds for a change from `base` to `head`: `head` itself, unless the base says `policy: base`.

    Then limits, mode, code, units, dataset, usage and overrides are the base's, whatever the head says;
    of the head come new stacks, new manifests of known stacks, new budgets that only add a limit, and
    new paths of code. `exists` says whether a path is still in the tree of the head, `moved` has the old
    and the new paths of its manifests that were moved: they stay in the stack that had them.
    """
    if base.policy != "base":
        return head
    stacks = held_stacks(base, head, exists, moved)
    config = replace(base, stacks=stacks, code=held_code(base.code, head.code, exists))
    config = replace(config, budgets=(*standing(base, stacks), *new_budgets(base, head, config)))
    return replace(config, digest=digest(config))


def held_waivers(
    base: Config, base_waivers: Sequence[Waiver], head_waivers: Sequence[Waiver]
) -> tuple[tuple[Waiver, ...], frozenset[str] | None]:
    """The waivers to list, and the ids of those that count (None: all). Under `policy: base` those of
    the base count as they stand there; what only the head has is listed and does not count."""
    if base.policy != "base":
        return tuple(head_waivers), None
    known = frozenset(one.id for one in base_waivers)
    new = [one for one in head_waivers if one.id not in known]
    return (*base_waivers, *new), known


# ---- stacks --------------------------------------------------------------------------------------


def held_stacks(
    base: Config, head: Config, exists: Exists, moved: Mapping[str, str]
) -> tuple[StackConfig, ...]:
    """The stacks of the base with what is left of their manifests, where these were moved to and what is
    new of them, then those that only the head has. A base without stacks finds them by itself, and so does what is held."""
    if not base.stacks:
        return ()
    heads = {one.name: one for one in head.stacks}
    went = followed(base, moved)
    left = {
        one.name: tuple(path for path in (*one.manifests, *went.get(one.name, ())) if exists(path))
        for one in base.stacks
    }
    taken = {path: name for name, paths in left.items() for path in paths}
    if PIPELINE in {one.name for one in known(base)} - left.keys():
        taken[WORKFLOWS] = PIPELINE
    found = []
    for one in base.stacks:
        new = heads[one.name].manifests if one.name in heads else ()
        free = [
            path
            for path in new
            if path not in left[one.name] and exists(path) and is_free(path, one.name, taken)
        ]
        paths = widest((*left[one.name], *free)) if free else left[one.name]
        if paths:
            found.append(replace(one, manifests=paths))
            taken |= dict.fromkeys(free, one.name)
    for one in head.stacks:
        if one.name in left:
            continue
        paths = tuple(path for path in one.manifests if is_free(path, one.name, taken))
        if paths:
            found.append(replace(one, manifests=paths, functional_unit=new_unit(base, one)))
            taken |= dict.fromkeys(paths, one.name)
    names = {one.name for one in found}
    return tuple(one if one.runs_on in names else replace(one, runs_on=None) for one in found)


def followed(base: Config, moved: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """By stack where its manifests were moved to, but for what the base counts there anyway."""
    entries = [(path, one.name) for one in base.stacks for path in one.manifests]
    found: dict[str, tuple[str, ...]] = {}
    for old, new in moved.items():
        name = next((name for path, name in entries if within(old, path)), None)
        if name is not None and not any(within(new, path) for path, _ in entries):
            found[name] = (*found.get(name, ()), new)
    return found


def new_unit(base: Config, stack: StackConfig) -> FunctionalUnit | None:
    """R of a stack that only the head has: its own, but the common one of the base where that has one
    and a limit on the score takes the stack in."""
    scored = any(
        one.sci is not None and one.covers(stack.name, stack.labels) for one in base.budgets
    )
    return None if scored and base.functional_unit else stack.functional_unit


def is_free(path: str, stack: str, taken: Mapping[str, str]) -> bool:
    """Whether an entry of the head touches no entry of another stack that is held: those keep what
    they have, and what lies around them stays with nobody, as on the base."""
    return all(name == stack or not touches(path, entry) for entry, name in taken.items())


def widest(paths: Sequence[str]) -> tuple[str, ...]:
    """The entries without those that lie in another one."""
    distinct = dict.fromkeys(paths)
    return tuple(
        path
        for path in distinct
        if not any(within(path, other) for other in distinct if other != path)
    )


# ---- limits --------------------------------------------------------------------------------------


def standing(base: Config, stacks: Sequence[StackConfig]) -> tuple[Budget, ...]:
    """The budgets of the base. Of one whose stacks have all been deleted the limits on findings are
    left, which are about no stack."""
    if not base.stacks:
        return base.budgets
    there = members(replace(base, stacks=tuple(stacks)))
    found = []
    for one in base.budgets:
        if covers(one, there) or not covers(one, members(base)):
            found.append(one)
        elif one.findings:
            found.append(findings_alone(one))
    return tuple(found)


def covers(budget: Budget, stacks: Sequence[StackConfig]) -> bool:
    """Whether a budget takes in any of the stacks."""
    return any(budget.covers(one.name, one.labels) for one in stacks)


def findings_alone(budget: Budget) -> Budget:
    """The limits that are about no stack."""
    return replace(budget.findings_only(), match={})


def new_budgets(base: Config, head: Config, held: Config) -> tuple[Budget, ...]:
    """The budgets that only the head has, as far as they can be held and only add a limit: not over
    stacks that are not there, and not in the place of what `code.fail_on` decides on the base."""
    ids = {one.id for one in base.budgets}
    free = budgeted(base).keys()
    found = []
    for one in head.budgets:
        if one.id in ids or one.level == "off":
            continue
        findings = {
            severity: limit
            for severity, limit in one.findings.items()
            if severity in free or not decides(base, severity)
        }
        budget = replace(one, findings=findings)
        if not covers_any(budget, head, held):
            budget = findings_alone(budget)
        elif budget.sci is not None and not same_units(budget, head, held):
            budget = replace(budget, sci=None)
        if limits_anything(budget):
            found.append(budget)
    return tuple(found)


def covers_any(budget: Budget, head: Config, held: Config) -> bool:
    """Whether a budget of the head takes in a stack that is held; where stacks are found by
    themselves, those of both sides have the same names."""
    if not held.stacks:
        return not budget.match or not head.stacks
    return covers(budget, members(held))


def same_units(budget: Budget, head: Config, held: Config) -> bool:
    """Whether the score of a budget of the head is counted as the head means it."""
    if not held.stacks:
        pairs = [(held.functional_unit, head.functional_unit)]
    else:
        names = [one.name for one in scored(budget, members(held))]
        pairs = [(held.unit(name), head.unit(name)) for name in names]
    first = pairs[0][0] if pairs else None
    return all(
        first and one and other and same(first, one) and same(one, other) for one, other in pairs
    )


def limits_anything(budget: Budget) -> bool:
    """Whether any limit is left."""
    carbon = (budget.total, budget.sci, budget.per_run, budget.increase, budget.ratchet)
    return bool(budget.findings) or any(one is not None for one in (*carbon, budget.min_coverage))


def held_code(base: CodeConfig, head: CodeConfig, exists: Exists) -> CodeConfig:
    """What the base looks at, as far as it is there, and what the head looks at besides; all, where
    nothing of it is left."""
    if not base.paths:
        return base
    left = [path for path in base.paths if exists(path)]
    new = [path for path in head.paths if exists(path) and path not in left]
    return replace(base, paths=(*left, *new) if left else ())

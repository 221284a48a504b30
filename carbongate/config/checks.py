"""What no single key can know: names that must exist, and limits that must fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from carbongate.config.node import Node, meant
from carbongate.config.settings import PIPELINE, Budget, Config, StackConfig
from carbongate.errors import ConfigError
from carbongate.model import FunctionalUnit

# Addresses that a mistaken pattern is compared with: enough for a hint, and soon done.
COMPARED = 2000


class Member(Protocol):
    """A stack, configured or found."""

    @property
    def name(self) -> str: ...

    @property
    def labels(self) -> Mapping[str, str]: ...


def check(config: Config, root: Node) -> None:
    """Holds the parts of the file against each other. Errors: ConfigError."""
    unrepeated(config, root)
    for index, one in enumerate(config.stacks):
        check_host(one, config.stacks, root.at("stacks", index, "runs_on"))
    for index, budget in enumerate(config.budgets):
        node = root.at("budgets", index)
        if budget.match and not budget.of_stacks:
            raise node.at("match").wrong(
                "findings are of the whole repository and of no stack; remove match"
            )
        if config.stacks:
            if not idle(budget, config, members(config)):
                check_match(budget, members(config), node.at("match"))
            check_unit(budget, config, node)
        elif idle(budget, config, ()):
            continue
        elif set(budget.match) - {"stack"}:
            raise node.at("match").wrong("no stack has labels; give them under stacks")
        elif budget.sci and config.functional_unit is None and not is_pipeline(budget):
            raise node.at("sci").wrong(
                "needs a functional unit; add functional_unit: {name: ..., per_month: ...}"
            )
        check_per_run(budget, config, node.at("per_run"))


def unrepeated(config: Config, root: Node) -> None:
    """Errors: ConfigError for two stacks or two budgets of one name."""
    distinct([one.name for one in config.stacks], root.at("stacks"), "name")
    distinct([one.id for one in config.budgets], root.at("budgets"), "id")


def check_stacks(config: Config, stacks: Sequence[Member]) -> None:
    """Holds every `match` against the stacks that a run found.

    Errors: ConfigError for a budget that would look at nothing.
    """
    for index, budget in enumerate(config.budgets):
        node = Node(None, budget.path or config.path or "", budget.line, f"budgets[{index}].match")
        if not idle(budget, config, stacks):
            check_match(budget, stacks, node)


def idle(budget: Budget, config: Config, stacks: Sequence[Member]) -> bool:
    """Whether it is a budget of the defaults, which are those of many repositories, and takes in
    nothing of this one."""
    return config.inherited(budget.path) and not any(
        budget.covers(one.name, one.labels) for one in stacks
    )


def at_work(config: Config, stacks: Sequence[Member]) -> tuple[Config, tuple[str, ...]]:
    """The configuration without the budgets of the defaults that take in nothing here, and a
    sentence on each."""
    left = [budget for budget in config.budgets if idle(budget, config, stacks)]
    said = tuple(
        f"budget {budget.id} of {budget.path} takes in no stack of this repository"
        for budget in left
    )
    kept = tuple(budget for budget in config.budgets if budget not in left)
    return (replace(config, budgets=kept) if left else config), said


def distinct(names: Sequence[str], node: Node, key: str) -> None:
    """Errors: ConfigError at the second of two equal names."""
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in seen:
            first = node.at(seen[name], key)
            raise node.at(index, key).wrong(f"{name} is already the {key} in line {first.line}")
        seen[name] = index


def check_host(stack: StackConfig, stacks: Sequence[StackConfig], node: Node) -> None:
    """Errors: ConfigError for a host that is no stack, or that leads back to the stack itself."""
    hosts = {one.name: one.runs_on for one in stacks}
    if stack.runs_on is None:
        return
    if stack.runs_on not in hosts:
        raise node.wrong(f"there is no stack {stack.runs_on}; {meant(stack.runs_on, tuple(hosts))}")
    chain = {stack.name: None}  # in the order of the way
    host: str | None = stack.runs_on
    while host is not None:
        if host == stack.name:
            raise node.wrong(f"leads back to itself: {' -> '.join([*chain, host])}")
        if host in chain or host not in hosts:
            return  # a circle or a mistake further on, named at its own place
        chain[host] = None
        host = hosts[host]


def check_match(budget: Budget, stacks: Sequence[Member], node: Node) -> None:
    """Errors: ConfigError for a key or value that no stack has, or that no stack has together."""
    for key, value in budget.match.items():
        if key == "stack":
            known = tuple(sorted({one.name for one in stacks}))
        else:
            known = tuple(sorted({one.labels[key] for one in stacks if key in one.labels}))
            if not known:
                keys = tuple(sorted({label for one in stacks for label in one.labels} | {"stack"}))
                raise node.at(key).wrong(f"no stack has the label {key}; {meant(key, keys)}")
        if value not in known:
            raise node.at(key).wrong(f"no stack has {key} {value}; {meant(value, known)}")
    if not any(budget.covers(one.name, one.labels) for one in stacks):
        pairs = ", ".join(f"{key}: {value}" for key, value in budget.match.items())
        raise node.wrong(f"no stack has all of {pairs}" if pairs else "there is no stack")


def check_unit(budget: Budget, config: Config, node: Node) -> None:
    """Errors: ConfigError for an SCI limit without an R, or over several of them."""
    if budget.sci is None:
        return
    units = {
        one.name: one.functional_unit or (None if one.name == PIPELINE else config.functional_unit)
        for one in scored(budget, members(config))
    }
    if not units:
        raise node.at("sci").wrong(f"takes in only the {PIPELINE}; write per_run for it")
    (first, unit), *others = units.items()
    for name, other in units.items():
        if other is None and name != PIPELINE:
            raise node.at("sci").wrong(
                f"stack {name} has no functional unit; "
                "add functional_unit: {name: ..., per_month: ...} to it or to the whole file"
            )
    for name, other in others:
        if unit is None or other is None or not same(unit, other):
            raise node.at("sci").wrong(
                f"stacks {first} and {name} have different functional units "
                f"({said(unit)} and {said(other)}); narrow match to those with one"
            )


def check_per_run(budget: Budget, config: Config, node: Node) -> None:
    """Errors: ConfigError for a limit per run that looks at several stacks."""
    if budget.per_run is None or not budget.match or not config.stacks:
        return
    names = [one.name for one in members(config) if budget.covers(one.name, one.labels)]
    if len(names) > 1:
        raise node.wrong(
            f"is about one pipeline, and match takes in {' and '.join(names[:2])}; "
            f"write match: {{stack: {PIPELINE}}}"
        )


def scored(budget: Budget, stacks: Sequence[StackConfig]) -> list[StackConfig]:
    """The stacks of an SCI limit. The pipeline has a unit of its own and must be asked for."""
    return [
        one
        for one in stacks
        if budget.covers(one.name, one.labels) and (budget.match or one.name != PIPELINE)
    ]


def is_pipeline(budget: Budget) -> bool:
    """Whether the budget is about the CI workflows alone."""
    return budget.match.get("stack") == PIPELINE


def members(config: Config) -> tuple[StackConfig, ...]:
    """The configured stacks, and the pipeline that is there without being configured."""
    if any(one.name == PIPELINE for one in config.stacks):
        return config.stacks
    return (*config.stacks, StackConfig(PIPELINE, ()))


def same(left: FunctionalUnit, right: FunctionalUnit) -> bool:
    """Whether two R are the same number of the same thing."""
    a, b = left.per_month, right.per_month
    return (left.name, a.low, a.best, a.high) == (right.name, b.low, b.best, b.high)


def said(unit: FunctionalUnit | None) -> str:
    """R in a message: `42000 x 1k requests`; only the pipeline has none that is stated."""
    return "its runs" if unit is None else f"{unit.per_month.best:.15g} x {unit.name}"


def unmatched(
    config: Config, key: str, pattern: str, line: int, known: Sequence[str]
) -> ConfigError:
    """The mistake of a pattern that takes in no address."""
    near = meant(pattern, tuple(known[:COMPARED])) if known else "nothing was found"
    hint = f"; {near}" if near.startswith("did you mean") else ""
    place = Node(None, config.path or "", line, f'{key}."{pattern}"')
    return place.wrong(f"no address is like this{hint}")

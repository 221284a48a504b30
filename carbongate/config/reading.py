"""carbongate.yaml to a frozen Config; every mistake is named by file, line and full key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from carbongate.config import root
from carbongate.config.addresses import RESOURCES, USAGE, overrides, usage_rules
from carbongate.config.budgets import BUDGETS
from carbongate.config.checks import check
from carbongate.config.digest import digest
from carbongate.config.node import Fields, Node, meant
from carbongate.config.settings import CodeConfig, Config
from carbongate.config.stacks import FUNCTIONAL_UNIT, STACKS
from carbongate.documents import Map, yaml_documents
from carbongate.errors import ConfigError, InputError
from carbongate.tables import DEFAULT, datasets

# Stated uses that no formula reads yet.
UNREAD = ("memory", "tokens")
TABBED = "a tab cannot indent YAML; use spaces"


def read(text: str, path: str) -> Config:
    """The configuration in a text. Errors: ConfigError."""
    node = document(text, path)
    fields = root.ROOT.read(node)
    estimate = fields.get_or(root.ESTIMATE, Fields(node.at("estimate"), {}))
    config = Config(
        path=path,
        mode=fields.get_or(root.MODE, "enforce"),
        policy=fields.get_or(root.POLICY, "head"),
        functional_unit=fields.get(FUNCTIONAL_UNIT),
        dataset=dataset(estimate),
        autoscaling=estimate.get_or(root.AUTOSCALING, "declared"),
        grid=estimate.get_or(root.GRID, "bundled"),
        runner_visibility=estimate.get_or(root.VISIBILITY, "unknown"),
        stacks=fields.get_or(STACKS, ()),
        usage=usage_rules(node.at("usage"), fields.get_or(USAGE, {})),
        resources=overrides(node.at("resources"), fields.get_or(RESOURCES, {})),
        budgets=fields.get_or(BUDGETS, ()),
        code=fields.get_or(root.CODE, CodeConfig()),
    )
    check(config, node)
    return replace(config, digest=digest(config), later=tuple(later(config, node)))


def document(text: str, path: str) -> Node:
    """The one mapping of the file. Errors: ConfigError for what is not YAML, or is not one."""
    try:
        documents = yaml_documents(text, path, version="1.2")
    except InputError as error:
        why = TABBED if tabbed(text, error.line) else error.message
        raise ConfigError(why, path, error.line) from None
    if not documents:
        raise ConfigError("is empty; it starts with version: 1", path)
    if len(documents) > 1:
        raise ConfigError("holds several documents; one is read", path)
    whole = documents[0]
    if not isinstance(whole, Map):
        said = Node(whole, path, 1).said()
        raise ConfigError(f"must be a mapping that starts with version: 1, not {said}", path, 1)
    return Node(whole, path, whole.line)


def tabbed(text: str, line: int | None) -> bool:
    """Whether a tab stands in front of that line, which YAML calls by other names."""
    lines = text.splitlines()
    if line is None or line > len(lines):
        return False
    start = lines[line - 1]
    return "\t" in start[: len(start) - len(start.lstrip())]


def dataset(estimate: Fields) -> str:
    """The dataset, which must have come along. Errors: ConfigError."""
    name = estimate.get_or(root.DATASET, DEFAULT)
    known = datasets()
    if name != DEFAULT and name not in known:
        raise estimate.node.at("dataset").wrong(f"there is no dataset {name}; {meant(name, known)}")
    return name


def later(config: Config, node: Node) -> Iterator[tuple[str, int]]:
    """Keys that are read in full and that no step holds yet."""
    places = []
    if config.policy == "base":
        places.append(node.at("policy"))
    if config.grid != "bundled":
        places.append(node.at("estimate", "grid"))
    for index, budget in enumerate(config.budgets):
        if budget.increase:
            places.append(node.at("budgets", index, "increase"))
        if budget.ratchet:
            places.append(node.at("budgets", index, "ratchet"))
    for rule in config.usage:
        places.extend(node.at("usage", rule.pattern, key) for key in UNREAD if key in rule.values)
    for place in places:
        yield place.key, place.line

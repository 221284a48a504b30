"""carbongate.yaml to a frozen Config; every mistake is named by file, line and full key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from carbongate.config import root
from carbongate.config.addresses import RESOURCES, USAGE, overrides, usage_rules
from carbongate.config.budgets import BUDGETS
from carbongate.config.checks import check, unrepeated
from carbongate.config.digest import digest
from carbongate.config.extends import EXTENDS, Extends, Other
from carbongate.config.node import Fields, Node, meant
from carbongate.config.settings import CodeConfig, Config
from carbongate.config.stacks import FUNCTIONAL_UNIT, STACKS
from carbongate.documents import Map, yaml_documents
from carbongate.errors import ConfigError, InputError
from carbongate.tables import DEFAULT, datasets

# Stated uses that no formula reads yet.
UNREAD = ("memory", "tokens")
FILES = 3  # that one configuration may be made of
TABBED = "a tab cannot indent YAML; use spaces"


def read(text: str, path: str, other: Other | None = None, dataset: str = DEFAULT) -> Config:
    """The configuration in a text, over the defaults it extends. Errors: ConfigError.

    `dataset` is the one that holds where no file says.
    """
    node, origins = over_defaults(document(text, path), other, dataset)
    config = replace(built(node, dataset), path=path, extends=", ".join(origins))
    check(config, node)
    return replace(config, digest=digest(config), later=tuple(later(config, node)))


def over_defaults(own: Node, other: Other | None, dataset: str) -> tuple[Node, tuple[str, ...]]:
    """The document over those it extends, and their names, nearest first.

    Errors: ConfigError, also for a key that is looser than the defaults it is over.
    """
    chain, names = [own], [own.path]
    wanted = asked(own, None)
    while wanted is not None:
        if other is None:
            raise wanted.wrong("no other file can be read here")
        if wanted.identity in names:
            raise wanted.wrong(f"leads back to itself: {' -> '.join([*names, wanted.identity])}")
        if len(chain) == FILES:
            raise wanted.wrong(f"one configuration is made of {FILES} files at most")
        text, name = other(wanted)
        chain.append(document(text, name))
        names.append(wanted.identity)
        wanted = asked(chain[-1], wanted)
    return (laid_over(chain, dataset) if len(chain) > 1 else own), tuple(names[1:])


def laid_over(chain: Sequence[Node], dataset: str) -> Node:
    """Documents as one, the nearest of them first; most configurations are one and import none of this."""
    from carbongate.config.joining import joined
    from carbongate.config.tightening import hold

    *nearer, node = chain
    for above in reversed(nearer):
        below = built(node, dataset)
        unrepeated(below, node)
        over = joined(node, above)
        head = built(over, dataset)
        unrepeated(head, over)
        hold(below, node, head, above)
        node = over
    return node


def asked(node: Node, parent: Extends | None) -> Extends | None:
    """What a document extends. A path in a file of a commit is one of the same commit."""
    if not (isinstance(node.value, Map) and EXTENDS.name in node.value):
        return None
    wanted = EXTENDS.kind.read(node.at(EXTENDS.name))
    if parent is not None and parent.commit and not wanted.commit:
        return replace(wanted, commit=parent.commit, repository=parent.repository)
    return wanted


def built(node: Node, dataset: str) -> Config:
    """The values of a document, each for itself. Errors: ConfigError."""
    fields = root.ROOT.read(node)
    estimate = fields.get_or(root.ESTIMATE, Fields(node.at("estimate"), {}))
    return Config(
        mode=fields.get_or(root.MODE, "enforce"),
        policy=fields.get_or(root.POLICY, "head"),
        functional_unit=fields.get(FUNCTIONAL_UNIT),
        dataset=known(estimate, dataset),
        autoscaling=estimate.get_or(root.AUTOSCALING, "declared"),
        grid=estimate.get_or(root.GRID, "bundled"),
        runner_visibility=estimate.get_or(root.VISIBILITY, "unknown"),
        stacks=fields.get_or(STACKS, ()),
        usage=usage_rules(node.at("usage"), fields.get_or(USAGE, {})),
        resources=overrides(node.at("resources"), fields.get_or(RESOURCES, {})),
        budgets=fields.get_or(BUDGETS, ()),
        code=fields.get_or(root.CODE, CodeConfig()),
    )


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


def known(estimate: Fields, otherwise: str) -> str:
    """The dataset, which must have come along. Errors: ConfigError."""
    name = estimate.get(root.DATASET)
    if name is None or name == DEFAULT:
        return name or otherwise
    there = datasets()
    if name not in there:
        raise estimate.node.at("dataset").wrong(f"there is no dataset {name}; {meant(name, there)}")
    return name


def later(config: Config, node: Node) -> Iterator[tuple[str, int]]:
    """Keys that are read in full and that no step holds yet."""
    places = []
    if config.grid != "bundled":
        places.append(node.at("estimate", "grid"))
    for rule in config.usage:
        places.extend(node.at("usage", rule.pattern, key) for key in UNREAD if key in rule.values)
    for place in places:
        yield place.key, place.line

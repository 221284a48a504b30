"""A configuration may tighten the defaults it extends, and loosen nothing that they state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from carbongate.config.loosened import looser
from carbongate.config.node import Node
from carbongate.config.settings import CodeConfig, Config
from carbongate.documents import Map

# The plain settings of the file, and those below `estimate`.
PLAIN = ("mode", "policy", "functional_unit")
ESTIMATE = ("dataset", "autoscaling", "grid", "runner_visibility")
# One step of a key as messages write it: `.name`, `."any text"`, `[7]`, `[name]`.
STEP = re.compile(r'"(?P<quoted>[^"]*)"|\[(?P<entry>[^\]]*)\]|(?P<word>[^.\["]+)')
NAMES = {"stacks": "name", "budgets": "id"}


def hold(below: Config, defaults: Node, head: Config, own: Node) -> None:
    """Errors: ConfigError, at the key of `own`, for what is looser than the defaults state."""
    for one in looser(stated(below, defaults, head), spoken(below, head)):
        node = place(own, one.key)
        after = f"{one.after} is looser than" if one.after else "is looser than"
        before = f"{one.before} of {defaults.path}" if one.before else defaults.path
        key = "" if node.key else f"{one.key}: "
        raise node.wrong(
            f"{key}{after} {before}, which this file extends; it may be tightened here, not loosened"
        )


def stated(below: Config, defaults: Node, head: Config) -> Config:
    """The defaults, with what they do not state as the repository has it: that is its own business."""
    free = {name: getattr(head, name) for name in PLAIN if not says(defaults, name)}
    free |= {name: getattr(head, name) for name in ESTIMATE if not says(defaults, "estimate", name)}
    free["code"] = replace(below.code, **dict(unstated(defaults, head.code)))
    return replace(below, **free)


def spoken(below: Config, head: Config) -> Config:
    """The repository's own, without the patterns that the defaults do not have: what a repository
    knows of its own resources is its own business."""
    uses = {rule.pattern for rule in below.usage}
    sizes = {rule.pattern for rule in below.resources}
    return replace(
        head,
        usage=tuple(rule for rule in head.usage if rule.pattern in uses),
        resources=tuple(rule for rule in head.resources if rule.pattern in sizes),
    )


def unstated(defaults: Node, code: CodeConfig) -> Iterator[tuple[str, Any]]:
    """What the defaults leave open of the analysis of code."""
    for field in fields(code):
        if not says(defaults, "code", field.name):
            yield field.name, getattr(code, field.name)


def says(node: Node, *names: str) -> bool:
    """Whether the document has that key."""
    value = node.value
    for name in names:
        if not isinstance(value, Map) or name not in value:
            return False
        value = value[name]
    return True


def place(own: Node, key: str) -> Node:
    """Where the file says it, as near as it says anything of it."""
    node, section = own, ""
    for step in STEP.finditer(key):
        word = step["quoted"] or step["entry"] or step["word"]
        entry = step["entry"]
        if entry is not None and section in NAMES:
            rows = range(len(node.value)) if isinstance(node.value, list) else ()
            found = next(
                (row for row in rows if says_name(node.value[row], NAMES[section], entry)), None
            )
            if found is None:
                return node
            node = node.at(found)
        else:
            below = node.at(word)
            if below is node:
                return node
            node = below
        section = word
    return node


def says_name(entry: object, key: str, name: str) -> bool:
    """Whether an entry of a list is the one of that name."""
    return isinstance(entry, Map) and entry.get(key) == name

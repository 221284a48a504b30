"""A configuration over the defaults it extends, as one document that knows which file says what."""

from __future__ import annotations

from typing import Any

from carbongate.config.node import JoinedMap, JoinedSeq, Node
from carbongate.documents import Map, Seq

# How many levels of keys are joined one by one, by the key of the file. All else is replaced whole.
LEVELS = {"estimate": 1, "code": 1, "usage": 2, "resources": 2}
# Lists whose entries are joined where this key of theirs says the same, and how deep.
NAMED = {"stacks": "name", "budgets": "id"}
ENTRY_LEVELS = 2
# Belongs together, so that half of it is never another file's.
TOGETHER = frozenset({"match", "functional_unit"})


def joined(below: Node, above: Node) -> Node:
    """The keys of `below` where `above` does not say otherwise; entries of `above` come first."""
    if not (isinstance(below.value, Map) and isinstance(above.value, Map)):
        return above
    whole = keys(below, above, 1)
    for name in below.value.keys() & above.value.keys():
        low, high = below.at(name), above.at(name)
        if name in NAMED and isinstance(low.value, Seq) and isinstance(high.value, Seq):
            whole[name] = entries(low, high, NAMED[name])
        elif name in LEVELS and isinstance(low.value, Map) and isinstance(high.value, Map):
            whole[name] = keys(low, high, LEVELS[name])
    return Node(whole, above.path, above.line)


def keys(below: Node, above: Node, levels: int) -> JoinedMap:
    """Two mappings as one, so many levels deep; the keys of `below` come first."""
    one = JoinedMap(above.line)
    one.repeated = above.value.repeated
    for name in (*below.value, *(name for name in above.value if name not in below.value)):
        node = (above if name in above.value else below).at(name)
        low = below.at(name).value if name in below.value else None
        one[name] = node.value
        if (
            levels > 1
            and name not in TOGETHER
            and isinstance(low, Map)
            and isinstance(node.value, Map)
        ):
            one[name] = keys(below.at(name), node, levels - 1)
        one.lines[name] = node.line
        one.paths[name] = node.path
    return one


def entries(below: Node, above: Node, key: str) -> JoinedSeq:
    """Two lists as one: those of `above` over those of the same name, then what is left of `below`."""
    one = JoinedSeq(above.line)
    under: dict[Any, int] = {}
    for index in range(len(below.value)):
        under.setdefault(named(below.value[index], key), index)
    for index in range(len(above.value)):
        node = above.at(index)
        same = under.pop(named(node.value, key), None)
        value = node.value if same is None else keys(below.at(same), node, ENTRY_LEVELS)
        add(one, node, value, index)
    for index in range(len(below.value)):
        if under.get(named(below.value[index], key)) == index:
            node = below.at(index)
            add(one, node, node.value, index)
    return one


def add(one: JoinedSeq, node: Node, value: Any, index: int) -> None:
    """One more entry, with its place in its own file."""
    one.append(value)
    one.lines.append(node.line)
    one.places.append((node.path, index))


def named(entry: Any, key: str) -> Any:
    """The name of an entry; one without has none in common with any other."""
    name = entry.get(key) if isinstance(entry, Map) else None
    return name if isinstance(name, str) else id(entry)

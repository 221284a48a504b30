"""Which blocks an expression of a Terraform configuration names, as absolute addresses.

The plan's configuration lists for each attribute the references of its expression. They are
followed through input variables, outputs of modules and for_each to resources, and then to the
instances of the plan: the same module instance, the index where one is written, else the same key.
A `local` leads nowhere: the plan does not say what is behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbongate.manifests.plan_document import mapping, rows
from carbongate.mappings.block import Block

STEP = re.compile(r'\.?([^.\[\]"]+)|\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\]')
# More than these for one attribute is no configuration of a person.
MOST_STEPS = 2_000  # references followed
MOST_NAMED = 200  # references of one expression

Key = str | None  # None: any
Scope = tuple[tuple[str, Key], ...]  # calls from the root, with the key of each


@dataclass(frozen=True, slots=True)
class Address:
    """An absolute address taken apart."""

    scope: Scope
    name: str  # type.name
    key: Key

    @property
    def calls(self) -> tuple[str, ...]:
        """The names of the modules on the way, without keys."""
        return tuple(call for call, _ in self.scope)


def address(text: str) -> Address:
    """`module.a["x"].aws_instance.web[0]`, taken apart. The empty key stands for none."""
    parts = steps(text)
    scope: list[tuple[str, Key]] = []
    while len(parts) > 2 and parts[0][0] == "module":
        scope.append((parts[1][0], parts[1][1] or ""))
        parts = parts[2:]
    name = ".".join(part for part, _ in parts[:2])
    return Address(tuple(scope), name, (parts[1][1] if len(parts) > 1 else "") or "")


def steps(text: str) -> list[tuple[str, Key]]:
    """Names with the key behind each, if there is one."""
    found: list[tuple[str, Key]] = []
    for name, quoted, bare in STEP.findall(text):
        if name:
            found.append((name, None))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], quoted or bare)
    return found


class Links:
    """The references of one plan's configuration."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        self._modules: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._calls: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._resources: dict[tuple[tuple[str, ...], str], Mapping[str, Any]] = {}
        self._blocks: dict[tuple[tuple[str, ...], str], list[tuple[Address, Block]]] = {}
        self._taken_apart: dict[str, Address] = {}
        self._walk(mapping(configuration.get("root_module")))

    def at(self, text: str) -> Address:
        """An address, taken apart once."""
        if text not in self._taken_apart:
            self._taken_apart[text] = address(text)
        return self._taken_apart[text]

    def add(self, block: Block) -> None:
        """One more block that a reference may name."""
        where = self.at(block.address)
        self._blocks.setdefault((where.calls, where.name), []).append((where, block))

    def refer(self, block: Block, path: str) -> Sequence[Block]:
        """The blocks that the expression of an attribute names."""
        where = self.at(block.address)
        resource = self.resource(where)
        expression = within(resource.get("expressions"), path)
        budget = [MOST_STEPS]
        loop = references(resource.get("for_each_expression"))
        return [
            found
            for target, key in self._targets(
                references(expression), where.scope, where.key, loop, budget
            )
            for found in self._instances(target, key)
        ]

    def resource(self, where: Address) -> Mapping[str, Any]:
        """The configuration of a resource; empty when the plan has none."""
        return self._resources.get((where.calls, where.name), {})

    def value(self, expression: Any, calls: tuple[str, ...], variables: Mapping[str, Any]) -> Any:
        """What an expression is, where it is a constant or one variable with a known value."""
        for _ in range(len(calls) + 1):
            if isinstance(expression, dict) and "constant_value" in expression:
                return expression["constant_value"]
            named = references(expression)
            if len(named) != 1 or not named[0].startswith("var."):
                return None
            name = steps(named[0])[1][0]
            declared = mapping(mapping(self._modules.get(calls, {}).get("variables")).get(name))
            if declared.get("sensitive"):
                return None
            if not calls:
                return mapping(variables.get(name)).get("value", declared.get("default"))
            passed = mapping(self._calls.get(calls, {}).get("expressions")).get(name)
            if passed is None:
                return declared.get("default")
            expression, calls = passed, calls[:-1]
        return None

    def configured(self) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
        """Every resource of the configuration with the modules on the way to it."""
        for (calls, _), resource in self._resources.items():
            yield calls, resource

    def _walk(self, root: Mapping[str, Any]) -> None:
        stack: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), root)]
        while stack:
            calls, module = stack.pop()
            self._modules[calls] = module
            for resource in rows(module.get("resources")):
                name = f"{resource.get('type')}.{resource.get('name')}"
                if resource.get("mode", "managed") == "managed":
                    self._resources[calls, name] = resource
            for name, call in mapping(module.get("module_calls")).items():
                if isinstance(call, dict):
                    inner = (*calls, name)
                    self._calls[inner] = call
                    stack.append((inner, mapping(call.get("module"))))

    def _targets(
        self, named: Sequence[str], scope: Scope, key: Key, loop: Sequence[str], budget: list[int]
    ) -> Iterator[tuple[Address, Key]]:
        """The resources that references name as seen from a scope, and what each.key is there."""
        calls = tuple(call for call, _ in scope)
        for reference in named:
            budget[0] -= 1
            if budget[0] < 0:
                return
            parts = steps(reference)
            head = parts[0][0] if parts else ""
            if head == "var" and len(parts) > 1 and scope:
                call = self._calls.get(calls, {})
                passed = references(mapping(call.get("expressions")).get(parts[1][0]))
                outer_loop = references(call.get("for_each_expression"))
                yield from self._targets(passed, scope[:-1], scope[-1][1], outer_loop, budget)
            elif head == "module" and len(parts) > 2:
                inner = (*scope, (parts[1][0], parts[1][1]))
                module = self._modules.get((*calls, parts[1][0]), {})
                output = references(
                    mapping(mapping(module.get("outputs")).get(parts[2][0])).get("expression")
                )
                yield from self._targets(output, inner, None, (), budget)
            elif head == "each" and len(parts) > 1 and parts[1][0] == "value":
                yield from self._targets(loop, scope, key, (), budget)
            elif len(parts) > 1 and (calls, f"{head}.{parts[1][0]}") in self._resources:
                yield Address(scope, f"{head}.{parts[1][0]}", parts[1][1]), key

    def _instances(self, target: Address, key: Key) -> list[Block]:
        """The instances of a target; of several without a written key, the one with the same key."""
        known = self._blocks.get((target.calls, target.name), [])
        found = [
            (where, block)
            for where, block in known
            if target.key in (None, where.key)
            and all(
                wanted in (None, has)
                for (_, wanted), (_, has) in zip(target.scope, where.scope, strict=True)
            )
        ]
        if len(found) > 1 and key:
            found = [pair for pair in found if pair[0].key == key] or found
        return [block for _, block in found]


def within(expressions: Any, path: str) -> Any:
    """The expression of an attribute; a list on the way is entered as `Values` enters it."""
    for key in path.split("."):
        if isinstance(expressions, list):
            place = int(key) if key.isdigit() else 0
            expressions = expressions[place] if place < len(expressions) else None
            if key.isdigit():
                continue
        expressions = expressions.get(key) if isinstance(expressions, dict) else None
    return expressions


def references(expression: Any) -> list[str]:
    """The references of an expression, without those that only repeat the head of another."""
    found = mapping(expression).get("references")
    named = [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
    named = named[:MOST_NAMED]
    return [item for item in named if not any(goes_on(other, item) for other in named)]


def goes_on(longer: str, shorter: str) -> bool:
    """Whether one reference is another with an attribute or an index behind it."""
    return longer.startswith(shorter) and longer[len(shorter) : len(shorter) + 1] in (".", "[")

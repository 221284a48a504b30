"""Which blocks an expression of a Terraform configuration names, as absolute addresses.

The plan's configuration lists for each attribute the references of its expression. They are
followed through input variables, outputs of modules and for_each to resources, and then to the
instances of the plan: the same module instance, the index where one is written, else the same key.
A `local` leads nowhere: the plan does not say what is behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbongate.manifests.plan_addresses import Address, Key, Scope, address, steps
from carbongate.manifests.plan_document import mapping, rows
from carbongate.mappings.block import Block

# More than these for one attribute is no configuration of a person.
MOST_STEPS = 2_000  # references followed
MOST_NAMED = 200  # references of one expression


@dataclass(frozen=True, slots=True)
class View:
    """The place an expression stands in: its module, what each.key is there, and the loop behind it."""

    scope: Scope
    key: Key = None
    loop: tuple[str, ...] = ()

    @property
    def calls(self) -> tuple[str, ...]:
        """The names of the modules on the way, without keys."""
        return tuple(call for call, _ in self.scope)


class Links:
    """The references of one plan's configuration."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        self._modules: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._calls: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._resources: dict[tuple[tuple[str, ...], str], Mapping[str, Any]] = {}
        # The same instances twice: by exact module instance and key, and by module alone.
        self._exact: dict[tuple[Scope, str], dict[Key, list[Block]]] = {}
        self._loose: dict[tuple[tuple[str, ...], str], list[tuple[Address, Block]]] = {}
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
        keys = self._exact.setdefault((where.scope, where.name), {})
        keys.setdefault(where.key, []).append(block)
        self._loose.setdefault((where.calls, where.name), []).append((where, block))

    def refer(self, block: Block, path: str) -> Sequence[Block]:
        """The blocks that the expression of an attribute names."""
        where = self.at(block.address)
        resource = self.resource(where)
        expression = within(resource.get("expressions"), path)
        loop = tuple(references(resource.get("for_each_expression")))
        view = View(where.scope, where.key, loop)
        return [
            found
            for target, key in self._targets(references(expression), view)
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
        """Every resource of the configuration, data sources apart, with the modules on the way to it."""
        for (calls, name), resource in self._resources.items():
            if not name.startswith("data."):
                yield calls, resource

    def _walk(self, root: Mapping[str, Any]) -> None:
        stack: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), root)]
        while stack:
            calls, module = stack.pop()
            self._modules[calls] = module
            for resource in rows(module.get("resources")):
                name = f"{resource.get('type')}.{resource.get('name')}"
                managed = resource.get("mode", "managed") == "managed"
                self._resources[calls, name if managed else f"data.{name}"] = resource
            for name, call in mapping(module.get("module_calls")).items():
                if isinstance(call, dict):
                    inner = (*calls, name)
                    self._calls[inner] = call
                    stack.append((inner, mapping(call.get("module"))))

    def _targets(self, named: Sequence[str], seen_from: View) -> Iterator[tuple[Address, Key]]:
        """The resources that references name as seen from a place, and what each.key is there."""
        left = [(reference, seen_from) for reference in reversed(named)]
        for _ in range(MOST_STEPS):
            if not left:
                return
            reference, view = left.pop()
            parts = steps(reference)
            head = parts[0][0] if parts else ""
            if len(parts) > 1 and (view.calls, f"{head}.{parts[1][0]}") in self._resources:
                yield Address(view.scope, f"{head}.{parts[1][0]}", parts[1][1]), view.key
            else:
                left.extend(self._behind(head, parts, view))

    def _behind(
        self, head: str, parts: Sequence[tuple[str, Key]], view: View
    ) -> Iterator[tuple[str, View]]:
        """What stands behind a variable, an output or each.value, the first one last."""
        if head == "var" and len(parts) > 1 and view.scope:
            call = self._calls.get(view.calls, {})
            passed = mapping(call.get("expressions")).get(parts[1][0])
            outer = View(
                view.scope[:-1],
                view.scope[-1][1],
                tuple(references(call.get("for_each_expression"))),
            )
            yield from ((reference, outer) for reference in reversed(references(passed)))
        elif head == "module" and len(parts) > 2:
            inner = View((*view.scope, (parts[1][0], parts[1][1])))
            outputs = mapping(self._modules.get(inner.calls, {}).get("outputs"))
            expression = mapping(outputs.get(parts[2][0])).get("expression")
            yield from ((reference, inner) for reference in reversed(references(expression)))
        elif head == "each" and len(parts) > 1 and parts[1][0] == "value":
            plain = View(view.scope, view.key)
            yield from ((reference, plain) for reference in reversed(view.loop))

    def _instances(self, target: Address, key: Key) -> Sequence[Block]:
        """The instances of a target; of several without a written key, the one with the same key."""
        if all(wanted is not None for _, wanted in target.scope):
            keys = self._exact.get((target.scope, target.name), {})
        else:
            keys = self._anywhere(target)
        if target.key is not None:
            return keys.get(target.key, [])
        if key and key in keys:
            return keys[key]
        return [block for blocks in keys.values() for block in blocks]

    def _anywhere(self, target: Address) -> dict[Key, list[Block]]:
        """The instances by key in every module instance that a target does not tell apart."""
        keys: dict[Key, list[Block]] = {}
        for where, block in self._loose.get((target.calls, target.name), ()):
            pairs = zip(target.scope, where.scope, strict=True)
            if all(wanted in (None, has) for (_, wanted), (_, has) in pairs):
                keys.setdefault(where.key, []).append(block)
        return keys


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

"""Terraform addresses and references, taken apart: `module.a["x"].aws_instance.web[0].id`."""

from __future__ import annotations

import re
from dataclasses import dataclass

STEP = re.compile(r'\.?([^.\[\]"]+)|\[(?:"((?:[^"\\]|\\.)*)"|([^\]]*))\]')

Key = str | None  # None: any
Scope = tuple[tuple[str, Key], ...]  # calls from the root, with the key of each


@dataclass(frozen=True, slots=True)
class Address:
    """An absolute address taken apart."""

    scope: Scope
    name: str  # type.name, or data.type.name
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
    size = 3 if parts and parts[0][0] == "data" else 2
    named = parts[:size]
    key = named[-1][1] if len(named) == size else None
    return Address(tuple(scope), ".".join(part for part, _ in named), key or "")


def steps(text: str) -> list[tuple[str, Key]]:
    """Names with the key behind each, if there is one."""
    found: list[tuple[str, Key]] = []
    for name, quoted, bare in STEP.findall(text):
        if name:
            found.append((name, None))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], quoted or bare)
    return found

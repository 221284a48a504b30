"""The packages of which a file must import one, so that a common method name means what we think."""

from dataclasses import dataclass
from typing import Any

from carbongate.code.hit import Hit
from carbongate.code.knowledge import Facts
from carbongate.code.knowledge.forms import names
from carbongate.code.python.module import Module

KEY = "requires_import"
ORDER = 1


@dataclass(frozen=True, slots=True)
class RequiresImport:
    """One of these packages, or a part of it, is imported somewhere in the file."""

    packages: tuple[str, ...]

    def possible(self, hit: Hit, source: bytes) -> bool:
        return any(package.partition(".")[0].encode() in source for package in self.packages)

    def holds(self, hit: Hit, module: Module) -> Facts | None:
        for imported in module.scopes.imports:
            for package in self.packages:
                if imported == package or imported.startswith(f"{package}."):
                    return {}
        return None


def condition(value: Any) -> RequiresImport:
    """`requires_import: [sqlite3, psycopg]`."""
    return RequiresImport(names(value))

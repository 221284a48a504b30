"""The plain kinds of value: words, choices, yes or no, whole numbers, paths, lists and mappings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from carbongate.config.node import Kind, Node, meant

T = TypeVar("T")
W = TypeVar("W", bound=str)

# A longer list is a mistake or an attack: some checks hold every entry against every other.
ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a few: not empty, on one line, nothing that a terminal obeys."""

    def read(self, node: Node) -> str:
        """Errors: ConfigError; a number or a bool is a word only in quotes."""
        value = node.value
        if isinstance(value, (bool, int, float)):
            raise node.wrong(f'must be a word; write "{node.said()}" in quotes if that is one')
        if not isinstance(value, str):
            raise node.wrong(f"must be a word, not {node.said()}")
        if not value.strip():
            raise node.wrong("must not be empty")
        if not value.isprintable():
            raise node.wrong("holds a line break or a control character")
        return value.strip()

    def schema(self) -> dict[str, Any]:
        """A string with something in it."""
        return {"type": "string", "pattern": r"\S"}


@dataclass(frozen=True, slots=True)
class Path:
    """A file or folder of the repository, from its root, with forward slashes."""

    def read(self, node: Node) -> str:
        """Errors: ConfigError for a path that is absolute or leads out of the repository."""
        text = Text().read(node)
        if "\\" in text:
            raise node.wrong(f"{node.said()}: write forward slashes")
        parts = [part for part in text.split("/") if part not in ("", ".")]
        if text.startswith("/") or ".." in parts or (parts and parts[0].endswith(":")):
            raise node.wrong(f"{node.said()} leads out of the repository; paths start at its root")
        return "/".join(parts) or "."

    def schema(self) -> dict[str, Any]:
        """A string that is no absolute path."""
        return {"type": "string", "pattern": r"^(?!/)(?!(.*/)?\.\.(/|$))[^\\]*\S[^\\]*$"}


@dataclass(frozen=True, slots=True)
class Choice(Generic[W]):
    """One of a few words."""

    words: tuple[W, ...]

    def read(self, node: Node) -> W:
        """Errors: ConfigError, with the word that was probably meant."""
        for word in self.words:
            if node.value == word:
                return word
        raise node.wrong(f"{node.said()} is not known; {meant(str(node.value), self.words)}")

    def schema(self) -> dict[str, Any]:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false, as YAML 1.2 writes them."""

    def read(self, node: Node) -> bool:
        """Errors: ConfigError for yes, on and other words."""
        if isinstance(node.value, bool):
            return node.value
        raise node.wrong(f"must be true or false, not {node.said()}")

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """How many of something may be there."""

    most: int = 10**9

    def read(self, node: Node) -> int:
        """Errors: ConfigError for fractions, negative and absurd numbers."""
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int):
            raise node.wrong(f"must be a whole number, not {node.said()}")
        if not 0 <= value <= self.most:
            raise node.wrong(f"must be between 0 and {self.most:,}, not {node.said()}")
        return value

    def schema(self) -> dict[str, Any]:
        """An integer."""
        return {"type": "integer", "minimum": 0, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Version:
    """The one version of the format that this program reads."""

    number: int = 1

    def read(self, node: Node) -> int:
        """Errors: ConfigError for another one, and for the number in quotes."""
        if isinstance(node.value, bool) or node.value != self.number:
            raise node.wrong(f"must be {self.number}, the format that this program reads")
        if not isinstance(node.value, int):
            raise node.wrong(f"must be the number {self.number}")
        return self.number

    def schema(self) -> dict[str, Any]:
        """A constant."""
        return {"type": "integer", "const": self.number}


@dataclass(frozen=True, slots=True)
class Each(Generic[T]):
    """A list of so many entries, none twice where they are words."""

    kind: Kind[T]
    least: int = 0
    distinct: bool = False
    most: int = ENTRIES

    def read(self, node: Node) -> tuple[T, ...]:
        """Errors: ConfigError for what is no list, is too short, or says a thing twice."""
        entries: list[T] = []
        if len(node.seq()) > self.most:
            raise node.wrong(f"has more than {self.most:,} entries")
        for index in range(len(node.seq())):
            child = node.at(index)
            entry = self.kind.read(child)
            if self.distinct and entry in entries:
                raise child.wrong(f"{child.said()} is there twice")
            entries.append(entry)
        if len(entries) < self.least:
            raise node.wrong("must not be empty")
        return tuple(entries)

    def schema(self) -> dict[str, Any]:
        """An array."""
        schema: dict[str, Any] = {"type": "array", "items": self.kind.schema()}
        schema["maxItems"] = self.most
        if self.least:
            schema["minItems"] = self.least
        if self.distinct:
            schema["uniqueItems"] = True
        return schema


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A mapping whose keys are the user's own words; `reserved` ones have a meaning already."""

    kind: Kind[T]
    least: int = 0
    reserved: tuple[str, ...] = ()
    most: int = ENTRIES

    def read(self, node: Node) -> Mapping[str, T]:
        """Errors: ConfigError for what is no mapping, and for a key that is empty or reserved."""
        found: dict[str, T] = {}
        if len(node.map()) > self.most:
            raise node.wrong(f"has more than {self.most:,} keys")
        for name in node.value:
            child = node.at(name)
            if not name.strip() or not name.isprintable():
                raise child.wrong("the key is empty or holds a control character")
            if name in self.reserved:
                raise child.wrong(f"{name} is a word of its own here; choose another")
            found[name] = self.kind.read(child)
        if len(found) < self.least:
            raise node.wrong("must not be empty")
        return MappingProxyType(found)

    def schema(self) -> dict[str, Any]:
        """An object whose keys are free."""
        schema: dict[str, Any] = {"type": "object", "additionalProperties": self.kind.schema()}
        schema["maxProperties"] = self.most
        if self.least:
            schema["minProperties"] = self.least
        if self.reserved:
            schema["propertyNames"] = {"not": {"enum": list(self.reserved)}}
        return schema

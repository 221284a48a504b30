"""A value of the configuration with its place, and the kinds of value that may stand there.

One object says both what a reader accepts and what the JSON Schema tells an editor, so that the two
never part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from carbongate.documents import Map, Seq
from carbongate.errors import ConfigError

# How like a word must be to be proposed: `evn` is near to `env`, `utilisation` not to `duration`.
NEAR = 0.66


class JoinedMap(Map):
    """A mapping made of two files: `paths` says in which of them each key stands."""

    __slots__ = ("paths",)

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.paths: dict[str, str] = {}


class JoinedSeq(Seq):
    """A list made of two files: `places` says in which of them each entry stands, and as which."""

    __slots__ = ("places",)

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.places: list[tuple[str, int]] = []


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Node:
    """A value, its file, its line, and its full key as every message names it."""

    value: Any
    path: str
    line: int
    key: str = ""

    def wrong(self, message: str) -> ConfigError:
        """The mistake, at this place."""
        return ConfigError(f"{self.key}: {message}" if self.key else message, self.path, self.line)

    def at(self, *steps: str | int) -> Node:
        """What lies below, key by key; the last place that exists where the rest does not."""
        node = self
        for step in steps:
            if isinstance(node.value, Map) and step in node.value:
                name = str(step)
                key = f"{node.key}.{quoted(name)}" if node.key else quoted(name)
                line = node.value.lines.get(name, node.line)
                path = node.path
                if isinstance(node.value, JoinedMap):
                    path = node.value.paths.get(name, path)
                node = Node(node.value[name], path, line, key)
            elif isinstance(node.value, Seq) and isinstance(step, int) and step < len(node.value):
                line = node.value.lines[step]
                path, number = node.path, step
                if isinstance(node.value, JoinedSeq):
                    path, number = node.value.places[step]
                node = Node(node.value[step], path, line, f"{node.key}[{number}]")
        return node

    def map(self) -> Map:
        """The value as a mapping. Errors: ConfigError, also for a key that is there twice."""
        if not isinstance(self.value, Map):
            raise self.wrong(f"must be a mapping of keys, not {self.said()}")
        for name, line in self.value.repeated:
            raise replace(self.at(name), line=line).wrong("is there twice")
        return self.value

    def seq(self) -> Seq:
        """The value as a list. Errors: ConfigError."""
        if isinstance(self.value, Seq):
            return self.value
        raise self.wrong(f"must be a list, not {self.said()}")

    def said(self) -> str:
        """The value, short and harmless, for a message."""
        match self.value:
            case None:
                return "nothing"
            case Map():
                return "a mapping"
            case Seq():
                return "a list"
            case bool():
                return "true" if self.value else "false"
            case str():
                return shortened(self.value)
            case float():
                return f"{self.value:.15g}"
            case _:
                return shortened(str(self.value))


class Kind(Protocol[T_co]):
    """What may stand at a key."""

    def read(self, node: Node) -> T_co:
        """The value. Errors: ConfigError with file, line and key."""

    def schema(self) -> dict[str, Any]:
        """The same in JSON Schema, draft 7."""


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """One key of a section, and the sentence that an editor shows for it."""

    name: str
    about: str
    kind: Kind[T]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of a section that are there, ready to be built into what they mean."""

    node: Node
    found: Mapping[str, Any]

    def get(self, key: Key[T]) -> T | None:
        """The value, or None where the file does not say."""
        value: T | None = self.found.get(key.name)
        return value

    def get_or(self, key: Key[T], default: T) -> T:
        """The value, or the default where the file does not say."""
        value: T = self.found.get(key.name, default)
        return value

    def must(self, key: Key[T]) -> T:
        """The value of a required key."""
        value: T = self.found[key.name]
        return value


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """A mapping with known keys; `build` makes of it what it means."""

    keys: tuple[Key[Any], ...]
    build: Callable[[Fields], T]

    def read(self, node: Node) -> T:
        """Errors: ConfigError for an unknown or a missing key, and whatever a value is wrong about."""
        known = {key.name: key for key in self.keys}
        found: dict[str, Any] = {}
        for name in node.map():
            child = node.at(name)
            if name not in known:
                raise child.wrong(f"unknown key; {meant(name, tuple(known))}")
            if child.value is None:
                raise child.wrong("has no value; give it one or remove the key")
            found[name] = known[name].kind.read(child)
        for key in self.keys:
            if key.required and key.name not in found:
                raise node.wrong(f"{key.name} is missing; it is {lowered(key.about)}")
        return self.build(Fields(node, found))

    def schema(self) -> dict[str, Any]:
        """An object that knows no other keys."""
        schema: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                key.name: {"description": key.about, **key.kind.schema()} for key in self.keys
            },
        }
        if required := [key.name for key in self.keys if key.required]:
            schema["required"] = required
        return schema


def meant(word: str, known: tuple[str, ...]) -> str:
    """`did you mean ...?` where something is near, else what there is."""
    from difflib import get_close_matches

    lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), list(lower), 1, NEAR)
    if near:
        return f"did you mean {lower[near[0]]}?"
    return f"there are {', '.join(known)}" if known else "there are none"


def quoted(name: str) -> str:
    """A key as it stands in a path of keys: in quotes where it is not a plain word."""
    return name if name.replace("_", "a").isalnum() else f'"{shortened(name)}"'


def shortened(text: str, most: int = 60) -> str:
    """At most so many characters, none of which a terminal obeys."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text[: most + 1])
    return f"{shown[:most]}…" if len(text) > most else shown


def lowered(sentence: str) -> str:
    """A sentence in the middle of another one."""
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")

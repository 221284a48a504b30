"""Patterns on addresses: `*` stands for any text, everything else for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from carbongate.config.settings import UsageRule
from carbongate.figure import Figure


class Rule(Protocol):
    """What has a pattern and a place in its file."""

    @property
    def pattern(self) -> str: ...

    @property
    def order(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Aimed:
    """A pattern that says nothing more, such as the scope of a waiver."""

    pattern: str
    order: int = 0


R = TypeVar("R", bound=Rule)
NOTHING: Mapping[str, Figure] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wild(Generic[R]):
    """A pattern with a `*`: what an address starts with, holds in this order, and ends with.

    The leftmost place of each middle part is as good as any other, so that no pattern, however
    many stars it has, costs more than one walk along the address.
    """

    start: str
    middle: tuple[str, ...]
    end: str
    rule: R

    def takes(self, address: str) -> bool:
        """Whether the pattern takes the address in."""
        if not (address.startswith(self.start) and address.endswith(self.end)):
            return False
        place, last = len(self.start), len(address) - len(self.end)
        for part in self.middle:
            place = address.find(part, place, last)
            if place < 0:
                return False
            place += len(part)
        return place <= last


class Patterns(Generic[R]):
    """Rules made ready once for many addresses."""

    def __init__(self, rules: Sequence[R]) -> None:
        self._exact = {rule.pattern: rule for rule in rules if "*" not in rule.pattern}
        self._wild = [wild(rule) for rule in sorted(rules, key=weight) if "*" in rule.pattern]
        self._rules = tuple(rules)

    def matching(self, address: str) -> tuple[R, ...]:
        """The rules that take the address in, weakest first.

        A pattern with more literal characters is stronger, and among equals the later one.
        """
        found = [wild.rule for wild in self._wild if wild.takes(address)]
        exact = self._exact.get(address)
        if exact is None:
            return tuple(found)
        # A pattern such as `address*` has as many literal characters as the address itself.
        return tuple(sorted((*found, exact), key=weight))

    def match(self, address: str) -> R | None:
        """The strongest rule, or None."""
        found = self.matching(address)
        return found[-1] if found else None

    def unmatched(self, addresses: Iterable[str]) -> tuple[R, ...]:
        """The rules whose pattern takes in none of the addresses, in the order of the file."""
        left = {rule.pattern: rule for rule in self._rules}
        wilds = list(self._wild)
        for address in addresses:
            left.pop(address, None)
            if wilds:
                wilds = [wild for wild in wilds if not wild.takes(address)]
            if not left:
                break
        lonely = {wild.rule.pattern for wild in wilds}
        return tuple(
            rule
            for rule in self._rules
            if rule.pattern in (lonely if "*" in rule.pattern else left)
        )


class UsagePatterns(Patterns[UsageRule]):
    """The rules of `usage`, ready for many addresses."""

    def __init__(self, rules: Sequence[UsageRule]) -> None:
        super().__init__(rules)
        self._known: dict[tuple[int, ...], Mapping[str, Figure]] = {}

    def merged(self, address: str) -> Mapping[str, Figure]:
        """What is stated of an address: for each key the strongest rule that states it.

        A more specific rule completes a general one and replaces only what both state. Addresses
        with the same rules get the same object.
        """
        found = self.matching(address)
        if not found:
            return NOTHING
        key = tuple(rule.order for rule in found)
        known = self._known.get(key)
        if known is None:
            values: dict[str, Figure] = {}
            for rule in found:
                values.update(rule.values)
            known = self._known[key] = MappingProxyType(values)
        return known


def wild(rule: R) -> Wild[R]:
    """The pattern, taken apart."""
    start, *middle, end = rule.pattern.split("*")
    return Wild(start, tuple(part for part in middle if part), end, rule)


def weight(rule: Rule) -> tuple[int, int]:
    """Literal characters, then the place in the file."""
    return len(rule.pattern) - rule.pattern.count("*"), rule.order

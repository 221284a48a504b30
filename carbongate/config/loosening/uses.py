"""A lower load: what `usage` says of addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from carbongate.config.digest import plain
from carbongate.config.loosening.words import more, names, pattern
from carbongate.config.patterns import UsagePatterns
from carbongate.config.settings import Bound, Config
from carbongate.config.written import written
from carbongate.figure import Figure
from carbongate.model import Loosening
from carbongate.words import listed

# What holds of an address when this is stated of it.
Use = Callable[[str, Mapping[str, Figure]], Mapping[str, Figure]]

FEWER: Mapping[str, str] = {
    "hours": "fewer hours",
    "cpu": "less load of the processors",
    "accelerator": "less load of the accelerators",
    "memory": "less memory in use",
    "runs": "fewer runs",
    "duration": "shorter runs",
    "requests": "fewer requests",
    "storage_gb": "less data stored",
    "network_gb": "less data moved",
    "replicas": "fewer replicas",
    "tokens": "fewer tokens",
}
INSTEAD = frozenset({"runs", "requests", "duration"})  # what stated hours stand for


@dataclass(slots=True)
class Lowered:
    """What one pattern says of one key, and of whom."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    stated: bool = True  # the base stated it too

    def add(self, address: str, before: str, after: str) -> None:
        """One more address."""
        self.addresses.append(address)
        if before and before not in self.before:
            self.before.append(before)
        if after and after not in self.after:
            self.after.append(after)


def ends(config: Config) -> tuple[Bound, ...]:
    """The ends of a range that decide something: the best value, and what budgets ask for."""
    asked = {one.decide_on for one in config.budgets} | {"best"}
    asked |= {"low", "high"} if any(one.strict for one in config.budgets) else set()
    return tuple(end for end in ("low", "best", "high") if end in asked)


def lower(before: Figure, after: Figure, at: tuple[Bound, ...]) -> bool:
    """Whether any end that decides something is lower."""
    return any(more(getattr(after, end), getattr(before, end)) for end in at)


def uses(base: Config, head: Config, addresses: Collection[str], use: Use) -> Iterator[Loosening]:
    """Loads that are stated lower, or no more, by the pattern that says so."""
    if plain(base.usage) == plain(head.usage):
        return
    old, new = UsagePatterns(base.usage), UsagePatterns(head.usage)
    deciding = ends(base)
    found: dict[tuple[str, str], Lowered] = {}
    for address in addresses:
        was, now = old.merged(address), new.merged(address)
        if plain(was) == plain(now):
            continue
        before, after = use(address, was), use(address, now)
        for key in less(was, now, before, after, deciding):
            rule = stating(new, address, key) or stating(old, address, key)
            one = found.setdefault((rule, key), Lowered())
            figure = after.get(key)
            one.add(address, written(before[key], key), written(figure, key) if figure else "")
            one.stated = one.stated and key in was
    for (rule, key), one in found.items():
        yield lowered(rule, key, one)


def less(
    was: Mapping[str, Figure],
    now: Mapping[str, Figure],
    before: Mapping[str, Figure],
    after: Mapping[str, Figure],
    deciding: tuple[Bound, ...],
) -> list[str]:
    """The keys of one address that hold less than they did, of those that either side states.

    Runs and durations come to hours: fewer of these are named, whichever key they rest on.
    """

    def falls(key: str) -> bool:
        figure, other = before.get(key), after.get(key)
        if figure is None or (other is None and key in INSTEAD and "hours" in now):
            return False
        return other is None or lower(figure, other, deciding)

    found = [key for key in FEWER if (key in was or key in now) and falls(key)]
    if falls("hours") and not found and (was.keys() | now.keys()) & INSTEAD:
        found.append("hours")
    return found


def stating(patterns: UsagePatterns, address: str, key: str) -> str:
    """The pattern that says it of the address; "" for none."""
    keys = {key} | (INSTEAD if key == "hours" else set())
    rules = reversed(patterns.matching(address))
    return next((rule.pattern for rule in rules if keys & rule.values.keys()), "")


def lowered(rule: str, key: str, one: Lowered) -> Loosening:
    """The sentence about one key of one pattern."""
    of = names(one.addresses)
    if one.after:
        text = f"{FEWER[key]} than {'before' if one.stated else 'assumed otherwise'}: {of}"
    else:
        text = f"{key} is not stated any more: {of}"
    return Loosening(f"{pattern('usage', rule)}.{key}", listed(one.before), listed(one.after), text)

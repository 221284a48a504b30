"""What is looked at: stacks and manifests that are taken out, other regions, hosts and units.

A stack of the base is known again in the head by its manifests where its name is another one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from carbongate.config.loosening.limits import pairs
from carbongate.config.loosening.uses import ends
from carbongate.config.loosening.words import entry, more, names
from carbongate.config.node import shortened
from carbongate.config.settings import PIPELINE, Bound, Budget, Config, StackConfig
from carbongate.config.written import written
from carbongate.model import FunctionalUnit, Loosening, Site
from carbongate.repository.file import within

WORKFLOWS = ".github/workflows"
Exists = Callable[[str], bool]
Sites = Callable[[str, str | None], Site]


@dataclass(frozen=True, slots=True)
class Home:
    """Where the manifests of a stack of the base are in the head."""

    stack: StackConfig
    whole: tuple[StackConfig, ...]  # stacks that hold an entry of it, and all below it
    part: tuple[StackConfig, ...]  # stacks that hold only something below an entry
    out: tuple[str, ...]  # entries of which nothing is held any more
    narrowed: Mapping[str, tuple[str, ...]]  # entries of which only so much is held

    @property
    def now(self) -> StackConfig | None:
        """The stack that it has become: the one of its name, else the first with its manifests."""
        there = (*self.whole, *self.part)
        named = (one for one in there if one.name == self.stack.name)
        return next(named, there[0] if there else None)


class Entries:
    """The entries of manifests of some stacks, ready to be asked for."""

    def __init__(self, stacks: Sequence[StackConfig]) -> None:
        self._stacks: dict[str, list[StackConfig]] = {}
        for one in stacks:
            for path in one.manifests:
                self._stacks.setdefault(path, []).append(one)
        self._paths = sorted(self._stacks)
        self.named = {one.name: one for one in stacks}

    def around(self, path: str) -> list[StackConfig]:
        """The stacks with an entry that is this one, or holds it."""
        steps = path.split("/")
        above = [".", *("/".join(steps[:count]) for count in range(1, len(steps) + 1))]
        return [one for entry in dict.fromkeys(above) for one in self._stacks.get(entry, ())]

    def below(self, path: str) -> dict[str, list[StackConfig]]:
        """The entries that lie below this one."""
        first = 0 if path == "." else bisect_left(self._paths, f"{path}/")
        found = takewhile(lambda entry: within(entry, path), self._paths[first:])
        return {entry: self._stacks[entry] for entry in found if entry != path}


def homes(base: Config, head: Config) -> list[Home]:
    """Every stack of the base, found again."""
    heads = Entries(known(head))
    return [home(stack, heads) for stack in known(base)]


def known(config: Config) -> tuple[StackConfig, ...]:
    """The configured stacks, and that of the CI workflows where none of them holds these."""
    if any(touches(WORKFLOWS, path) for one in config.stacks for path in one.manifests):
        return config.stacks
    return (*config.stacks, StackConfig(PIPELINE, (WORKFLOWS,)))


def touches(path: str, entry: str) -> bool:
    """Whether one of two entries lies in the other."""
    return within(path, entry) or within(entry, path)


def home(stack: StackConfig, heads: Entries) -> Home:
    """One stack of the base, found again."""
    whole: dict[str, StackConfig] = {}
    part: dict[str, StackConfig] = {}
    out: list[str] = []
    narrowed: dict[str, tuple[str, ...]] = {}
    for path in stack.manifests:
        holding, inside = heads.around(path), heads.below(path)
        whole.update((one.name, one) for one in holding)
        part.update((one.name, one) for each in inside.values() for one in each)
        if not holding and inside:
            narrowed[path] = tuple(sorted(inside))
        elif not holding:
            out.append(path)
    for name in whole:
        part.pop(name, None)
    same = heads.named.get(stack.name)
    if same and not whole and not part:  # its files have moved
        part[same.name] = same
    return Home(stack, tuple(whole.values()), tuple(part.values()), tuple(out), narrowed)


def taken_out(base: Config, head: Config, exists: Exists | None) -> Iterator[Loosening]:
    """Stacks and manifests that are still there and counted no more."""
    if base.stacks and not head.stacks:
        text = "no stack is configured any more: their labels, regions and units are gone"
        yield Loosening("stacks", names([one.name for one in base.stacks]), "", text)
        return
    everything = any("." in one.manifests for one in head.stacks)
    if head.stacks and not base.stacks and not everything:
        text = "manifests that no stack names are not counted any more"
        yield Loosening("stacks", "", names([one.name for one in head.stacks]), text)
        return
    for one in homes(base, head):
        key = entry("stacks", one.stack.name)
        left = [path for path in one.out if exists is None or exists(path)]
        if left and not one.whole and not one.part:
            text = f"stack {shortened(one.stack.name)} is not counted any more, and its manifests are there"
            yield Loosening(key, names(left), "", text)
            continue
        for path in left:
            text = (
                f"a manifest of stack {shortened(one.stack.name)} is there and not counted any more"
            )
            yield Loosening(f"{key}.manifests", path, "", text)
        for path, inside in one.narrowed.items():
            if exists is None or exists(path):
                text = (
                    f"not all manifests of stack {shortened(one.stack.name)} are counted any more"
                )
                yield Loosening(f"{key}.manifests", path, names(inside), text)


# ---- what budgets take in ------------------------------------------------------------------------


def matches(base: Config, head: Config) -> Iterator[Loosening]:
    """Budgets that take in other stacks than before."""
    named = bool(base.stacks and head.stacks)
    found = homes(base, head) if named else []
    for one, other in pairs(base, head):
        if other is None or one.level == "off":
            continue
        key = f"{entry('budgets', one.id)}.match"
        before, after = said(one.match), said(other.match)
        lost = uncovered(one, other, found)
        if named and lost:
            text = f"budget {shortened(one.id)} does not take in {names(lost)} any more"
            yield Loosening(key, before, after, text)
        elif not named and not other.match.items() <= one.match.items():
            text = f"budget {shortened(one.id)} does not take in all that it took in"
            yield Loosening(key, before, after, text)
        elif relative(one) and (wider(one, other, found) if named else before != after):
            text = f"budget {shortened(one.id)} takes in more stacks, so that what it allows in percent is more"
            yield Loosening(key, before, after, text)


def uncovered(one: Budget, other: Budget, found: Sequence[Home]) -> list[str]:
    """Stacks that the budget of the base takes in, by their names now, and that of the head does not."""
    return sorted(
        {
            now.name
            for each in found
            if one.covers(each.stack.name, each.stack.labels)
            for now in (*each.whole, *each.part)
            if not other.covers(now.name, now.labels)
        }
    )


def wider(one: Budget, other: Budget, found: Sequence[Home]) -> bool:
    """Whether the budget of the head takes in a stack of the base that the base's own leaves out."""
    return any(
        not one.covers(each.stack.name, each.stack.labels)
        and other.covers(now.name, now.labels)
        and not any(
            one.covers(more.stack.name, more.stack.labels)
            for more in found
            if now in (*more.whole, *more.part)
        )
        for each in found
        for now in (*each.whole, *each.part)
    )


def relative(one: Budget) -> bool:
    """Whether a limit is a share of what the budget takes in."""
    return any(limit is not None for limit in (one.increase, one.ratchet, one.min_coverage))


def said(match: Mapping[str, str]) -> str:
    """`{env: prod, service: shop}`."""
    pairs = ", ".join(f"{key}: {value}" for key, value in match.items())
    return f"{{{pairs}}}" if match else "all stacks"


# ---- what stacks say of themselves -----------------------------------------------------------------


def units(base: Config, head: Config) -> Iterator[Loosening]:
    """A functional unit that is another one, or delivered more often: the same carbon then has a
    lower score."""
    seen: set[Loosening] = set()
    asked = ends(base)
    for key, before, after in sorted_units(base, head):
        one = scored(key, before, after, asked)
        if one and one not in seen:
            seen.add(one)
            yield one


def sorted_units(
    base: Config, head: Config
) -> Iterator[tuple[str, FunctionalUnit | None, FunctionalUnit | None]]:
    """R of the whole file, then that of each stack, on both sides, under its key in the head."""
    yield "functional_unit", base.functional_unit, head.functional_unit
    for each in homes(base, head):
        now = each.now
        if now is not None:
            own = now.functional_unit is not None
            key = f"{entry('stacks', now.name)}.functional_unit" if own else "functional_unit"
            yield key, base.unit(each.stack.name), head.unit(now.name)


def scored(
    key: str, before: FunctionalUnit | None, after: FunctionalUnit | None, asked: Sequence[Bound]
) -> Loosening | None:
    """What another unit does to a score; where there was none, or is none, there is no score to lower."""
    if before is None or after is None:
        return None
    if before.name != after.name:
        text = "the score is counted for another unit"
        return Loosening(key, whole(before), whole(after), text)
    # The low end of a score rests on the high end of R.
    other: Mapping[Bound, Bound] = {"low": "high", "best": "best", "high": "low"}
    old, new = before.per_month, after.per_month
    if any(more(getattr(old, other[end]), getattr(new, other[end])) for end in asked):
        text = "more units are delivered, so that the same carbon has a lower score"
        return Loosening(f"{key}.per_month", written(old), written(new), text)
    return None


def whole(unit: FunctionalUnit) -> str:
    """`42000 x 1k requests`."""
    return f"{written(unit.per_month)} x {unit.name}"


def places(base: Config, head: Config, site: Sites | None) -> Iterator[Loosening]:
    """Regions that are stated otherwise, and stacks that run on the machines of another one."""
    asked = ends(base)
    found = homes(base, head)
    renamed = {each.stack.name: each.now.name for each in found if each.now}
    for each in found:
        now = each.now
        if now is None:
            continue
        key = entry("stacks", now.name)
        for provider in sorted(each.stack.regions.keys() | now.regions.keys()):
            old, new = each.stack.regions.get(provider), now.regions.get(provider)
            if old != new and (site is None or cleaner(site, provider, old, new, asked)):
                text = (
                    f"stack {shortened(now.name)} is taken to run where electricity has less carbon"
                    if site
                    else f"stack {shortened(now.name)} is taken to run elsewhere"
                )
                yield Loosening(f"{key}.regions.{provider}", old or "", new or "", text)
        host = each.stack.runs_on
        if now.runs_on and now.runs_on != renamed.get(host or "", host):
            text = f"the workloads of stack {shortened(now.name)} count as a share of the machines of another"
            yield Loosening(f"{key}.runs_on", host or "", now.runs_on, text)


def cleaner(
    site: Sites, provider: str, old: str | None, new: str | None, asked: Sequence[Bound]
) -> bool:
    """Whether the same work has less carbon there, at an end that decides something."""
    before, after = site(provider, old), site(provider, new)
    return any(
        more(
            getattr(after.grid, end) * getattr(after.pue, end),
            getattr(before.grid, end) * getattr(before.pue, end),
        )
        for end in asked
    )

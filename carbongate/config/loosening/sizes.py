"""Another size: what `resources` says of addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from carbongate.config.digest import plain
from carbongate.config.loosening.uses import Lowered, ends, lower
from carbongate.config.loosening.words import names, pattern
from carbongate.config.patterns import Patterns
from carbongate.config.settings import Bound, Config, Override
from carbongate.config.written import written
from carbongate.model import Loosening
from carbongate.words import listed

SIZES = ("vcpus", "memory", "storage", "watts", "embodied")
# A pattern, one of its keys ("" for all of it) and what became of that.
What = tuple[str, str, str]


def sizes(
    base: Config, head: Config, addresses: Collection[str], *, new: bool = True
) -> Iterator[Loosening]:
    """Machines and corrections that are added (where `new` ones matter), lower, other or gone."""
    if plain(base.resources) == plain(head.resources):
        return
    old, now = Patterns(base.resources), Patterns(head.resources)
    asked = ends(base)
    found: dict[What, Lowered] = {}
    for address in addresses:
        before, after = old.match(address), now.match(address)
        if before is not None or new:
            for what, was, will in changes(before, after, asked):
                found.setdefault(what, Lowered()).add(address, was, will)
    for (rule, name, why), one in found.items():
        key = pattern("resources", rule) + (f".{name}" if name else "")
        text = f"{name or 'the size'} {why}: {names(one.addresses)}"
        yield Loosening(key, listed(one.before), listed(one.after), text)


def changes(
    before: Override | None, after: Override | None, asked: tuple[Bound, ...]
) -> Iterator[tuple[What, str, str]]:
    """What becomes of the correction of one address: nobody knows whether what a manifest says
    instead is more or less, so that what is added or gone is named too."""
    if before is None and after is not None:
        yield (after.pattern, "", "is stated by hand now"), "", size(after)
    elif before is not None and after is None:
        yield (before.pattern, "", "is not stated by hand any more"), size(before), ""
    if before is None or after is None:
        return
    for name in SIZES:
        was, will = getattr(before, name), getattr(after, name)
        if was and will is None:
            yield (after.pattern, name, "is not stated any more"), written(was), ""
        elif will and was is None:
            yield (after.pattern, name, "is stated by hand now"), "", written(will)
        elif was and will and lower(was, will, asked):
            yield (after.pattern, name, "is stated lower"), written(was), written(will)
    old, new = before.medium or "ssd", after.medium or "ssd"
    if before.storage and after.storage and old != new:
        yield (after.pattern, "medium", "is another one"), old, new


def size(one: Override) -> str:
    """`vcpus: 4, watts: 180 W`."""
    said = [f"{name}: {written(figure)}" for name in SIZES if (figure := getattr(one, name))]
    return ", ".join([*said, *([f"medium: {one.medium}"] if one.medium else [])])

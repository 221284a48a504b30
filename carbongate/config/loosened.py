"""What a change makes easier to pass: two configurations held against each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from carbongate.config.loosening import limits, settings, stacks
from carbongate.config.loosening.sizes import sizes
from carbongate.config.loosening.uses import uses
from carbongate.config.loosening.waivers import waivers
from carbongate.config.node import shortened
from carbongate.config.settings import Config
from carbongate.figure import Figure
from carbongate.model import Finding, Loosening, Site, Waiver

LONG = 200  # characters of a value that a report shows


def stated(address: str, values: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """What holds of an address of which nothing is known but what is stated."""
    return values


def loosened(
    base: Config,
    head: Config,
    *,
    base_waivers: Sequence[Waiver] = (),
    head_waivers: Sequence[Waiver] = (),
    addresses: Collection[str] | None = None,
    use: Callable[[str, Mapping[str, Figure]], Mapping[str, Figure]] = stated,
    exists: Callable[[str], bool] | None = None,
    site: Callable[[str, str | None], Site] | None = None,
) -> tuple[Loosening, ...]:
    """Everything that is easier to pass under `head` than under `base`, the limits first.

    `addresses` are those of the head, so that what is deleted loosens nothing; without them the
    patterns themselves are compared. `use` says what holds of an address of the base when this is
    stated of it (carbongate.loads has one); `exists` whether a path is still in the tree, so that what
    is deleted is not called taken out; `site` what a region means, so that a dirtier one is not
    listed. Each has `held` where the base says `policy: base`. A base without a file has nothing to
    loosen but its waivers.
    """

    def found() -> Iterator[Loosening]:
        if base.path is not None:
            known = spoken(base, head) if addresses is None else addresses
            yield from settings.decision(base, head)
            yield from limits.limits(base, head)
            yield from stacks.matches(base, head)
            yield from stacks.units(base, head)
            yield from uses(base, head, known, use)
            yield from sizes(base, head, known)
        yield from waivers(base_waivers, head_waivers)
        if base.path is not None:
            yield from settings.code(base.code, head.code)
            yield from stacks.taken_out(base, head, exists)
            yield from stacks.places(base, head, site)
            yield from settings.estimate(base, head)

    held = base.policy == "base"
    return tuple(replace(short(one), held=held) for one in found())


def looser(base: Config, head: Config) -> tuple[Loosening, ...]:
    """What of two configurations alone is looser: for defaults of an organisation (`base`) and a
    repository's own file (`head`), which may tighten them and not loosen.

    Stacks, units and use that the defaults do not speak of are the repository's own.
    """

    def found() -> Iterator[Loosening]:
        known = spoken(base, head)
        yield from settings.decision(base, head)
        yield from limits.limits(base, head)
        yield from stacks.matches(base, head)
        yield from stacks.units(base, head)
        yield from uses(base, head, known, stated)
        yield from sizes(base, head, known, new=False)
        yield from settings.code(base.code, head.code)
        if base.stacks:
            yield from stacks.taken_out(base, head, None)
            yield from stacks.places(base, head, None)
        yield from settings.estimate(base, head)

    return tuple(map(short, found()))


def short(one: Loosening) -> Loosening:
    """With values that a page has room for."""
    return replace(one, before=shortened(one.before, LONG), after=shortened(one.after, LONG))


def spoken(base: Config, head: Config) -> list[str]:
    """The patterns of both sides: each is an address that the wider ones take in."""
    loads = [rule.pattern for one in (base, head) for rule in one.usage]
    return list(
        dict.fromkeys(loads + [rule.pattern for one in (base, head) for rule in one.resources])
    )


def silenced(findings: Sequence[Finding]) -> tuple[Loosening, ...]:
    """New findings of gate rules that a comment in the code takes back. To be called before waivers
    suppress anything."""
    return tuple(
        Loosening(
            f"carbongate: ignore[{one.rule}]",
            "",
            f"{shortened(one.path, LONG)}:{one.line}",
            f"new code is taken out of rule {one.rule}: {shortened(one.suppressed, LONG)}",
        )
        for one in findings
        if one.suppressed and one.new and one.tier == "gate"
    )

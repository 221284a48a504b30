"""What a change makes easier to pass: two configurations held against each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from carbongate.config.settings import Config
from carbongate.figure import Figure
from carbongate.model import Finding, Loosening, Site, Waiver


def stated(address: str, values: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """What holds of an address of which nothing is known but what is stated."""
    return values


def loosened(
    base: Config,
    head: Config,
    *,
    base_waivers: Sequence[Waiver] = (),
    head_waivers: Sequence[Waiver] = (),
    addresses: Collection[str] = (),
    use: Callable[[str, Mapping[str, Figure]], Mapping[str, Figure]] = stated,
    exists: Callable[[str], bool] | None = None,
    site: Callable[[str, str | None], Site] | None = None,
) -> tuple[Loosening, ...]:
    """Everything that is easier to pass under `head` than under `base`, the limits first.

    `addresses` are those of both sides; without them the patterns themselves are compared. `use` says
    what holds of an address of the base when this is stated of it (carbongate.loads has one);
    `exists` whether a path is still in the tree, so that what is deleted is not called taken out;
    `site` what a region means, so that a dirtier one is not listed. Each has `held` where the base
    says `policy: base`. A base without a file has nothing to loosen.
    """
    raise NotImplementedError


def looser(base: Config, head: Config) -> tuple[Loosening, ...]:
    """What of two configurations alone is looser: for defaults of an organisation (`base`) and a
    repository's own file (`head`), which may tighten them and not loosen.

    Stacks, units and use that the defaults do not speak of are the repository's own.
    """
    raise NotImplementedError


def silenced(findings: Sequence[Finding]) -> tuple[Loosening, ...]:
    """New findings of gate rules that a comment in the code takes back. To be called before waivers
    suppress anything."""
    raise NotImplementedError

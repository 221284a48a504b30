"""The keys of `usage` and `resources`, which speak of addresses, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from carbongate.config import units
from carbongate.config.kinds import Choice, Named
from carbongate.config.node import Fields, Key, Node, Section
from carbongate.config.settings import Override, UsageRule
from carbongate.figure import Figure

# Addresses that stand for themselves cost nothing; every address is held against every `*`.
ADDRESSES, STARRED = 50_000, 1000

USES: tuple[Key[Figure], ...] = (
    Key("hours", "Hours that one unit is on in a month of 730 h, such as `120 h`.", units.HOURS),
    Key("cpu", "Average load of the processors while on, such as `50%`.", units.LOAD),
    Key("accelerator", "Average load of the accelerators while on.", units.LOAD),
    Key("memory", "Average share of the memory that is in use.", units.LOAD),
    Key("runs", "Runs in a month: `100`, or `20/day`.", units.RUNS),
    Key("duration", "The time of one run, such as `10 min` or `120 ms`.", units.DURATION),
    Key("requests", "Requests in a month: `42000`, or `3/s`.", units.REQUESTS),
    Key("storage_gb", "What is stored, such as `100 GB`.", units.STORED),
    Key("network_gb", "What is moved in a month, such as `500 GB`.", units.MOVED),
    Key("replicas", "How many units there are, where the manifest is wrong.", units.REPLICAS),
    Key("tokens", "Tokens of a model in a month.", units.TOKENS),
)


def figures(fields: Fields) -> Mapping[str, Figure]:
    """The stated figures by key."""
    if not fields.found:
        raise fields.node.wrong("states nothing")
    return MappingProxyType(
        {key.name: fields.must(key) for key in USES if key.name in fields.found}
    )


USAGE = Key(
    "usage",
    "What is known of the use of resources, by address; `*` stands for anything. For each key the pattern with most literal characters wins, then the later line.",
    Named(Section(USES, figures), most=ADDRESSES),
)

OWN_VCPUS = Key("vcpus", "vCPUs of one unit.", units.VCPUS)
OWN_MEMORY = Key("memory", "Memory of one unit, such as `16 GiB`.", units.MEMORY)
OWN_STORAGE = Key("storage", "Disk of one unit, such as `500 GB`.", units.DISK)
OWN_MEDIUM: Key[Literal["ssd", "hdd"]] = Key("medium", "What the disk is.", Choice(("ssd", "hdd")))
OWN_WATTS = Key("watts", "Power of one whole unit, such as `180 W`.", units.WATTS)
OWN_EMBODIED = Key(
    "embodied", "Carbon of manufacture of one unit, such as `1200 kgCO2e`.", units.EMBODIED
)


def override(fields: Fields) -> Override:
    """A correction, still without the pattern that is its key."""
    if not fields.found:
        raise fields.node.wrong("corrects nothing")
    if OWN_MEDIUM.name in fields.found and OWN_STORAGE.name not in fields.found:
        raise fields.node.at(OWN_MEDIUM.name).wrong("needs storage beside it")
    return Override(
        "",
        fields.get(OWN_VCPUS),
        fields.get(OWN_MEMORY),
        fields.get(OWN_STORAGE),
        fields.get(OWN_MEDIUM),
        fields.get(OWN_WATTS),
        fields.get(OWN_EMBODIED),
        fields.node.line,
        path=fields.node.path,
    )


RESOURCES = Key(
    "resources",
    "Machines of your own, or corrections, by address; `*` stands for anything. They state the size of one unit: count, region, hours, load, cluster and all else stays as the manifest says.",
    Named(
        Section(
            (OWN_VCPUS, OWN_MEMORY, OWN_STORAGE, OWN_MEDIUM, OWN_WATTS, OWN_EMBODIED), override
        ),
        most=ADDRESSES,
    ),
)


def usage_rules(node: Node, found: Mapping[str, Mapping[str, Figure]]) -> tuple[UsageRule, ...]:
    """The patterns of `usage`, in the order of the file."""
    few_stars(node, found)
    return tuple(
        UsageRule(pattern, values, node.at(pattern).line, order, node.at(pattern).path)
        for order, (pattern, values) in enumerate(found.items())
    )


def overrides(node: Node, found: Mapping[str, Override]) -> tuple[Override, ...]:
    """The patterns of `resources`, in the order of the file."""
    few_stars(node, found)
    return tuple(
        replace(one, pattern=pattern, order=order)
        for order, (pattern, one) in enumerate(found.items())
    )


def few_stars(node: Node, patterns: Iterable[str]) -> None:
    """Errors: ConfigError for more patterns with a `*` than a run can hold addresses against."""
    if sum("*" in pattern for pattern in patterns) > STARRED:
        raise node.wrong(f"has more than {STARRED:,} patterns with a *")

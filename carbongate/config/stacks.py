"""The keys of a functional unit and of a stack, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from carbongate.config import units
from carbongate.config.kinds import Each, Named, Path, Text
from carbongate.config.node import Fields, Key, Section
from carbongate.config.settings import StackConfig
from carbongate.model import FunctionalUnit

MAKERS = (
    "aws",
    "azure",
    "gcp",
    "alicloud",
    "digitalocean",
    "hetzner",
    "ovh",
    "scaleway",
    "upcloud",
)

UNIT_NAME = Key("name", "What one unit is, such as `1k requests`.", Text(), required=True)
PER_MONTH = Key(
    "per_month",
    "How many units a month delivers: a number, or [low, best, high].",
    units.UNITS_A_MONTH,
    required=True,
)


def functional_unit(fields: Fields) -> FunctionalUnit:
    """R, and the key that a message names when it is wrong."""
    node = fields.node.at(PER_MONTH.name)
    return FunctionalUnit(fields.must(UNIT_NAME), fields.must(PER_MONTH), node.key)


FUNCTIONAL_UNIT = Key(
    "functional_unit",
    "What the system delivers in a month: the R of the SCI score.",
    Section((UNIT_NAME, PER_MONTH), functional_unit),
)


def regions(fields: Fields) -> Mapping[str, str]:
    """The stated region of each provider."""
    return MappingProxyType(dict(fields.found))


STACK_NAME = Key("name", "The name of the stack, as reports and budgets use it.", Text(), True)
LABELS = Key(
    "labels",
    "Labels that budgets match, such as env and service.",
    Named(Text(), reserved=("stack",)),
)
MANIFESTS = Key(
    "manifests",
    "Files and folders that are deployed together, from the root of the repository.",
    Each(Path(), least=1, distinct=True),
    required=True,
)
REGIONS = Key(
    "regions",
    "The region of each provider, where the manifests do not say it.",
    Section(
        tuple(Key(name, f"The region at {name}.", Text()) for name in MAKERS),
        regions,
    ),
)
RUNS_ON = Key("runs_on", "Another stack, whose machines carry these workloads.", Text())


def stack(fields: Fields) -> StackConfig:
    """One entry of `stacks`."""
    return StackConfig(
        fields.must(STACK_NAME),
        fields.must(MANIFESTS),
        fields.get_or(LABELS, {}),
        fields.get_or(REGIONS, {}),
        fields.get(FUNCTIONAL_UNIT),
        fields.get(RUNS_ON),
        fields.node.line,
        fields.node.path,
    )


STACKS = Key(
    "stacks",
    "What is deployed together; without it every Terraform root, Kubernetes tree and compose project is one.",
    Each(Section((STACK_NAME, LABELS, MANIFESTS, REGIONS, FUNCTIONAL_UNIT, RUNS_ON), stack)),
)

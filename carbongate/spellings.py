"""The names a machine type goes by: from what manifests write to the keys of the instance tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What services put round a machine type of Amazon's: db.m5.large, cache.t3.micro, m5.large.search.
AWS = re.compile(
    r"(?:(?:db|cache|dax|dms|docdb|express|kafka|ml|mq|neptune)\.)?"
    r"(?P<type>[^.]+\.[^.]+(?:\.tpc\d\.mem\d+x)?)"
    r"(?:\.(?:search|elasticsearch))?"
)
# Tiers of Azure's databases and machines: GP_Standard_D4s_v3, Basic_A1, NC6_Promo, D2s v3 Spot.
AZURE = re.compile(
    r"(?:(?:b|gp|mo)_)?(?:standard_|basic_)?(?P<type>.+?)(?:_(?:promo|spot|low_priority))?"
)
# Google's Cloud SQL: db-n1-standard-1, db-custom-2-7680, db-perf-optimized-N-8 (n2-highmem-8).
SQL = re.compile(r"db-(?:perf-optimized-n-(?P<optimized>\d+)|(?P<type>.+))")
CUSTOM = re.compile(
    r"(?:(?P<family>[a-z]\d+[a-z]*)-)?custom-(?:(?P<vcpus>\d+)|(?P<size>micro|small|medium))"
    r"-(?P<mib>\d+)(?:-ext)?"
)
FIRST_FAMILY = "n1"  # a custom type without a family


@dataclass(frozen=True, slots=True)
class Custom:
    """A machine of a size of its own: a family with vCPUs, or a shared-core type, and its memory."""

    family: str
    vcpus: int | None
    shared: str | None
    mib: int

    @property
    def name(self) -> str:
        """One name for all spellings."""
        size = self.vcpus or (self.shared or "").removeprefix(f"{self.family}-")
        return f"{self.family}-custom-{size}-{self.mib}"


def keys(provider: str, name: str) -> Iterator[str]:
    """Keys to look for, the most literal first."""
    plain = folded(name)
    yield plain
    match provider:
        case "aws":
            found = AWS.fullmatch(plain)
        case "azure":
            for meter in plain.split("/"):  # a meter of two types: D2 v3/D2s v3
                yield meter.strip("_").removeprefix("standard_")
            found = AZURE.fullmatch(plain)
        case "gcp":
            found = SQL.fullmatch(plain)
            if found and found["optimized"]:
                yield f"n2-highmem-{found['optimized']}"
                return
        case "alicloud":
            yield f"ecs.{plain}"
            return
        case _:
            return
    if found:
        yield found["type"]


def custom(name: str) -> Custom | None:
    """The size that a custom type says in its name, or None for another name."""
    found = CUSTOM.fullmatch(folded(name).removeprefix("db-"))
    if not found:
        return None
    family, size = found["family"] or FIRST_FAMILY, found["size"]
    return Custom(
        family,
        int(found["vcpus"]) if found["vcpus"] else None,
        f"{family}-{size}" if size else None,
        int(found["mib"]),
    )


def folded(name: str) -> str:
    """Lower case, blanks as Azure's own names have them."""
    return "_".join(name.lower().split())

"""The region of a resource in a plan: its own words, else its provider's configuration, else the stack's.

A provider configuration is found by `provider_config_key`; older Terraform writes the module in
front (`network:aws`) and leaves the reader to climb to the module that configures it. Where the
configuration says `local` or nothing, resources of the same provider that do name a place are
witnesses, if all of them name the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carbongate.manifests.plan_addresses import Address
from carbongate.manifests.plan_document import Document, Instance, mapping
from carbongate.manifests.plan_links import Links

PROVIDERS: Mapping[str, str] = {
    "aws": "aws",
    "awscc": "aws",
    "google": "gcp",
    "google-beta": "gcp",
    "azurerm": "azure",
    "azapi": "azure",
    "alicloud": "alicloud",
    "hcloud": "hetzner",
    "ovh": "ovh",
    "upcloud": "upcloud",
}

# Attributes that say where a resource is, the most exact first.
OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "aws": ("availability_zone", "availability_zones", "region", "arn"),
    "gcp": ("zone", "region", "location"),
    "azure": ("location",),
}

AWS_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+")
GCP_ZONE = re.compile(r"(.+-[a-z]+\d+)-[a-z]")


@dataclass(frozen=True, slots=True)
class Regions:
    """Region of every instance by its address, for the providers of a plan."""

    of_key: Mapping[tuple[str, str], str | None]  # provider, provider_config_key -> region
    fallback: Mapping[str, str]  # provider -> region the stack states

    def region(self, found: Instance, key: str) -> str | None:
        """Where an instance is, or None where nothing says so."""
        provider = provider_of(found)
        return (
            own_region(provider, found)
            or self.of_key.get((provider, key))
            or self.fallback.get(provider)
        )


def provider_of(found: Instance) -> str:
    """The provider as the tables name it, by the type's prefix or the provider's own name."""
    prefix = found.type.split("_", 1)[0]
    name = found.provider_name.rsplit("/", 1)[-1]
    return PROVIDERS.get(prefix) or PROVIDERS.get(name) or name or "generic"


def provider_key(found: Instance, links: Links) -> str:
    """The key of the provider configuration that an instance uses."""
    key = links.resource(links.at(found.address)).get("provider_config_key")
    return key if isinstance(key, str) else ""


def regions(document: Document, links: Links, stated: Mapping[str, str]) -> Regions:
    """The regions of a plan's provider configurations."""
    users: dict[tuple[str, str], list[Instance]] = {}
    for found in (*document.instances, *document.sources):
        users.setdefault((provider_of(found), provider_key(found, links)), []).append(found)
    of_key = {
        (provider, key): configured_region(
            provider, key, links.at(members[0].address), document, links
        )
        or shown_region(provider, members)
        for (provider, key), members in users.items()
    }
    return Regions(of_key, stated)


def shown_region(provider: str, members: Iterable[Instance]) -> str | None:
    """The one region that the users of a provider configuration show."""
    seen = {place for found in members if (place := witness(provider, found))}
    return seen.pop() if len(seen) == 1 else None


def configured_region(
    provider: str, key: str, where: Address, document: Document, links: Links
) -> str | None:
    """The region that a provider's configuration states, climbing from the module to the root."""
    configured = mapping(document.configuration.get("provider_config"))
    variables = document.variables
    bare = key.rsplit(":", 1)[-1]
    for entry in entries(configured, key, bare, where.calls):
        if not entry:
            continue
        expressions = mapping(entry.get("expressions"))
        calls = tuple(
            part
            for part in str(entry.get("module_address") or "").split(".")
            if part and part != "module"
        )
        for attribute in ("region", "zone", "location"):
            value = links.value(expressions.get(attribute), calls, variables)
            if isinstance(value, str) and value:
                return tidy(provider, value)
        if expressions.get("region") is not None:
            return None  # an expression nobody can resolve: not the region of another module
    if ":" not in key:
        return None
    value = only_one(configured, bare, links, variables)
    return tidy(provider, value) if value else None


def entries(
    configured: Mapping[str, Any], key: str, bare: str, calls: tuple[str, ...]
) -> Iterator[Mapping[str, Any]]:
    """The configurations that may serve a key, from the innermost module out to the root."""
    yield mapping(configured.get(key))
    if ":" not in key:
        return
    for depth in range(len(calls), 0, -1):
        path = calls[:depth]
        for name in (f"module.{'.module.'.join(path)}:{bare}", f"{'.'.join(path)}:{bare}"):
            yield mapping(configured.get(name))


def only_one(
    configured: Mapping[str, Any], bare: str, links: Links, variables: Mapping[str, Any]
) -> str | None:
    """The region of the root's configurations of a provider, where all of them name the same.

    An older plan does not say which of them a module was given.
    """
    name = bare.split(".", 1)[0]
    found = [
        links.value(mapping(entry.get("expressions")).get("region"), (), variables)
        for key, entry in configured.items()
        if isinstance(entry, dict) and ":" not in key and key.split(".", 1)[0] == name
    ]
    first = found[0] if found else None
    return first if isinstance(first, str) and all(one == first for one in found) else None


def own_region(provider: str, found: Instance) -> str | None:
    """The region that an instance's own attributes name."""
    for attribute in OWN_WORDS.get(provider, ("region", "location")):
        if mapping(found.sensitive).get(attribute) is True:
            continue
        value = found.values.get(attribute)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str) and value:
            place = tidy(provider, value)
            if place:
                return place
    return None


def witness(provider: str, found: Instance) -> str | None:
    """What an instance shows of its provider's region: only AWS has one place for a provider."""
    if provider != "aws":
        return None
    if found.data and found.type == "aws_region":
        return tidy(provider, next(named(found.values, ("region", "name", "id")), ""))
    if found.type.startswith(("aws_s3_", "aws_route53", "aws_cloudfront", "aws_iam")):
        return None  # their arn or region may be of another place
    return own_region(provider, found)


def named(values: Mapping[str, Any], attributes: Iterable[str]) -> Iterator[str]:
    """The texts among some attributes."""
    return (value for name in attributes if isinstance(value := values.get(name), str) and value)


def tidy(provider: str, place: str) -> str | None:
    """A region as the tables write it, of a region, a zone, an arn or a display name."""
    match provider:
        case "aws":
            place = (
                place.split(":")[3:4][-1]
                if place.startswith("arn:") and place.count(":") > 3
                else place
            )
            found = AWS_REGION.match(place)
            return found.group() if found else None
        case "gcp":
            name = place.rsplit("/", 1)[-1].strip().lower()
            zone = GCP_ZONE.fullmatch(name)
            return (zone.group(1) if zone else name) or None
        case "azure":
            return place.replace(" ", "").lower() or None
        case _:
            return place.strip() or None

"""Terraform and OpenTofu plans as JSON: what exists after the plan, block by block.

Where.line is not known: a line of a plan says nothing to the reader of a pull request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from carbongate.context import Context
from carbongate.manifests.plan_document import (
    Document,
    Instance,
    document,
    mapping,
)
from carbongate.manifests.plan_links import Links
from carbongate.manifests.plan_regions import provider_key, provider_of, regions
from carbongate.manifests.plan_text import is_binary, looks_like_plan
from carbongate.mappings.block import Block, Blocks, Mapper, mappers, readings
from carbongate.mappings.heavy import heavy
from carbongate.model import CarbonFree, Reading, Skipped, Where
from carbongate.repository import File
from carbongate.tables import Tables

KIND = "terraform-plan"
TRUST = 10

# Words of a file name that say only that it is a plan; any other word names its environment.
PLAIN_NAMES = frozenset(
    {"json", "out", "output", "plan", "planned", "show", "state", "terraform", "tf", "tfplan"}
)


def claims(file: File) -> bool:
    """Whether the file is a plan or state as JSON, or what somebody took for one."""
    return looks_like_plan(file.head())


def root(file: File) -> str:
    """The folder, with the environment behind it where the file's name says one (`prod.tfplan.json`)."""
    path = PurePosixPath(file.path)
    words = [word for word in re.split(r"[._ -]+", path.name) if word.lower() not in PLAIN_NAMES]
    return str(path.parent / "-".join(words)) if words else str(path.parent)


def read(files: Sequence[File], context: Context) -> Iterator[Reading]:
    """What the plans of one stack leave running. A state counts where no plan of its folder does.

    The plan's binary file beside its JSON says nothing more, and gives nothing.
    Errors: InputError, with the place, for a file that is no plan after all.
    """
    table = mappers()
    shown = {root(file) for file in files if not is_binary(file)}
    documents = [document(file) for file in files if not (is_binary(file) and root(file) in shown)]
    planned = {folder(plan.path) for plan in documents if not plan.state}
    for plan in documents:
        if not plan.state or folder(plan.path) not in planned:
            yield from declared(plan, context, table)


def folder(path: str) -> PurePosixPath:
    """The folder of a file."""
    return PurePosixPath(path).parent


def declared(plan: Document, context: Context, table: Mapping[str, Mapper]) -> Iterator[Reading]:
    """The readings of one plan, in its order, and what the plan itself leaves out."""
    links = Links(plan.configuration)
    blocks = list(linked(plan, links, context))
    for block in blocks:
        yield from readings(block, table)
    yield from left_out(plan, links, context.tables)


def linked(plan: Document, links: Links, context: Context) -> Iterator[Block]:
    """The blocks of a plan, each able to find the others. All are made before the first is given."""
    places = regions(plan, links, context.regions)
    others = Blocks(links.refer)
    where = Where(plan.path)
    for found in plan.instances:
        block = Block(
            known=found.values,
            unknown=found.unknown,
            sensitive=found.sensitive,
            address=found.address,
            type=found.type,
            provider=provider_of(found),
            region=places.region(found, provider_key(found, links)),
            scope=scope(found),
            where=where,
            others=others,
            context=context,
        )
        others.add(block)
        links.add(block)
        yield block


def scope(found: Instance) -> str:
    """The module instance that a resource stands in."""
    return found.address.rpartition(f"{found.type}.")[0]


def left_out(plan: Document, links: Links, tables: Tables) -> Iterator[Reading]:
    """What a plan says that it does not hold: put off, failed, or left aside by -target."""
    where = Where(plan.path)
    if plan.errored:
        why = "the plan ended with an error: what Terraform did not get to is not in it"
        yield Skipped(plan.path, "terraform plan", where, why, heavy=True)
    for name, kind, why in (*deferred(plan), *aside(plan, links)):
        if tables.free(kind) is None:
            yield Skipped(name, kind, where, why, heavy(kind))
        else:
            yield CarbonFree(name, kind, where)


def deferred(plan: Document) -> Iterator[tuple[str, str, str]]:
    """What Terraform puts off: address, type and why."""
    for name, kind, reason in plan.deferred:
        yield name, kind, f"Terraform puts it off to a later plan ({reason})"


def aside(plan: Document, links: Links) -> Iterator[tuple[str, str, str]]:
    """What is configured and not in a plan that says it is not complete."""
    if plan.complete and not plan.errored:
        return
    there = {(found.calls, found.name) for found in map(links.at, addresses(plan))}
    for calls, resource in links.configured():
        name, kind = str(resource.get("address")), str(resource.get("type"))
        count = mapping(resource.get("count_expression")).get("constant_value")
        if (calls, f"{kind}.{resource.get('name')}") not in there and count != 0:
            full = "".join(f"module.{call}." for call in calls) + name
            why = "this plan leaves it out (it failed, or was made with -target): plan all of it"
            yield full, kind, why


def addresses(plan: Document) -> Iterator[str]:
    """Every address that the plan accounts for."""
    yield from (found.address for found in plan.instances)
    yield from (name for name, _, _ in plan.deferred)

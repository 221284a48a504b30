"""Terraform's JSON: found among the lines a CI step prints round it, checked, and taken apart.

plan    terraform show -json PLANFILE        what exists after the plan
state   terraform show -json                 what exists now
log     terraform plan -json                 no values in it: refused, with the command to run
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbongate.documents import json_document
from carbongate.errors import InputError
from carbongate.manifests.plan_text import json_text
from carbongate.repository import File

NEWEST_MAJOR = 1


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One resource instance that exists after the plan, as the document holds it."""

    address: str
    type: str
    provider_name: str
    values: Mapping[str, Any]
    unknown: Any
    sensitive: Any
    data: bool = False  # a data source: read, not run


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A plan or a state."""

    path: str
    instances: tuple[Instance, ...]
    sources: tuple[Instance, ...]  # data sources that were read
    configuration: Mapping[str, Any]
    variables: Mapping[str, Any]
    deferred: tuple[tuple[str, str, str], ...] = ()  # address, type, reason
    complete: bool = True
    errored: bool = False
    state: bool = False


def document(file: File) -> Document:
    """The plan or state in a file. Errors: InputError with the place of what is wrong."""
    value = json_document(json_text(file), file.path)
    if not isinstance(value, dict):
        raise InputError("a Terraform plan is a JSON object", file.path)
    if "lineage" in value and "serial" in value:
        raise InputError(
            "a raw state file: run `terraform show -json > state.json` and give that file",
            file.path,
        )
    check_version(value.get("format_version", value.get("plan_format_version")), file.path)
    return taken_apart(value, file.path)


def check_version(version: Any, path: str) -> None:
    """Errors: InputError for a format of a later major version, which may mean anything."""
    if version is None:
        return
    major = str(version).split(".", 1)[0]
    if not major.isdecimal():
        raise InputError("format_version is not a version number", path)
    if int(major) > NEWEST_MAJOR:
        raise InputError(
            f"plan format {major}.x is newer than this version of carbongate knows (0.1 to 1.x): "
            "update carbongate",
            path,
        )


def taken_apart(plan: Mapping[str, Any], path: str) -> Document:
    """What exists after the plan: planned values, and what a partial plan leaves as it is.

    Errors: InputError for a plan that says nothing of what exists.
    """
    prior = part(part(plan, "prior_state", path), "values", path)
    planned = part(plan, "planned_values", path)
    state = "root_module" not in planned and "resource_changes" not in plan
    changes = objects(plan, "resource_changes", path)
    if state:
        if "values" not in plan and not prior and mapping(plan.get("configuration")):
            raise InputError("a plan without planned_values and resource_changes", path)
        there = part(plan, "values", path) or prior
        found = list(modules(part(there, "root_module", path), path))
    elif "root_module" in planned:
        root = part(planned, "root_module", path)
        found = list(with_unknown(modules(root, path), changes))
    else:
        found = list(from_changes(changes, path))
    before = list(modules(part(prior, "root_module", path), path))
    if not state:
        found.extend(untouched(before, found, changes))
    return Document(
        path=path,
        instances=tuple(instance for instance in found if not instance.data),
        sources=tuple(instance for instance in (*before, *found) if instance.data),
        configuration=mapping(plan.get("configuration")),
        variables=mapping(plan.get("variables")),
        deferred=tuple(deferred(rows(plan.get("deferred_changes")))),
        complete=plan.get("complete") is not False,
        errored=plan.get("errored") is True,
        state=state,
    )


def modules(root: Mapping[str, Any], path: str) -> Iterator[Instance]:
    """The instances of a module and of all modules in it."""
    stack = [root]
    while stack:
        module = stack.pop()
        for row in objects(module, "resources", path):
            values = mapping(row.get("values"))
            yield instance(row, values, None, row.get("sensitive_values"), path)
        stack.extend(reversed(objects(module, "child_modules", path)))


def instance(
    row: Mapping[str, Any], values: Mapping[str, Any], unknown: Any, sensitive: Any, path: str
) -> Instance:
    """One instance. Errors: InputError for a row that lacks what every resource has."""
    address, name = row.get("address"), row.get("type")
    if not isinstance(address, str) or not isinstance(name, str):
        raise InputError("holds a resource without an address or a type, so it is no plan", path)
    provider = row.get("provider_name")
    return Instance(
        address,
        name,
        provider if isinstance(provider, str) else "",
        values,
        unknown,
        sensitive,
        row.get("mode", "managed") != "managed",
    )


def with_unknown(
    planned: Iterator[Instance], changes: Sequence[Mapping[str, Any]]
) -> Iterator[Instance]:
    """Planned instances with what is known only after apply; what Terraform forgets is left out."""
    change_of = {
        row["address"]: mapping(row.get("change"))
        for row in changes
        if isinstance(row.get("address"), str) and not row.get("deposed")
    }
    for found in planned:
        change = change_of.get(found.address, {})
        if change.get("actions") in (["forget"], ["delete"]):
            continue
        yield Instance(
            found.address,
            found.type,
            found.provider_name,
            found.values,
            change.get("after_unknown"),
            found.sensitive if found.sensitive is not None else change.get("after_sensitive"),
            found.data,
        )


def from_changes(changes: Sequence[Mapping[str, Any]], path: str) -> Iterator[Instance]:
    """Instances after their changes, for a plan that came without planned values."""
    for row in changes:
        change = mapping(row.get("change"))
        if not row.get("deposed") and isinstance(change.get("after"), dict):
            unknown, sensitive = change.get("after_unknown"), change.get("after_sensitive")
            yield instance(row, change["after"], unknown, sensitive, path)


def untouched(
    before: Sequence[Instance], after: Sequence[Instance], changes: Sequence[Mapping[str, Any]]
) -> Iterator[Instance]:
    """What was there and no change speaks of: a plan made with -target leaves it as it is."""
    spoken_of = {found.address for found in after}
    for row in changes:
        names = (row.get("address"), row.get("previous_address"))
        spoken_of.update(name for name in names if isinstance(name, str))
    return (found for found in before if not found.data and found.address not in spoken_of)


def deferred(changes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Resources that Terraform put off to a later plan."""
    for row in changes:
        change = mapping(row.get("resource_change"))
        address, name = change.get("address"), change.get("type")
        if isinstance(address, str) and isinstance(name, str):
            yield address, name, str(row.get("reason", "unknown")).replace("_", " ")


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def part(parent: Mapping[str, Any], key: str, path: str) -> Mapping[str, Any]:
    """An object that may be missing. Errors: InputError for anything else there."""
    value = parent.get(key)
    if value is not None and not isinstance(value, dict):
        raise InputError(f"{key} is not an object, so it is no plan", path)
    return mapping(value)


def objects(parent: Mapping[str, Any], key: str, path: str) -> list[Mapping[str, Any]]:
    """The objects of a list that may be missing. Errors: InputError for anything else there."""
    value = parent.get(key)
    found = rows(value)
    if value is not None and (not isinstance(value, list) or len(found) != len(value)):
        raise InputError(f"{key} is not a list of objects, so it is no plan", path)
    return found


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

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
    prior = mapping(mapping(plan.get("prior_state")).get("values"))
    planned = mapping(plan.get("planned_values"))
    state = "root_module" not in planned and "resource_changes" not in plan
    changes = rows(plan.get("resource_changes"))
    if state:
        if "values" not in plan and not prior and mapping(plan.get("configuration")):
            raise InputError("a plan without planned_values and resource_changes", path)
        there = mapping(plan.get("values")) or prior
        found = list(modules(mapping(there.get("root_module"))))
    elif "root_module" in planned:
        found = list(with_unknown(modules(mapping(planned.get("root_module"))), changes))
    else:
        found = list(from_changes(changes))
    before = list(modules(mapping(prior.get("root_module"))))
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


def modules(root: Mapping[str, Any]) -> Iterator[Instance]:
    """The instances of a module and of all modules in it."""
    stack = [root]
    while stack:
        module = stack.pop()
        for row in rows(module.get("resources")):
            made = instance(row, mapping(row.get("values")), None, row.get("sensitive_values"))
            if made:
                yield made
        stack.extend(reversed(rows(module.get("child_modules"))))


def instance(
    row: Mapping[str, Any], values: Mapping[str, Any], unknown: Any, sensitive: Any
) -> Instance | None:
    """One instance, unless the row lacks what every resource has."""
    address, name = row.get("address"), row.get("type")
    if not isinstance(address, str) or not isinstance(name, str):
        return None
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


def from_changes(changes: Sequence[Mapping[str, Any]]) -> Iterator[Instance]:
    """Instances after their changes, for a plan that came without planned values."""
    for row in changes:
        change = mapping(row.get("change"))
        if not row.get("deposed") and isinstance(change.get("after"), dict):
            made = instance(
                row, change["after"], change.get("after_unknown"), change.get("after_sensitive")
            )
            if made:
                yield made


def untouched(
    before: Sequence[Instance], after: Sequence[Instance], changes: Sequence[Mapping[str, Any]]
) -> Iterator[Instance]:
    """What was there and no change speaks of: a plan made with -target leaves it as it is."""
    spoken_of = {found.address for found in after}
    for row in changes:
        spoken_of.update({row.get("address", ""), row.get("previous_address", "")})
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


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

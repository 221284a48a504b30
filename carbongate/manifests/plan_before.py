"""What a Terraform plan found before it is applied, as a state that the plan reader reads.

prior_state         everything that Terraform knew of, as it was when the plan was made
resource_changes    `before` of each change, for plans that came without prior_state
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from carbongate.documents import json_document
from carbongate.manifests.plan_document import mapping, objects, part
from carbongate.manifests.plan_text import json_text, looks_like_plan
from carbongate.repository import File

# What Terraform only stops to look after goes on running: taking it away would be a credit for nothing.
FORGET, CREATE = "forget", ["create"]
KEPT = ("format_version", "terraform_version", "configuration", "variables")


def before(file: File) -> File | None:
    """The plan's own state before it is applied, under the same path; None for what is no plan, such
    as a state, or for a plan that says nothing of before.

    A plan that only creates is a state without resources. Errors: InputError for a broken plan.
    """
    plan = plan_of(file)
    if plan is None or not plan.keys() & {"prior_state", "resource_changes"}:
        return None
    resources = list(there(plan, file.path))
    state = {"values": {"root_module": {"resources": resources}}}
    state.update({key: plan[key] for key in KEPT if key in plan})
    data = json.dumps(state).encode()
    return File(file.path, len(data), partial(_start, data))


def renamed(file: File) -> Mapping[str, str]:
    """Old and new address of what the plan moves (`moved` blocks); empty for what is no plan.

    Errors: InputError for a broken plan.
    """
    plan = plan_of(file)
    return {
        row["previous_address"]: row["address"]
        for row in (objects(plan, "resource_changes", file.path) if plan else ())
        if isinstance(row.get("previous_address"), str) and isinstance(row.get("address"), str)
    }


def plan_of(file: File) -> Mapping[str, Any] | None:
    """The plan in a file, or None where there is none."""
    head = file.head()
    if not looks_like_plan(head):
        return None
    plan = json_document(json_text(file), file.path)
    if not isinstance(plan, dict) or not plan.keys() & {"planned_values", "resource_changes"}:
        return None
    return plan


def there(plan: Mapping[str, Any], path: str) -> Iterator[Mapping[str, Any]]:
    """Every resource instance that was there, each once."""
    changes = objects(plan, "resource_changes", path)
    seen = {name(row) for row in changes if FORGET in actions(row)}
    prior = part(part(part(plan, "prior_state", path), "values", path), "root_module", path)
    for row in (*rows(prior, path), *changed(changes)):
        address = name(row)
        if address is None:
            yield row  # the reader says what is wrong with it
        elif address not in seen:
            seen.add(address)
            yield {**row, "address": address}


def rows(root: Mapping[str, Any], path: str) -> Iterator[Mapping[str, Any]]:
    """The resources of a module and of all modules in it."""
    stack: list[Mapping[str, Any]] = [root]
    while stack:
        module = stack.pop()
        yield from objects(module, "resources", path)
        stack.extend(reversed(objects(module, "child_modules", path)))


def changed(changes: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """What stood there before each change."""
    for row in changes:
        change = mapping(row.get("change"))
        if isinstance(change.get("before"), dict) and actions(row) != CREATE:
            yield {
                **{
                    key: row[key] for key in ("mode", "type", "name", "provider_name") if key in row
                },
                "address": row.get("previous_address") or row.get("address"),
                "deposed_key": row.get("deposed"),
                "values": change["before"],
                "sensitive_values": change.get("before_sensitive"),
            }


def actions(row: Mapping[str, Any]) -> list[Any]:
    """What Terraform does to a resource."""
    found = mapping(row.get("change")).get("actions")
    return found if isinstance(found, list) else []


def name(row: Mapping[str, Any]) -> str | None:
    """The address before the plan; that of an object which a replacement left behind says so."""
    address = row.get("previous_address") or row.get("address")
    deposed = row.get("deposed_key") or row.get("deposed")
    if not isinstance(address, str):
        return None
    return f"{address} (deposed {deposed})" if deposed else address


def _start(data: bytes, limit: int | None) -> bytes:
    return data[:limit]

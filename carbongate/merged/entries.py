"""The lists of several reports, each entry under its names in the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carbongate.merged.difference import summed
from carbongate.merged.part import Part, Row

QUANTITIES = ("energy_kwh", "operational_kg", "embodied_kg", "carbon_kg")


def totals(parts: Sequence[Part]) -> dict[str, Any]:
    """The sums of all reports."""
    return {name: summed(part.document["totals"][name] for part in parts) for name in QUANTITIES}


def coverage(parts: Sequence[Part]) -> dict[str, Any]:
    """How much of all of it was looked at."""
    found = [part.document["coverage"] for part in parts]
    estimated, skipped, free = (
        sum(each[name] for each in found) for name in ("estimated", "skipped", "carbon_free")
    )
    assumed = sum(round((each["assumed_share"] or 0) * each["estimated"]) for each in found)
    using, every = estimated + skipped, estimated + skipped + free
    return {
        "estimated": estimated,
        "skipped": skipped,
        "carbon_free": free,
        "share": estimated / using if using else None,
        "known": (estimated + free) / every if every else None,
        "assumed_share": assumed / estimated if estimated else None,
    }


def budgets(part: Part) -> Iterable[dict[str, Any]]:
    """Limits. Of several waivers the ids are joined by a comma."""
    for row in part.document["budgets"]:
        waivers = row["waiver"].split(", ") if row["waiver"] else []
        yield {
            **row,
            "id": part.called("budgets", row["id"]),
            "stacks": [part.called("stacks", name) for name in row["stacks"]],
            "waiver": ", ".join(part.called("waivers", each) for each in waivers) or None,
        }


def stacks(part: Part) -> Iterable[dict[str, Any]]:
    """Boundaries and scores."""
    for row in part.document["stacks"]:
        yield {**row, "name": part.called("stacks", row["name"])}


def resources(part: Part) -> Iterable[dict[str, Any]]:
    """Resources that are listed."""
    for row in part.rows:
        yield {
            **row,
            "address": part.address(row["address"]),
            "stack": part.called("stacks", row["stack"]),
            "where": part.where(row["where"]),
            "tenant_of": part.address(row["tenant_of"]) if row["tenant_of"] else None,
        }


def skipped(part: Part) -> Iterable[dict[str, Any]]:
    """What was not estimated."""
    for row in part.document["skipped"]:
        yield {
            **row,
            "address": part.address(row["address"]),
            "where": part.where(row["where"]),
        }


def carbon_free(part: Part) -> Iterable[dict[str, Any]]:
    """What needs no energy of its own."""
    for row in part.document["carbon_free"]:
        yield {**row, "address": part.address(row["address"])}


def findings(part: Part) -> Iterable[dict[str, Any]]:
    """Findings in the code."""
    for row in part.document["findings"]:
        yield {**row, "path": part.file(row["path"])}


def waivers(part: Part) -> Iterable[dict[str, Any]]:
    """Waivers, with what they are about."""
    for row in part.document["waivers"]:
        scope = row["scope"]
        yield {
            **row,
            "id": part.called("waivers", row["id"]),
            "scope": part.called("budgets", scope) if row["kind"] == "budget" else scope,
            "affects": sorted(affected(part, row["kind"], each) for each in row["affects"]),
        }


def affected(part: Part, kind: str, text: str) -> str:
    """`budget metric`, `rule path:line`, or `address: why`, under the names of the whole."""
    match kind:
        case "budget":
            name, space, metric = text.rpartition(" ")
            return f"{part.called('budgets', name)}{space}{metric}"
        case "rule":
            rule, space, place = text.partition(" ")
            path, colon, line = place.rpartition(":")
            return f"{rule}{space}{part.file(path)}{colon}{line}"
        case _:
            name, colon, why = text.partition(": ")
            return f"{part.address(name)}{colon}{why}"


def loosened(part: Part) -> Iterable[dict[str, Any]]:
    """Loosenings: a key of a configuration says nothing without its report."""
    for row in part.document["loosened"]:
        yield {**row, "key": f"{part.name}: {row['key']}"}


def plans(part: Part) -> Iterable[dict[str, Any]]:
    """Plans that were judged."""
    for row in part.document["plans"]:
        yield {**row, "path": part.file(row["path"])}


def assumptions(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Each sentence once, with all that it touches."""
    found: dict[str, set[str]] = {}
    for part in parts:
        for row in part.document["assumptions"]:
            found.setdefault(row["text"], set()).update(map(part.address, row["affects"]))
    return [{"text": text, "affects": sorted(found[text])} for text in sorted(found)]


def once(rows: Iterable[Row], keys: Sequence[str]) -> list[Mapping[str, Any]]:
    """Each different row once, in the order of the keys."""
    found = {repr(sorted(row.items(), key=lambda pair: pair[0])): row for row in rows}
    return sorted(found.values(), key=lambda row: (*(row[key] for key in keys), repr(row)))

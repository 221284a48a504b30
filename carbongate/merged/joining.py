"""Several reports as one of the same contract. The order in which they come does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbongate.merged import difference, entries, sentences, verdict
from carbongate.merged.fingerprint import fingerprint
from carbongate.merged.gathering import gathered
from carbongate.merged.part import Part
from carbongate.reports.contract import FULL_LIST, SHORT_LIST, VERSION
from carbongate.reports.html_parts.words import Words


@dataclass(frozen=True, slots=True)
class Merged:
    """The document of the whole, and what a page says of it in words."""

    document: Mapping[str, Any]
    words: Words

    @property
    def exit_code(self) -> int:
        """What the process ends with."""
        code: int = self.document["exit_code"]
        return code


def merge(
    documents: Iterable[tuple[str, Mapping[str, Any]]], *, all_resources: bool = False
) -> Merged:
    """One report of all; `documents` are read one after the other, each with the path it is known by.

    A single report stays as it is. Errors: ConfigError where there is none, InputError, naming the
    path, for one that is not whole.
    """
    parts = gathered(documents, all_resources=all_resources)
    notes = sentences.notes(parts)
    if len(parts) == 1:
        (part,) = parts
        whole = {
            **part.document,
            "resources": list(part.rows),
            "notes": [*notes, *part.document["notes"]],
        }
    else:
        whole = joined(parts, notes)
    return Merged(whole, sentences.words(whole, parts))


def joined(parts: Sequence[Part], notes: Sequence[str]) -> dict[str, Any]:
    """The fields in the order of the contract."""
    rows = listed(
        parts, entries.resources, lambda row: (row["stack"], row["address"], row["tenant_of"] or "")
    )
    touched = entries.assumptions(parts)
    if sum(len(part.addresses) for part in parts) > FULL_LIST >= len(rows):
        touched = [{**row, "affects": row["affects"][:SHORT_LIST]} for row in touched]
    return {
        "version": VERSION,
        "mode": verdict.mode(parts),
        "command": verdict.command(parts),
        "exit_code": verdict.exit_code(parts),
        "verdict": {"outcome": verdict.outcome(parts), "reasons": verdict.reasons(parts)},
        "fingerprint": fingerprint(parts),
        "budgets": [row for part in parts for row in entries.budgets(part)],
        "stacks": listed(parts, entries.stacks, lambda row: row["name"]),
        "totals": entries.totals(parts),
        "resources_total": sum(part.document["resources_total"] for part in parts),
        "resources": rows,
        "skipped": listed(
            parts,
            entries.skipped,
            lambda row: (
                row["address"],
                row["where"]["path"],
                row["where"]["line"] or 0,
                row["why"],
            ),
        ),
        "carbon_free": listed(
            parts, entries.carbon_free, lambda row: (row["address"], row["type"])
        ),
        "coverage": entries.coverage(parts),
        "findings": listed(
            parts,
            entries.findings,
            lambda row: (row["path"], row["line"], row["column"], row["rule"]),
        ),
        "waivers": listed(parts, entries.waivers, lambda row: (row["id"], row["kind"])),
        "loosened": listed(parts, entries.loosened, lambda row: (row["key"], row["text"])),
        "diff": difference.joined(parts),
        "assumptions": touched,
        "sources": entries.once(every(parts, "sources"), ("key", "title")),
        "notes": [*notes, *(f"{p.name}: {note}" for p in parts for note in p.document["notes"])],
        "methods": next((p.document["methods"] for p in parts if p.document["methods"]), None),
        "coefficients": entries.once(every(parts, "coefficients"), ("table", "row", "column")),
        "plans": listed(parts, entries.plans, lambda row: (row["path"], row["sha256"])),
        "prefix": parts[0].document["prefix"] if not any(part.folder for part in parts) else "",
    }


def listed(
    parts: Sequence[Part],
    rows: Callable[[Part], Iterable[dict[str, Any]]],
    key: Callable[[dict[str, Any]], Any],
) -> list[dict[str, Any]]:
    """The rows of all parts in the order of their names."""
    return sorted((row for part in parts for row in rows(part)), key=key)


def every(parts: Sequence[Part], name: str) -> Iterable[Mapping[str, Any]]:
    """One list of all parts, one after the other."""
    return (row for part in parts for row in part.document[name])

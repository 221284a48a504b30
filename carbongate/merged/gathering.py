"""Reads the reports one after the other and keeps of each what the whole needs."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from carbongate.errors import ConfigError
from carbongate.merged.names import machine
from carbongate.merged.part import Part, Row, named
from carbongate.merged.reading import checked, rows, whole
from carbongate.reports.contract import FULL_LIST, SHORT_LIST

Pool = list[tuple[str, Row]]  # digest of its report, and a resource


def gathered(
    documents: Iterable[tuple[str, Mapping[str, Any]]], *, all_resources: bool
) -> list[Part]:
    """The different reports in the order of their names.

    Errors: ConfigError where there is none, InputError for one that is not whole.
    """
    parts: dict[str, Part] = {}
    pool: Pool = []
    count = 0
    for path, document in documents:
        full = checked(document, path)
        own = rows(full, path)
        digest = known_by(full, own)
        if digest in parts:
            found = parts[digest]
            parts[digest] = replace(found, path=min(path, found.path), copies=found.copies + 1)
            continue
        names = frozenset(machine(row["address"]) for row in own)
        parts[digest] = Part(path, without(full), digest, addresses=names)
        pool.extend((digest, row) for row in own)
        count += len(own)
        if len(pool) > FULL_LIST and not all_resources:
            pool = largest(pool)
    if not parts:
        raise ConfigError("there is no report to join: name at least one JSON report")
    if count > FULL_LIST and not all_resources:
        pool = largest(pool)
    ordered = sorted(parts.values(), key=lambda part: (part.path, part.digest))
    return named(with_rows(ordered, pool))


def without(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """All but the resources."""
    return {**document, "resources": ()}


def largest(pool: Pool) -> Pool:
    """Of very many resources those that weigh most, whatever the order they came in."""
    return heapq.nsmallest(
        SHORT_LIST,
        pool,
        key=lambda each: (
            -each[1]["carbon_kg"]["best"],
            each[0],
            each[1]["stack"],
            each[1]["address"],
            each[1]["tenant_of"] or "",
        ),
    )


def with_rows(parts: Sequence[Part], pool: Pool) -> list[Part]:
    """Each part with those of its resources that are listed. Errors: InputError for a broken one."""
    own: dict[str, list[Row]] = {part.digest: [] for part in parts}
    paths = {part.digest: part.path for part in parts}
    for digest, row in pool:
        own[digest].append(whole(row, paths[digest]))
    return [replace(part, rows=tuple(own[part.digest])) for part in parts]


def known_by(document: Mapping[str, Any], own: Sequence[Row]) -> str:
    """A digest of all that a report says: the same for two copies, however they are written."""
    found = sha256(json.dumps(without(document), sort_keys=True).encode())
    for text in sorted(signatures(own)):
        found.update(text.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def signatures(own: Sequence[Row]) -> Iterator[str]:
    """Each resource by its names and its carbon."""
    for row in own:
        carbon = row["carbon_kg"]
        yield (
            f"{row['stack']}\0{row['address']}\0{row.get('tenant_of')}\0"
            f"{carbon.get('low')}\0{carbon['best']}\0{carbon.get('high')}\n"
        )

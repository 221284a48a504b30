"""The jobs of a matrix, by GitHub's own rule: product, then exclude, then include."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from carbongate.manifests.expressions import Contexts, resolve
from carbongate.manifests.guesses import OPEN
from carbongate.manifests.quantities import UnreadableError

MOST = 256  # jobs of one matrix, by GitHub's limit
PRODUCT = 65_536  # combinations that are looked at before any is excluded


@dataclass(frozen=True, slots=True)
class Matrix:
    """The combinations of a job; `open` when some are decided only while the workflow runs."""

    combinations: tuple[Mapping[str, Any], ...]
    open: bool = False


ALONE = Matrix(({},))


def matrix(job: Mapping[str, Any], contexts: Contexts) -> Matrix:
    """The combinations of a job, one for a job without a matrix.

    Errors: UnreadableError for a matrix that GitHub would refuse.
    """
    strategy = resolve(job.get("strategy"), contexts).value
    said = strategy.get("matrix") if isinstance(strategy, dict) else None
    if said is None:
        return (
            ALONE
            if isinstance(strategy, dict) or strategy is None
            else Matrix(({OPEN: True},), open=True)
        )
    guess = resolve(said, contexts)
    if not isinstance(guess.value, dict):
        return Matrix(({OPEN: True},), open=True)
    return combined(guess.value, contexts)


def combined(said: Mapping[str, Any], contexts: Contexts) -> Matrix:
    """The combinations of a matrix that is written out, as far as it is."""
    vectors: dict[str, Sequence[Any]] = {}
    unknown = False
    for key, value in said.items():
        if key in ("include", "exclude"):
            continue
        values = values_of(value, contexts)
        if values is None:
            unknown = True
            continue
        vectors[key] = values
    if prod(len(values) for values in vectors.values()) > PRODUCT:
        raise UnreadableError(f"its matrix has more than {PRODUCT:,} combinations")
    include = entries(said.get("include"), contexts)
    exclude = entries(said.get("exclude"), contexts)
    unknown = unknown or include is None or exclude is None
    rows = (
        [dict(zip(vectors, row, strict=True)) for row in product(*vectors.values())]
        if vectors
        else []
    )
    if unknown and not rows:
        rows = [{}]
    kept = [row for row in rows if not any(matches(row, entry) for entry in exclude or ())]
    jobs = included(kept, vectors.keys(), include or ())
    if len(jobs) > MOST:
        raise UnreadableError(f"its matrix has {len(jobs)} jobs, and GitHub allows {MOST}")
    if unknown:
        jobs = [{**job, OPEN: True} for job in jobs]
    return Matrix(tuple(jobs), open=unknown)


def values_of(value: Any, contexts: Contexts) -> Sequence[Any] | None:
    """The values of one vector, None where the file does not decide them."""
    found = resolve(value, contexts)
    if not found.known:
        return None
    if not isinstance(found.value, list):
        return [found.value]
    return [resolve(item, contexts).value for item in found.value]


def entries(value: Any, contexts: Contexts) -> Sequence[Mapping[str, Any]] | None:
    """The entries of `include` or `exclude`, None where the file does not decide them."""
    found = resolve(value, contexts)
    if not found.known:
        return None
    items = found.value if isinstance(found.value, list) else []
    return [
        {key: resolve(inner, contexts).value for key, inner in item.items()}
        for item in items
        if isinstance(item, dict)
    ]


def matches(row: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether all that an entry names is so in a combination."""
    return all(key in row and same(row[key], value) for key, value in entry.items())


def included(
    rows: Sequence[Mapping[str, Any]], original: Any, include: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The combinations with what `include` adds to them, then those it adds by itself.

    An entry joins each combination whose original values it does not change; one that joins none
    is a combination of its own.
    """
    jobs: list[dict[str, Any]] = [dict(row) for row in rows]
    extra: list[Mapping[str, Any]] = []
    for entry in include:
        joined = False
        for row, job in zip(rows, jobs, strict=True):
            if all(same(row[key], value) for key, value in entry.items() if key in original):
                job.update(entry)
                joined = True
        if not joined:
            extra.append(entry)
    return [*jobs, *extra]


def same(left: Any, right: Any) -> bool:
    """Equality that keeps true and 1 apart."""
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)

"""Confirms the hits of many files, in worker processes where that pays for their start."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carbongate.code.confirm import Outcome, confirm
from carbongate.code.files import all_languages
from carbongate.code.hit import Hit
from carbongate.code.rules import Rule

MUCH = 200_000_000  # bytes of code to parse


@dataclass(frozen=True, slots=True)
class Task:
    """One file with hits."""

    path: str
    language: str
    source: bytes
    hits: tuple[Hit, ...]


def outcomes(tasks: Sequence[Task], rules: Mapping[str, Rule]) -> Iterator[Outcome]:
    """One outcome for each task, in order."""
    workers = min(os.cpu_count() or 1, 8)
    if workers > 1 and sum(len(task.source) for task in tasks) > MUCH:
        from concurrent.futures import ProcessPoolExecutor

        try:
            pool = ProcessPoolExecutor(workers)
        except OSError:  # a system without the semaphores that it needs
            pool = None
        if pool is not None:
            with pool:
                parts = [tasks[at :: workers * 4] for at in range(workers * 4)]
                results = list(pool.map(_part, parts, [rules] * len(parts)))
            yield from (results[at % len(parts)][at // len(parts)] for at in range(len(tasks)))
            return
    yield from _part(tasks, rules)


def _part(tasks: Sequence[Task], rules: Mapping[str, Rule]) -> list[Outcome]:
    spoken = {language.NAME: language for language in all_languages()}
    return [
        confirm(task.path, task.source, task.hits, rules, spoken[task.language]) for task in tasks
    ]

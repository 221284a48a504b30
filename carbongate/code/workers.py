"""Confirms the hits of many files, in worker processes where that pays for their start."""

import os
from collections.abc import Iterator, Mapping, Sequence

from carbongate.code.confirm import Outcome, Parsed, Task, confirm
from carbongate.code.files import all_languages
from carbongate.code.rules import Rule

MUCH = 1_500_000  # bytes of code in files with hits
MOST = 8  # workers


def prepare() -> None:
    """Imports what `outcomes` of much code will need, for a moment when there is time."""
    import concurrent.futures.process  # noqa: F401  # to have it loaded


def outcomes(
    tasks: Sequence[Task], rules: Mapping[str, Rule], ahead: Mapping[str, Parsed]
) -> Iterator[Outcome]:
    """One outcome for each task, in order; `ahead` are files that are parsed already."""
    if not ahead and sum(len(task.source) for task in tasks) > MUCH:
        done = _in_processes(tasks, rules)
        if done is not None:
            yield from done
            return
    yield from _serially(tasks, rules, ahead)


def _serially(
    tasks: Sequence[Task], rules: Mapping[str, Rule], ahead: Mapping[str, Parsed]
) -> Iterator[Outcome]:
    spoken = {language.NAME: language for language in all_languages()}
    for task in tasks:
        yield confirm(task, rules, spoken[task.language], ahead.get(task.path))


def _in_processes(tasks: Sequence[Task], rules: Mapping[str, Rule]) -> list[Outcome] | None:
    """The outcomes, by several processes; None where the system cannot have them."""
    workers = min(os.cpu_count() or 1, MOST)
    if workers == 1:
        return None
    from concurrent.futures import ProcessPoolExecutor

    try:
        pool = ProcessPoolExecutor(workers)
    except OSError:  # no semaphores here
        return None
    count = workers * 4
    with pool:
        parts = list(pool.map(_part, [(tasks[at::count], rules) for at in range(count)]))
    return [parts[at % count][at // count] for at in range(len(tasks))]


def _part(given: tuple[Sequence[Task], Mapping[str, Rule]]) -> list[Outcome]:
    import gc

    gc.disable()  # trees hold no circles, and this process ends soon
    tasks, rules = given
    return list(_serially(tasks, rules, {}))

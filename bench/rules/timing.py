"""Times two ways to the same result, one after the other, and prints their ratio.

    python bench/rules/commit-in-loop.py

Ratios of processor or wall time on one machine, not joules: a proxy until a meter has seen them.
The dataframe and array rules need pandas and numpy, which the project itself does not.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

REPEATS = 5


def compare(what: str, wasteful: Callable[[], object], sound: Callable[[], object]) -> None:
    """Prints the ratio of the medians; the two must give equal results where they give any."""
    first, second = wasteful(), sound()
    if first is not None and first != second:
        raise AssertionError(f"{what}: {first!r} is not {second!r}")
    slow, quick = (median(timed(way) for _ in range(REPEATS)) for way in (wasteful, sound))
    print(f"{what}: {slow / quick:.3g} times ({slow * 1000:.3g} ms against {quick * 1000:.3g} ms)")


def timed(way: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = perf_counter()
    way()
    return perf_counter() - start

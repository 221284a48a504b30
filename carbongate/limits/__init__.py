"""The limits of one budget, each held against what was estimated and found.

A limit on carbon that is broken stays broken under low coverage, since what was skipped can only
add; one that holds is undecided as long as something that matters was not looked at. Beside a base
only growth fails what was broken before.

The limits themselves are in `budget`, which is imported where there is a budget: a run without one
does not wait for them.
"""

from carbongate.limits.coverage import coverage, missing
from carbongate.limits.findings import SEVERITIES, counting, failing, noun, places
from carbongate.limits.ranges import NOISE
from carbongate.limits.states import METRICS, NO_BASE

__all__ = [
    "METRICS",
    "NOISE",
    "NO_BASE",
    "SEVERITIES",
    "counting",
    "coverage",
    "failing",
    "missing",
    "noun",
    "places",
]

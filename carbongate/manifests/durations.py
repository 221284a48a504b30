"""How long a run may take: the default, no longer than what the manifest allows."""

from __future__ import annotations

from carbongate.errors import DataError
from carbongate.figure import Derived, Figure, Unit
from carbongate.model import Kind
from carbongate.tables import Tables


def no_longer_than(bound: Figure, kind: Kind, tables: Tables, how: str) -> Figure | None:
    """The default duration of a kind of run under an upper bound (h/run).

    None where the bound is no shorter than the default's high end, so that the default itself
    holds. A bound is no estimate: a limit of six hours does not make a run longer.
    Errors: DataError when the defaults table has no duration for the kind.
    """
    default = tables.default(kind.value, "duration")
    if default is None:
        raise DataError(f"defaults.csv has no duration for {kind.value}")
    return shorter(default, bound, how)


def shorter(duration: Figure, bound: Figure, how: str) -> Figure | None:
    """The duration under the bound, or None where the bound changes nothing."""
    if bound.low >= duration.high:
        return None
    return Figure(
        min(duration.low, bound.low),
        min(duration.best, bound.best),
        min(duration.high, bound.high),
        Unit.HOUR_PER_RUN,
        Derived(how, (duration, bound), "least"),
    )

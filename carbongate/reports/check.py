"""The breakdown must sum to its total, or the report is not worth printing (ISO/IEC 21031)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import attrgetter

from carbongate.errors import DataError
from carbongate.model import Report, StackEstimate

QUANTITIES = ("energy", "operational", "embodied")
ENDS = ("low", "best", "high")
# Both ends of so many parts cost more than they tell; the best values are always summed.
MANY = 200_000
RELATIVE, ABSOLUTE = 1e-12, 1e-9  # grams and kWh: well within 1e-9 kg


def check(report: Report) -> None:
    """Errors: DataError, naming the stack and the quantity that does not sum."""
    for found in report.stacks:
        check_stack(found)
    for name in (*QUANTITIES, "carbon"):
        for end in ENDS:
            get = attrgetter(f"totals.{name}.{end}")
            same(f"{name} ({end}) of all stacks", map(get, report.stacks), get(report))


def check_stack(found: StackEstimate) -> None:
    """Parts of what is nobody's tenant to the stack; its carbon and its score from those."""
    name = found.stack.name
    parts = [part for row in found.estimates if row.tenant_of is None for part in row.parts]
    for quantity in QUANTITIES:
        for end in ENDS if len(parts) <= MANY else ("best",):
            whole = attrgetter(f"{quantity}.{end}")
            same(f"{quantity} ({end}) of stack {name}", map(whole, parts), whole(found.totals))
    for end in ENDS:
        carbon = [getattr(getattr(found.totals, part), end) for part in ("operational", "embodied")]
        same(f"carbon ({end}) of stack {name}", carbon, getattr(found.totals.carbon, end))
    if found.sci is not None and found.stack.functional_unit is not None:
        score = found.sci.best * found.stack.functional_unit.per_month.best
        guests = found.guests.best if found.guests else 0.0
        same(f"SCI x R of stack {name}", [score], found.totals.carbon.best + guests)


def same(what: str, parts: Iterable[float], whole: float) -> None:
    """Errors: DataError when the parts do not sum to the whole."""
    found = math.fsum(parts)
    if not math.isclose(found, whole, rel_tol=RELATIVE, abs_tol=ABSOLUTE):
        raise DataError(f"{what}: the parts sum to {found!r}, the total says {whole!r}")

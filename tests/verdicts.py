"""Small estimates and findings to judge, for the tests of the gate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from carbongate.config import Budget
from carbongate.figure import Declared, Figure, Unit, total
from carbongate.model import (
    CarbonFree,
    Difference,
    Estimate,
    Finding,
    FunctionalUnit,
    Kind,
    Part,
    Per,
    Resource,
    Severity,
    Skipped,
    Stack,
    StackEstimate,
    Tier,
    Totals,
    Usage,
    Waived,
    Waiver,
    WaiverState,
    Where,
)

HERE = Where("infra/plan.json", 1)
SAID = Declared("a test")
ORDERS = FunctionalUnit("order", Figure.exact(1000, Unit.FUNCTIONAL_UNIT, SAID), "functional_unit")


def figure(low: float, best: float, high: float, unit: Unit) -> Figure:
    return Figure(low, best, high, unit, SAID)


def exact(value: float, unit: Unit) -> Figure:
    return Figure.exact(value, unit, SAID)


def kg(value: float) -> Figure:
    """A limit on a month: budgets hold grams."""
    return exact(value * 1000, Unit.GRAM)


def grams(value: float) -> Figure:
    """A limit on one unit or run."""
    return exact(value, Unit.GRAM_PER_UNIT)


def resource(
    address: str,
    *kilograms: float,
    kind: Kind = Kind.MACHINE,
    tenant_of: str | None = None,
    idle: bool = False,
    stack: str = "shop",
    where: Where = HERE,
    runs: float | Figure = 100,
    factor: Figure | None = None,
) -> Estimate:
    """An estimate of so many kg a month: low, best, high, or one number for all three.

    A job of the pipeline has so many `runs` in a month. `factor` is a
    doubt that resources share: it multiplies the numbers.
    """
    low, best, high = kilograms * 3 if len(kilograms) == 1 else kilograms
    carbon = Figure(low * 1000, best * 1000, high * 1000, Unit.GRAM, Declared(address))
    if factor:
        carbon *= factor
    part = Part("compute", exact(1, Unit.KWH), carbon, exact(0, Unit.GRAM))
    declared = Resource(
        address, "aws_instance", kind, "aws", "eu-west-1", where, exact(1, Unit.ONE), ()
    )
    nothing = exact(0, Unit.ONE)
    often = runs if isinstance(runs, Figure) else exact(runs, Unit.RUN)
    pipeline = kind is Kind.PIPELINE
    usage = Usage(exact(730, Unit.HOUR), nothing, False, nothing, runs=often if pipeline else None)
    return Estimate(declared, stack, usage, (part,), "declared", tenant_of, idle)


def skipped(address: str, *, heavy: bool) -> Skipped:
    return Skipped(address, "aws_instance", HERE, "machine type x9.huge is in no table", heavy)


def stack(
    *estimates: Estimate,
    name: str = "shop",
    labels: Mapping[str, str] | None = None,
    skips: Sequence[Skipped] = (),
    free: Sequence[CarbonFree] = (),
    unit: FunctionalUnit | None = ORDERS,
    runs_on: str | None = None,
) -> StackEstimate:
    """A stack whose totals are the sum of what is no tenant."""
    own = [one for one in estimates if one.tenant_of is None]
    carbon = summed((part.operational for one in own for part in one.parts), Unit.GRAM)
    energy = summed((part.energy for one in own for part in one.parts), Unit.KWH)
    away = [one for one in estimates if runs_on and one.tenant_of is not None]
    guests = summed((part.operational for one in away for part in one.parts), Unit.GRAM)
    scored = carbon + guests
    declared = tuple(one.resource for one in estimates if not one.idle)
    return StackEstimate(
        Stack(name, labels or {}, (), declared, unit, runs_on=runs_on),
        estimates,
        tuple(skips),
        tuple(free),
        Totals(energy, carbon, exact(0, Unit.GRAM), carbon),
        scored.over(unit.per_month, unit.key) if unit else None,
        guests if away else None,
    )


def summed(figures: Iterable[Figure], unit: Unit) -> Figure:
    return total(figures, unit)


def finding(
    severity: Severity = "error",
    *,
    tier: Tier = "gate",
    new: bool | None = True,
    suppressed: str | None = None,
    line: int = 12,
) -> Finding:
    return Finding(
        "query-in-loop",
        "shop/cart.py",
        line,
        5,
        line,
        severity,
        "high",
        tier,
        "one query",
        new,
        suppressed,
    )


def policy(address: str) -> CarbonFree:
    return CarbonFree(address, "aws_iam_policy", HERE)


def limit(id: str = "b", **limits: object) -> Budget:  # noqa: A002, a budget has an id
    return Budget(id, **limits)  # type: ignore[arg-type]  # the tests name the limits


def change(
    before: Sequence[StackEstimate],
    after: Sequence[StackEstimate],
    moved: Mapping[str, str] | None = None,
) -> Difference:
    """What became of some stacks; `moved` are the old and new paths of their files."""
    from carbongate.difference import difference

    return difference("main", before, after, moved=moved or {})


def waiver(
    allow: Figure,
    per: Per = "month",
    *,
    id: str = "W-7",  # noqa: A002, a waiver has an id
    scope: str = "b",
    state: WaiverState = "in force",
) -> Waived:
    """A waiver of a budget, until 5 December 2026."""
    until = date(2026, 12, 5)
    return Waived(Waiver(id, scope, "moving", "team", until, allow, per), "budget", state, 11)

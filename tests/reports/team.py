"""Reports of a gate's life in a team: a base, waivers, loosenings, plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from carbongate.figure import Assumed, Figure, Unit
from carbongate.model import (
    Cause,
    Change,
    Difference,
    Effect,
    Judgement,
    Loosening,
    Metric,
    Plan,
    Report,
    StackDifference,
    State,
    Verdict,
    Waived,
    Waiver,
    WaiverKind,
    WaiverState,
    Where,
)
from carbongate.paired import Delta
from tests.reports import build

BASE = "4f0c2d9a1b7e"
PLACE = Where(build.PLAN)
POOL = "module.shop.aws_eks_node_group.main"


def grams(low: float, best: float, high: float) -> Figure:
    """Carbon of one side, from kilograms."""
    return Figure(low * 1000, best * 1000, high * 1000, Unit.GRAM, Assumed("a guess of this test"))


def kilograms(low: float, best: float, high: float) -> Delta:
    """A difference, from kilograms."""
    return Delta(low * 1000, best * 1000, high * 1000, Unit.GRAM)


def change(
    effect: Effect,
    address: str,
    delta: Delta,
    *causes: Cause,
    before: Figure | None = None,
    after: Figure | None = None,
    type_: str = "aws_instance",
    stack: str = "shop-prod",
    where: Where = PLACE,
    was: str = "",
    tenant_of: str | None = None,
    unknown: str = "",
) -> Change:
    """One resource that is not what it was."""
    return Change(
        effect, address, stack, type_, where, before, after, delta, causes, was, tenant_of, unknown
    )


CHANGES = (
    change(
        "changed",
        POOL,
        kilograms(14.1, 25.9, 36.6),
        Cause("type", "m5.large", "m5.xlarge"),
        Cause("count", "2", "3"),
        before=grams(7.5, 13, 18.2),
        after=grams(22.5, 38.9, 54.8),
        type_="aws_eks_node_group",
    ),
    change(
        "removed",
        "aws_instance.old",
        kilograms(-3.24, -2.31, -1.33),
        before=grams(1.33, 2.31, 3.24),
    ),
    change(
        "added",
        "aws_lb.front",
        kilograms(0.4, 0.69, 0.98),
        after=grams(0.4, 0.69, 0.98),
        type_="aws_lb",
        where=Where("infra/prod/lb.tf", 12),
    ),
    change(
        "changed",
        "aws_instance.bastion",
        kilograms(-0.5, -0.2, 0.1),
        Cause("usage", "730 h", "300 h"),
        before=grams(1.4, 2.51, 3.6),
        after=grams(1.33, 2.31, 3.24),
    ),
    change(
        "moved",
        "module.shop.aws_ebs_volume.archive",
        kilograms(0, 0, 0),
        before=grams(0.587, 1.03, 1.42),
        after=grams(0.587, 1.03, 1.42),
        type_="aws_ebs_volume",
        was="aws_ebs_volume.archive",
    ),
    change(
        "understood",
        "aws_elasticache_cluster.sessions",
        kilograms(0, 0, 0),
        after=grams(6.32, 11, 15.3),
        type_="aws_elasticache_cluster",
        unknown="no node type is given",
    ),
    change(
        "lost",
        "aws_msk_cluster.events",
        kilograms(0, 0, 0),
        before=grams(10, 20, 30),
        type_="aws_msk_cluster",
        unknown="its type is in no mapping",
    ),
    change(
        "changed",
        "Deployment/shop/cart",
        kilograms(3, 6.7, 9),
        Cause("count", "2", "4"),
        before=grams(5, 9.1, 13),
        after=grams(9.11, 15.8, 22.2),
        type_="Deployment",
        where=Where("deploy/prod/cart.yaml", 14),
        tenant_of=POOL,
    ),
)
STACKS = (
    StackDifference(
        "shop-prod",
        grams(40, 86.4, 120),
        grams(63.6, 111, 154),
        kilograms(11.2, 24.1, 36.2),
        Figure(1, 2.06, 2.9, Unit.GRAM_PER_UNIT, Assumed("a guess of this test")),
        Figure(1.51, 2.63, 3.68, Unit.GRAM_PER_UNIT, Assumed("a guess of this test")),
        Delta(0.27, 0.57, 0.86, Unit.GRAM_PER_UNIT),
    ),
    StackDifference(
        "pipeline",
        None,
        grams(0.227, 0.397, 0.55),
        kilograms(0.227, 0.397, 0.55),
    ),
)
DIFFERENCE = Difference(
    BASE, CHANGES, 21, STACKS, kilograms(11.4, 24.5, 36.8), kilograms(-3, -1.2, -0.4)
)
NOTHING = Difference(
    BASE,
    (),
    28,
    tuple(replace(row, before=row.after, delta=kilograms(0, 0, 0), score=None) for row in STACKS),
    kilograms(0, 0, 0),
)


def waiver(
    id_: str,
    scope: str,
    kind: WaiverKind = "address",
    state: WaiverState = "in force",
    days: int = 60,
    affects: tuple[str, ...] = (),
    **changed: object,
) -> Waived:
    """A waiver on the day of the run."""
    made = Waiver(
        id=id_,
        scope=scope,
        reason="migration until the new cluster is up",
        owner="data-platform",
        until=date(2026, 12, 5),
    )
    given = replace(made, **changed)  # type: ignore[arg-type]  # the keys are Waiver's own
    return Waived(given, kind, state, days, affects)


WAIVERS = (
    waiver("W-1", "prod-total", "budget", "in force", 60, ("prod-total increase",), allow=grams(30, 30, 30), until=date(2027, 1, 19)),
    waiver("W-2", "query-in-loop", "rule", "ends soon", 9, ("query-in-loop services/report.py:3",), until=date(2026, 11, 29)),
    waiver("W-3", "aws_msk_cluster.*", "address", "expired", -3, reason="a mapping is on its way", until=date(2026, 11, 17)),
    waiver("W-4", "aws_lambda_function.mail", "address", "not held", 40),
    waiver("W-5", "ci", "budget", "unused", 100, allow=Figure(1, 1, 1, Unit.GRAM_PER_UNIT, Assumed("a guess"))),
)  # fmt: skip
LOOSENED = (
    Loosening("budgets[prod-total].total", "90 kgCO2e/month", "120 kgCO2e/month", "the limit of budget prod-total is raised"),
    Loosening("mode", "enforce", "warn", "nothing fails any more"),
    Loosening("code.disable", "", "query-in-loop", "rule query-in-loop is switched off", held=True),
)  # fmt: skip
PLANS = (Plan(build.PLAN, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),)


def limited(
    metric: Metric,
    low: float,
    best: float,
    high: float,
    limit: float,
    state: State,
    unit: str = "kgCO2e/month",
    *,
    budget: str = "prod-total",
    **changed: object,
) -> Judgement:
    """A limit on shop-prod."""
    made = Judgement(budget, metric, ("shop-prod",), low, best, high, limit, unit, state, "")
    return replace(made, **changed)  # type: ignore[arg-type]  # the keys are Judgement's own


def grown() -> Report:
    """A pull request that grows the cluster: red, with everything that a team may meet."""
    reason = (
        "budget prod-total: growth 24.1 kgCO2e a month (11.2 to 36.2) is over the limit of 8.64"
    )
    judgements = (
        limited("increase", 11.2, 24.1, 36.2, 8.64, "fail", reason=reason),
        limited("total", 63.6, 111, 154, 90, "pass", allow=30.0, waiver="W-1"),
        limited("sci", 1.51, 2.63, 3.68, 2.9, "pass", "gCO2e/unit"),
        limited("min_coverage", 0.8, 0.8, 0.8, 0.75, "pass", "share"),
    )
    return build.shop(
        verdict=Verdict("fail", (reason,), 1, 1, judgements),
        difference=DIFFERENCE,
        waivers=WAIVERS,
        loosened=LOOSENED,
        plans=PLANS,
    )


def let_pass() -> Report:
    """The same growth, which a waiver lets pass."""
    judgements = (
        limited("increase", 11.2, 24.1, 36.2, 8.64, "pass", allow=30.0, waiver="W-1"),
        limited("total", 63.6, 111, 154, 120, "pass"),
    )
    return replace(
        grown(),
        verdict=Verdict("pass", (), 0, 0, judgements),
        waivers=WAIVERS[:1],
        loosened=(),
    )


def quiet() -> Report:
    """A pull request that changes nothing of carbon or code."""
    judgements = (
        limited("increase", 0, 0, 0, 8.64, "pass"),
        limited("total", 63.6, 111, 154, 120, "pass"),
    )
    return build.shop(verdict=Verdict("pass", (), 0, 0, judgements), difference=NOTHING, scanned=31)


def without_base() -> Report:
    """Limits on growth, and nothing to hold them against."""
    judgements = (
        Judgement("prod-total", "increase", ("shop-prod",), None, None, None, 10, "%", "off", "budget prod-total: increase is not judged: it compares with the base, and none was given (--base REF)"),
        limited("total", 63.6, 111, 154, 120, "pass"),
    )  # fmt: skip
    return build.shop(verdict=Verdict("pass", (), 0, 0, judgements))


def apart() -> Report:
    """What `diff` says: numbers, and nothing held against them."""
    return replace(
        grown(), command="diff", verdict=Verdict("pass", (), 0, 0, ()), waivers=(), loosened=()
    )


def hostile() -> Report:
    """Every text that a repository can choose is the same nasty one, on both sides."""
    bad = build.HOSTILE
    made = build.hostile()
    nasty = tuple(
        replace(row, address=bad, stack=bad, type=bad, where=Where(bad, 3), was=bad, unknown=bad, causes=tuple(Cause(each.why, bad, bad) for each in row.causes))
        for row in CHANGES
    )  # fmt: skip
    stacks = tuple(replace(row, name=bad) for row in STACKS)
    (judged,) = made.verdict.judgements
    allowed = replace(judged, metric="increase", allow=1.0, waiver=bad, state="pass")
    return replace(
        made,
        verdict=replace(made.verdict, judgements=(judged, allowed)),
        difference=replace(DIFFERENCE, base=bad, changes=nasty, stacks=stacks, notes=(bad,)),
        waivers=tuple(
            replace(
                row,
                waiver=replace(row.waiver, id=bad, scope=bad, reason=bad, owner=bad),
                affects=(bad,),
            )
            for row in WAIVERS
        ),
        loosened=tuple(Loosening(bad, bad, bad, bad, held) for held in (True, False)),
        plans=(Plan(bad, bad),),
    )

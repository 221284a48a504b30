"""Reports to render: small ones by hand, made of the nouns alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carbongate.figure import Assumed, Declared, Figure, Looked, Unit, total
from carbongate.model import (
    Assumption,
    Basis,
    CarbonFree,
    Component,
    Compute,
    Coverage,
    Curve,
    Estimate,
    Finding,
    Fingerprint,
    FunctionalUnit,
    Judgement,
    Kind,
    Memory,
    Metric,
    Part,
    Reading,
    Report,
    Resource,
    Skipped,
    Source,
    Stack,
    StackEstimate,
    State,
    Storage,
    Totals,
    Usage,
    Verdict,
    Where,
)

PLAN = "infra/prod/plan.json"
GRID = Figure(
    270, 284, 301, Unit.GRAM_PER_KWH, Looked("regions/aws", "eu-west-1", "grid_g_kwh", "grid-2025")
)
PUE = Figure.exact(1.1, Unit.PUE, Looked("regions/aws", "eu-west-1", "pue", "pue-2025"))
OVER_LIFE = Figure(
    0.012, 0.02, 0.03, Unit.ONE, Looked("constants", "life_hours", "best", "server-life")
)


def exact(value: float, unit: Unit) -> Figure:
    """A number from a manifest."""
    return Figure.exact(value, unit, Declared(PLAN))


def ranged(low: float, best: float, high: float, unit: Unit) -> Figure:
    """A number that somebody guessed."""
    return Figure(low, best, high, unit, Assumed("a guess of this test"))


CURVE = Curve((0, 1), (exact(1, Unit.WATT_PER_THREAD), exact(4, Unit.WATT_PER_THREAD)))


def processors(vcpus: float) -> Compute:
    """vCPUs of one unit."""
    return Compute(
        exact(vcpus, Unit.VCPU), exact(vcpus, Unit.THREAD), CURVE, exact(60 * vcpus, Unit.KG)
    )


def memory(gib: float) -> Memory:
    """GiB of one unit."""
    return Memory(exact(gib, Unit.GIB), exact(0, Unit.GIB))


def disk(gb: float) -> Storage:
    """An SSD of one unit."""
    return Storage(exact(gb, Unit.GB), "ssd", exact(1, Unit.ONE))


def part(kind: str, low: float, best: float, high: float, kilograms: float) -> Part:
    """One component's month, from kWh at the rack and the kilograms of its hardware."""
    energy = ranged(low, best, high, Unit.KWH_IT) * PUE
    hardware = exact(kilograms, Unit.KG) * OVER_LIFE
    return Part(kind, energy, energy * GRID, hardware.to(Unit.GRAM))  # type: ignore[arg-type]  # the table of kinds is below


def estimate(
    address: str,
    type_: str = "aws_instance",
    *,
    kwh: float = 100,
    kilograms: float = 300,
    stack: str = "shop-prod",
    machine: str | None = "m5.large",
    region: str | None = "eu-west-1",
    line: int | None = None,
    path: str = PLAN,
    kind: Kind = Kind.MACHINE,
    replicas: float = 2,
    basis: Basis = "declared",
    tenant_of: str | None = None,
    idle: bool = False,
    components: tuple[Component, ...] | None = None,
) -> Estimate:
    """A resource of compute, memory and a disk."""
    parts = (
        part("compute", kwh * 0.5, kwh * 0.8, kwh, kilograms),
        part("memory", 0, kwh * 0.05, kwh * 0.1, 0),
        part("storage", kwh * 0.1, kwh * 0.15, kwh * 0.2, kilograms / 10),
    )
    resource = Resource(
        address=address,
        type=type_,
        kind=kind,
        provider="aws",
        region=region,
        where=Where(path, line),
        replicas=exact(replicas, Unit.ONE),
        components=components or (processors(2), memory(8), disk(50)),
        machine=machine,
    )
    usage = Usage(
        exact(730, Unit.HOUR), ranged(0.1, 0.5, 0.9, Unit.ONE), False, exact(0.5, Unit.ONE)
    )
    return Estimate(resource, stack, usage, parts, basis, tenant_of, idle)


def totals(estimates: Sequence[Estimate]) -> Totals:
    """Sums of what is nobody's tenant."""
    parts = [part for row in estimates if row.tenant_of is None for part in row.parts]
    operational = total((part.operational for part in parts), Unit.GRAM)
    embodied = total((part.embodied for part in parts), Unit.GRAM)
    return Totals(
        total((part.energy for part in parts), Unit.KWH),
        operational,
        embodied,
        total((operational, embodied), Unit.GRAM),
    )


def stack(
    name: str,
    estimates: Sequence[Estimate],
    *,
    skipped: Sequence[Skipped] = (),
    free: Sequence[CarbonFree] = (),
    unit: FunctionalUnit | None = None,
    manifests: tuple[str, ...] = (PLAN,),
    labels: dict[str, str] | None = None,
    notes: tuple[str, ...] = (),
    runs_on: str | None = None,
) -> StackEstimate:
    """One stack and its sums; on machines of another stack, with its share of them in the score."""
    found = totals(estimates)
    carbon, guests = found.carbon, None
    if runs_on:
        guests = totals([replace(row, tenant_of=None) for row in estimates if row.tenant_of]).carbon
        carbon = carbon + guests
    own = tuple(row.resource for row in estimates if not row.idle)
    readings: tuple[Reading, ...] = (*own, *skipped, *free)
    return StackEstimate(
        Stack(name, labels or {}, manifests, readings, unit, runs_on=runs_on),
        tuple(estimates),
        tuple(skipped),
        tuple(free),
        found,
        carbon.over(unit.per_month, unit.key) if unit else None,
        guests=guests,
        notes=notes,
    )


def unit(name: str = "1k requests", per_month: float = 42_000) -> FunctionalUnit:
    """R, as a configuration states it."""
    figure = Figure.exact(per_month, Unit.FUNCTIONAL_UNIT, Declared("carbongate.yaml:3"))
    return FunctionalUnit(name, figure, "functional_unit.per_month")


def finding(path: str, line: int, rule: str = "query-in-loop", **changed: object) -> Finding:
    """One finding in a Python file."""
    found = Finding(
        rule=rule,
        path=path,
        line=line,
        column=9,
        end_line=line,
        severity="error",
        confidence="high",
        tier="gate",
        message="one query for every row of a loop; fetch the rows with one query",
        new=True,
        equivalents={"creedengo": ("GCI72",), "catalogue": ("PY-012",)},
    )
    return replace(found, **changed)  # type: ignore[arg-type]  # the keys are Finding's own


def report(
    stacks: Sequence[StackEstimate] = (),
    *,
    judgements: Sequence[Judgement] = (),
    findings: Sequence[Finding] = (),
    scanned: int = 0,
    **changed: object,
) -> Report:
    """A report that passes, unless `verdict` says otherwise."""
    rows = [row for found in stacks for row in found.estimates]
    own = [row for row in rows if not row.idle]
    made = Report(
        mode="enforce",
        command="check",
        verdict=Verdict("pass", (), 0, 0, tuple(judgements)),
        fingerprint=Fingerprint(
            "0.1.0",
            "carbongate-2026.11",
            "life-cycle",
            "3f1c9a2e77d0",
            "9b1de0c4aa12",
            "2026-11-20",
            {"radon": "6.0.1", "ast-grep": "0.51.0"},
        ),
        stacks=tuple(stacks),
        totals=totals(rows),
        coverage=Coverage(
            len(own),
            sum(len(found.skipped) for found in stacks),
            sum(len(found.free) for found in stacks),
            sum(row.basis == "assumed" for row in own),
        ),
        findings=tuple(findings),
        scanned=scanned,
        assumptions=(),
        sources=(),
        notes=(),
        configured=True,
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # the keys are Report's own


SOURCES = (
    Source(
        "grid-2025",
        "Yearly averages of grid zones, life-cycle",
        "2025",
        "ODbL-1.0",
        "https://grid.example/2025",
    ),
    Source("pue-2025", "Power usage of the regions as the provider reports it", "2025", "facts"),
    Source("server-life", "Life of a server in the documented method", "2024", "Apache-2.0"),
)
SKIPPED = (
    Skipped(
        "aws_msk_cluster.events", "aws_msk_cluster", Where(PLAN), "its type is in no mapping", True
    ),
    Skipped(
        "aws_lambda_function.mail",
        "aws_lambda_function",
        Where(PLAN),
        'needs usage.requests: add `"aws_lambda_function.mail": {requests: 1M}` under usage',
        False,
    ),
)
FREE = tuple(CarbonFree(f"aws_iam_role.r{n}", "aws_iam_role", Where(PLAN)) for n in range(12))
SHOP = (
    estimate("aws_db_instance.orders", "aws_db_instance", kwh=160, machine="db.r6g.large"),
    estimate("module.shop.aws_eks_node_group.main", "aws_eks_node_group", kwh=95, kilograms=420),
    estimate("aws_elasticache_cluster.sessions", "aws_elasticache_cluster", kwh=31, kilograms=60),
    estimate("aws_instance.bastion", kwh=6, kilograms=20, machine="t3.small", basis="assumed"),
    estimate("aws_ebs_volume.archive", "aws_ebs_volume", kwh=3, kilograms=4, machine=None),
    estimate("aws_lb.front", "aws_lb", kwh=2, kilograms=3, machine=None, basis="usage"),
    estimate(
        "Deployment/shop/cart",
        "Deployment",
        kwh=40,
        kilograms=150,
        machine=None,
        path="deploy/prod/cart.yaml",
        line=14,
        kind=Kind.POD,
        tenant_of="module.shop.aws_eks_node_group.main",
    ),
    estimate(
        "module.shop.aws_eks_node_group.main#idle",
        "aws_eks_node_group",
        kwh=55,
        kilograms=270,
        tenant_of="module.shop.aws_eks_node_group.main",
        idle=True,
    ),
)
PIPELINE = estimate(
    ".github/workflows/ci.yml:test",
    "github-hosted",
    kwh=1.2,
    kilograms=1,
    stack="pipeline",
    machine="ubuntu-latest",
    region=None,
    path=".github/workflows/ci.yml",
    line=11,
    kind=Kind.PIPELINE,
    basis="assumed",
)
ASSUMPTIONS = (
    Assumption(
        "the load is 50 % (10 to 90 %) where nobody states it",
        ("aws_db_instance.orders", "aws_elasticache_cluster.sessions", "aws_instance.bastion"),
    ),
    Assumption("a root volume is 8 GB unless stated", ("aws_instance.bastion",)),
)


def shop(**changed: object) -> Report:
    """A web shop: a cluster with tenants, a database, a pipeline, two resources skipped."""
    prod = stack(
        "shop-prod",
        SHOP,
        skipped=SKIPPED,
        free=FREE,
        unit=unit(),
        manifests=(PLAN, "deploy/prod"),
        labels={"env": "prod", "service": "shop"},
    )
    pipeline = stack("pipeline", [PIPELINE], manifests=(".github/workflows",))
    given: dict[str, object] = {
        "assumptions": ASSUMPTIONS,
        "sources": SOURCES,
        "notes": ("infra/prod/main.tf is left aside: the plan of the same root is there",),
        "scanned": 31,
    }
    return report([prod, pipeline], **{**given, **changed})  # type: ignore[arg-type]  # the keys are report()'s own


def red() -> Report:
    """The same shop over its budget, with findings of all sorts."""
    made = shop(
        findings=(
            finding("services/cart.py", 42),
            finding(
                "services/mail.py",
                7,
                "regex-in-loop",
                severity="warning",
                message="compile the pattern once, outside the loop",
            ),
            finding("services/orders.py", 70, new=False),
            finding("services/report.py", 3, suppressed="three rows at most"),
        )
    )
    prod, pipeline = made.stacks
    carbon = prod.totals.carbon.to(Unit.KG)
    assert prod.sci is not None
    judgements = (
        judgement("prod-total", "total", carbon, 90, "kgCO2e/month", "fail"),
        judgement("prod-total", "sci", prod.sci, 2.9, "gCO2e/unit", "pass"),
        judgement("prod-total", "findings", exact(1, Unit.ONE), 0, "error findings", "fail"),
        judgement("prod-total", "min_coverage", exact(0.8, Unit.ONE), 0.75, "share", "pass"),
        judgement(
            "ci", "total", pipeline.totals.carbon.to(Unit.KG), 2, "kgCO2e/month", "pass", "pipeline"
        ),
    )
    reasons = (
        "budget prod-total: total 111 kgCO2e a month (63.6 to 154) is over the limit of 90",
        "budget prod-total: 1 new finding of severity error, the limit is 0: services/cart.py:42",
    )
    return replace(made, verdict=Verdict("fail", reasons, 1, 1, judgements))


def green() -> Report:
    """The shop within its budgets, in mode warn and without findings."""
    made = shop()
    prod, _ = made.stacks
    carbon = prod.totals.carbon.to(Unit.KG)
    judgements = (judgement("prod-total", "total", carbon, 120, "kgCO2e/month", "pass"),)
    return replace(made, verdict=Verdict("pass", (), 0, 0, judgements))


def judgement(
    budget: str,
    metric: Metric,
    value: Figure | None,
    limit: float,
    unit: str,
    state: State,
    stack: str = "shop-prod",
) -> Judgement:
    """One limit held against a figure, or against nothing."""
    low, best, high = (value.low, value.best, value.high) if value else (None, None, None)
    return Judgement(budget, metric, (stack,), low, best, high, limit, unit, state, "")


HOSTILE = "x](http://evil.example)<img src=x onerror=alert(1)>|@everyone`#12\u202e\x1b[31m\n::error::![](http://p.example/i.png)"


def hostile() -> Report:
    """Every text that a repository can choose is the same nasty one."""
    bad = HOSTILE
    row = estimate(bad, bad, machine=bad, region=bad, path=bad, stack=bad, basis="assumed")
    guest = estimate(f"{bad}2", bad, path=bad, stack=bad, tenant_of=bad)
    skipped = Skipped(bad, bad, Where(bad, 3), bad, True)
    one = stack(
        bad,
        [row, guest],
        skipped=[
            skipped,
            replace(
                skipped,
                address="b",
                why=f'needs usage.{bad}: add `"b": {{requests: 1M}}` under usage',
            ),
        ],
        free=[CarbonFree(bad, bad, Where(bad))],
        unit=unit(bad),
        manifests=(bad,),
        labels={bad: bad},
        notes=(bad,),
    )
    two = stack("b", [estimate("c", stack="b")])
    made = report(
        [one, two],
        findings=[
            finding(bad, 1, bad, message=bad),
            finding(bad, 2, bad, message=bad, suppressed=bad),
        ],
        assumptions=(Assumption(bad, (bad,)),),
        sources=(Source(bad, bad, bad, bad, bad),),
        notes=(bad,),
        configured=False,
        scanned=2,
        fingerprint=Fingerprint(bad, bad, bad, bad, bad, bad, {bad: bad}),
    )
    judged = replace(
        judgement(bad, "total", one.totals.carbon.to(Unit.KG), 1, bad, "fail"), stacks=(bad,)
    )
    return replace(made, verdict=Verdict("fail", (bad,), 1, 1, (judged,)))

"""The bracket: replicas and PUE once, shared shapes, tenants, totals, scores."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.estimate import estimate
from carbongate.figure import Declared, Figure, FigureError, Unit
from carbongate.machines import generic, machine
from carbongate.model import (
    Capacity,
    CarbonFree,
    Estimate,
    FunctionalUnit,
    Kind,
    Placement,
    Reading,
    Resource,
    Site,
    Skipped,
    Stack,
    StackEstimate,
    Timing,
    Where,
)
from carbongate.tables import Tables

HERE = Declared("a test")
TABLES = Tables("carbongate-2026.11")
FILE = Where("plan.json")


def exact(value: float, unit: Unit = Unit.ONE) -> Figure:
    return Figure.exact(value, unit, HERE)


def vm(
    address: str = "aws_instance.web",
    type: str = "m5.xlarge",  # noqa: A002  # the manifest's own word
    count: float = 1,
    region: str | None = "eu-west-1",
    kind: Kind = Kind.MACHINE,
) -> Resource:
    found = machine(TABLES, "aws", type)
    assert found is not None
    return Resource(
        address, "aws_instance", kind, "aws", region, FILE, exact(count), found.components
    )


def pod(address: str, cpu: float, gib: float, replicas: float = 1) -> Resource:
    vcpus, memory = exact(cpu, Unit.VCPU), exact(gib, Unit.GIB)
    return Resource(
        address,
        "Deployment",
        Kind.POD,
        "generic",
        None,
        Where("app.yaml", 1),
        exact(replicas),
        generic(TABLES, vcpus, memory),
        placement=Placement("kubernetes", vcpus, memory),
    )


def nodes(count: float = 3) -> Resource:
    return replace(vm("aws_eks_node_group.one", count=count), capacity=Capacity("shop", "one"))


def run(
    *readings: Reading,
    stated: Mapping[str, Mapping[str, Figure]] | None = None,
    unit: float | None = None,
) -> StackEstimate:
    r = (
        FunctionalUnit("order", exact(unit, Unit.FUNCTIONAL_UNIT), "functional_unit.per_month")
        if unit is not None
        else None
    )
    return run_all(Stack("shop", {}, ("plan.json",), readings, r), stated=stated)[0]


def run_all(
    *stacks: Stack, stated: Mapping[str, Mapping[str, Figure]] | None = None
) -> tuple[StackEstimate, ...]:
    def use(address: str) -> Mapping[str, Figure]:
        return (stated or {}).get(address, {})

    return estimate(stacks, use, TABLES, TABLES.site)


def grams(found: Estimate) -> float:
    return sum(part.operational.best + part.embodied.best for part in found.parts)


def test_replicas_are_multiplied_once() -> None:
    one, three = run(vm()), run(vm(count=3))
    assert three.totals.carbon.best == pytest.approx(3 * one.totals.carbon.best)


def test_equal_loads_of_two_places_keep_their_own_birthplaces() -> None:
    first, second = (
        Figure.exact(0.3, Unit.ONE, Declared(f'usage."{name}".cpu')) for name in ("one", "two")
    )
    found = run(vm("one"), vm("two"), stated={"one": {"cpu": first}, "two": {"cpu": second}})
    for one, load in zip(found.estimates, (first, second), strict=True):
        leaves = list(one.parts[0].energy.leaves())
        assert load in leaves
        assert sum(leaf.origin in (first.origin, second.origin) for leaf in leaves) == 1


def test_pue_is_multiplied_once() -> None:
    site = TABLES.site("aws", "eu-west-1")
    double = replace(site, pue=site.pue + site.pue)

    def energy(where: Site) -> float:
        stack = Stack("shop", {}, (), (vm(),))
        return estimate([stack], lambda _: {}, TABLES, lambda *_: where)[0].totals.energy.best

    assert energy(double) == pytest.approx(2 * energy(site))


def test_totals_are_the_sum_of_their_parts() -> None:
    found = run(vm("a"), vm("b", "r6g.large", 2), vm("c", "t3.micro"))
    parts = [part for one in found.estimates for part in one.parts]
    assert found.totals.operational.best == pytest.approx(sum(p.operational.best for p in parts))
    assert found.totals.carbon.best == pytest.approx(
        found.totals.operational.best + found.totals.embodied.best
    )


def test_the_order_of_resources_never_matters() -> None:
    readings = [vm("a"), vm("b", "c6i.large", 7), vm("c", "t3.micro", 3)]
    assert run(*readings).totals.carbon.best == run(*reversed(readings)).totals.carbon.best


@given(st.integers(1, 40), st.sampled_from(["m5.large", "t3.micro", "r6g.xlarge", "p3.2xlarge"]))
def test_one_more_resource_never_lowers_carbon(count: int, type_: str) -> None:
    before = run(vm("a")).totals.carbon
    after = run(vm("a"), vm("b", type_, count)).totals.carbon
    assert before.low < after.low
    assert before.best < after.best
    assert before.high < after.high


def test_resources_of_one_shape_share_the_month_of_one_unit() -> None:
    found = run(vm("a", count=2), vm("b", count=2))
    assert grams(found.estimates[0]) == grams(found.estimates[1])
    assert found.estimates[0].resource.components is found.estimates[1].resource.components


def test_stated_use_is_taken_and_named_as_the_basis() -> None:
    stated = {"aws_instance.web": {"cpu": exact(0.9), "hours": exact(365, Unit.HOUR)}}
    declared, used = run(vm()), run(vm(), stated=stated)
    assert declared.estimates[0].basis == "declared"
    assert used.estimates[0].basis == "usage"
    assert used.totals.embodied.best == pytest.approx(declared.totals.embodied.best / 2)


def test_an_unknown_region_is_an_assumption_with_a_range() -> None:
    found = run(vm(region=None)).estimates[0]
    known = run(vm()).estimates[0]
    assert found.basis == "assumed"
    assert found.parts[0].operational.low < known.parts[0].operational.best
    assert found.parts[0].operational.high > known.parts[0].operational.best


def test_what_runs_nothing_is_skipped_and_never_zero() -> None:
    found = run(vm(count=0), vm("b"))
    assert [one.address for one in found.skipped] == ["aws_instance.web"]
    assert "a count or a size is 0" in found.skipped[0].why
    assert not found.skipped[0].heavy


def test_skipped_and_free_pass_through() -> None:
    skipped = Skipped("x", "aws_x", FILE, "unknown", heavy=True)
    free = CarbonFree("y", "aws_iam_role", FILE)
    found = run(skipped, free, vm())
    assert found.skipped == (skipped,)
    assert found.free == (free,)


# ---- tenants -----------------------------------------------------------------------------------


def test_workloads_on_declared_machines_are_not_counted_again() -> None:
    alone, shared = run(nodes()), run(nodes(), pod("cart", 2, 4), pod("web", 1, 1, 2))
    assert shared.totals.carbon.best == alone.totals.carbon.best


def test_tenants_and_the_idle_rest_are_the_whole_pool() -> None:
    found = run(nodes(), pod("cart", 2, 4), pod("web", 1, 1, 2))
    pool = next(one for one in found.estimates if one.tenant_of is None)
    rest = [one for one in found.estimates if one.tenant_of == pool.resource.address]
    assert sorted(one.resource.address for one in rest) == [
        "aws_eks_node_group.one#idle",
        "cart",
        "web",
    ]
    assert sum(map(grams, rest)) == pytest.approx(grams(pool))
    assert [one.resource.address for one in rest if one.idle] == ["aws_eks_node_group.one#idle"]


def test_a_job_takes_the_part_of_the_month_that_it_runs() -> None:
    timing = Timing(runs=exact(73, Unit.RUN), duration=exact(1, Unit.HOUR_PER_RUN))
    always = run(nodes(), pod("cart", 2, 4)).estimates[1]
    job = replace(pod("cart", 2, 4), kind=Kind.JOB, timing=timing)
    assert grams(run(nodes(), job).estimates[1]) == pytest.approx(grams(always) / 10)


def service(address: str, cpu: float, gib: float) -> Resource:
    placement = Placement("compose", exact(cpu, Unit.VCPU), exact(gib, Unit.GIB))
    return replace(pod(address, cpu, gib), kind=Kind.SERVICE, placement=placement)


def test_compose_services_run_on_the_one_declared_host() -> None:
    found = run(vm(), service("shop/web", 1, 2))
    alone = run(vm())
    assert found.totals.carbon.best == alone.totals.carbon.best
    assert {one.resource.address: one.tenant_of for one in found.estimates} == {
        "aws_instance.web": None,
        "shop/web": "aws_instance.web",
        "aws_instance.web#idle": "aws_instance.web",
    }


def test_compose_services_beside_two_hosts_are_ambiguous() -> None:
    found = run(vm("a"), vm("b"), service("shop/web", 1, 2))
    assert found.skipped[0].why.startswith("ambiguous: it may run on a or b")


def test_runs_on_makes_a_cluster_of_machines_that_are_none() -> None:
    host = Stack("nodes", {}, (), (vm("a", count=2), vm("b")))
    guest = Stack("shop", {}, (), (pod("cart", 2, 4),), runs_on="nodes")
    found = {result.stack.name: result for result in run_all(host, guest)}
    assert found["shop"].estimates[0].tenant_of == "nodes"
    assert found["shop"].totals.carbon.best == 0
    assert found["nodes"].totals.carbon.best == run(vm("a", count=2), vm("b")).totals.carbon.best


def test_pods_do_not_run_on_a_machine_of_no_cluster() -> None:
    found = run(vm(), pod("cart", 1, 1))
    assert {one.tenant_of for one in found.estimates} == {None}


def test_without_machines_workloads_stand_for_themselves() -> None:
    found = run(pod("cart", 2, 4))
    assert found.estimates[0].tenant_of is None
    assert found.totals.carbon.best > 0


def test_workloads_run_on_the_machines_of_the_stack_that_is_named() -> None:
    host = Stack("cluster", {}, (), (nodes(),))
    unit = FunctionalUnit("order", exact(10, Unit.FUNCTIONAL_UNIT), "functional_unit.per_month")
    guest = Stack("shop", {}, (), (pod("cart", 2, 4),), unit, runs_on="cluster")
    for one, other in ((host, guest), (guest, host)):
        found = {result.stack.name: result for result in run_all(one, other)}
        assert found["shop"].estimates[0].tenant_of == "aws_eks_node_group.one"
        assert found["shop"].totals.carbon.best == 0
        share = grams(found["shop"].estimates[0])
        assert found["shop"].sci is not None
        assert found["shop"].sci.best == pytest.approx(share / 10)
        assert "are counted there" in found["shop"].notes[0]
        assert [one.resource.address for one in found["cluster"].estimates if one.idle]


# ---- scores ------------------------------------------------------------------------------------


def test_the_score_is_carbon_for_one_unit() -> None:
    found = run(vm(), unit=420)
    assert found.sci is not None
    assert found.sci.best == pytest.approx(found.totals.carbon.best / 420)


def test_without_a_unit_there_is_no_score() -> None:
    assert run(vm()).sci is None


def test_a_unit_of_zero_is_refused_by_its_key() -> None:
    with pytest.raises(FigureError, match=r"functional_unit\.per_month must be greater"):
        run(vm(), unit=0)


def test_the_unit_of_a_pipeline_is_one_run() -> None:
    def job(name: str, path: str, runs: tuple[float, float, float]) -> Resource:
        timing = Timing(runs=Figure(*runs, Unit.RUN, HERE), duration=exact(0.1, Unit.HOUR_PER_RUN))
        return replace(vm(name, kind=Kind.PIPELINE), where=Where(path, 1), timing=timing)

    one = run(job("test", "ci.yml", (10, 100, 1000)), job("lint", "ci.yml", (10, 100, 1000)))
    assert one.sci is not None
    assert one.stack.functional_unit is not None
    assert one.stack.functional_unit.per_month.best == 100
    # Two jobs of a tenth of an hour in each run, whatever the number of runs.
    hour = run(vm(), stated={"aws_instance.web": {"hours": exact(1, Unit.HOUR)}}).totals.carbon
    assert one.sci.best == pytest.approx(0.2 * hour.best)
    assert one.sci.low == pytest.approx(0.2 * hour.low)
    two = run(job("test", "ci.yml", (9, 9, 9)), job("night", "night.yml", (30, 30, 30)))
    assert two.stack.functional_unit is not None
    assert two.stack.functional_unit.per_month.best == 39
    seldom = run(job("test", "ci.yml", (0, 5, 10)))
    assert seldom.sci is not None
    assert (seldom.sci.low, seldom.sci.best) == pytest.approx((0, 0.1 * hour.best))


def test_only_jobs_of_the_pipeline_have_runs() -> None:
    job, machine = run(vm("ci", kind=Kind.PIPELINE), vm()).estimates
    assert job.usage.runs is not None
    assert (job.usage.runs.best, job.usage.runs.unit) == (100, Unit.RUN)
    assert machine.usage.runs is None

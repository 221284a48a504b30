"""The difference of two sides: effects, sums, scores and notes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.model import Difference
from carbongate.paired import Delta
from tests.difference.sides import (
    CONFIG,
    Files,
    between,
    machines,
    nodes,
    only,
    pod,
    side,
    told,
    words,
    written,
)
from tests.mappings.plans import block

UNSTATED = block("aws_s3_bucket.files", {})
STATED = CONFIG + 'usage: {"aws_s3_bucket.files": {storage_gb: 100 GB}}\n'
ONE_STACK = CONFIG + "stacks: [{name: all, manifests: [k8s, infra]}]\n"
TWO_STACKS = CONFIG + (
    "stacks:\n"
    "  - {name: platform, manifests: [infra]}\n"
    "  - {name: app, manifests: [k8s], runs_on: platform}\n"
)


def cluster(count: int = 3, most: int = 6, **pods: int) -> Files:
    """A node pool and pods on it, by name and replicas."""
    deployments = {
        f"k8s/{name}.yaml": pod(replicas=replicas, name=name) for name, replicas in pods.items()
    }
    return {"infra/plan.json": written(nodes(count, most)), **deployments}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(machines(web="m5.large"), machines(web="m5.large"), [], id="nothing"),
        pytest.param(
            machines(web="m5.large"),
            machines(web="m5.large", api="m5.large"),
            [("added", "aws_instance.api", "")],
            id="a new machine beside the same one",
        ),
        pytest.param(
            machines(web="m5.large", api="c5.large"),
            machines(web="m5.large"),
            [("removed", "aws_instance.api", "")],
            id="one that is gone",
        ),
        pytest.param(
            machines(web="m5.large"),
            machines(web="m5.xlarge"),
            [("changed", "aws_instance.web", "")],
            id="another type",
        ),
        pytest.param(
            machines(web="m5.large"),
            machines(front="m5.large"),
            [("moved", "aws_instance.front", "aws_instance.web")],
            id="another name and nothing else",
        ),
        pytest.param(
            machines(web="m5.large"),
            machines(front="m5.xlarge"),
            [("added", "aws_instance.front", ""), ("removed", "aws_instance.web", "")],
            id="another name and another type: nobody knows that it is the same",
        ),
        pytest.param(
            {"k8s/web.yaml": pod(replicas=0)},
            {"k8s/web.yaml": pod(replicas=3)},
            [("changed", "Deployment/shop/web", "")],
            id="what was scaled to nothing grows from nothing",
        ),
        pytest.param(
            {"k8s/web.yaml": pod(replicas=3)},
            {"k8s/web.yaml": pod(replicas=0)},
            [("changed", "Deployment/shop/web", "")],
            id="and earns what it was",
        ),
        pytest.param(
            machines(web="m5.large"),
            machines(web="x9.huge"),
            [("lost", "aws_instance.web", "")],
            id="a type that no table has is no credit",
        ),
        pytest.param(
            machines(web="x9.huge"),
            machines(web="m5.large"),
            [("understood", "aws_instance.web", "")],
            id="nor growth the other way round",
        ),
    ],
)
def test_what_happened(before: Files, after: Files, expected: list[tuple[str, str, str]]) -> None:
    assert told(between(before, after)) == expected


@pytest.mark.parametrize("types", [("m5.large", "x9.huge"), ("x9.huge", "m5.large")])
def test_what_one_side_cannot_estimate_is_in_no_sum(types: tuple[str, str]) -> None:
    before, after = (machines(web=kind, api="m5.large") for kind in types)
    found = between(before, after)
    (stack,) = found.stacks
    assert only(found).delta == found.delta == stack.delta == Delta(0, 0, 0, found.delta.unit)
    assert stack.score is not None
    assert (stack.score.low, stack.score.best, stack.score.high) == (0, 0, 0)
    assert found.same == 1


def test_a_change_says_what_it_adds_and_where() -> None:
    found = between(machines(web="m5.large"), machines(web="m5.2xlarge"))
    change = only(found)
    assert change.before is not None
    assert change.after is not None
    assert change.delta.best == pytest.approx(3 * change.before.best, rel=0.02)
    assert change.delta.low > 0
    assert change.delta.high < change.after.high
    assert change.where.path == "infra/plan.json"
    assert words(change) == [("type", "m5.large", "m5.2xlarge")]
    assert found.delta == change.delta


def test_one_machine_more_is_exactly_one_machine() -> None:
    one = only(between({"a.csv": HEAD}, {"a.csv": HEAD + "web,aws,eu-west-1,m5.large,1\n"})).delta
    more = between(*({"a.csv": HEAD + f"web,aws,eu-west-1,m5.large,{n}\n"} for n in (3, 4))).delta
    assert (more.low, more.best, more.high) == pytest.approx((one.low, one.best, one.high))


HEAD = "address,provider,region,type,count\n"


def test_the_largest_change_stands_first_and_equal_ones_by_address() -> None:
    found = between(
        machines(a="m5.large", d="m5.24xlarge"), machines(a="m5.xlarge", c="t3.nano", b="t3.nano")
    )
    assert [one.address.rpartition(".")[2] for one in found.changes] == ["d", "a", "b", "c"]


# ---- machines and what runs on them --------------------------------------------------------------


def test_workloads_are_told_and_counted_with_their_machines() -> None:
    found = between(cluster(web=2), cluster(web=5), config=ONE_STACK)
    assert {(one.address, one.tenant_of) for one in found.changes} == {
        ("Deployment/shop/web", "aws_eks_node_group.pool"),
        ("aws_eks_node_group.pool#idle", "aws_eks_node_group.pool"),
    }
    assert (found.delta.low, found.delta.best, found.delta.high) == (0, 0, 0)


def test_machines_that_grow_for_their_workloads_count() -> None:
    found = between(cluster(2, 6, web=2), cluster(2, 6, web=16), config=ONE_STACK)
    pool = next(one for one in found.changes if one.tenant_of is None)
    assert words(pool) == [("count", "2 (2 to 6)", "4 (2 to 6)")]
    assert found.delta == pool.delta
    assert pool.delta.low >= 0


def test_a_pool_between_the_same_limits_stands_at_one_place_on_both_sides() -> None:
    found = between(cluster(3), cluster(4))
    pool = only(found)
    assert pool.before is not None
    node = pool.before.high / 6
    assert pool.delta.low == 0
    assert pool.delta.best > 0
    assert pool.delta.high == pytest.approx(node)


def test_a_workload_on_other_machines_says_so() -> None:
    smaller = {**cluster(web=2), "infra/plan.json": written(nodes(3, 6, "m5.xlarge"))}
    found = between(cluster(web=2), smaller, config=ONE_STACK)
    web = next(one for one in found.changes if one.address.endswith("web"))
    assert words(web) == [("host", "16.7 % of 3 x m5.large", "8.33 % of 3 x m5.xlarge")]


def test_machines_that_are_declared_now_take_over_what_stood_alone() -> None:
    alone = {"k8s/web.yaml": pod(), "infra/plan.json": written(block("aws_instance.x", MACHINE))}
    seated = {
        "k8s/web.yaml": pod(),
        "infra/plan.json": written(block("aws_instance.x", MACHINE), nodes()),
    }
    found = between(alone, seated, config=ONE_STACK)
    web = next(one for one in found.changes if one.address.endswith("web"))
    assert (web.effect, web.tenant_of) == ("changed", None)
    assert web.after is not None
    assert (web.after.high, web.delta.best < 0) == (0, True)
    assert words(web)[0][0] == "host"
    balanced(found)


MACHINE = {"instance_type": "m5.large"}


def test_a_guest_grows_in_its_own_score_and_its_host_where_machines_are_added() -> None:
    before = cluster(web=2)
    same, more = (between(before, cluster(web=replicas), config=TWO_STACKS) for replicas in (3, 20))
    for found, grown in ((same, False), (more, True)):
        app, platform = found.stacks
        assert (app.name, app.delta.best) == ("app", 0)
        assert app.score is not None
        assert app.score.best > 0
        assert app.score.low > 0
        assert (platform.delta.best > 0) is grown


# ---- stacks, scores, notes -----------------------------------------------------------------------


def test_a_stack_of_another_name_is_the_same_stack() -> None:
    old, new = (
        CONFIG + f"stacks: [{{name: {name}, manifests: [infra]}}]\n" for name in ("old", "new")
    )
    files = machines(web="m5.large")
    found = between(files, files, config=new, base=old)
    change = only(found)
    assert (change.effect, change.was, change.stack) == ("moved", "", "new")
    assert words(change) == [("stack", "old", "new")]
    (stack,) = found.stacks
    assert (stack.name, stack.was, stack.delta.best) == ("new", "old", 0)
    assert found.notes == ("stack old is called new now",)


def test_what_moves_to_another_stack_is_less_there_and_more_here() -> None:
    both = {**machines(web="m5.large", api="c5.large")}
    apart = {
        "infra/plan.json": written(block("aws_instance.api", {"instance_type": "c5.large"})),
        "edge/plan.json": written(block("aws_instance.web", MACHINE)),
    }
    found = between({**both, "edge/plan.json": written()}, apart)
    change = only(found)
    assert (change.effect, change.stack, words(change)) == (
        "moved",
        "edge",
        [("stack", "infra", "edge")],
    )
    assert change.before is not None
    deltas = {row.name: row.delta.best for row in found.stacks}
    assert deltas == pytest.approx({"edge": change.before.best, "infra": -change.before.best})
    assert (found.delta.low, found.delta.best, found.delta.high) == (0, 0, 0)


def test_the_same_carbon_for_more_units_is_a_lower_score_and_no_credit() -> None:
    files = machines(web="m5.large")
    found = between(files, files, base=CONFIG.replace("100", "80"))
    (stack,) = found.stacks
    assert stack.before is not None
    assert stack.score is not None
    assert stack.score_before is not None
    assert stack.score_after is not None
    assert found.delta.best == 0
    gained = 1 / 100 - 1 / 80
    ends = (stack.before.high * gained, stack.before.best * gained, stack.before.low * gained)
    assert (stack.score.low, stack.score.best, stack.score.high) == pytest.approx(ends)
    assert "comes to 100 a month instead of 80" in found.notes[0]


def test_a_score_of_another_unit_is_not_compared() -> None:
    files = machines(web="m5.large")
    found = between(files, files, base=CONFIG.replace("order", "visit"))
    (stack,) = found.stacks
    assert stack.score_before is not None
    assert stack.score_after is not None
    assert stack.score is None
    assert "the two cannot be compared" in found.notes[0]


def test_a_pipeline_that_runs_more_often_has_the_same_score() -> None:
    def workflow(on: str) -> Files:
        job = "{runs-on: ubuntu-latest, steps: [{run: make}]}"
        return {".github/workflows/ci.yml": f"on: {on}\njobs: {{test: {job}}}\n"}

    found = between(workflow("push"), workflow("{schedule: [{cron: '0 * * * *'}]}"))
    (stack,) = found.stacks
    assert found.delta.best > 0
    assert stack.score is not None
    assert (stack.score.low, stack.score.best, stack.score.high) == (0, 0, 0)
    assert words(only(found)) == [("usage", "100 runs (10 to 1,000), assumed", "730 runs")]
    assert found.notes == ()


def test_what_nobody_can_estimate_is_named_where_it_comes_and_goes() -> None:
    plain, odd = machines(web="m5.large"), machines(web="m5.large", gpu="x9.huge")
    assert "1 new resource nobody can estimate" in between(plain, odd).notes[0]
    assert "aws_instance.gpu" in between(plain, odd).notes[0]
    assert "no credit for 1 resource nobody could estimate" in between(odd, plain).notes[0]
    assert between(odd, odd).notes == ()


@pytest.mark.parametrize("types", [("m5.large", "x9.huge"), ("x9.huge", "m5.large")])
def test_what_one_side_alone_knows_says_why_the_other_does_not(types: tuple[str, str]) -> None:
    before, after = (machines(web=type_) for type_ in types)
    assert "x9.huge" in only(between(before, after)).unknown


def test_what_both_sides_know_has_nothing_unknown() -> None:
    assert only(between(machines(web="m5.large"), machines(web="m5.xlarge"))).unknown == ""


def test_use_that_is_stated_now_makes_understood_what_needed_it() -> None:
    files = {"infra/plan.json": written(UNSTATED)}
    assert told(between(files, files, config=STATED, base=CONFIG)) == [
        ("understood", "aws_s3_bucket.files", "")
    ]


def test_the_base_and_its_data_are_passed_on() -> None:
    found = between(machines(web="m5.large"), machines(web="m5.large"))
    assert (found.base, found.data, found.same) == ("main", None, 1)


# ---- laws ----------------------------------------------------------------------------------------


def balanced(found: Difference) -> None:
    """Changes that count sum to the stacks, stacks to the total, and the range holds the best value."""
    counted = [one.delta.best for one in found.changes if one.tenant_of is None]
    assert math.fsum(counted) == pytest.approx(found.delta.best, abs=1e-6)
    assert math.fsum(row.delta.best for row in found.stacks) == pytest.approx(
        found.delta.best, abs=1e-6
    )


FLEETS = st.dictionaries(
    st.sampled_from("abcdef"), st.sampled_from(("m5.large", "m6g.large", "t3.large", "x9.huge"))
)


@settings(deadline=None)
@given(FLEETS, FLEETS)
def test_both_ways_are_opposite_and_sums_agree(old: dict[str, str], new: dict[str, str]) -> None:
    there, back = (
        between(machines(**one), machines(**other)) for one, other in ((old, new), (new, old))
    )
    balanced(there)
    assert there.delta.best == pytest.approx(-back.delta.best, abs=1e-6)
    assert there.delta.low == pytest.approx(-back.delta.high, abs=1e-6)
    assert there.same == back.same
    estimates = [
        {
            found.resource.address: found
            for stack in side(machines(**one))
            for found in stack.estimates
        }
        for one in (old, new)
    ]
    assert len(estimates[1]) == there.same + sum(
        one.effect in ("added", "changed", "moved", "understood") for one in there.changes
    )


def test_a_higher_limit_of_an_autoscaler_only_adds_at_the_high_end() -> None:
    def scaled(most: int) -> Files:
        target = "{apiVersion: apps/v1, kind: Deployment, name: web}"
        spec = f"{{scaleTargetRef: {target}, minReplicas: 2, maxReplicas: {most}}}"
        scaler = (
            "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
            f"metadata: {{name: web, namespace: shop}}\nspec: {spec}\n"
        )
        return {"k8s/web.yaml": pod() + scaler}

    change = only(between(scaled(6), scaled(12)))
    assert words(change) == [("count", "2 (2 to 6)", "2 (2 to 12)")]
    assert (change.delta.low, change.delta.best) == (0, 0)
    assert change.before is not None
    assert change.delta.high == pytest.approx(change.before.high)

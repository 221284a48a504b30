"""Machines and tenants: shares, the idle rest, pools that grow, workloads that fit nowhere."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.capacity import share
from carbongate.figure import Declared, Derived, Figure, Unit
from carbongate.model import (
    Capacity,
    Compute,
    Curve,
    Kind,
    Memory,
    Placement,
    Resource,
    Where,
)
from carbongate.pools import as_one_cluster

HERE = Declared("a test")


def exact(value: float, unit: Unit = Unit.ONE) -> Figure:
    return Figure.exact(value, unit, HERE)


def pool(
    name: str = "pool",
    cluster: str = "shop",
    vcpus: float = 4,
    gib: float = 16,
    nodes: tuple[float, float, float] = (2, 2, 2),
    labels: Mapping[str, str] | None = None,
) -> Resource:
    curve = Curve((0.0, 1.0), (exact(1, Unit.WATT_PER_THREAD), exact(2, Unit.WATT_PER_THREAD)))
    return Resource(
        address=name,
        type="aws_eks_node_group",
        kind=Kind.MACHINE,
        provider="aws",
        region="eu-west-1",
        where=Where("plan.json"),
        replicas=Figure(*nodes, Unit.ONE, HERE),
        components=(
            Compute(exact(vcpus, Unit.VCPU), exact(vcpus, Unit.THREAD), curve, exact(50, Unit.KG)),
            Memory(exact(gib, Unit.GIB), exact(0, Unit.GIB)),
        ),
        capacity=Capacity(cluster, name, labels=labels or {}),
    )


def pod(
    cpu: float = 1,
    gib: float = 1,
    replicas: float = 1,
    cluster: str | None = None,
    selector: Mapping[str, str] | None = None,
    per_node: bool = False,
) -> Resource:
    return Resource(
        address="Deployment/default/cart",
        type="Deployment",
        kind=Kind.POD,
        provider="generic",
        region=None,
        where=Where("cart.yaml", 1),
        replicas=exact(replicas),
        components=(),
        placement=Placement(
            "kubernetes",
            exact(cpu, Unit.VCPU),
            exact(gib, Unit.GIB),
            cluster,
            selector or {},
            per_node,
        ),
    )


def test_a_control_plane_carries_no_workloads() -> None:
    """With its nodes of an unknown type the managed plane was the only host, and all pods its share."""
    plane = replace(pool("plane"), managed=True, capacity=None)
    machine = replace(pool("web"), type="aws_instance", capacity=None)
    made = as_one_cluster("infra", [plane, machine], [pod()])
    assert [one.capacity is not None for one in made] == [False, True]


@pytest.mark.parametrize(
    ("workload", "expected"),
    [
        pytest.param(pod(cpu=1, gib=1), 1 / 8, id="the larger share is that of the vCPUs"),
        pytest.param(pod(cpu=1, gib=8), 8 / 32, id="the larger share is that of the memory"),
        pytest.param(pod(cpu=1, gib=1, replicas=4), 4 / 8, id="replicas count"),
        pytest.param(pod(cpu=1, per_node=True), 2 / 8, id="a daemon runs on every node"),
        pytest.param(pod(selector={"kubernetes.io/os": "linux"}), 1 / 8, id="every node is linux"),
    ],
)
def test_a_share_is_the_larger_of_vcpus_and_memory(workload: Resource, expected: float) -> None:
    sharing = share([workload], [pool()])
    assert sharing.shares[0]["pool"].best == pytest.approx(expected)
    assert sharing.idle["pool"].best == pytest.approx(1 - expected)


def test_a_selector_chooses_its_pool() -> None:
    pools = [pool("small"), pool("large", labels={"size": "large"})]
    sharing = share([pod(selector={"size": "large"})], pools)
    assert list(sharing.shares[0]) == ["large"]


@pytest.mark.parametrize(
    ("selector", "chosen"),
    [
        pytest.param({"eks.amazonaws.com/nodegroup": "b"}, ["b"], id="the name of a node group"),
        pytest.param({"cloud.google.com/gke-nodepool": "a"}, ["a"], id="the name of a node pool"),
        pytest.param({"topology.kubernetes.io/zone": "x"}, ["a", "b"], id="a zone chooses none"),
        pytest.param({"karpenter.sh/capacity-type": "spot"}, ["a", "b"], id="nor does a price"),
    ],
)
def test_labels_that_platforms_give_are_understood(
    selector: dict[str, str], chosen: list[str]
) -> None:
    sharing = share([pod(selector=selector)], [pool("a"), pool("b")])
    assert list(sharing.shares[0]) == chosen


def test_without_a_selector_all_pools_of_the_one_cluster_carry_it() -> None:
    sharing = share([pod(cpu=4)], [pool("a"), pool("b")])
    assert {address: figure.best for address, figure in sharing.shares[0].items()} == {
        "a": pytest.approx(0.25),
        "b": pytest.approx(0.25),
    }


@pytest.mark.parametrize(
    ("workload", "pools", "why"),
    [
        pytest.param(
            pod(),
            [pool("a", "one"), pool("b", "two")],
            "ambiguous: it may run on one or two",
            id="two clusters",
        ),
        pytest.param(
            pod(selector={"disk": "nvme"}),
            [pool()],
            "no declared node pool of shop has the labels disk=nvme",
            id="labels of no pool",
        ),
    ],
)
def test_a_workload_without_one_place_is_skipped_and_heavy(
    workload: Resource, pools: list[Resource], why: str
) -> None:
    refused = share([workload], pools).refused[0]
    assert refused.heavy
    assert refused.why.startswith(why)


def test_a_named_cluster_settles_what_would_be_ambiguous() -> None:
    sharing = share([pod(cluster="two")], [pool("a", "one"), pool("b", "two")])
    assert list(sharing.shares[0]) == ["b"]


def test_without_machines_a_workload_stands_for_itself() -> None:
    sharing = share([pod()], [])
    assert not sharing.shares
    assert not sharing.refused


def test_a_pool_grows_to_what_is_asked_and_says_so() -> None:
    sharing = share([pod(cpu=3, replicas=4)], [pool(nodes=(1, 2, 5))])
    assert sharing.pools["pool"].replicas.best == 3
    assert sharing.shares[0]["pool"].best == pytest.approx(1)
    assert sharing.notes == (
        "pool: the workloads declared on it ask for 3 nodes, so that many are counted",
    )


def test_beyond_its_maximum_the_report_says_that_they_do_not_fit() -> None:
    sharing = share([pod(cpu=3, replicas=10)], [pool(nodes=(1, 2, 5))])
    assert sharing.pools["pool"].replicas.best == 5
    assert sharing.notes[0].endswith("ask for 8 nodes and it has at most 5: they do not fit")


@given(
    st.lists(
        st.tuples(st.floats(0.01, 64), st.floats(0.01, 256), st.integers(1, 50)),
        min_size=1,
        max_size=12,
    )
)
def test_shares_and_the_rest_are_always_the_whole_pool(
    wishes: list[tuple[float, float, int]],
) -> None:
    workloads = [pod(cpu, gib, replicas) for cpu, gib, replicas in wishes]
    sharing = share(workloads, [pool(nodes=(1, 3, 9))])
    given_out = sum(shares["pool"].best for shares in sharing.shares.values())
    assert given_out + sharing.idle["pool"].best == pytest.approx(1)


def test_a_plain_share_is_a_quotient_and_any_other_a_number_of_its_own() -> None:
    """So that a difference of two shares knows what they have in common."""
    (one,) = share([pod(cpu=1)], [pool(nodes=(2, 2, 4))]).shares.values()
    (full,) = share([pod(cpu=100)], [pool(nodes=(2, 2, 4))]).shares.values()
    (either,) = share([pod(cpu=1)], [pool("a"), pool("b")]).shares.values()
    assert steps_of(one["pool"]) == ["quotient"]
    assert steps_of(full["pool"]) == steps_of(either["a"]) == [None]


def steps_of(figure: Figure) -> list[object]:
    """The steps named as a share, at any depth."""
    origin = figure.origin
    if not isinstance(origin, Derived):
        return []
    if origin.how.startswith("share of its pools: the larger"):
        return [origin.step]
    return [step for part in origin.inputs for step in steps_of(part)]

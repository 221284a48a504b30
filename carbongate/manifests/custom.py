"""Kubernetes objects that are no workload: without energy of their own, or of a kind nobody knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from carbongate import machines
from carbongate.figure import Declared, Figure, Unit
from carbongate.manifests.defaults import home, one_taken, unplaced
from carbongate.manifests.objects import Object, at, word
from carbongate.manifests.workloads import Surroundings
from carbongate.mappings.heavy import heavy as speaks_of_machines
from carbongate.model import CarbonFree, Kind, Need, Reading, Resource, Skipped
from carbongate.tables import Tables

LOAD_BALANCER = "load-balancer"  # its row of the defaults table
# Ingress classes for which the cloud sets up a load balancer; others are pods that count themselves.
CLOUD_CLASSES = ("alb", "gce", "azure", "azure-application-gateway", "azure/application-gateway")
CLASS_KEY = "kubernetes.io/ingress.class"

# Keys that only what runs something has.
RUNS = frozenset(
    [
        "containers",
        "replicas",
        "instances",
        "minReplicas",
        "maxReplicas",
        "replicaCount",
        "podTemplate",
        "podSpec",
        "nodeCount",
        "workers",
        "jobTemplate",
        "chart",
        "chartRef",
    ]
)
BORROWED = ("Service", "Ingress", "Job", "Node")
DEPTH = 8
LAST_WORD = re.compile(r"[A-Z][a-z0-9]+$")


def other(thing: Object, around: Surroundings) -> Reading:
    """An object that no reader of workloads answers for."""
    if balances(thing):
        return load_balancer(thing, around)
    if routes(thing) or free(thing, around.context.tables):
        return CarbonFree(thing.address, thing.type, thing.where)
    if runs_something(thing):
        why = f"{thing.type} runs what its controller decides; name the manifests that it makes"
        return unknown(thing, around, why, heavy=True)
    return unknown(thing, around, f"{thing.type} is in no table", heavy=False)


def unknown(thing: Object, around: Surroundings, why: str, *, heavy: bool) -> Skipped:
    """An object of a type that nobody reads."""
    provider, region = home(around.context)
    one, counted = one_taken()
    known = Resource(
        address=thing.address,
        type=thing.type,
        kind=Kind.MACHINE,
        provider=provider,
        region=region,
        where=thing.where,
        replicas=one,
        components=(),
        assumed=(*unplaced(around.context), *counted),
        labels={"namespace": thing.namespace},
    )
    return Skipped.of(known, why, heavy=heavy, anything=True)


def balances(thing: Object) -> bool:
    """Whether the cloud sets up a load balancer for it."""
    match thing.type:
        case "Service":
            return thing.spec.get("type") == "LoadBalancer"
        case "Ingress":
            return ingress_class(thing).lower() in CLOUD_CLASSES
        case _:
            return thing.type == "gateway.networking.k8s.io/Gateway"


def routes(thing: Object) -> bool:
    """Whether it only says where traffic goes inside the cluster."""
    return thing.type in ("Service", "Ingress")


def ingress_class(thing: Object) -> str:
    """Who serves an Ingress."""
    return word(thing.spec.get("ingressClassName")) or word(thing.annotations.get(CLASS_KEY))


def free(thing: Object, tables: Tables) -> bool:
    """Whether the table of types without energy knows it, by group and kind or by the kind.

    A kind that borrows the name of a built-in one is judged by its group alone.
    """
    names = [f"{thing.group or 'core'}/{thing.kind}"]
    if thing.kind not in BORROWED or thing.type == thing.kind:
        names.append(thing.kind)
    return any(tables.free(name) is not None for name in names)


def runs_something(thing: Object) -> bool:
    """Whether the object asks for containers, replicas, a chart, or is named after what computes."""
    last = LAST_WORD.search(thing.kind)
    return asks_to_run(thing.body.get("spec"), DEPTH) or speaks_of_machines(
        last[0] if last else thing.kind
    )


def asks_to_run(value: Any, depth: int) -> bool:
    """Whether keys of things that run stand in it."""
    if isinstance(value, Mapping):
        if value.keys() & RUNS or asks_for_amounts(value):
            return True
        return depth > 0 and any(asks_to_run(item, depth - 1) for item in value.values())
    if isinstance(value, list):
        return depth > 0 and any(asks_to_run(item, depth - 1) for item in value)
    return False


def asks_for_amounts(value: Mapping[str, Any]) -> bool:
    """Whether its resources are amounts, and not a list of other objects."""
    resources = at(value, "resources")
    return isinstance(resources, dict) and bool(resources.keys() & {"requests", "limits"})


def load_balancer(thing: Object, around: Surroundings) -> Resource:
    """A load balancer of the cloud, as large as the defaults table has it."""
    tables = around.context.tables
    provider, region = home(around.context)
    vcpus = tables.default(LOAD_BALANCER, "vcpus")
    memory = tables.default(LOAD_BALANCER, "memory")
    components = machines.generic(tables, vcpus, memory, provider=provider) if vcpus else ()
    return Resource(
        address=thing.address,
        type=thing.type,
        kind=Kind.NETWORK,
        provider=provider,
        region=region,
        where=thing.where,
        replicas=Figure.exact(1, Unit.ONE, Declared(f"{thing.address}: one load balancer")),
        components=components,
        assumed=("the size of a load balancer is not published",) if components else (),
        needs=(Need("network_gb"),),
        labels={"namespace": thing.namespace},
    )

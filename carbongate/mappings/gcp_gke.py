"""Google Kubernetes Engine: control planes, and node pools that are counted in each of their zones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carbongate.figure import Assumed, Declared, Figure, Unit
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.gcp_disks import cards, last, local_ssds, medium
from carbongate.mappings.node_pools import control_plane, pool
from carbongate.mappings.parts import Type, counted, disk, joined, machine, size, times
from carbongate.mappings.values import SENSITIVE, Values
from carbongate.model import ONE_COPY, Reading

CLUSTER = "google_container_cluster"
REGIONAL = "gcp/gke-control-plane-regional"
NODE_DISK = "gcp/gke-node-disk"
DEFAULT_TYPE = "e2-medium"
ASSUMED_TYPE = f"the type of the nodes is not stated: GKE takes {DEFAULT_TYPE} then"
ASSUMED_ZONES = "the zones of the nodes are not stated: a regional pool is in three of them then"
UNKNOWN_ZONES = "the location of the nodes is not known: one zone is taken, it may be three"
ZONE = re.compile(r".+-[a-z]")


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool wherever it is declared: its attributes, its cluster, and which part of the block it is."""

    found: Values
    home: Block | None
    name: str | None
    part: str = ""


def cluster(block: Block) -> Sequence[Reading]:
    """The control plane, and the pools that the cluster itself declares; Autopilot has none."""
    autopilot = block.flag("enable_autopilot") is True
    zonal = ZONE.fullmatch(location(block) or "") and not autopilot
    plane = control_plane(
        block,
        block.tables.constant("control_plane_vcpus"),
        ONE_COPY if zonal else block.tables.copies(REGIONAL)[0],
    )
    if autopilot:
        return (plane,)
    inline = block.many("node_pool")
    if inline:
        pools = (
            Pool(found, block, found.text("name"), f"node_pool[{number}]")
            for number, found in enumerate(inline)
        )
        return (plane, *(nodes(block, each) for each in pools))
    if block.flag("remove_default_node_pool"):
        return (plane,)
    return (plane, nodes(block, Pool(block, block, "default-pool", "default-pool")))


def node_pool(block: Block) -> Reading:
    """A pool of its own."""
    found = block.linked("cluster", CLUSTER)
    return nodes(block, Pool(block, found[0] if len(found) == 1 else None, block.text("name")))


def nodes(block: Block, each: Pool) -> Reading:
    """The nodes of a pool in all its zones."""
    node = next(iter(each.found.many("node_config")), Values({}))
    stated = last(node.text("machine_type"))
    hidden = node.why("machine_type") == SENSITIVE
    made = (
        Type(None, why=f"node_config.machine_type {SENSITIVE}")
        if hidden
        else machine(block, stated or DEFAULT_TYPE, "node_config.machine_type")
    )
    attached = cards(block, made, node.many("guest_accelerator"))
    count, sentences = total_nodes(block, each)
    gb = size(block, node, "disk_size_gb", "node_config.disk_size_gb", NODE_DISK)
    boot = disk(block, gb, medium(node, "disk_type", "pd-balanced"), "gcp/disk")
    own = {"cloud.google.com/gke-nodepool": each.name} if each.name else {}
    return pool(
        block,
        each.home.text("name") or each.home.address if each.home else last(block.text("cluster")),
        each.name,
        joined(block, made.components, attached.components, boot, *local_ssds(block, node, made)),
        count,
        labels={**own, **node.mapping("labels")},
        assumed=(
            made.note,
            "" if stated or hidden else ASSUMED_TYPE,
            attached.note,
            *sentences,
        ),
        machine=made.name,
        part=each.part,
        region=block.region or (each.home.region if each.home else None),
        why=made.why or attached.why,
    )


def total_nodes(block: Block, each: Pool) -> tuple[Figure, tuple[str, ...]]:
    """Nodes in all zones: a total where one is given, else so many in each zone."""
    zones, sentence = zones_of(block, each)
    stated = each.found.number("node_count")
    stated = each.found.number("initial_node_count") if stated is None else stated
    scaling = next(iter(each.found.many("autoscaling")), Values({}))
    most = scaling.number("total_max_node_count")
    if most:
        whole = None if stated is None else stated * zones.best
        count, why = counted(block, whole, scaling.number("total_min_node_count") or 0, most)
        return count, (why,)
    most = scaling.number("max_node_count")
    least = (scaling.number("min_node_count") or 0) if most else None
    count, why = counted(block, stated, least, most)
    return times(count, zones, "nodes of each zone x zones"), (why, sentence)


def zones_of(block: Block, each: Pool) -> tuple[Figure, str]:
    """Zones that a pool is in: its own, its cluster's, or what its location has unless stated."""
    own = each.found.texts("node_locations") if each.found is not each.home else ()
    if own:
        return zones(block, len(own)), ""
    home = each.home
    if home and home.texts("node_locations"):
        besides = (
            1 if ZONE.fullmatch(location(home) or "") else 0
        )  # a zonal cluster lists the others
        return zones(block, len(home.texts("node_locations")) + besides), ""
    place = location(block) or (location(home) if home else None)
    regional = block.tables.copies(REGIONAL)[0]
    if place is None:
        return ONE_COPY.widened(regional, UNKNOWN_ZONES), UNKNOWN_ZONES
    if ZONE.fullmatch(place):
        return zones(block, 1), ""
    return (
        Figure(regional.low, regional.best, regional.high, Unit.ONE, Assumed(ASSUMED_ZONES)),
        ASSUMED_ZONES,
    )


def zones(block: Block, number: int) -> Figure:
    """A stated number of zones."""
    return Figure.exact(number, Unit.ONE, Declared(f"{block.type}: its zones"))


def location(block: Block) -> str | None:
    """Zone or region of a cluster or pool, also under the names of older providers."""
    return block.text("location") or block.text("zone") or block.text("region")


MAPPERS: Mapping[str, Mapper] = {CLUSTER: cluster, "google_container_node_pool": node_pool}

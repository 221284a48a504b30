"""Amazon RDS and Aurora: servers, Multi-AZ copies, clusters, and the capacity units of serverless."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Assumed, Figure, Unit
from carbongate.machines import generic
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import counted, declared, joined, kept, machine, sized, stated
from carbongate.model import Component, Kind, Need, Reading, Storage

CLUSTER = "aws_rds_cluster"
NO_VOLUME = (
    "its volume is not counted, since allocated_storage is not given: state storage_gb under usage"
)
SERVERS_OF_A_CLUSTER = "aws/rds-multi-az-cluster"


def instance(block: Block) -> Reading:
    """One server; Multi-AZ adds a standby with a volume of its own."""
    service = "aws/rds-multi-az" if block.flag("multi_az") else "aws/rds"
    source = block.linked("replicate_source_db", block.type, by=("identifier", "id", "arn"))
    holder = source[0] if len(source) == 1 and not block.number("allocated_storage") else block
    return servers(block, "instance_class", holder, service)


def servers(block: Block, path: str, holder: Block, service: str) -> Reading:
    """As many servers as the service keeps, each with the volume that `holder` describes."""
    name = block.text(path)
    found = machine(block, name, path)
    count, copies = block.tables.copies(service)
    each = copies if count.best == 1 else copies.scaled(1 / count.best, Unit.ONE, "of each server")
    disk = volume(holder, service, each)
    medium = block.tables.medium("aws/gp3") or "ssd"
    return sized(
        block.resource(
            Kind.DATABASE,
            joined(block, found.components, disk) if disk else found.components,
            replicas=count,
            assumed=(found.note, "" if disk else NO_VOLUME),
            needs=() if disk else (Need("storage_gb", medium, each),),
            machine=name,
        ),
        found.why,
    )


def volume(holder: Block, service: str, copies: Figure) -> Storage | None:
    """The volume of one server: as allocated, up to what it may grow to by itself."""
    gb = stated(holder, "allocated_storage", Unit.GB)
    if gb is None:
        return None
    most = holder.number("max_allocated_storage") or 0
    if most > gb.best:
        limit = declared(holder, "max_allocated_storage", most, Unit.GB)
        gb = gb.widened(limit, "grows by itself to max_allocated_storage")
    kind = holder.text("storage_type") or ("io1" if holder.number("iops") else "gp2")
    medium = holder.tables.medium(f"aws/{kind}") or "ssd"
    key = ("rds volume", service, repr(gb.best), repr(gb.high), medium)
    return holder.tables.keep(key, lambda: Storage(gb, medium, copies))


def cluster(block: Block) -> Reading:
    """Aurora's storage grows with use; a Multi-AZ cluster is servers; serverless v1 is its units."""
    if block.text("db_cluster_instance_class"):
        return servers(block, "db_cluster_instance_class", block, SERVERS_OF_A_CLUSTER)
    needs = (kept(block, "aws/aurora", "aws/aurora"),)
    if block.text("engine_mode") != "serverless":
        return block.resource(Kind.STORAGE, (), needs=needs)
    units = capacity(block, "scaling_configuration")
    if units is None:
        why = "scaling_configuration does not say how far the serverless cluster scales"
        return sized(block.resource(Kind.DATABASE, (), needs=needs), why)
    if block.flag("scaling_configuration.auto_pause") is not False:
        units = units.widened(units.scaled(0, Unit.ONE, "paused"), "pauses by itself")
    return serverless(block, units, needs)


def cluster_instance(block: Block) -> Reading:
    """A server of an Aurora cluster; each is declared, and the storage is the cluster's."""
    name = block.text("instance_class")
    if name == "db.serverless":
        found = block.linked("cluster_identifier", CLUSTER, by=("cluster_identifier", "id"))
        units = (
            capacity(found[0], "serverlessv2_scaling_configuration") if len(found) == 1 else None
        )
        if units is None:
            why = "no cluster of this plan says how far the serverless instance scales"
            return sized(block.resource(Kind.DATABASE, ()), why)
        return serverless(block, units)
    made = machine(block, name, "instance_class")
    return sized(
        block.resource(
            Kind.DATABASE,
            made.components,
            replicas=block.tables.copies("aws/aurora")[0],
            assumed=(made.note,),
            machine=name,
        ),
        made.why,
    )


def capacity(block: Block, path: str) -> Figure | None:
    """Aurora capacity units: between their limits, and where in between nobody says."""
    least, most = block.number(f"{path}.min_capacity"), block.number(f"{path}.max_capacity")
    if least is None or not most:
        return None
    return counted(block, None, least, most, "capacity units")[0]


def serverless(block: Block, units: Figure, needs: tuple[Need, ...] = ()) -> Reading:
    """A server as large as its capacity units."""
    vcpus = (units * block.tables.constant("acu_vcpus")).named("capacity units x vCPU of one")
    memory = (units * block.tables.constant("acu_memory")).named("capacity units x GiB of one")
    key = ("serverless", *(repr(end) for end in (units.low, units.best, units.high)))
    components: tuple[Component, ...] = block.tables.keep(
        key, lambda: generic(block.tables, vcpus, memory, provider=block.provider)
    )
    why = "the load of a serverless database is not stated: the middle of its limits is taken"
    assumed = any(isinstance(leaf.origin, Assumed) for leaf in units.leaves())
    return block.resource(Kind.DATABASE, components, needs=needs, assumed=(why,) if assumed else ())


MAPPERS: Mapping[str, Mapper] = {
    "aws_db_instance": instance,
    CLUSTER: cluster,
    "aws_rds_cluster_instance": cluster_instance,
}

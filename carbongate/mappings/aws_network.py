"""NAT gateways and load balancers of AWS: part of a shared fleet, and the gigabytes they move."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.machines import generic
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import default, said
from carbongate.model import Kind, Need, Reading


def nat_gateway(block: Block) -> Reading:
    """A NAT gateway."""
    return appliance(block, "nat-gateway")


def load_balancer(block: Block) -> Reading:
    """An application, network, gateway or classic load balancer."""
    return appliance(block, "load-balancer")


def appliance(block: Block, kind: str) -> Reading:
    """What a managed device keeps busy of its fleet, an assumption with a wide interval."""
    vcpus, memory = default(block, kind, "vcpus"), default(block, kind, "memory")
    components = block.tables.keep(
        ("appliance", block.provider, kind),
        lambda: generic(block.tables, vcpus, memory, provider=block.provider),
    )
    return block.resource(
        Kind.NETWORK,
        components,
        assumed=said(vcpus, memory),
        needs=(Need("network_gb"),),
    )


MAPPERS: Mapping[str, Mapper] = {
    "aws_nat_gateway": nat_gateway,
    "aws_lb": load_balancer,
    "aws_alb": load_balancer,
    "aws_elb": load_balancer,
}

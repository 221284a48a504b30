"""Managed Kubernetes, whoever runs it: pools of nodes, and the control plane behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from carbongate.figure import Declared, Figure, Unit
from carbongate.machines import generic
from carbongate.mappings.block import Block
from carbongate.mappings.parts import default, sized
from carbongate.model import ONE_COPY, Capacity, Component, Kind, Reading, Resource

CONTROL_PLANE = "control-plane"
SIZE_UNKNOWN = "the size of a managed control plane is not published"
TYPE_LABEL = "node.kubernetes.io/instance-type"


def control_plane(block: Block, vcpus: Figure | None = None, copies: Figure = ONE_COPY) -> Resource:
    """The machines that the provider keeps for the cluster alone: reserved, so they count."""
    vcpus = vcpus or default(block, CONTROL_PLANE, "vcpus")
    memory = default(block, CONTROL_PLANE, "memory")
    size = block.tables.keep(
        (CONTROL_PLANE, block.provider),
        lambda: generic(block.tables, vcpus, memory, provider=block.provider),
    )
    plane = block.resource(Kind.MACHINE, size, replicas=copies, assumed=(SIZE_UNKNOWN,))
    return replace(plane, managed=True)


def pool(
    block: Block,
    cluster: str | None,
    name: str | None,
    components: tuple[Component, ...],
    count: Figure,
    *,
    labels: Mapping[str, str],
    assumed: Iterable[str] = (),
    machine: str | None = None,
    part: str = "",
    region: str | None = None,
    why: str = "",
) -> Reading:
    """A pool of nodes that pods can run on. `name` is what a node selector calls it.

    `why` is not "" where the size of its nodes is not known.
    """
    own = {TYPE_LABEL: machine} if machine else {}
    most = Figure.exact(count.high, Unit.ONE, Declared(f"{block.type}: the most nodes of its pool"))
    address = f"{block.address}#{part}" if part else block.address
    return sized(
        block.resource(
            Kind.MACHINE,
            components,
            replicas=count,
            part=part,
            region=region,
            assumed=assumed,
            capacity=Capacity(
                cluster or address, name or address, "kubernetes", {**own, **labels}, most
            ),
            machine=machine,
        ),
        why,
    )

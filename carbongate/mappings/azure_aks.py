"""Azure Kubernetes Service: control planes and node pools; zones do not multiply the nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from carbongate.mappings.azure_disks import COPIES
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.node_pools import control_plane, pool
from carbongate.mappings.parts import counted, disk, joined, machine, size
from carbongate.mappings.values import Values
from carbongate.model import Reading, Storage

CLUSTER = "azurerm_kubernetes_cluster"
NODE_DISK = "azure/aks-node-disk"


def cluster(block: Block) -> Sequence[Reading]:
    """The control plane, and the pool that every cluster begins with."""
    pools = block.many("default_node_pool") or block.many("agent_pool_profile")
    return (control_plane(block), *(nodes(block, found, block, "default-pool") for found in pools))


def node_pool(block: Block) -> Reading:
    """A further pool."""
    found = block.linked("kubernetes_cluster_id", CLUSTER)
    return nodes(block, block, found[0] if len(found) == 1 else None)


def nodes(block: Block, found: Values, home: Block | None, part: str = "") -> Reading:
    """The nodes of a pool, however many zones they are spread over."""
    name = found.text("vm_size")
    made = machine(block, name, "vm_size")
    lacks = made.why if name else f"vm_size {found.why('vm_size') or 'is not given'}"
    scales = found.flag("auto_scaling_enabled") or found.flag("enable_auto_scaling")
    said = found.number("node_count")
    said = found.number("count") if said is None else said
    least, most = found.number("min_count"), found.number("max_count")
    count, sentence = counted(block, said, least if scales else None, most if scales else None)
    label = found.text("name")
    own = {"agentpool": label, "kubernetes.azure.com/agentpool": label} if label else {}
    return pool(
        block,
        home.text("name") or home.address if home else None,
        label,
        joined(block, made.components, *os_disk(block, found)),
        count,
        labels={**own, **found.mapping("node_labels")},
        assumed=(made.note, sentence),
        machine=name,
        part=part,
        region=block.region or (home.region if home else None),
        why=lacks,
    )


def os_disk(block: Block, found: Values) -> Iterator[Storage]:
    """The OS disk of a node, unless it lies on the host's own drives."""
    if found.text("os_disk_type") != "Ephemeral":
        gb = size(block, found, "os_disk_size_gb", "os_disk_size_gb", NODE_DISK)
        yield disk(block, gb, "azure/Premium_LRS", COPIES)


MAPPERS: Mapping[str, Mapper] = {
    CLUSTER: cluster,
    "azurerm_kubernetes_cluster_node_pool": node_pool,
}

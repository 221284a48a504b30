"""Disks of Azure machines; a managed disk is kept in three copies."""

from __future__ import annotations

from collections.abc import Iterator

from carbongate.figure import Figure
from carbongate.mappings.block import Block
from carbongate.mappings.parts import default, disk, size
from carbongate.mappings.values import Values
from carbongate.model import Storage

OS_DISK = "azure/os-disk"
USUAL = "Standard_LRS"
COPIES = "azure/disk"


def os_disk(block: Block, path: str, kind_of: str, *, windows: bool) -> Iterator[Storage]:
    """The OS disk, unless it lies on the host's own drives."""
    found = next(iter(block.many(path)), Values({}))
    if found.many("diff_disk_settings"):
        return
    gb = size(block, found, "disk_size_gb", f"{path}.disk_size_gb", OS_DISK)
    if windows and not found.number("disk_size_gb"):
        usual = default(block, OS_DISK, "storage")
        gb = block.tables.keep(("windows disk", "azure"), lambda: upper(usual))
    yield disk(block, gb, f"azure/{found.text(kind_of) or USUAL}", COPIES)


def data_disks(block: Block, path: str, kind_of: str) -> Iterator[Storage]:
    """Disks that a machine or a scale set declares within itself."""
    for found in block.many(path):
        if found.text("managed_disk_id") or found.text("create_option") == "Attach":
            continue
        gb = size(block, found, "disk_size_gb", f"{path}.disk_size_gb", OS_DISK)
        yield disk(block, gb, f"azure/{found.text(kind_of) or USUAL}", COPIES)


def upper(usual: Figure) -> Figure:
    """The upper end of a default: what an image of Windows takes."""
    return Figure.exact(usual.high, usual.unit, usual.origin)

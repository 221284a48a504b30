"""Disks of AWS machines, from an instance, a launch template or a launch configuration.

Instance store needs nothing here: its drives are in the machine's row.
"""

from __future__ import annotations

from collections.abc import Iterator

from carbongate.mappings.block import Block
from carbongate.mappings.parts import disk, size
from carbongate.mappings.values import Values
from carbongate.model import Storage

ROOT_NAMES = ("/dev/sda1", "/dev/sda", "/dev/xvda")
ROOT_VOLUME = "aws/root-volume"
TEMPLATES = ("aws_launch_template",)


def launch_template(block: Block, path: str = "launch_template") -> Block | None:
    """The launch template that a block names at a path, where it is declared in the same plan."""
    if not block.many(path):
        return None
    for attribute in ("id", "launch_template_id", "name", "launch_template_name"):
        found = block.linked(f"{path}.{attribute}", *TEMPLATES)
        if len(found) == 1:
            return found[0]
    return None


def volumes(block: Block, *sources: Values | None, kind: str = ROOT_VOLUME) -> tuple[Storage, ...]:
    """The root volume, as the first source that has one says or as the image has it, and all others."""
    found = [source for source in sources if source is not None]
    mapped = [pair for source in found for pair in mappings(source)]
    roots = [
        *(root for source in found for root in source.many("root_block_device")),
        *(ebs for name, ebs in mapped if name in ROOT_NAMES),
    ]
    data = [
        *(ebs for source in found for ebs in source.many("ebs_block_device")),
        *(ebs for name, ebs in mapped if name not in ROOT_NAMES),
    ]
    return (
        volume(block, roots[0] if roots else Values({}), "root_block_device", kind),
        *(
            volume(block, each, "ebs_block_device", ROOT_VOLUME)
            for each in data
            if counted_here(block, each)
        ),
    )


def volume(block: Block, found: Values, path: str, kind: str) -> Storage:
    """One volume; a gp2 or gp3 where nobody says, both on SSD."""
    gb = size(block, found, "volume_size", f"{path}.volume_size", kind)
    return disk(block, gb, f"aws/{found.text('volume_type') or 'gp3'}", "aws/ebs")


def mappings(template: Values) -> Iterator[tuple[str, Values]]:
    """Device name and volume of each mapping of a launch template that is a volume."""
    for mapping in template.many("block_device_mappings"):
        for ebs in mapping.many("ebs"):
            if not mapping.flag("no_device"):
                yield mapping.text("device_name") or "", ebs


def counted_here(block: Block, found: Values) -> bool:
    """Not where the volume is a resource of its own that Terraform read back through its attachment."""
    name = found.text("volume_id")
    return name is None or not block.others.carrying(("aws_ebs_volume",), ("id",), name)

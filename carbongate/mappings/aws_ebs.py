"""Amazon EBS: volumes, and snapshots whose size only their use tells."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Unit
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import disk, joined, kept, stated
from carbongate.model import Kind, Reading, Skipped


def volume(block: Block) -> Reading:
    """A volume of a stated size, or of that of the snapshot it is made of."""
    gb = stated(block, "size", Unit.GB)
    if gb is None:
        if block.given("snapshot_id"):
            return block.resource(Kind.STORAGE, (), needs=(kept(block, "aws/gp3", "aws/ebs"),))
        why = block.missing("size")
        return Skipped.of(block.resource(Kind.STORAGE, ()), why, anything=True)
    kind = f"aws/{block.text('type') or 'gp2'}"
    return block.resource(Kind.STORAGE, joined(block, disk(block, gb, kind, "aws/ebs")))


def snapshot(block: Block) -> Reading:
    """The blocks that changed, in three copies: how many they are, nobody can tell from a plan."""
    return block.resource(
        Kind.STORAGE, (), needs=(kept(block, "aws/ebs-snapshot", "aws/ebs-snapshot"),)
    )


MAPPERS: Mapping[str, Mapper] = {
    "aws_ebs_volume": volume,
    "aws_ebs_snapshot": snapshot,
    "aws_ebs_snapshot_copy": snapshot,
    "aws_ebs_snapshot_import": snapshot,
}

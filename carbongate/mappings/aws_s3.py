"""Amazon S3: a bucket holds what only its use can tell."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import kept
from carbongate.model import Kind, Reading


def bucket(block: Block) -> Reading:
    """Objects in at least three zones."""
    return block.resource(Kind.STORAGE, (), needs=(kept(block, "aws/s3", "aws/s3"),))


def directory_bucket(block: Block) -> Reading:
    """Express One Zone: on SSD, in one zone."""
    needs = (kept(block, "aws/s3-express", "aws/s3-one-zone"),)
    return block.resource(Kind.STORAGE, (), needs=needs)


MAPPERS: Mapping[str, Mapper] = {
    "aws_s3_bucket": bucket,
    "aws_s3_directory_bucket": directory_bucket,
}

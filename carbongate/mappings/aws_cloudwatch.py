"""Amazon CloudWatch Logs: a group holds what only its use can tell."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import kept
from carbongate.model import Kind, Reading


def log_group(block: Block) -> Reading:
    """Stored log lines."""
    return block.resource(Kind.STORAGE, (), needs=(kept(block, "aws/logs", "aws/default"),))


MAPPERS: Mapping[str, Mapper] = {"aws_cloudwatch_log_group": log_group}

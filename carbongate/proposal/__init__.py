"""A first carbongate.yaml for a repository that has none: `carbongate init`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbongate.config import Config, StackConfig
from carbongate.model import StackEstimate
from carbongate.repository import Tree

# The estimate of a tree under a configuration, as the flow makes it.
Measure = Callable[[Config], Sequence[StackEstimate]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would say: the stacks that were found, and their month."""

    stacks: tuple[StackConfig, ...]
    estimates: tuple[StackEstimate, ...]
    code: tuple[str, ...]  # folders with code, "." where it lies at the root


def proposal(tree: Tree, measure: Measure) -> Proposal:
    """What a configuration of this tree would say. `measure` is asked twice: for the tree as it is,
    and with the proposed stacks.

    Errors: ConfigError where the tree has a configuration already, and where there is nothing to
    look at.
    """
    raise NotImplementedError


def text(proposal: Proposal) -> str:
    """The commented carbongate.yaml. It was read back by the loader."""
    raise NotImplementedError

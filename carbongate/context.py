"""What a reader must know beside its files: the tables and what the stack says of its machines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from carbongate.repository import Tree
from carbongate.tables import Tables

Autoscaling = Literal["declared", "min", "mid", "max"]
Visibility = Literal["public", "private", "unknown"]


@dataclass(frozen=True, slots=True)
class Context:
    """`regions` maps a provider to the region the stack's configuration states for it.

    `tree` is where the manifests come from, for what a manifest names beside itself (`.env`).
    """

    tables: Tables
    regions: Mapping[str, str] = field(default_factory=dict)
    autoscaling: Autoscaling = "declared"
    runner_visibility: Visibility = "unknown"
    tree: Tree | None = None

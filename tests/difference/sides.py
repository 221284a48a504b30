"""Both sides of a change from small manifests, read and estimated as the program does it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from carbongate.config import load
from carbongate.difference import difference
from carbongate.model import Change, Difference, StackEstimate
from carbongate.repository import MappingTree
from carbongate.sides import Side, estimated, read
from carbongate.tables import DEFAULT, Tables
from tests.mappings.plans import block, plan

TABLES = Tables(DEFAULT)
CONFIG = "version: 1\nfunctional_unit: {name: order, per_month: 100}\n"
Files = Mapping[str, str]


def side(files: Files, config: str = CONFIG) -> tuple[StackEstimate, ...]:
    """The stacks of a tree, estimated."""
    stated = load(config, "carbongate.yaml")
    tree = MappingTree({path: text.encode() for path, text in files.items()})
    found = read(Side("", tree, stated), TABLES)
    return estimated(found.stacks, stated, TABLES)


def between(
    before: Files,
    after: Files,
    *,
    config: str = CONFIG,
    base: str | None = None,
    moved: Mapping[str, str] | None = None,
) -> Difference:
    """What a change does. `base` is the configuration before it, where that is another."""
    return difference("main", side(before, base or config), side(after, config), moved=moved or {})


def machines(**types: str) -> Files:
    """A plan of virtual machines by name."""
    return {
        "infra/plan.json": written(
            *(
                block(f"aws_instance.{name}", {"instance_type": kind})
                for name, kind in types.items()
            )
        )
    }


def written(*blocks: Mapping[str, Any], region: str = "eu-west-1") -> str:
    """A plan as text."""
    return json.dumps(plan(*blocks, region=region))


def told(found: Difference) -> list[tuple[str, str, str]]:
    """What happened to each resource, and the name it had."""
    return sorted((one.effect, one.address, one.was) for one in found.changes)


def only(found: Difference) -> Change:
    """The one change."""
    (change,) = found.changes
    return change


def words(change: Change) -> list[tuple[str, str, str]]:
    """Its causes."""
    return [(cause.why, cause.before, cause.after) for cause in change.causes]


def pod(cpu: str = "500m", memory: str = "1Gi", replicas: int = 2, name: str = "web") -> str:
    """A Deployment."""
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - {{name: main, image: x, resources: {{requests: {{cpu: {cpu}, memory: {memory}}}}}}}
"""


def nodes(count: int = 3, most: int = 6, kind: str = "m5.large") -> Mapping[str, Any]:
    """The node pool of a cluster."""
    scaling = {"desired_size": count, "min_size": 2, "max_size": most}
    values = {"cluster_name": "shop", "instance_types": [kind], "scaling_config": [scaling]}
    return block("aws_eks_node_group.pool", values)

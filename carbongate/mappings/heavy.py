"""Whether a type that nobody knows is one of compute, databases or accelerators, told by its name.

A heavy one that is skipped can leave the verdict undecided, so a doubtful name counts as heavy
unless its last word says that it only sets something up.
"""

from __future__ import annotations

import re

COMPUTES = """
    accelerator alloydb app apprunner autoscaling batch bigtable broker cache cassandra cloudrun cluster clusters codebuild
    composer container cosmosdb cron daemon daemonset database databases dataflow dataproc db desktop docdb documentdb
    droplet dynamodb elasticache elasticpool elasticsearch emr environment fleet fleets function functions gpu hsm
    instance instances job jobs kafka linode machine machines memcached memorydb mongo mongodb mysql neptune node nodes
    notebook opensearch pod pods postgres postgresql rabbitmq redis redshift release replicaset run runner sagemaker
    search server servers spanner spark stateful statefulset synapse task timestream tpu training vm vms vmss warehouse
    worker workers workspaces
"""

# Words that speak of machines only in a Kubernetes type.
IN_KUBERNETES = "deployment manifest replication rollout"

# A last word that says: this only configures, names or joins something.
SETS_UP = """
    access acl alert alias assignment association attachment attribute autoscaler backup binding budget certificate
    configuration connection connector credential credentials definition detector entitlement event exclusion extension
    filter firewall grant key link listener mapping member metric name notification option options parameter permission
    permissions policy privilege profile queue quota record registration registry role route rule schedule schema
    secret setting settings share snapshot state subscription tag tags template token topic user users version vault view
"""

# What stands before `group` where that is a set of machines.
OF_MACHINES = "autoscaling container fleet instance node nodes replication scaling task worker"

# Pairs that only sound like machines.
NO_MACHINES = (("state", "machine"), ("storage", "container"))

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
VERSION = re.compile(r"v\d\w*")


def heavy(name: str) -> bool:
    """Whether the name of a type speaks of something that computes."""
    words = [word.lower() for word in WORD.findall(name)]
    while words and VERSION.fullmatch(words[-1]):
        words.pop()
    speaks = set(COMPUTES.split())
    if words[:1] == ["kubernetes"]:
        speaks.update(IN_KUBERNETES.split())
    if not speaks.intersection(words) or tuple(words[-2:]) in NO_MACHINES:
        return False
    if words[-1] == "group":
        return words[-2] in OF_MACHINES.split() if len(words) > 1 else False
    return words[-1] not in SETS_UP.split()

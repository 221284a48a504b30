"""Trees to propose a configuration for, and the flow that measures them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from carbongate.config import Config, load
from carbongate.flow import estimates, run
from carbongate.model import Mode, Report, StackEstimate
from carbongate.proposal import Measure, proposal, text
from carbongate.repository import MappingTree, Tree
from carbongate.request import Request
from carbongate.sides import Side

CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n"
TEMPLATE = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}}\n"
COMPOSE = (
    "services:\n  web: {image: nginx, deploy: {resources: {limits: {cpus: '0.5', memory: 256M}}}}\n"
)
WORKFLOW = "on: push\njobs:\n  test: {runs-on: ubuntu-latest, steps: [{run: make}]}\n"
OVERLAY = "kind: Kustomization\nresources: [../../base]\nreplicas: [{name: web, count: 3}]\n"
INVENTORY = "address,provider,region,type,count\nbox,aws,eu-west-1,m5.large,2\n"
ROOT = 'terraform {\n  backend "s3" {}\n}\nprovider "aws" {}\n'


def pod(name: str = "web", namespace: str = "shop", cpu: str = "500m") -> str:
    """A deployment of two replicas."""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  replicas: 2
  template:
    spec:
      containers:
        - {{name: c, image: x, resources: {{requests: {{cpu: {cpu}, memory: 1Gi}}}}}}
"""


def tree(files: Mapping[str, str]) -> Tree:
    return MappingTree({path: text.encode() for path, text in files.items()})


def request(files: Tree, config: Config, mode: Mode | None = None) -> Request:
    return Request("check", Path(), Side("", files, config), None, mode)


def measure(files: Tree) -> Measure:
    """What the command line gives."""

    def month(config: Config) -> Sequence[StackEstimate]:
        return estimates(request(files, config))[0]

    return month


def proposed(files: Mapping[str, str]) -> str:
    """The text for a tree."""
    made = tree(files)
    return text(proposal(made, measure(made)))


def checked(files: Mapping[str, str], written: str, mode: Mode | None = None) -> Report:
    """What `carbongate check` says of the tree with that configuration."""
    return run(request(tree(files), load(written, "carbongate.yaml"), mode))

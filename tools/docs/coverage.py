"""docs/coverage.md: what is understood, from the readers, the mappings and the table of free types."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from carbongate import manifests, mappings
from carbongate.discover import modules
from carbongate.manifests.volumes import CLAIM
from carbongate.manifests.workloads import TEMPLATES
from carbongate.stacks import CONTRACT
from carbongate.tables import DEFAULT
from tools.docs.cells import rows
from tools.docs.markdown import bullets, code, page, table

INTRODUCTION = """
# What is understood

A file is known by its content, not by its name. What is read becomes one of three things: an *estimate*; *carbon-free*, for a
type that uses no energy of its own; or *skipped*, with the reason. Nothing is left out in silence. `carbongate coverage`
shows for your own repository what became of each resource.
"""
STACKS = """
Manifests that are deployed together are a stack, as `stacks` in [carbongate.yaml](config.md#stacks) says. Without it each Terraform
folder, Kubernetes tree, compose project and inventory folder is a stack of its own, and all workflows together are the stack
`pipeline`, which is there in any case. A Terraform state counts where no plan of its folder does.
"""
HEAVY = """
A type in none of these lists is skipped. When its name speaks of compute, a database or an accelerator it is *heavy*: the
verdict is then undecided, unless `resources` in [carbongate.yaml](config.md#resourcespattern) says what it is.
"""
PATTERNS = """
`name*` stands for all types that begin so, `*name` for all that end so, `*name*` for all that hold it. Types that are listed one by one are in
[free_types.csv]({csv}), with the exceptions: types that use energy although their name is like one of these.
"""
ENDINGS = {"prefix": "{}*", "contains": "*{}*"}
DIALECTS = {
    "terraform": "Terraform",
    "cloudformation": "CloudFormation",
    "arm": "Azure Resource Manager",
    "kubernetes": "Kubernetes",
}
NAMED = ("Service", "Ingress", "gateway.networking.k8s.io/Gateway")


def pages(root: Path) -> Mapping[str, str]:
    """Path -> text."""
    csv = f"../carbongate/data/{DEFAULT}/free_types.csv"
    return {
        "docs/coverage.md": page(
            INTRODUCTION,
            "## Kinds of manifest",
            table(("kind", "what is read"), kinds()),
            STACKS,
            "## Kubernetes objects",
            bullets(objects()),
            "## Terraform resources with a mapping",
            table(("service", "types"), services()),
            HEAVY,
            "## Types without energy of their own",
            PATTERNS.format(csv=csv),
            *families(),
        )
    }


def kinds() -> Iterator[tuple[str, str]]:
    """Each reader, most trusted first."""
    readers = modules(manifests, CONTRACT)
    for reader in sorted(readers, key=lambda reader: (reader.TRUST, reader.KIND)):
        yield code(reader.KIND), said(reader)


def said(module: ModuleType) -> str:
    """The first paragraph of a module's docstring, from which its contract can be read."""
    return " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split())


def objects() -> Iterator[str]:
    """What of Kubernetes is estimated, and what is joined with it."""
    yield f"Workloads: {', '.join(map(code, TEMPLATES))}, by the requests of their containers."
    yield f"Storage: {code(CLAIM)}, and the claim templates of a StatefulSet."
    yield (
        "Scaling: `HorizontalPodAutoscaler` and KEDA's `ScaledObject` are joined to what they scale; "
        "`LimitRange` gives requests to containers that state none."
    )
    yield f"Load balancers of the cloud: {', '.join(map(code, NAMED))}, where one is set up for them."
    yield "An unrendered Helm chart or Kustomize overlay is one heavy skipped resource, with the command that renders it."


def services() -> Iterator[tuple[str, str]]:
    """Each service file with its types, in the order of vendors."""
    for module in modules(mappings, ("MAPPERS",)):
        yield said(module).rstrip("."), ", ".join(map(code, sorted(module.MAPPERS)))


def families() -> Iterator[str]:
    """The patterns of each language of types, by reason."""
    found = rows(DEFAULT, "free_types")
    for dialect in sorted({row["dialect"] for row in found}, key=list(DIALECTS).index):
        own = [row for row in found if row["dialect"] == dialect]
        reasons: dict[str, list[str]] = {}
        for row in own:
            if row["how"] not in ("exact", "never"):
                reasons.setdefault(row["reason"], []).append(pattern(row["pattern"], row["how"]))
        exact = sum(row["how"] == "exact" for row in own)
        never = sum(row["how"] == "never" for row in own)
        yield f"### {DIALECTS[dialect]}"
        yield f"Listed one by one: {exact:,}; exceptions: {never:,}."
        lines = [(why, ", ".join(map(code, names))) for why, names in sorted(reasons.items())]
        yield table(("why", "families"), lines)


def pattern(text: str, how: str) -> str:
    """A row as a pattern with `*`."""
    if how in ENDINGS:
        return ENDINGS[how].format(text)
    return text if "*" in text else f"*{text}"

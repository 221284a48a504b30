"""Docker compose projects: services with what they reserve, and the volumes they keep.

`docker compose up` is what counts: a service with a profile that nobody switches on is listed as
skipped, one scaled to 0 stays a resource of zero replicas. A project takes `compose.yaml` (or
another default name) with its override; other compose files are projects of their own, unless the
stack names them together with the file whose services they change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from carbongate.context import Context
from carbongate.errors import InputError
from carbongate.figure import Declared, Figure, Unit
from carbongate.manifests.charts import parent
from carbongate.manifests.compose_merge import DEFAULTS, OVERRIDES, REMOTE, projects
from carbongate.manifests.defaults import home
from carbongate.manifests.services import service
from carbongate.model import Kind, Need, Reading, Resource, Skipped, Where
from carbongate.repository import File

KIND = "compose"
TRUST = 60

SERVICES = re.compile(r"^['\"]?services['\"]?[ \t]*:[ \t]*(?:[#{&].*)?\r?$", re.MULTILINE)
OF_COMPOSE = re.compile(
    r"[ \t{,]['\"]?(?:image|build|extends|deploy|container_name|environment|env_file|depends_on|ports"
    r"|command|entrypoint|networks|mem_limit|mem_reservation|cpus|cpu_quota|scale|gpus|profiles|restart"
    r"|volumes|healthcheck|privileged|cap_add|cap_drop|logging|provider)['\"]?[ \t]*:"
)
LIST = re.compile(r"^['\"]?services['\"]?[ \t]*:[ \t]*(?:#.*)?\s+-[ \t]", re.MULTILINE)
INCLUDE = re.compile(r"^include[ \t]*:", re.MULTILINE)
# What other programs that know `services` have at the top.
OTHERS = re.compile(r"^(?:jobs|stages|language|script|parameters|pipelines)[ \t]*:", re.MULTILINE)


def claims(file: File) -> bool:
    """Whether a file holds compose services, or includes files that do."""
    try:
        head = file.head()
        if has_services(head):
            return True
        name = PurePosixPath(file.path)
        if name.suffix not in (".yml", ".yaml"):
            return False
        if "compose" in name.name and INCLUDE.search(head):
            return True
        return file.size > len(head) and has_services(file.text())
    except InputError:
        return False


def has_services(text: str) -> bool:
    """Whether a text has services in the way of compose."""
    return bool(
        SERVICES.search(text)
        and OF_COMPOSE.search(text)
        and not LIST.search(text)
        and not OTHERS.search(text)
    )


def root(file: File) -> str:
    """The folder for the default names, the file itself for others."""
    name = PurePosixPath(file.path).name
    return parent(file.path) or "." if name in DEFAULTS or name in OVERRIDES else file.path


def read(files: Sequence[File], context: Context) -> Iterator[Reading]:
    """The services and volumes of all projects. Errors: InputError for a file that is no YAML."""
    for project in projects(files, context.tree):
        for one in project.services:
            yield service(one, project, context)
        for name, where in project.volumes.items():
            yield volume(f"{project.name}/volumes/{name}", where, context)
        for path, where in project.missing:
            yield included(f"{project.name}/include/{path}", path, where)
        for path, why in project.unused:
            yield Skipped(path, "compose-file", Where(path), why, heavy=False)


def volume(address: str, where: Where, context: Context) -> Resource:
    """A named volume: how much it holds, only `usage:` can say."""
    provider, region = home(context)
    return Resource(
        address=address,
        type="compose-volume",
        kind=Kind.STORAGE,
        provider=provider,
        region=region,
        where=where,
        replicas=Figure.exact(1, Unit.ONE, Declared(f"{address}: one volume")),
        components=(),
        needs=(Need("storage_gb"),),
    )


def included(address: str, path: str, where: Where) -> Skipped:
    """An included file that is not among those of the stack."""
    far = path.startswith(REMOTE)
    why = (
        f"takes services from {path}, which is not in this tree"
        if far
        else f"takes services from {path}; name it in the manifests of the same stack to count them here"
    )
    return Skipped(address, "compose-include", where, why, heavy=far)

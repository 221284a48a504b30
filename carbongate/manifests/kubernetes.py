"""Kubernetes manifests, YAML or JSON: each object once, joined with what else the stack says of it.

A workload with `replicas: 0` stays a resource of zero replicas: the estimate says that nothing of it
runs as declared, and `usage:` may say what does. Objects that another object of the stack makes
(the ReplicaSet of a Deployment, as `kubectl get` prints them) are counted with their maker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from carbongate.context import Context
from carbongate.errors import InputError
from carbongate.manifests import charts
from carbongate.manifests.custom import other
from carbongate.manifests.objects import (
    Object,
    at,
    looks_like_objects,
    mapping,
    mappings,
    objects,
    templated,
    word,
)
from carbongate.manifests.pods import Limits
from carbongate.manifests.quantities import UnreadableError
from carbongate.manifests.scaling import Target, is_scaler, scaler, scalers
from carbongate.manifests.volumes import CLAIM, Volumes, claim, claims_of, volumes
from carbongate.manifests.workloads import TEMPLATES, Surroundings, workload
from carbongate.model import CarbonFree, Reading, Resource, Skipped
from carbongate.repository import File

KIND = "kubernetes"
TRUST = 20


def claims(file: File) -> bool:
    """Whether a file holds Kubernetes objects, or what becomes such objects when it is rendered."""
    try:
        head = file.head()
        return (
            looks_like_objects(file)
            or charts.is_chart(head)
            or charts.is_kustomization(file.path, head)
        )
    except InputError:
        return False


def root(file: File) -> str:
    """The folder of the file; the chart's for a template of a chart."""
    head = file.head()
    folder = charts.folder_of(file.path) if charts.has_marks(head) else charts.parent(file.path)
    return folder or "."


def read(files: Sequence[File], context: Context) -> Iterator[Reading]:
    """What the objects of all files are. Errors: InputError for a file that is no YAML or JSON."""
    chart_files = [file for file in files if charts.is_chart(file.head())]
    overlay_files = [file for file in files if charts.is_kustomization(file.path, file.head())]
    overlays, changes = charts.read_kustomizations(overlay_files)
    apart = {file.path for file in (*chart_files, *overlay_files)} | changes
    things: list[Object] = []
    templates: list[File] = []
    homes = {charts.folder_of(file.path) for file in chart_files}
    for file in files:
        if file.path in apart:
            continue
        found = objects_of(file, charts.folder_of(file.path) in homes)
        if found is None:
            templates.append(file)
        else:
            things.extend(found)
    things.extend(thing for file in overlay_files for thing in beside(file))
    yield from charts.unrendered(chart_files, templates)
    yield from (charts.kustomized(overlay) for overlay in overlays)
    yield from readings(things, context)


def beside(overlay: File) -> Iterator[Object]:
    """The objects in the file of a kustomization, which `kubectl apply` takes for what they are."""
    if not charts.has_marks(overlay.text()):
        found = objects(overlay)
        yield from (thing for thing in found if not charts.is_kustomizing(thing.body))


def objects_of(file: File, in_chart: bool) -> list[Object] | None:
    """The objects of a file, None where it is a template."""
    text = file.text()
    marks = charts.has_marks(text)
    if in_chart and (marks or "templates/" in file.path):
        return None
    try:
        found = list(objects(file))
    except InputError:
        if marks:
            return None
        raise
    if marks and any(templated(thing.body) or "{{" in thing.name for thing in found):
        return None
    return found


def readings(things: Sequence[Object], context: Context) -> Iterator[Reading]:
    """One reading for each object, and one for each volume a workload brings along.

    Of objects that are declared twice the last one counts, as it does for a cluster.
    """
    around = Surroundings(context, scalers(things), limits(things))
    known = volumes(things, context.tables)
    last = {identity(thing): thing for thing in things}
    names = {(thing.kind, thing.namespace, thing.name) for thing in things}
    claimed = {word(thing.spec.get("volumeName")) for thing in things if thing.kind == CLAIM}
    replaced: list[Skipped] = []
    for thing in things:
        final = last[identity(thing)]
        if final is not thing:
            if thing.type in TEMPLATES:
                why = f"declared again at {final.where}, which replaces it"
                replaced.append(Skipped(thing.address, thing.type, thing.where, why, heavy=False))
        elif owned(thing, names) or bound(thing, claimed):
            yield CarbonFree(thing.address, thing.type, thing.where)
        else:
            yield from reading(thing, known, around)
    yield from replaced  # behind what counts, which keeps the address


def reading(thing: Object, known: Volumes, around: Surroundings) -> Iterator[Reading]:
    """What one object is; an amount that cannot be read leaves it out with the reason."""
    heavy = thing.type in TEMPLATES
    try:
        if heavy:
            found = workload(thing, around)
            yield found
            made = found.known if isinstance(found, Skipped) else found
            if isinstance(made, Resource):
                yield from claims_of(thing, made.replicas, known, around)
        elif thing.kind in (CLAIM, "PersistentVolume") and not thing.group:
            yield claim(thing, known, around)
        elif is_scaler(thing):
            scaler(thing)
            yield CarbonFree(thing.address, thing.type, thing.where)
        else:
            yield other(thing, around)
    except UnreadableError as error:
        yield Skipped(thing.address, thing.type, thing.where, error.message, heavy)


def identity(thing: Object) -> tuple[str, str]:
    """What makes an object one and the same for a cluster; a generated name is new each time."""
    if at(thing.body, "metadata", "name") is None:
        return thing.address, str(id(thing))
    return thing.group.partition(".")[0] if thing.type != thing.kind else "", thing.address


def owned(thing: Object, names: Collection[Target]) -> bool:
    """Whether another object of the stack makes it."""
    return any(
        (word(owner.get("kind")), thing.namespace, word(owner.get("name"))) in names
        for owner in mappings(at(thing.body, "metadata", "ownerReferences"))
    )


def bound(thing: Object, claimed: set[str]) -> bool:
    """Whether it is a volume that a claim of the stack takes, and so counts."""
    return (
        thing.kind == "PersistentVolume"
        and not thing.group
        and (thing.name in claimed or at(thing.spec, "claimRef", "name") is not None)
    )


def limits(things: Iterable[Object]) -> Mapping[str, Limits]:
    """What LimitRange objects give to containers that state nothing, by namespace."""
    found: dict[str, Limits] = {}
    for thing in things:
        if thing.kind == "LimitRange" and not thing.group:
            for rule in mappings(thing.spec.get("limits")):
                if rule.get("type") == "Container":
                    found[thing.namespace] = Limits(
                        mapping(rule.get("defaultRequest")), mapping(rule.get("default"))
                    )
    return found

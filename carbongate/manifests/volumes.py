"""Storage that Kubernetes objects claim: size, medium, and who provides it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from carbongate.figure import Assumed, Declared, Figure, Unit
from carbongate.manifests.defaults import home
from carbongate.manifests.objects import Object, at, mapping, mappings, word
from carbongate.manifests.quantities import GB, UnreadableError, quantity
from carbongate.manifests.workloads import Surroundings, pod_of
from carbongate.model import Kind, Reading, Resource, Skipped, Storage
from carbongate.tables import Tables

CLAIM = "PersistentVolumeClaim"
UNKNOWN_CLASS = "a volume whose storage class no table has lies on SSD"

# What provides a volume, by a word in the provisioner's name, and the row of copies.csv it is.
PROVISIONERS: Mapping[str, str] = {
    "ebs.csi": "aws/ebs",
    "aws-ebs": "aws/ebs",
    "ebs.csi.eks": "aws/ebs",
    "efs.csi": "aws/efs",
    "gke.io": "gcp/disk",
    "gce-pd": "gcp/disk",
    "disk.csi.azure": "azure/disk",
    "azure-disk": "azure/disk",
    "file.csi.azure": "azure/storage-lrs",
    "azure-file": "azure/storage-lrs",
}
# Parameters of a storage class that name the type of disk.
TYPES = ("type", "skuname", "storageaccounttype", "skuName", "storageAccountType")


@dataclass(frozen=True, slots=True)
class Class:
    """A storage class: its disk as media.csv knows it and its service as copies.csv does."""

    medium: Literal["ssd", "hdd"] | None
    service: str = "generic/default"


@dataclass(frozen=True, slots=True)
class Volumes:
    """The storage classes that the stack declares, by name."""

    tables: Tables
    declared: Mapping[str, Class] = field(default_factory=dict)

    def of(self, name: str) -> Class:
        """A class by its name: declared, else one of those that clouds set up."""
        if name in self.declared:
            return self.declared[name]
        return Class(self.tables.medium(f"kubernetes/{name.lower()}"), built_in(name))


def built_in(name: str) -> str:
    """The service behind the class names that the clouds themselves set up."""
    name = name.lower()
    if name in ("gp2", "gp3", "io1", "io2", "st1", "sc1"):
        return "aws/ebs"
    if name in ("standard-rwo", "premium-rwo", "standard-rwx", "premium-rwx"):
        return "gcp/disk"
    if name.startswith(("managed", "azuredisk")):
        return "azure/disk"
    return "azure/storage-lrs" if name.startswith("azurefile") else "generic/default"


def volumes(things: Iterable[Object], tables: Tables) -> Volumes:
    """The storage classes among some objects."""
    declared = {
        thing.name: declared_class(thing.body, tables)
        for thing in things
        if thing.kind == "StorageClass" and thing.group == "storage.k8s.io"
    }
    return Volumes(tables, declared)


def declared_class(body: Mapping[str, Any], tables: Tables) -> Class:
    """What a StorageClass object says."""
    provisioner = word(body.get("provisioner"))
    service = next(
        (row for part, row in PROVISIONERS.items() if part in provisioner), "generic/default"
    )
    parameters = mapping(body.get("parameters"))
    kind = next((word(parameters[key]) for key in TYPES if key in parameters), "").lower()
    if service == "gcp/disk" and "regional" in word(parameters.get("replication-type")):
        service = "gcp/disk-regional"
    cloud = service.partition("/")[0]
    medium = tables.medium(f"{cloud}/{kind}") or tables.medium(service)
    return Class(medium, service)


def claim(thing: Object, known: Volumes, around: Surroundings) -> Reading:
    """A claim of its own, or a volume that nothing here claims."""
    size_at = ("capacity",) if thing.kind == "PersistentVolume" else ("resources", "requests")
    one = Figure.exact(1, Unit.ONE, Declared(f"{thing.address}: one volume"))
    return stored(thing, thing.spec, at(thing.spec, *size_at), one, known, around)


def claims_of(
    workload: Object, number: Figure, known: Volumes, around: Surroundings
) -> Iterator[Reading]:
    """The volumes that each replica of a workload brings along."""
    templates = [
        (word(at(template, "metadata", "name")), template)
        for template in mappings(workload.spec.get("volumeClaimTemplates"))
    ]
    templates.extend(
        (word(volume.get("name")), mapping(at(volume, "ephemeral", "volumeClaimTemplate")))
        for volume in mappings(pod_of(workload).get("volumes"))
        if at(volume, "ephemeral", "volumeClaimTemplate") is not None
    )
    for name, template in templates:
        spec = mapping(template.get("spec"))
        thing = replace(
            workload,
            group="",
            kind=CLAIM,
            name=f"{name or 'volume'}-{workload.name}",
            body=template,
        )
        size = at(spec, "resources", "requests")
        try:
            yield stored(thing, spec, size, number, known, around)
        except UnreadableError as error:
            yield Skipped(thing.address, CLAIM, thing.where, error.message, heavy=False)


def stored(
    thing: Object,
    spec: Mapping[str, Any],
    size: Any,
    number: Figure,
    known: Volumes,
    around: Surroundings,
) -> Reading:
    """So many volumes of one size. Errors: UnreadableError for a size that is none."""
    value = mapping(size).get("storage")
    if value is None:
        why = "asks for no amount of storage"
        return Skipped(thing.address, thing.type, thing.where, why, heavy=False)
    gb = quantity(value, "storage") / GB
    name = word(spec.get("storageClassName"))
    kind = known.of(name or "default")
    medium = kind.medium or "ssd"
    provider, region = home(around.context)
    copies = known.tables.copies(kind.service)[1]
    return Resource(
        address=thing.address,
        type=thing.type,
        kind=Kind.STORAGE,
        provider=provider,
        region=region,
        where=thing.where,
        replicas=number,
        components=(
            Storage(
                Figure.exact(float(gb), Unit.GB, Declared(f"{thing.address}: storage")),
                medium,
                copies,
            ),
        ),
        assumed=(
            *((number.origin.why,) if isinstance(number.origin, Assumed) else ()),
            *(() if name and kind.medium else (UNKNOWN_CLASS,)),
        ),
        labels={"namespace": thing.namespace},
    )

"""Google Compute Engine: instances, disks, and groups of instances made from a template."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Unit
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.gcp_disks import (
    boot_disk,
    cards,
    last,
    scratch_disks,
    template_disks,
)
from carbongate.mappings.parts import Type, counted, disk, joined, kept, machine, sized, stated
from carbongate.model import CarbonFree, Kind, Reading

TEMPLATES = ("google_compute_instance_template", "google_compute_region_instance_template")
AUTOSCALERS = ("google_compute_autoscaler", "google_compute_region_autoscaler")
NOT_RUNNING = ("TERMINATED", "SUSPENDED")


def instance(block: Block) -> Reading:
    """A machine with its boot disk, local disks and cards; attached disks are resources of their own."""
    name = last(block.text("machine_type"))
    found = machine(block, name, "machine_type")
    if block.text("desired_status") in NOT_RUNNING:
        return block.resource(Kind.STORAGE, joined(block, *boot_disk(block)), machine=name)
    attached = cards(block, found, block.many("guest_accelerator"))
    disks = (*boot_disk(block), *scratch_disks(block, found))
    return sized(
        block.resource(
            Kind.MACHINE,
            joined(block, found.components, attached.components, *disks),
            assumed=(found.note, attached.note),
            machine=name,
        ),
        found.why,
        attached.why,
    )


def compute_disk(block: Block) -> Reading:
    """A disk of a stated size, or of that of the image or snapshot it is made of."""
    regional = block.type == "google_compute_region_disk"
    copies = "gcp/disk-regional" if regional else "gcp/disk"
    kind = f"gcp/{last(block.text('type')) or 'pd-standard'}"
    gb = stated(block, "size", Unit.GB)
    if gb is None:
        return block.resource(Kind.STORAGE, (), needs=(kept(block, kind, copies),))
    return block.resource(Kind.STORAGE, joined(block, disk(block, gb, kind, copies)))


def snapshot(block: Block) -> Reading:
    """Blocks that changed: how many, nobody can tell from a plan."""
    return block.resource(Kind.STORAGE, (), needs=(kept(block, "gcp/snapshot", "gcp/snapshot"),))


def group(block: Block) -> Reading:
    """A managed group: its target size, or what its autoscaler allows, in all its zones together."""
    template = template_of(block)
    name = last(template.text("machine_type")) if template else None
    found = of_template(block, template, name)
    attached = cards(block, found, template.many("guest_accelerator") if template else ())
    scaler = next((s for kind in AUTOSCALERS for s in block.referring(kind, "target")), None)
    count, sentence = counted(
        block,
        block.number("target_size"),
        scaler.number("autoscaling_policy.min_replicas") if scaler else None,
        scaler.number("autoscaling_policy.max_replicas") if scaler else None,
        "instances",
    )
    disks = template_disks(template) if template else ()
    return sized(
        block.resource(
            Kind.MACHINE,
            joined(block, found.components, attached.components, *disks),
            replicas=count,
            assumed=(found.note, attached.note, sentence),
            machine=name,
        ),
        found.why,
        attached.why,
    )


def of_template(block: Block, template: Block | None, name: str | None) -> Type:
    """The machine that a template describes."""
    if template is None:
        return Type(None, why="its instance template is not declared in this plan")
    hidden = template.why("machine_type")
    if hidden and name is None:
        return Type(None, why=f"machine_type {hidden}")
    return machine(block, name, "machine_type of the template")


def template_of(block: Block) -> Block | None:
    """The template of the group's first version; older providers name it on the group itself."""
    for path in ("version.instance_template", "instance_template"):
        if block.given(path):
            found = block.linked(
                path, *TEMPLATES, by=("id", "self_link", "self_link_unique", "name")
            )
            if len(found) == 1:
                return found[0]
    return None


def carries_size(block: Block) -> CarbonFree:
    """Runs nothing itself: the group counts."""
    return block.free()


MAPPERS: Mapping[str, Mapper] = {
    "google_compute_instance": instance,
    "google_compute_disk": compute_disk,
    "google_compute_region_disk": compute_disk,
    "google_compute_snapshot": snapshot,
    "google_compute_instance_group_manager": group,
    "google_compute_region_instance_group_manager": group,
    **dict.fromkeys((*TEMPLATES, *AUTOSCALERS), carries_size),
}

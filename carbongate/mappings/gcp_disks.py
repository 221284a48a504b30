"""Disks and cards of Google Compute Engine machines, in instances, templates and node pools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carbongate.figure import Unit
from carbongate.machines import accelerator, stand_in
from carbongate.mappings.block import Block
from carbongate.mappings.parts import Type, declared, default, disk, size
from carbongate.mappings.values import Values
from carbongate.model import Accelerator, Component, Storage

BOOT_DISK = "gcp/boot-disk"
LOCAL_SSD = "gcp/local-ssd"
DISK = "google_compute_disk"
AFTER_APPLY = "the accelerators are known only after apply"
REGIONAL_DISK = "google_compute_region_disk"


def last(text: str | None) -> str | None:
    """The name at the end of an address such as `.../machineTypes/n1-standard-1`."""
    return text.rsplit("/", 1)[-1] if text else None


def medium(found: Values, path: str, usual: str) -> str:
    """Storage class of a disk."""
    return f"gcp/{last(found.text(path)) or usual}"


def boot_disk(block: Block) -> Iterator[Storage]:
    """The boot disk, unless it is a disk that exists by itself."""
    for found in block.many("boot_disk"):
        if exists_already(block, found, "boot_disk.source"):
            continue
        gb = size(
            block, found, "initialize_params.size", "boot_disk.initialize_params.size", BOOT_DISK
        )
        yield disk(block, gb, medium(found, "initialize_params.type", "pd-standard"), "gcp/disk")


def exists_already(block: Block, found: Values, path: str) -> bool:
    """Whether a disk is one that exists by itself and counts as a resource of its own.

    A source that is known only after apply is one where its expression names a disk; else Google
    fills it in for the disk that the machine creates.
    """
    if found.many("initialize_params"):
        return False
    return bool(found.text("source") or block.others.referred(block, path, (DISK, REGIONAL_DISK)))


def template_disks(template: Block) -> Iterator[Storage]:
    """The disks of an instance template: those it creates, and its local ones."""
    for number, found in enumerate(template.many("disk")):
        if exists_already(template, found, f"disk.{number}.source"):
            continue
        scratch = found.text("type") == "SCRATCH" or last(found.text("disk_type")) == "local-ssd"
        kind = LOCAL_SSD if scratch else BOOT_DISK
        gb = size(template, found, "disk_size_gb", "disk.disk_size_gb", kind)
        if scratch:
            yield disk(template, gb, LOCAL_SSD, "gcp/default")
        else:
            yield disk(template, gb, medium(found, "disk_type", "pd-standard"), "gcp/disk")


def scratch_disks(block: Block, found: Type) -> Iterator[Storage]:
    """Local SSDs of an instance. Types that always have them hold them in their row."""
    if "lssd" in (found.name or ""):
        return
    for scratch in block.many("scratch_disk"):
        gb = size(block, scratch, "size", "scratch_disk.size", LOCAL_SSD)
        yield disk(block, gb, LOCAL_SSD, "gcp/default")


def local_ssds(block: Block, node: Values, found: Type) -> Iterator[Storage]:
    """Local SSDs of each node of a pool."""
    if "lssd" in (found.name or ""):
        return
    counts = (
        node.number("local_ssd_count"),
        node.number("local_nvme_ssd_block_config.local_ssd_count"),
        node.number("ephemeral_storage_local_ssd_config.local_ssd_count"),
        node.number("ephemeral_storage_config.local_ssd_count"),
    )
    count = sum(number for number in counts if number)
    if count:
        number = declared(block, "local_ssd_count", count, Unit.ONE)
        key = ("local ssds", repr(count))
        one = default(block, LOCAL_SSD, "storage")
        gb = block.tables.keep(key, lambda: (one * number).named("local SSDs"))
        yield disk(block, gb, LOCAL_SSD, "gcp/default")


@dataclass(frozen=True, slots=True)
class Cards:
    """Accelerators of one machine. `why` is not "" where no table knows one, and `note` what then stands for it."""

    components: tuple[Component, ...] = ()
    note: str = ""
    why: str = ""


def cards(block: Block, found: Type, wanted: Sequence[Values]) -> Cards:
    """Accelerators that are attached to a machine; a type that comes with its cards has them already."""
    if any(isinstance(part, Accelerator) for part in found.components):
        return Cards()
    made: list[Component] = []
    why = note = ""
    for want in wanted:
        name, count = last(want.text("type")), want.number("count")
        if not name or not count:
            if want.why("type") or want.why("count"):
                why, note = AFTER_APPLY, f"{AFTER_APPLY}: none is counted"
            continue
        key = ("cards", name, repr(count))
        number = declared(block, "guest_accelerator.count", count, Unit.ONE)
        card = block.tables.keep(key, lambda: accelerator(block.tables, name, number))  # noqa: B023, kept or called at once
        if card is None:
            why = f"accelerator {name} is in no table"
            card, note = stand_in(block.tables, name, number)
        made.extend((card,) if card else ())
    return Cards(tuple(made), note, why)

"""Azure virtual machines, scale sets and managed disks."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.figure import Figure, Unit
from carbongate.mappings.azure_disks import COPIES, USUAL, data_disks, os_disk
from carbongate.mappings.block import Block, Mapper
from carbongate.mappings.parts import counted, disk, joined, kept, machine, sized, stated
from carbongate.model import ONE_COPY, Kind, Reading, Storage

SETTING = "azurerm_monitor_autoscale_setting"
OLD_SETTING = "azurerm_autoscale_setting"


def linux(block: Block) -> Reading:
    """A machine with its OS disk; data disks are resources of their own."""
    disks = tuple(os_disk(block, "os_disk", "storage_account_type", windows=False))
    return machines(block, "size", disks)


def windows(block: Block) -> Reading:
    """The same with an image of Windows."""
    disks = tuple(os_disk(block, "os_disk", "storage_account_type", windows=True))
    return machines(block, "size", disks)


def legacy(block: Block) -> Reading:
    """The older type, which declares its data disks within itself."""
    disks = (
        *os_disk(block, "storage_os_disk", "managed_disk_type", windows=is_windows(block)),
        *data_disks(block, "storage_data_disk", "managed_disk_type"),
    )
    return machines(block, "vm_size", disks)


def linux_set(block: Block) -> Reading:
    """A scale set of Linux machines."""
    return scale_set(block, "sku", "instances", in_windows=False)


def windows_set(block: Block) -> Reading:
    """A scale set of Windows machines."""
    return scale_set(block, "sku", "instances", in_windows=True)


def orchestrated_set(block: Block) -> Reading:
    """A scale set in flexible orchestration."""
    return scale_set(block, "sku_name", "instances", in_windows=is_windows(block))


def legacy_set(block: Block) -> Reading:
    """The older scale set."""
    disks = (
        *os_disk(block, "storage_profile_os_disk", "managed_disk_type", windows=is_windows(block)),
        *data_disks(block, "storage_profile_data_disk", "managed_disk_type"),
    )
    count, sentence = instances(block, "sku.capacity")
    return machines(block, "sku.name", disks, count, sentence)


def scale_set(block: Block, path: str, number: str, *, in_windows: bool) -> Reading:
    """The machines of a scale set, each with its disks."""
    disks = (
        *os_disk(block, "os_disk", "storage_account_type", windows=in_windows),
        *data_disks(block, "data_disk", "storage_account_type"),
    )
    count, sentence = instances(block, number)
    return machines(block, path, disks, count, sentence)


def machines(
    block: Block,
    path: str,
    disks: tuple[Storage, ...],
    count: Figure = ONE_COPY,
    sentence: str = "",
) -> Reading:
    """So many machines of the type at a path."""
    name = block.text(path)
    found = machine(block, name, path)
    return sized(
        block.resource(
            Kind.MACHINE,
            joined(block, found.components, *disks),
            replicas=count,
            assumed=(found.note, sentence),
            machine=name,
        ),
        found.why,
    )


def instances(block: Block, path: str) -> tuple[Figure, str]:
    """Machines of a scale set: as stated, within what its autoscale setting allows."""
    settings = [
        *block.referring(SETTING, "target_resource_id"),
        *block.referring(OLD_SETTING, "target_resource_id"),
    ]
    limits = [
        capacity
        for setting in settings
        for profile in setting.many("profile")
        for capacity in profile.many("capacity")
    ]
    least = [number for limit in limits if (number := limit.number("minimum")) is not None]
    most = [number for limit in limits if (number := limit.number("maximum")) is not None]
    said = block.number(path)
    if said is None and limits:
        said = limits[0].number("default")
    return counted(
        block, said, min(least) if least else None, max(most) if most else None, "instances"
    )


def is_windows(block: Block) -> bool:
    """Whether a machine's image is one of Windows, where its type does not tell."""
    paths = ("os_profile_windows_config", "os_profile.windows_configuration")
    return any(block.many(path) for path in paths)


def managed_disk(block: Block) -> Reading:
    """A disk of a stated size, or of that of what it is copied from."""
    kind = f"azure/{block.text('storage_account_type') or USUAL}"
    gb = stated(block, "disk_size_gb", Unit.GB)
    if gb is None:
        return block.resource(Kind.STORAGE, (), needs=(kept(block, kind.lower(), COPIES),))
    return block.resource(Kind.STORAGE, joined(block, disk(block, gb, kind, COPIES)))


MAPPERS: Mapping[str, Mapper] = {
    "azurerm_linux_virtual_machine": linux,
    "azurerm_windows_virtual_machine": windows,
    "azurerm_virtual_machine": legacy,
    "azurerm_linux_virtual_machine_scale_set": linux_set,
    "azurerm_windows_virtual_machine_scale_set": windows_set,
    "azurerm_orchestrated_virtual_machine_scale_set": orchestrated_set,
    "azurerm_virtual_machine_scale_set": legacy_set,
    "azurerm_managed_disk": managed_disk,
}

"""The accelerator cards that a workload asks for: which model, as far as anybody says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from carbongate import machines
from carbongate.figure import Assumed, Declared, Derived, Figure, Unit
from carbongate.manifests.quantities import UnreadableError
from carbongate.model import Accelerator, Curve
from carbongate.tables import Tables

# Resource names of devices that compute; other devices (network, storage) are not counted.
DEVICE = re.compile(
    r"(?:^|[/.-])(?:gpu|tpu|mig-|neuron|gaudi|npu|xpu|i915|xe$|vgpu|cnvrg)", re.IGNORECASE
)
SLICE = re.compile(r"/mig-([1-7])g\.")
SLICES = 7  # of one card that can be divided

# Labels of nodes that name the card, and those that name the machine.
CARD_LABELS = (
    "cloud.google.com/gke-accelerator",
    "cloud.google.com/gke-tpu-accelerator",
    "nvidia.com/gpu.product",
    "amd.com/gpu.product-name",
    "karpenter.k8s.aws/instance-gpu-name",
    "karpenter.k8s.aws/instance-accelerator-name",
    "eks.amazonaws.com/instance-gpu-name",
    "karpenter.azure.com/sku-gpu-name",
    "k8s.amazonaws.com/accelerator",
    "gpu.nvidia.com/model",
    "gpu.nvidia.com/class",
    "accelerator",
)
MACHINE_LABELS = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
CLOUDS = ("aws", "gcp", "azure")


@dataclass(frozen=True, slots=True)
class Cards:
    """Accelerators of one replica, and what was assumed of them."""

    components: tuple[Accelerator, ...]
    assumed: tuple[str, ...]


def unread() -> Cards:
    """Cards whose number or kind cannot be read."""
    return Cards((), ("the accelerators that it asks for cannot be read: none is counted",))


def cards(
    devices: Mapping[str, Fraction], labels: Mapping[str, str], address: str, tables: Tables
) -> Cards:
    """The cards behind device names such as `nvidia.com/gpu`, by the labels of the nodes asked for.

    Errors: UnreadableError where the dataset knows no card at all.
    """
    found: list[Accelerator] = []
    assumed: list[str] = []
    for name, amount in devices.items():
        if not DEVICE.search(name):
            continue
        part = SLICE.search(name)
        number = float(amount * Fraction(int(part[1]), SLICES) if part else amount)
        count = Figure.exact(number, Unit.ONE, Declared(f"{address}: {name}"))
        known = named(labels, count, tables)
        if known is None:
            known = unnamed(count, vendor(name), tables)
            assumed.append(f"no node selector names the model behind {name}: {known.model}")
        found.append(known)
    return Cards(tuple(found), tuple(assumed))


def named(labels: Mapping[str, str], count: Figure, tables: Tables) -> Accelerator | None:
    """The card that the node selector names, by itself or by its machine."""
    for label in CARD_LABELS:
        if label in labels:
            known = machines.accelerator(tables, labels[label], count)
            if known is not None:
                return known
    for label in MACHINE_LABELS:
        for cloud in CLOUDS if label in labels else ():
            machine = machines.machine(tables, cloud, labels[label])
            for component in machine.components if machine else ():
                if isinstance(component, Accelerator):
                    return Accelerator(component.model, count, component.power, component.embodied)
    return None


def vendor(name: str) -> str:
    """Whose devices a resource name speaks of: the part of its domain that says so."""
    domain = name.partition("/")[0].lower()
    return next(
        (maker for maker in ("nvidia", "amd", "intel", "google", "aws") if maker in domain), ""
    )


def unnamed(count: Figure, maker: str, tables: Tables) -> Accelerator:
    """A card that nobody names: the middle one of the table, low and high over all of them."""
    every = tables.keep(
        ("cards of", maker), lambda: of_maker(maker, tables) or of_maker("", tables)
    )
    if not every:
        raise UnreadableError("asks for an accelerator, and the dataset has no row for any")
    middle = every[len(every) // 2]
    return Accelerator(
        f"{middle.model} for any of {len(every)} models",
        count,
        hull(middle.power, [card.power for card in every]),
        over(middle.embodied, [card.embodied for card in every]),
    )


def of_maker(maker: str, tables: Tables) -> tuple[Accelerator, ...]:
    """The cards of the table, of one maker where its rows say so, in the order of their full power."""
    one = Figure.exact(1, Unit.ONE, Declared("one card"))
    rows = tables.rows("accelerators")
    known = [
        card
        for name, row in rows.items()
        if maker in f"{name} {row.get('vendor', '')}".lower()
        and (card := machines.accelerator(tables, name, one)) is not None
    ]
    return tuple(sorted(known, key=lambda card: (card.power.watts[-1].best, card.model)))


def hull(middle: Curve, curves: Sequence[Curve]) -> Curve:
    """The middle curve, at each of its points as wide as all curves with the same points."""
    alike = [curve for curve in curves if curve.loads == middle.loads]
    return Curve(
        middle.loads,
        tuple(
            over(watts, [curve.watts[position] for curve in alike])
            for position, watts in enumerate(middle.watts)
        ),
    )


def over(middle: Figure, figures: Sequence[Figure]) -> Figure:
    """The middle figure, as wide as all of them."""
    why = Figure.exact(1, Unit.ONE, Assumed("the manifest names no model"))
    return Figure(
        min(figure.low for figure in figures),
        middle.best,
        max(figure.high for figure in figures),
        middle.unit,
        Derived("low and high over all models of the table", (middle, why)),
    )

"""What one pod reserves, by the scheduler's own rule; requests, else limits, else the defaults table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from carbongate.figure import Declared, Derived, Figure, Unit, total
from carbongate.manifests import defaults
from carbongate.manifests.objects import at, mapping, mappings, word
from carbongate.manifests.quantities import GIB, attempt, quantity
from carbongate.model import Kind
from carbongate.tables import Tables

UNITS = {"cpu": (Unit.VCPU, 1), "memory": (Unit.GIB, GIB)}


@dataclass(frozen=True, slots=True)
class Limits:
    """What LimitRange objects of a namespace give to containers that say nothing, by resource."""

    requests: Mapping[str, Any]
    limits: Mapping[str, Any]


NO_LIMITS = Limits({}, {})


@dataclass(frozen=True, slots=True)
class Request:
    """vCPU and GiB of one pod; `assumed` are sentences where a container states neither.

    `problems` are amounts that are none: the defaults table stands for them.
    """

    cpu: Figure
    memory: Figure
    assumed: tuple[str, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What is needed to read the containers of one pod. `kind` is the row of the defaults table."""

    address: str
    kind: Kind
    limits: Limits
    tables: Tables


def request(pod: Mapping[str, Any], asking: Asking) -> Request:
    """What the scheduler sets aside for the pod.

    Containers and sidecars (init containers that restart always) add up; an init container runs
    alone with the sidecars started before it, and the largest moment counts; overhead comes on top.
    """
    assumed: list[str] = []
    problems: list[str] = []

    def usual(resource: str) -> Figure:
        figure, sentence = defaults.size(asking.tables, asking.kind, resource, "a container")
        assumed.append(sentence)
        return figure

    def read(resource: str) -> Figure:
        return attempt(
            lambda: reserved(pod, resource, asking, assumed), lambda: usual(resource), problems
        )

    cpu, memory = read("cpu"), read("memory")
    return Request(cpu, memory, tuple(dict.fromkeys(assumed)), tuple(problems))


def reserved(pod: Mapping[str, Any], resource: str, asking: Asking, assumed: list[str]) -> Figure:
    """One resource of the whole pod."""
    unit = UNITS[resource][0]
    overhead = stated(
        pod.get("overhead"), resource, f"{asking.address}: overhead", unit_of=resource
    )
    whole = whole_pod(pod, resource, asking)
    if whole is None:
        ask = lambda container, needed: of_container(  # noqa: E731, a name for what is passed on
            container, resource, asking, assumed if needed else None
        )
        whole = largest_moment(pod, ask, unit)
    return total((whole, overhead), unit, "with the pod's overhead") if overhead else whole


def whole_pod(pod: Mapping[str, Any], resource: str, asking: Asking) -> Figure | None:
    """What the pod states for all its containers together, which then counts instead of theirs."""
    for part in ("requests", "limits"):
        where = f"{asking.address}: resources.{part}"
        figure = stated(at(pod, "resources", part), resource, where, unit_of=resource)
        if figure is not None:
            return figure
    return None


def largest_moment(
    pod: Mapping[str, Any], ask: Callable[[Mapping[str, Any], bool], Figure], unit: Unit
) -> Figure:
    """The most that runs at one time in the pod's life."""
    sidecars: list[Figure] = []
    moments: list[Figure] = []
    for container in mappings(pod.get("initContainers")):
        if container.get("restartPolicy") == "Always":
            sidecars.append(ask(container, True))
        else:
            moments.append(total((*sidecars, ask(container, False)), unit))
    running = [ask(container, True) for container in mappings(pod.get("containers"))]
    together = (*running, *sidecars)
    steady = together[0] if len(together) == 1 else total(together, unit, "all containers")
    return largest((steady, *moments))


def largest(figures: Sequence[Figure]) -> Figure:
    """The largest of some figures, end by end."""
    first = figures[0]
    if len(figures) == 1 or all(
        first.low >= other.low and first.best >= other.best and first.high >= other.high
        for other in figures
    ):
        return first
    return Figure(
        max(figure.low for figure in figures),
        max(figure.best for figure in figures),
        max(figure.high for figure in figures),
        first.unit,
        Derived("the most that runs at one time", tuple(figures)),
    )


def of_container(
    container: Mapping[str, Any], resource: str, asking: Asking, assumed: list[str] | None
) -> Figure:
    """What one container reserves. One that only prepares (`assumed` is None) may reserve nothing."""
    name = word(container.get("name")) or "container"
    resources = mapping(container.get("resources"))
    for part, amounts in (
        (f"{name}.requests", resources.get("requests")),
        (f"{name}.limits", resources.get("limits")),
        ("LimitRange defaultRequest", asking.limits.requests),
        ("LimitRange default", asking.limits.limits),
    ):
        figure = stated(amounts, resource, f"{asking.address}: {part}", unit_of=resource)
        if figure is not None:
            return figure
    if assumed is None:
        unit = UNITS[resource][0]
        return Figure.exact(0, unit, Declared(f"{asking.address}: {name} asks for nothing"))
    figure, sentence = defaults.size(asking.tables, asking.kind, resource, "a container")
    assumed.append(sentence)
    return figure


def stated(amounts: Any, resource: str, where: str, *, unit_of: str) -> Figure | None:
    """The amount of a resource, where one is stated that is more than nothing."""
    value = mapping(amounts).get(resource)
    if value is None:
        return None
    unit, size = UNITS[unit_of]
    amount = quantity(value, f"{where.partition(': ')[2]}.{resource}") / size
    return Figure.exact(float(amount), unit, Declared(f"{where}.{resource}")) if amount else None


def extended(pod: Mapping[str, Any], address: str) -> Mapping[str, Fraction]:
    """Devices such as `nvidia.com/gpu` that all containers of the pod ask for, by name."""
    found: dict[str, Fraction] = {}
    for container in (*mappings(pod.get("containers")), *mappings(pod.get("initContainers"))):
        resources = mapping(container.get("resources"))
        amounts = {**mapping(resources.get("requests")), **mapping(resources.get("limits"))}
        for name, value in amounts.items():
            if "/" in name and not name.startswith("requests."):
                found[name] = found.get(name, Fraction(0)) + quantity(value, name)
    return {name: amount for name, amount in found.items() if amount}

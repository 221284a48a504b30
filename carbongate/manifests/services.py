"""One compose service: what it reserves, how often it runs, and why it may not run at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from carbongate import machines
from carbongate.context import Context
from carbongate.figure import Assumed, Declared, Figure, Unit
from carbongate.manifests.cards import Cards, cards, unread
from carbongate.manifests.compose_merge import Project, Service, stands
from carbongate.manifests.defaults import home, one_taken, size, unplaced
from carbongate.manifests.interpolation import UnsetError, interpolated
from carbongate.manifests.objects import at, mapping, mappings, word
from carbongate.manifests.quantities import (
    GIB,
    UnreadableError,
    attempt,
    compose_size,
    count,
    number,
    shown,
)
from carbongate.model import Kind, Placement, Reading, Resource, Skipped

TYPE = "compose-service"
RESERVED = ("deploy", "resources", "reservations")
LIMITED = ("deploy", "resources", "limits")

# Where a service may state its size, most telling first.
CPUS = ((*RESERVED, "cpus"), (*LIMITED, "cpus"), ("cpus",), ("cpu_count",))
MEMORY = ((*RESERVED, "memory"), ("mem_reservation",), (*LIMITED, "memory"), ("mem_limit",))
PERIOD = 100_000  # microseconds that cpu_quota is a part of, unless cpu_period says otherwise

Read = Callable[[Any, str], Fraction]


def service(one: Service, project: Project, context: Context) -> Reading:
    """One service, or why it is not counted."""
    address = f"{project.name}/{one.name}"
    why = nothing_runs(one.body, project.variables)
    if why:
        return Skipped(address, TYPE, one.where, why, heavy=False)
    return running(address, one, project.variables, context)


def nothing_runs(body: Mapping[str, Any], variables: Mapping[str, str]) -> str:
    """Why a service does not start; "" when it does."""
    if not stands(body):
        return (
            "states neither image nor build, so it changes a service of another file; "
            "name both files in the manifests of one stack"
        )
    listed = body.get("profiles")
    names = listed if isinstance(listed, list) else []
    profiles = [interpolated(word(name), variables) for name in names]
    on = {name.strip() for name in variables.get("COMPOSE_PROFILES", "").split(",")}
    if profiles and not on & {"*", *profiles}:
        return f"starts only with profile {' or '.join(profiles)}"
    if body.get("provider") is not None:
        return "a provider sets it up, and it runs elsewhere"
    return ""


def running(address: str, one: Service, variables: Mapping[str, str], context: Context) -> Reading:
    """A service that starts, left out where an amount is none."""
    tables = context.tables
    assumed: list[str] = []
    problems: list[str] = []
    cpu = attempt(lambda: processors(address, one.body, variables), unsaid, problems)
    if cpu is None:
        cpu, sentence = size(tables, Kind.SERVICE, "cpu", "a service")
        assumed.append(sentence)
    memory = attempt(
        lambda: stated(address, one.body, MEMORY, variables, compose_size, Unit.GIB, GIB),
        unsaid,
        problems,
    )
    if memory is None:
        memory, sentence = size(tables, Kind.SERVICE, "memory", "a service")
        assumed.append(sentence)
    devices = attempt(lambda: graphics(address, one.body, variables, context), unread, problems)
    everywhere = word(at(one.body, "deploy", "mode")).startswith("global")
    number_of, counted = attempt(
        lambda: replicas(address, one.body, variables, everywhere), one_taken, problems
    )
    provider, region = home(context)
    found = Resource(
        address=address,
        type=TYPE,
        kind=Kind.SERVICE,
        provider=provider,
        region=region,
        where=one.where,
        replicas=number_of,
        components=(
            *machines.generic(tables, cpu, memory, provider=provider),
            *devices.components,
        ),
        assumed=(*unplaced(context), *counted, *assumed, *devices.assumed),
        placement=Placement("compose", cpu, memory, per_node=everywhere),
    )
    return Skipped.of(found, problems[0]) if problems else found


def unsaid() -> None:
    """An amount that cannot be read says nothing."""


def processors(
    address: str, body: Mapping[str, Any], variables: Mapping[str, str]
) -> Figure | None:
    """vCPUs that a service states."""
    said = stated(address, body, CPUS, variables, number, Unit.VCPU, 1)
    return said or quota(address, body, variables)


def stated(
    address: str,
    body: Mapping[str, Any],
    places: Sequence[tuple[str, ...]],
    variables: Mapping[str, str],
    read: Read,
    unit: Unit,
    per: int,
) -> Figure | None:
    """The first amount that is stated and not 0, which means "no limit" to Docker."""
    for place in places:
        value = at(body, *place)
        if value is None:
            continue
        key = ".".join(place)
        amount = read(filled(value, key, variables), key)
        if amount:
            return Figure.exact(float(amount / per), unit, Declared(f"{address}: {key}"))
    return None


def filled(value: Any, key: str, variables: Mapping[str, str]) -> Any:
    """A value with its variables filled in. Errors: UnreadableError, saying what is not set."""
    if not isinstance(value, str):
        return value
    try:
        return interpolated(value, variables).strip()
    except UnsetError as error:
        raise UnreadableError(f"{key} is {shown(value)}, and {error.message}") from None


def quota(address: str, body: Mapping[str, Any], variables: Mapping[str, str]) -> Figure | None:
    """vCPUs as a quota of time over its period."""
    value = body.get("cpu_quota")
    if value is None:
        return None
    part = number(filled(value, "cpu_quota", variables), "cpu_quota")
    whole = number(filled(body.get("cpu_period", PERIOD), "cpu_period", variables), "cpu_period")
    if not part or not whole:
        return None
    return Figure.exact(float(part / whole), Unit.VCPU, Declared(f"{address}: cpu_quota"))


def replicas(
    address: str, body: Mapping[str, Any], variables: Mapping[str, str], everywhere: bool
) -> tuple[Figure, tuple[str, ...]]:
    """Containers of a service, and the sentence where their number is assumed."""
    if everywhere:
        why = "runs once on each node, and where no nodes are declared on one"
        return Figure.exact(1, Unit.ONE, Assumed(why)), (why,)
    for place in (("deploy", "replicas"), ("scale",)):
        value = at(body, *place)
        if value is not None:
            key = ".".join(place)
            containers = count(filled(value, key, variables), key)
            return Figure.exact(containers, Unit.ONE, Declared(f"{address}: {key}")), ()
    return Figure.exact(1, Unit.ONE, Declared(f"{address}: one container unless stated")), ()


def graphics(
    address: str, body: Mapping[str, Any], variables: Mapping[str, str], context: Context
) -> Cards:
    """The accelerators that a service reserves."""
    wanted = [
        device
        for device in mappings(at(body, *RESERVED, "devices"))
        if "gpu" in (device.get("capabilities") or ())
    ]
    gpus = body.get("gpus")
    wanted.extend(mappings(gpus) if isinstance(gpus, list) else [{"count": gpus}] if gpus else ())
    devices: dict[str, Fraction] = {}
    every: list[str] = []
    for device in wanted:
        name = f"{word(device.get('driver')) or 'nvidia'}/gpu"
        value = filled(device.get("count"), "count", variables)
        identities = device.get("device_ids")
        if isinstance(identities, list):
            amount = len(identities)
        elif value in (None, "all", -1):
            amount = 1
            every.append("a service that takes all accelerators of its machine takes one")
        else:
            amount = count(value, "devices.count")
        devices[name] = devices.get(name, Fraction(0)) + amount
    found = cards(devices, mapping(None), address, context.tables)
    return Cards(found.components, (*dict.fromkeys(every), *found.assumed))

"""How many replicas: what is stated, and what an autoscaler may make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carbongate.context import Autoscaling
from carbongate.figure import Assumed, Declared, Derived, Figure, Unit
from carbongate.manifests.objects import Object, at, word
from carbongate.manifests.quantities import UnreadableError, count

KEDA = "keda.sh"


@dataclass(frozen=True, slots=True)
class Scaler:
    """Limits of a HorizontalPodAutoscaler or a KEDA ScaledObject.

    `open` is one that states no upper limit; `from_zero` one that also wakes what is at 0.
    """

    address: str
    least: int
    most: int
    open: bool = False
    from_zero: bool = False


Target = tuple[str, str, str]  # kind, namespace, name


def is_scaler(thing: Object) -> bool:
    """Whether it changes the replicas of something else."""
    return thing.kind == "HorizontalPodAutoscaler" or (
        thing.group == KEDA and thing.kind == "ScaledObject"
    )


def target(thing: Object) -> Target:
    """Whom an autoscaler scales."""
    reference = thing.spec.get("scaleTargetRef")
    return word(at(reference, "kind")) or "Deployment", thing.namespace, word(at(reference, "name"))


def scaler(thing: Object) -> Scaler:
    """The limits of an autoscaler. Errors: UnreadableError where they are no limits."""
    spec = thing.spec
    keda = thing.group == KEDA
    least_key, most_key = (
        ("minReplicaCount", "maxReplicaCount") if keda else ("minReplicas", "maxReplicas")
    )
    least = limit(spec, least_key, 0 if keda else 1)
    most = limit(spec, most_key, 100 if keda else None)
    if least > most or most == 0:
        raise UnreadableError(
            f"{least_key} is {least} and {most_key} is {most}, which leaves no choice"
        )
    return Scaler(
        thing.address, least, most, open=spec.get(most_key) is None, from_zero=keda or least == 0
    )


def limit(spec: Mapping[str, object], key: str, otherwise: int | None) -> int:
    """One limit; `otherwise` is what the autoscaler itself takes where none is stated."""
    value = spec.get(key)
    if value is None and otherwise is not None:
        return otherwise
    return count(value, key)


def scalers(things: Iterable[Object]) -> Mapping[Target, Scaler]:
    """Autoscalers by whom they scale; those that cannot be read are left out."""
    found: dict[Target, Scaler] = {}
    for thing in things:
        if is_scaler(thing):
            try:
                found[target(thing)] = scaler(thing)
            except UnreadableError:
                continue  # kubernetes.py lists it with the reason
    return found


def replicas(
    thing: Object, scaling: Scaler | None, autoscaling: Autoscaling
) -> tuple[Figure, tuple[str, ...]]:
    """Replicas of a workload, and the sentence where their number is assumed.

    Errors: UnreadableError for a number that is none.
    """
    value = thing.spec.get("replicas")
    stated = None if value is None else count(value, "replicas")
    if scaling is None or (stated == 0 and not scaling.from_zero):
        # An autoscaler leaves alone what somebody has scaled to 0.
        number = 1 if stated is None else stated
        said = (
            f"{thing.address}: replicas"
            if stated is not None
            else f"{thing.address}: one replica unless stated"
        )
        return Figure.exact(number, Unit.ONE, Declared(said)), ()
    return between(scaling, stated, autoscaling, thing.address)


def between(
    scaling: Scaler, stated: int | None, autoscaling: Autoscaling, address: str
) -> tuple[Figure, tuple[str, ...]]:
    """Replicas within an autoscaler's limits; low and high are the limits."""
    least, most = scaling.least, scaling.most
    ends = [
        Figure.exact(least, Unit.ONE, Declared(f"{scaling.address}: minimum")),
        Figure.exact(most, Unit.ONE, Declared(f"{scaling.address}: maximum")),
    ]
    assumed: tuple[str, ...] = ()
    best: float
    match autoscaling:
        case "min":
            best = least
        case "max":
            best = most
        case "declared" if stated or (stated is None and scaling.open):
            best = min(max(stated or 1, least), most)
            ends.append(Figure.exact(best, Unit.ONE, Declared(f"{address}: replicas")))
        case _:
            best = (least + most) / 2
            why = "replicas between the limits of an autoscaler: the midpoint"
            ends.append(Figure.exact(best, Unit.ONE, Assumed(why)))
            assumed = (why,)
    how = f"between the limits of an autoscaler ({autoscaling})"
    return Figure(least, best, most, Unit.ONE, Derived(how, tuple(ends), "between")), assumed

"""Kubernetes workloads: pods that stay up, and jobs that run and end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from carbongate import machines
from carbongate.context import Context
from carbongate.figure import Assumed, Declared, Derived, Figure, Unit
from carbongate.manifests.cards import cards, unread
from carbongate.manifests.cron import runs_per_month
from carbongate.manifests.defaults import home, one_taken, unplaced
from carbongate.manifests.durations import no_longer_than, shorter
from carbongate.manifests.objects import Object, at, mapping, mappings, word
from carbongate.manifests.pods import NO_LIMITS, Asking, Limits, extended, request
from carbongate.manifests.quantities import UnreadableError, attempt, count
from carbongate.manifests.scaling import Scaler, Target, replicas
from carbongate.model import Kind, Placement, Reading, Resource, Skipped, Timing

# kind -> where its pod template stands
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "Pod": (),
    # Deployments of other makers, with the same shape.
    "argoproj.io/Rollout": ("spec", "template"),
    "apps.openshift.io/DeploymentConfig": ("spec", "template"),
}
HOOK = "helm.sh/hook"
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What other objects of the stack say about a workload."""

    context: Context
    scalers: Mapping[Target, Scaler] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)  # by namespace


def workload(thing: Object, around: Surroundings) -> Reading:
    """What a workload is, or why nothing of it is counted."""
    pod = pod_of(thing)
    why = nothing_runs(thing, pod)
    if why:
        return Skipped(thing.address, thing.type, thing.where, why, heavy=False)
    ends = thing.kind in ("Job", "CronJob") or (
        thing.kind == "Pod" and pod.get("restartPolicy") in ("Never", "OnFailure")
    )
    kind = Kind.JOB if ends else Kind.POD
    problems: list[str] = []
    number, counted = attempt(lambda: how_many(thing, around), one_taken, problems)
    tables = around.context.tables
    limits = around.limits.get(thing.namespace, NO_LIMITS)
    asked = request(pod, Asking(thing.address, kind, limits, tables))
    problems.extend(asked.problems)
    labels = wanted_labels(pod)
    devices = attempt(
        lambda: cards(extended(pod, thing.address), labels, thing.address, tables),
        unread,
        problems,
    )
    time = attempt(lambda: timing(thing, pod, around) if ends else Timing(), Timing, problems)
    provider, region = home(around.context)
    found = Resource(
        address=thing.address,
        type=thing.type,
        kind=kind,
        provider=provider,
        region=region,
        where=thing.where,
        replicas=number,
        components=(
            *machines.generic(tables, asked.cpu, asked.memory, provider=provider),
            *devices.components,
        ),
        timing=time,
        assumed=(*unplaced(around.context), *counted, *asked.assumed, *devices.assumed),
        placement=Placement(
            "kubernetes",
            asked.cpu,
            asked.memory,
            selector=labels,
            per_node=thing.kind == "DaemonSet",
        ),
        labels={"namespace": thing.namespace},
    )
    return Skipped.of(found, problems[0]) if problems else found


def pod_of(thing: Object) -> Mapping[str, Any]:
    """The pod's own part of a workload."""
    return mapping(at(thing.body, *TEMPLATES[thing.type], "spec"))


def nothing_runs(thing: Object, pod: Mapping[str, Any]) -> str:
    """Why an object that is declared runs nothing by itself; "" when it does."""
    if thing.spec.get("suspend") is True:
        return "suspended: nothing runs until somebody resumes it"
    if "test" in word(thing.annotations.get(HOOK)):
        return "a test of a Helm release: it runs only with `helm test`"
    reference = thing.spec.get("workloadRef")
    if reference is not None and not pod:
        named = f"{word(at(reference, 'kind')) or 'Deployment'} {word(at(reference, 'name'))}"
        return f"runs the pods of {named}, which counts them"
    containers = mappings(pod.get("containers"))
    if not any(container.get("image") for container in containers):
        return (
            "names no container with an image, so it only changes another manifest; "
            "render the whole, for example with `kubectl kustomize DIR`"
        )
    return ""


def how_many(thing: Object, around: Surroundings) -> tuple[Figure, tuple[str, ...]]:
    """Pods at a time, or pods of one run."""
    match thing.kind:
        case "Pod":
            return Figure.exact(1, Unit.ONE, Declared(f"{thing.address}: one pod")), ()
        case "DaemonSet":
            why = "runs once on each node, and where no nodes are declared on one"
            return Figure.exact(1, Unit.ONE, Assumed(why)), (why,)
        case "Job" | "CronJob":
            return pods_of_job(thing), ()
        case _:
            scaling = around.scalers.get((thing.kind, thing.namespace, thing.name))
            return replicas(thing, scaling, around.context.autoscaling)


def job_of(thing: Object) -> Mapping[str, Any]:
    """The spec of the job itself."""
    if thing.kind == "CronJob":
        return mapping(at(thing.body, "spec", "jobTemplate", "spec"))
    return thing.spec if thing.kind == "Job" else {}


def pods_of_job(thing: Object) -> Figure:
    """Pods that one run needs to its end: its completions, else those that run side by side."""
    job = job_of(thing)
    parallel = count(job.get("parallelism", 1), "parallelism")
    completions = job.get("completions")
    pods = parallel if completions is None else count(completions, "completions")
    said = "completions" if completions is not None else "parallelism"
    return Figure.exact(pods if parallel else 0, Unit.ONE, Declared(f"{thing.address}: {said}"))


def timing(thing: Object, pod: Mapping[str, Any], around: Surroundings) -> Timing:
    """Runs in a month, where a schedule says them, and how long one pod runs at most."""
    tables = around.context.tables
    duration = None
    bound = deadline(thing, pod)
    if bound is not None:
        duration = no_longer_than(bound, Kind.JOB, tables, "no longer than activeDeadlineSeconds")
    if thing.kind != "CronJob":
        return Timing(duration=duration)
    schedule = thing.spec.get("schedule")
    if not isinstance(schedule, str):
        raise UnreadableError("states no schedule")
    runs = Figure.exact(
        float(runs_per_month(schedule)),
        Unit.RUN,
        Declared(f"{thing.address}: schedule {word(schedule)}"),
    )
    usual = duration or tables.default(Kind.JOB.value, "duration")
    if usual is not None:
        month = tables.constant("hours_per_month")
        duration = before_the_next(usual, runs, month, thing) or duration
    return Timing(runs=runs, duration=duration)


def deadline(thing: Object, pod: Mapping[str, Any]) -> Figure | None:
    """The longest that one pod may run (h/run): the job's deadline over its pods in turn, or its own."""
    job = job_of(thing)
    seconds: list[float] = []
    whole = job.get("activeDeadlineSeconds")
    if whole is not None:
        parallel = max(1, count(job.get("parallelism", 1), "parallelism"))
        pods = max(parallel, count(job.get("completions") or parallel, "completions"))
        seconds.append(count(whole, "activeDeadlineSeconds") * parallel / pods)
    own = pod.get("activeDeadlineSeconds")
    if own is not None:
        seconds.append(count(own, "activeDeadlineSeconds"))
    shortest = min(seconds, default=0)
    if not shortest:
        return None
    said = Declared(f"{thing.address}: activeDeadlineSeconds")
    return Figure.exact(shortest / SECONDS_PER_HOUR, Unit.HOUR_PER_RUN, said)


def before_the_next(usual: Figure, runs: Figure, month: Figure, thing: Object) -> Figure | None:
    """The duration where it would reach into the next run: such a job soon would not end at all.

    With `concurrencyPolicy: Forbid` or `Replace` it cannot; else only high may overlap, by the usual time.
    """
    gap = Figure(
        month.low / runs.best,
        month.best / runs.best,
        month.high / runs.best,
        Unit.HOUR_PER_RUN,
        Derived("time from one run to the next", (month, runs)),
    )
    clamped = shorter(usual, gap, "no longer than to the next run")
    if clamped is None or thing.spec.get("concurrencyPolicy") in ("Forbid", "Replace"):
        return clamped
    return Figure(
        clamped.low, clamped.best, max(clamped.high, usual.best), usual.unit, clamped.origin
    )


def wanted_labels(pod: Mapping[str, Any]) -> Mapping[str, str]:
    """Labels that a node must have: nodeSelector, nodeName, and affinity that leaves one choice."""
    labels = {key: word(value) for key, value in mapping(pod.get("nodeSelector")).items()}
    if pod.get("nodeName"):
        labels["kubernetes.io/hostname"] = word(pod["nodeName"])
    required = at(pod, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
    terms = mappings(at(required, "nodeSelectorTerms"))
    for rule in mappings(terms[0].get("matchExpressions")) if len(terms) == 1 else ():
        values = rule.get("values")
        if rule.get("operator") == "In" and isinstance(values, list) and len(values) == 1:
            labels.setdefault(word(rule.get("key")), word(values[0]))
    return labels

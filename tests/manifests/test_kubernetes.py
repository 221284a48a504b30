"""Kubernetes manifests: what is claimed, what a pod reserves, what is joined, what is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.errors import InputError
from carbongate.manifests import kubernetes
from carbongate.model import Accelerator, Compute, Kind, Memory, Resource, Skipped, Storage
from tests.manifests.trees import TABLES, Readings, file, read, readings


def deployment(pod: str = "", spec: str = "", kind: str = "Deployment", name: str = "cart") -> str:
    """A workload in namespace shop; `pod` stands in its pod, `spec` in the workload."""
    group = {"Job": "batch/v1", "ReplicationController": "v1"}.get(kind, "apps/v1")
    containers = "containers: [{name: web, image: web}]"
    return f"""\
apiVersion: {group}
kind: {kind}
metadata: {{name: {name}, namespace: shop}}
spec:
  {spec}
  template:
    spec:
      {pod or containers}
"""


def containers(*resources: str) -> str:
    """Containers with these resources, in flow style."""
    return (
        "containers: ["
        + ", ".join(
            f"{{name: c{number}, image: x, resources: {each}}}"
            for number, each in enumerate(resources)
        )
        + "]"
    )


def one(text: str, **context: Any) -> Readings:
    """The readings of one file."""
    return readings(kubernetes, {"k8s/a.yaml": text}, **context)


def request(pod: str, kind: str = "Deployment") -> tuple[float, float]:
    """vCPU and GiB that a pod reserves."""
    placement = one(deployment(pod, kind=kind)).resource(f"{kind}/shop/cart").placement
    assert placement is not None
    return placement.cpu.best, placement.memory.best


# ---- what is claimed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(deployment(), id="a deployment"),
        pytest.param("\ufeff" + deployment(), id="with a byte order mark"),
        pytest.param(deployment().replace("\n", "\r\n"), id="with Windows line ends"),
        pytest.param("# c\n" * 2000 + deployment(), id="behind a long comment"),
        pytest.param("a: 1\n---\n" + deployment(), id="behind another document"),
        pytest.param('{"kind": "Pod", "apiVersion": "v1"}', id="JSON"),
        pytest.param(
            '{"apiVersion": "v1", "items": [{"a": 1}', id="a JSON list with its kind last"
        ),
        pytest.param(
            "{{- if .Values.web }}\napiVersion: apps/v1\nkind: Deployment\n",
            id="a template of a chart",
        ),
        pytest.param(
            'apiVersion: {{ include "api" . }}\nkind: Deployment\n', id="a template of its version"
        ),
        pytest.param(
            "apiVersion: v2\nname: shop\nversion: 1.0.0\n", id="the description of a chart"
        ),
        pytest.param("'apiVersion': v1\n'kind': Pod\n", id="quoted keys"),
        pytest.param("# c\n{'apiVersion': v1, 'kind': Pod}\n", id="braces behind a comment"),
        pytest.param("{apiVersion: v1, kind: Pod}\n", id="braces without quotes"),
        pytest.param("--- {apiVersion: v1, kind: Pod}\n", id="behind the mark of a document"),
        pytest.param("  apiVersion: v1\n  kind: Pod\n", id="indented as a whole"),
        pytest.param("apiVersion:\n  v1\nkind:\n  Pod\n", id="values on lines of their own"),
        pytest.param(
            json.dumps({"spec": "x" * 5000, "apiVersion": "v1", "kind": "Pod"}), id="JSON, far down"
        ),
    ],
)
def test_it_is_claimed(content: str) -> None:
    assert kubernetes.claims(file(content))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="an empty file"),
        pytest.param("services:\n  web:\n    image: web\n", id="compose"),
        pytest.param(
            "on: push\njobs:\n  a:\n    steps:\n    - run: |\n        kind: Pod\n", id="a workflow"
        ),
        pytest.param(
            '{"resources": [{"apiVersion": "2021-09-01", "kind": "StorageV2"}]}',
            id="an ARM template",
        ),
        pytest.param("run: |\n  apiVersion: v1\n  kind: Pod\n", id="a manifest inside a text"),
        pytest.param("apiVersion: 1\nkind: thing\n", id="versions of another world"),
    ],
)
def test_it_is_not_claimed(content: str) -> None:
    assert not kubernetes.claims(file(content))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_claiming_never_raises(content: bytes) -> None:
    kubernetes.claims(file(b"apiVersion: v1\nkind: Pod\n" + content))
    kubernetes.claims(file(content))


def test_a_kustomization_needs_its_name_and_its_content() -> None:
    assert kubernetes.claims(file("resources: [a.yaml]\n", "k8s/kustomization.yaml"))
    assert not kubernetes.claims(file("resources: [a.yaml]\n", "k8s/other.yaml"))
    assert not kubernetes.claims(file("nothing: here\n", "k8s/kustomization.yaml"))


def test_the_root_is_the_folder_or_the_chart_around_a_template() -> None:
    assert kubernetes.root(file(deployment(), "deploy/prod/a.yaml")) == "deploy/prod"
    assert kubernetes.root(file(deployment(), "a.yaml")) == "."
    template = "kind: Pod\napiVersion: v1\nname: {{ .Values.name }}\n"
    assert kubernetes.root(file(template, "charts/shop/templates/web/pod.yaml")) == "charts/shop"


# ---- what a pod reserves -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pod", "cpu", "gib"),
    [
        pytest.param(
            containers("{requests: {cpu: 250m, memory: 512Mi}}"), 0.25, 0.5, id="requests"
        ),
        pytest.param(
            containers("{requests: {cpu: 1e3m, memory: 1Gi}}".replace("1e3m", "'1'")), 1, 1, id="text"
        ),
        pytest.param(
            containers("{requests: {cpu: 0.5, memory: 1073741824}}"), 0.5, 1, id="plain numbers"
        ),
        pytest.param(containers("{limits: {cpu: 2, memory: 4Gi}}"), 2, 4, id="limits stand in"),
        pytest.param(
            containers("{requests: {cpu: 100m}, limits: {cpu: 2, memory: 4Gi}}"),
            0.1, 4, id="a limit stands in for the one request that is missing",
        ),
        pytest.param(
            containers("{requests: {cpu: 0}, limits: {cpu: 1, memory: 1Gi}}"),
            1, 1, id="a request of nothing is no request",
        ),
        pytest.param(
            containers(*["{requests: {cpu: 1, memory: 1Gi}}"] * 3), 3, 3, id="containers add up"
        ),
        pytest.param(
            "initContainers: [{name: i, image: x, resources: {requests: {cpu: 4, memory: 1Gi}}}]\n      "
            + containers(*["{requests: {cpu: 1, memory: 1Gi}}"] * 2),
            4, 2, id="the larger of preparing and running, for each resource",
        ),
        pytest.param(
            "initContainers: [{name: i, image: x}]\n      "
            + containers("{requests: {cpu: 1, memory: 1Gi}}"),
            1, 1, id="an init container that asks for nothing adds nothing",
        ),
        pytest.param(
            "initContainers: [{name: s, image: x, restartPolicy: Always, resources: "
            "{requests: {cpu: 2, memory: 1Gi}}}, {name: i, image: x, resources: "
            "{requests: {cpu: 3, memory: 1Gi}}}]\n      "
            + containers("{requests: {cpu: 1, memory: 1Gi}}"),
            5, 2, id="a sidecar runs beside what is started after it, and beside the containers",
        ),
        pytest.param(
            "initContainers: [{name: i, image: x, resources: {requests: {cpu: 3, memory: 1Gi}}}, "
            "{name: s, image: x, restartPolicy: Always, resources: {requests: {cpu: 2, memory: 1Gi}}}]"
            "\n      " + containers("{requests: {cpu: 500m, memory: 1Gi}}"),
            3, 2, id="a sidecar does not run beside what came before it",
        ),
        pytest.param(
            "overhead: {cpu: 250m, memory: 512Mi}\n      "
            + containers("{requests: {cpu: 1, memory: 1Gi}}"),
            1.25, 1.5, id="overhead comes on top",
        ),
        pytest.param(
            "resources: {requests: {cpu: 2, memory: 2Gi}}\n      "
            + containers("{requests: {cpu: 1, memory: 1Gi}}"),
            2, 2, id="resources of the whole pod count instead",
        ),
    ],
)  # fmt: skip
def test_a_pod_reserves_what_the_scheduler_sets_aside(pod: str, cpu: float, gib: float) -> None:
    assert request(pod) == (cpu, gib)


def test_a_container_without_requests_has_the_defaults_of_the_table() -> None:
    found = one(deployment()).resource("Deployment/shop/cart")
    assert found.placement is not None
    for figure, column in ((found.placement.cpu, "vcpus"), (found.placement.memory, "memory")):
        default = TABLES.default("pod", column)
        assert default is not None
        assert (figure.low, figure.best, figure.high) == (default.low, default.best, default.high)
    assert len(found.assumed) == 2
    assert all("container that states no" in sentence for sentence in found.assumed)


def test_a_limit_range_of_the_namespace_stands_in_for_requests() -> None:
    limits = """
apiVersion: v1
kind: LimitRange
metadata: {name: l, namespace: shop}
spec: {limits: [{type: Container, defaultRequest: {cpu: 300m}, default: {memory: 3Gi}}]}
---
"""
    found = one(limits + deployment()).resource("Deployment/shop/cart")
    assert found.placement is not None
    assert (found.placement.cpu.best, found.placement.memory.best) == (0.3, 3)
    assert not found.assumed
    elsewhere = one(limits.replace("shop", "other") + deployment()).resource("Deployment/shop/cart")
    assert elsewhere.assumed


def test_the_components_are_those_of_one_replica() -> None:
    found = one(deployment(containers("{requests: {cpu: 2, memory: 8Gi}}"), "replicas: 3"))
    cart = found.resource("Deployment/shop/cart")
    compute, memory = cart.components
    assert isinstance(compute, Compute)
    assert isinstance(memory, Memory)
    assert (compute.vcpus.best, memory.gib.best, cart.replicas.best) == (2, 8, 3)
    assert (cart.provider, cart.region, cart.kind) == ("generic", None, Kind.POD)


def test_the_only_region_of_the_stack_is_the_place() -> None:
    text = deployment()
    cart = one(text, regions={"gcp": "europe-west1"}).resource("Deployment/shop/cart")
    assert (cart.provider, cart.region) == ("gcp", "europe-west1")
    both = {"gcp": "europe-west1", "aws": "eu-west-1"}
    assert one(text, regions=both).resource("Deployment/shop/cart").provider == "generic"


# ---- kinds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]
)
def test_replicas_of_kinds_that_stay_up(kind: str) -> None:
    found = one(deployment(spec="replicas: 4", kind=kind)).resource(f"{kind}/shop/cart")
    assert (found.type, found.kind, found.replicas.best) == (kind, Kind.POD, 4)
    assert one(deployment(kind=kind)).resource(f"{kind}/shop/cart").replicas.best == 1


def test_a_pod_is_one_and_lives_in_the_default_namespace() -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: b}]}\n"
    found = one(text).resource("Pod/default/p")
    assert (found.replicas.best, found.kind) == (1, Kind.POD)
    ends = one(text.replace("{containers", "{restartPolicy: Never, containers"))
    assert ends.resource("Pod/default/p").kind is Kind.JOB


def test_a_daemon_set_runs_on_each_node() -> None:
    found = one(deployment(kind="DaemonSet")).resource("DaemonSet/shop/cart")
    assert found.placement is not None
    assert found.placement.per_node
    assert found.replicas.best == 1
    assert any("each node" in sentence for sentence in found.assumed)


def test_zero_replicas_stay_a_resource_of_none() -> None:
    assert one(deployment(spec="replicas: 0")).resource("Deployment/shop/cart").replicas.high == 0


@pytest.mark.parametrize(
    ("spec", "pods"),
    [
        pytest.param("", 1, id="one pod unless stated"),
        pytest.param("parallelism: 3", 3, id="side by side"),
        pytest.param("{completions: 10, parallelism: 2, }".strip("{}, "), 10, id="completions"),
        pytest.param("parallelism: 0", 0, id="paused"),
    ],
)
def test_a_job_needs_so_many_pods_to_its_end(spec: str, pods: int) -> None:
    text = deployment(spec="\n  ".join(spec.split(", ")), kind="Job")
    found = one(text).resource("Job/shop/cart")
    assert (found.kind, found.replicas.best, found.timing.runs) == (Kind.JOB, pods, None)


def cron_job(spec: str = "", job: str = "", schedule: str = "'0 * * * *'") -> str:
    """A CronJob in the default namespace."""
    return f"""\
apiVersion: batch/v1
kind: CronJob
metadata: {{name: nightly}}
spec:
  schedule: {schedule}
  {spec}
  jobTemplate:
    spec:
      {job}
      template:
        spec:
          containers: [{{name: a, image: b}}]
"""


def test_a_schedule_says_how_often_a_job_runs() -> None:
    found = one(cron_job()).resource("CronJob/default/nightly")
    assert found.timing.runs is not None
    assert (found.kind, found.timing.runs.best) == (Kind.JOB, 730)


def test_a_deadline_shortens_a_run_and_never_makes_it_longer() -> None:
    default = TABLES.default("job", "duration")
    assert default is not None
    short = one(cron_job(job="activeDeadlineSeconds: 36")).resource("CronJob/default/nightly")
    assert short.timing.duration is not None
    assert short.timing.duration.high == pytest.approx(0.01)
    daily = "'0 0 * * *'"
    long = one(cron_job(job="activeDeadlineSeconds: 86400", schedule=daily))
    assert long.resource("CronJob/default/nightly").timing.duration is None


def test_a_deadline_is_shared_by_pods_that_run_one_after_the_other() -> None:
    job = "activeDeadlineSeconds: 360\n      completions: 10\n      parallelism: 2"
    found = one(cron_job(job=job)).resource("CronJob/default/nightly")
    assert found.timing.duration is not None
    assert found.timing.duration.high == pytest.approx(360 * 2 / 10 / 3600)
    assert found.replicas.best == 10


@pytest.mark.parametrize(
    ("policy", "bounded"),
    [
        pytest.param("concurrencyPolicy: Forbid", True, id="runs that may not overlap"),
        pytest.param("concurrencyPolicy: Replace", True, id="runs that end the one before"),
        pytest.param("", False, id="runs that may overlap do so by the usual time"),
    ],
)
def test_a_run_ends_before_the_next_begins(policy: str, bounded: bool) -> None:
    found = one(cron_job(policy, schedule="'* * * * *'")).resource("CronJob/default/nightly")
    duration = found.timing.duration
    assert duration is not None
    assert duration.best == pytest.approx(1 / 60)
    usual = TABLES.default("job", "duration")
    assert usual is not None
    assert duration.high == pytest.approx(1 / 60 if bounded else usual.best)


@pytest.mark.parametrize(
    ("text", "address", "heavy", "why"),
    [
        pytest.param(
            cron_job("suspend: true"), "CronJob/default/nightly", False, "suspended", id="suspended"
        ),
        pytest.param(
            cron_job(schedule="${WHEN}"), "CronJob/default/nightly", True, "5", id="no schedule at all"
        ),
        pytest.param(
            cron_job(schedule="'0 0 31 2 *'"), "CronJob/default/nightly", True, "never comes", id="never"
        ),
        pytest.param(
            deployment(spec="replicas: ${N}"),
            "Deployment/shop/cart", True, "`${N}`, which is not a whole number", id="replicas to be filled in",
        ),
        pytest.param(
            deployment(containers("{requests: {cpu: 1.5.5}}")),
            "Deployment/shop/cart", True, "c0.requests.cpu is `1.5.5`", id="a bad quantity names its key",
        ),
        pytest.param(
            deployment("containers: [{name: web, resources: {limits: {cpu: 1}}}]"),
            "Deployment/shop/cart", False, "changes another manifest", id="a patch has no image",
        ),
        pytest.param(
            deployment("{}"), "Deployment/shop/cart", False, "changes another manifest", id="no pod"
        ),
        pytest.param(
            deployment().replace("namespace: shop", 'namespace: shop, annotations: {helm.sh/hook: test}'),
            "Deployment/shop/cart", False, "helm test", id="a test of a release",
        ),
    ],
)  # fmt: skip
def test_what_is_left_out_says_why(text: str, address: str, heavy: bool, why: str) -> None:
    found = one(text).skipped(address)
    assert why in found.why
    assert found.heavy is heavy


def test_of_a_bad_amount_the_manifest_says_all_else() -> None:
    bad = "{requests: {cpu: 1.5.5, memory: 3Gi}}"
    template = "[{metadata: {name: data}, spec: {resources: {requests: {storage: 9G}}}}]"
    text = deployment(
        containers(bad) + "\n      nodeSelector: {tier: web}",
        f"replicas: 3\n  volumeClaimTemplates: {template}",
        "StatefulSet",
    )
    found = one(text)
    known = found.skipped("StatefulSet/shop/cart").known
    assert known is not None
    assert known.placement is not None
    assert (known.replicas.best, known.placement.memory.best) == (3, 3)
    assert known.placement.selector == {"tier": "web"}
    assert any("cpu" in text for text in known.assumed)
    assert found.resource("PersistentVolumeClaim/shop/data-cart").replicas.best == 3


def test_one_bad_manifest_does_not_hide_the_others() -> None:
    text = deployment(containers("{requests: {memory: lots}}")) + "---\n" + deployment(name="web")
    found = one(text)
    assert found.skipped("Deployment/shop/cart").where.line == 1
    assert isinstance(found["Deployment/shop/web"], Resource)


# ---- autoscalers -------------------------------------------------------------------------------

HPA = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: any, namespace: shop}
spec: {minReplicas: 2, maxReplicas: 10, scaleTargetRef: {kind: Deployment, name: cart}}
"""
KEDA = """
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: any, namespace: shop}
spec: {maxReplicaCount: 10, scaleTargetRef: {name: cart}}
"""


@pytest.mark.parametrize(
    ("scaler", "spec", "autoscaling", "expected"),
    [
        pytest.param(HPA, "replicas: 3", "declared", (2, 3, 10), id="as stated"),
        pytest.param(HPA, "replicas: 1", "declared", (2, 2, 10), id="raised to the minimum"),
        pytest.param(HPA, "replicas: 50", "declared", (2, 10, 10), id="lowered to the maximum"),
        pytest.param(HPA, "", "declared", (2, 6, 10), id="the midpoint where nothing is stated"),
        pytest.param(HPA, "replicas: 3", "min", (2, 2, 10), id="the minimum on request"),
        pytest.param(HPA, "replicas: 3", "mid", (2, 6, 10), id="the midpoint on request"),
        pytest.param(HPA, "replicas: 3", "max", (2, 10, 10), id="the maximum on request"),
        pytest.param(
            HPA, "replicas: 0", "declared", (0, 0, 0), id="what is scaled to 0 stays there"
        ),
        pytest.param(
            HPA.replace("minReplicas: 2, ", ""), "", "declared", (1, 5.5, 10), id="at least 1"
        ),
        pytest.param(
            HPA.replace("/v2", "/v1"), "replicas: 3", "declared", (2, 3, 10), id="version 1"
        ),
        pytest.param(KEDA, "", "declared", (0, 5, 10), id="KEDA may scale to 0"),
        pytest.param(KEDA, "replicas: 0", "declared", (0, 5, 10), id="and wakes what is at 0"),
        pytest.param(
            KEDA.replace("maxReplicaCount: 10, ", ""), "", "declared", (0, 1, 100), id="open"
        ),
        pytest.param(
            HPA.replace("shop", "other"), "replicas: 3", "declared", (3, 3, 3), id="elsewhere"
        ),
        pytest.param(
            HPA.replace("cart", "web"), "replicas: 3", "declared", (3, 3, 3), id="another's"
        ),
    ],
)
def test_an_autoscaler_gives_limits(
    scaler: str, spec: str, autoscaling: str, expected: tuple[float, float, float]
) -> None:
    files = {"k8s/a.yaml": deployment(spec=spec), "k8s/z/hpa.yaml": scaler}
    found = readings(kubernetes, files, autoscaling=autoscaling)
    count = found.resource("Deployment/shop/cart").replicas
    assert (count.low, count.best, count.high) == expected


def test_the_midpoint_is_an_assumption_and_says_so() -> None:
    stated = one(deployment(spec="replicas: 3") + "---" + HPA).resource("Deployment/shop/cart")
    unsaid = one(deployment() + "---" + HPA).resource("Deployment/shop/cart")
    assert not any("midpoint" in sentence for sentence in stated.assumed)
    assert any("midpoint" in sentence for sentence in unsaid.assumed)


def test_an_autoscaler_of_impossible_limits_is_listed_and_changes_nothing() -> None:
    text = deployment(spec="replicas: 3") + "---" + HPA.replace("maxReplicas: 10", "maxReplicas: 1")
    found = one(text)
    assert "leaves no choice" in found.skipped("HorizontalPodAutoscaler/shop/any").why
    assert found.resource("Deployment/shop/cart").replicas.high == 3


def test_the_order_of_files_never_matters() -> None:
    parts = {"a.yaml": deployment(), "b.yaml": HPA, "c.yaml": cron_job()}
    turned = {f"{9 - number}.yaml": text for number, text in enumerate(parts.values())}
    first, second = readings(kubernetes, parts), readings(kubernetes, turned)
    assert first.keys() == second.keys()
    for address in ("Deployment/shop/cart", "CronJob/default/nightly"):
        assert first.resource(address).replicas == second.resource(address).replicas


# ---- storage -----------------------------------------------------------------------------------


def claim(spec: str) -> str:
    """A PersistentVolumeClaim in the default namespace."""
    return f"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data}}\nspec: {spec}\n"


@pytest.mark.parametrize(
    ("name", "medium", "sure"),
    [
        pytest.param("gp3", "ssd", True, id="an AWS class"),
        pytest.param("st1", "hdd", True, id="spinning AWS disks"),
        pytest.param("standard-rwo", "ssd", True, id="a Google class"),
        pytest.param("premium-rwo", "ssd", True, id="a faster Google class"),
        pytest.param("managed-premium", "ssd", True, id="an Azure class"),
        pytest.param("whatever", "ssd", False, id="a class that nobody knows"),
    ],
)
def test_a_claim_is_storage_of_its_class(name: str, medium: str, sure: bool) -> None:
    text = claim(f"{{storageClassName: {name}, resources: {{requests: {{storage: 100Gi}}}}}}")
    found = one(text).resource("PersistentVolumeClaim/default/data")
    (storage,) = found.components
    assert isinstance(storage, Storage)
    assert storage.gb.best == pytest.approx(100 * 2**30 / 1e9)
    assert storage.medium == medium
    assert (not found.assumed) is sure
    assert (found.kind, found.placement) == (Kind.STORAGE, None)


def test_a_declared_storage_class_says_what_it_is() -> None:
    text = """
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: slow}
provisioner: ebs.csi.aws.com
parameters: {type: sc1}
---
""" + claim("{storageClassName: slow, resources: {requests: {storage: 1G}}}")
    found = one(text).resource("PersistentVolumeClaim/default/data")
    (storage,) = found.components
    assert isinstance(storage, Storage)
    assert (storage.medium, storage.gb.best) == ("hdd", 1)
    assert storage.copies == TABLES.copies("aws/ebs")[1]


def test_claim_templates_count_once_for_each_replica() -> None:
    spec = (
        "replicas: 3\n  volumeClaimTemplates: [{metadata: {name: data}, spec: "
        "{storageClassName: gp3, resources: {requests: {storage: 10G}}}}]"
    )
    found = one(deployment(spec=spec, kind="StatefulSet"))
    volume = found.resource("PersistentVolumeClaim/shop/data-cart")
    assert volume.replicas.best == 3
    assert [part.gb.best for part in volume.components if isinstance(part, Storage)] == [10]


def test_a_volume_that_a_claim_takes_is_counted_once() -> None:
    volume = (
        "---\napiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\n"
        "spec: {capacity: {storage: 10G}}\n"
    )
    bound = claim("{volumeName: disk, resources: {requests: {storage: 10G}}}")
    assert one(bound + volume).free("PersistentVolume/disk")
    assert isinstance(one(volume)["PersistentVolume/disk"], Resource)


def test_a_claim_without_a_size_is_listed() -> None:
    assert "no amount" in one(claim("{}")).skipped("PersistentVolumeClaim/default/data").why


# ---- accelerators ------------------------------------------------------------------------------


def test_the_node_selector_names_the_card() -> None:
    pod = "nodeSelector: {cloud.google.com/gke-accelerator: nvidia-tesla-t4}\n      " + containers(
        "{limits: {cpu: 4, memory: 16Gi, nvidia.com/gpu: 2}}"
    )
    found = one(deployment(pod)).resource("Deployment/shop/cart")
    (card,) = [part for part in found.components if isinstance(part, Accelerator)]
    assert (card.model, card.count.best) == ("T4", 2)
    assert not found.assumed
    assert found.placement is not None
    assert found.placement.selector == {"cloud.google.com/gke-accelerator": "nvidia-tesla-t4"}


def test_the_machine_of_the_node_selector_names_the_card_too() -> None:
    pod = "nodeSelector: {node.kubernetes.io/instance-type: g4dn.xlarge}\n      " + containers(
        "{limits: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}}"
    )
    found = one(deployment(pod)).resource("Deployment/shop/cart")
    assert [part.model for part in found.components if isinstance(part, Accelerator)] == ["T4"]


def test_an_unnamed_card_is_as_wide_as_all_of_its_maker() -> None:
    found = one(deployment(containers("{limits: {nvidia.com/gpu: 1}}")))
    cart = found.resource("Deployment/shop/cart")
    (card,) = [part for part in cart.components if isinstance(part, Accelerator)]
    full = card.power.watts[-1]
    assert full.low < full.best < full.high
    assert any("no node selector names the model behind nvidia.com/gpu" in s for s in cart.assumed)


def test_a_slice_of_a_card_is_a_part_of_it() -> None:
    found = one(deployment(containers("{limits: {nvidia.com/mig-2g.10gb: 1}}")))
    cart = found.resource("Deployment/shop/cart")
    (card,) = [part for part in cart.components if isinstance(part, Accelerator)]
    assert card.count.best == pytest.approx(2 / 7)


def test_other_devices_are_no_cards() -> None:
    found = one(deployment(containers("{limits: {rdma/hca: 1, cpu: 1, memory: 1Gi}}")))
    assert len(found.resource("Deployment/shop/cart").components) == 2


# ---- what else stands in manifests -------------------------------------------------------------


def test_lists_are_opened_and_lines_are_kept() -> None:
    text = """
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: c}
- apiVersion: v1
  kind: PodList
  items:
  - apiVersion: v1
    kind: Pod
    metadata: {name: p}
    spec: {containers: [{name: a, image: b}]}
"""
    found = one(text.lstrip())
    assert found.free("ConfigMap/default/c").where.line == 4
    assert found.resource("Pod/default/p").where.line == 10


def test_json_is_read_like_yaml() -> None:
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "p"},
        "spec": {"containers": [{"name": "a", "image": "b", "resources": {"limits": {"cpu": 2}}}]},
    }
    found = readings(kubernetes, {"pod.json": json.dumps(pod)}).resource("Pod/default/p")
    assert found.placement is not None
    assert found.placement.cpu.best == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_several_json_documents_are_read_one_by_one(end: str) -> None:
    pods = [
        json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {}})
        for name in ("a", "b")
    ]
    found = readings(kubernetes, {"pods.yaml": f"{end}---{end}".join(pods)})
    assert list(found) == ["Pod/default/a", "Pod/default/b"]


def test_items_of_a_list_are_what_the_list_says() -> None:
    text = "apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: p}, spec: {}}]\n"
    assert list(readings(kubernetes, {"pods.yaml": text})) == ["Pod/default/p"]


def test_an_object_without_a_version_is_not_dropped() -> None:
    text = f"{deployment()}\n---\napiversion: v1\nkind: Pod\nmetadata: {{name: p}}\n"
    assert "Pod/default/p" in readings(kubernetes, {"a.yaml": text})


def test_lists_in_lists_without_end_are_refused_and_not_dropped() -> None:
    text = "{apiVersion: v1, kind: Pod, metadata: {name: p}}"
    for _ in range(7):
        text = f"{{apiVersion: v1, kind: List, items: [{text}]}}"
    text = f"apiVersion: v1\nkind: List\nitems: [{text}]\n"
    with pytest.raises(InputError, match="lists of objects in more than 5 others"):
        readings(kubernetes, {"a.yaml": text})


def test_what_another_object_makes_is_counted_with_its_maker() -> None:
    owned = deployment(kind="ReplicaSet", name="cart-5d").replace(
        "namespace: shop}",
        "namespace: shop, ownerReferences: [{kind: Deployment, name: cart}]}",
    )
    found = one(deployment() + "---\n" + owned)
    assert isinstance(found["Deployment/shop/cart"], Resource)
    assert found.free("ReplicaSet/shop/cart-5d")
    assert isinstance(one(owned)["ReplicaSet/shop/cart-5d"], Resource)


def test_of_two_declarations_the_last_one_counts() -> None:
    files = {"a.yaml": deployment(spec="replicas: 1"), "b.yaml": deployment(spec="replicas: 7")}
    first, second = read(kubernetes, files)
    assert isinstance(first, Resource)
    assert first.replicas.best == 7
    assert isinstance(second, Skipped)
    assert (second.where.path, second.heavy) == ("a.yaml", False)


@pytest.mark.parametrize(
    ("text", "address", "expected"),
    [
        pytest.param("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n", "Service/default/s", "free", id="a service"),
        pytest.param("apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: LoadBalancer}\n", "Service/default/s", "resource", id="a load balancer"),
        pytest.param("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {ingressClassName: nginx}\n", "Ingress/default/i", "free", id="an ingress of pods"),
        pytest.param("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {ingressClassName: alb}\n", "Ingress/default/i", "resource", id="an ingress of the cloud"),
        pytest.param("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n", "Secret/default/s", "free", id="a secret"),
        pytest.param("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\n", "ClusterRole/r", "free", id="a role"),
        pytest.param("apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\n", "Certificate/default/c", "free", id="a certificate"),
        pytest.param("apiVersion: x.example/v1\nkind: Colour\nmetadata: {name: c}\nspec: {hue: 3}\n", "Colour/default/c", "light", id="a kind of nobody's"),
        pytest.param("apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: t}\nspec: {replicas: 3}\n", "Thing/default/t", "heavy", id="a kind with replicas"),
        pytest.param("apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: t}\nspec: {a: [{resources: {limits: {cpu: 1}}}]}\n", "Thing/default/t", "heavy", id="a kind with limits"),
        pytest.param("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: h}\nspec: {chart: {spec: {chart: redis}}}\n", "HelmRelease/default/h", "heavy", id="a release of a chart"),
        pytest.param("apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s}\nspec: {template: {spec: {containers: [{image: a}]}}}\n", "Service/default/s", "heavy", id="a service that is none of Kubernetes itself"),
    ],
)  # fmt: skip
def test_other_objects(text: str, address: str, expected: str) -> None:
    found = one(text)[address]
    match found:
        case Skipped(heavy=heavy):
            assert expected == ("heavy" if heavy else "light")
        case Resource(kind=kind, needs=needs):
            assert expected == "resource"
            assert kind is Kind.NETWORK
            assert [need.key for need in needs] == ["network_gb"]
        case _:
            assert expected == "free"


def test_a_rollout_is_read_like_a_deployment() -> None:
    text = deployment(spec="replicas: 2").replace("apps/v1", "argoproj.io/v1alpha1")
    found = one(text.replace("Deployment", "Rollout")).resource("Rollout/shop/cart")
    assert (found.type, found.replicas.best) == ("argoproj.io/Rollout", 2)


def test_other_documents_of_a_file_are_passed_over() -> None:
    found = one("just: settings\n---\n- a list\n---\n" + deployment() + "---\n")
    assert list(found) == ["Deployment/shop/cart"]


def test_a_selector_of_one_choice_counts_as_a_label() -> None:
    pod = (
        "nodeName: node-7\n      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        "{nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: In, values: [big]}, "
        "{key: zone, operator: In, values: [a, b]}]}]}}}\n      containers: [{name: a, image: b}]"
    )
    placement = one(deployment(pod)).resource("Deployment/shop/cart").placement
    assert placement is not None
    assert placement.selector == {"kubernetes.io/hostname": "node-7", "pool": "big"}


# ---- templates and overlays --------------------------------------------------------------------

TEMPLATE = """\
{{- if .Values.on }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
{{- end }}
"""
CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"


def test_a_chart_is_one_heavy_entry_with_its_command() -> None:
    files = {
        "charts/shop/Chart.yaml": CHART,
        "charts/shop/templates/a.yaml": TEMPLATE,
        "charts/shop/templates/b/c.yaml": TEMPLATE.replace("Deployment", "Service"),
        "charts/shop/templates/plain.yaml": deployment(),
    }
    found = readings(kubernetes, files)
    assert list(found) == ["HelmChart/charts/shop"]
    chart = found.skipped("HelmChart/charts/shop")
    assert chart.heavy
    assert "`helm template shop charts/shop > rendered.yaml`" in chart.why
    assert "Deployment" in chart.why


def test_templates_without_their_chart_are_known_by_their_folder() -> None:
    found = readings(kubernetes, {"x/templates/a.yaml": TEMPLATE})
    assert found.skipped("HelmChart/x").heavy


def test_a_chart_within_a_chart_is_rendered_with_it() -> None:
    files = {
        "shop/Chart.yaml": CHART,
        "shop/templates/a.yaml": TEMPLATE,
        "shop/charts/db/Chart.yaml": CHART,
        "shop/charts/db/templates/a.yaml": TEMPLATE,
    }
    assert list(readings(kubernetes, files)) == ["HelmChart/shop"]


def test_a_library_chart_runs_nothing() -> None:
    assert not readings(kubernetes, {"lib/Chart.yaml": CHART + "type: library\n"})


def test_a_folder_that_is_no_plain_word_is_quoted_in_the_command() -> None:
    found = readings(kubernetes, {"a b;c/templates/a.yaml": TEMPLATE})
    assert "'a b;c'" in found.skipped("HelmChart/a b;c").why


def test_braces_that_yaml_happens_to_accept_are_still_a_template() -> None:
    text = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Values.name }}\n"
    assert readings(kubernetes, {"a.yaml": text}).skipped("a.yaml").heavy


def test_braces_inside_texts_are_no_template() -> None:
    text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "{{ $labels.pod }}"}\n'
    assert one(text).free("ConfigMap/default/c")


def test_a_kustomization_that_only_lists_is_free_and_one_that_changes_is_listed() -> None:
    plain = readings(kubernetes, {"k/kustomization.yaml": "resources: [a.yaml]\nnamespace: x\n"})
    assert plain.free("Kustomization/k")
    changed = readings(
        kubernetes, {"k/kustomization.yaml": "resources: [../b]\nreplicas: [{name: a}]\n"}
    )
    found = changed.skipped("Kustomization/k")
    assert not found.heavy
    assert "`kubectl kustomize k > rendered.yaml`" in found.why
    far = readings(kubernetes, {"k/kustomization.yaml": "resources: ['https://x.example/a']\n"})
    assert "afar" in far.skipped("Kustomization/k").why


def test_a_comment_about_kustomizations_hides_no_manifest() -> None:
    """Two words in the first comment were enough to count nothing of the file."""
    comment = "# kind: Kustomization\n# apiVersion: kustomize.config.k8s.io/v1\n"
    found = readings(kubernetes, {"k/web.yaml": comment + deployment()})
    assert found == readings(kubernetes, {"k/web.yaml": "#\n#\n" + deployment()})


@pytest.mark.parametrize("name", ["kustomization.yaml", "more.yaml"])
def test_an_object_in_the_file_of_a_kustomization_is_counted(name: str) -> None:
    own = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: x\n---\n"
    found = readings(kubernetes, {f"k/{name}": own + deployment()})
    assert [one.type for one in found.values()] == ["Kustomization", "Deployment"]


@pytest.mark.parametrize("key", ["patches: [{path: a.yaml}]", "configurations: [a.yaml]"])
def test_a_resource_that_a_kustomization_calls_a_change_as_well_is_counted(key: str) -> None:
    files = {"k/kustomization.yaml": f"resources: [a.yaml]\n{key}\n", "k/a.yaml": deployment()}
    assert "Deployment" in [one.type for one in readings(kubernetes, files).values()]


def test_a_patch_that_a_kustomization_names_is_no_manifest() -> None:
    files = {
        "k/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: ./more.yaml}]\n",
        "k/a.yaml": deployment(spec="replicas: 1"),
        "k/more.yaml": deployment(spec="replicas: 9"),
    }
    found = readings(kubernetes, files)
    assert set(found) == {"Kustomization/k", "Deployment/shop/cart"}
    assert found.resource("Deployment/shop/cart").replicas.best == 1


# ---- hostile and broken ------------------------------------------------------------------------


def test_what_is_no_yaml_is_an_error_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        one("apiVersion: v1\nkind: Pod\nmetadata: {name: p\n")
    assert caught.value.path == "k8s/a.yaml"
    assert caught.value.line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("apiVersion: v1\nkind: Pod\nspec: []\nmetadata: 3\n", id="lists for mappings"),
        pytest.param("apiVersion: v1\nkind: Pod\nspec: {containers: {a: 1}}\n", id="mappings for lists"),
        pytest.param(deployment("containers: [1, null, {image: x, resources: 7}]"), id="odd containers"),
        pytest.param(deployment("nodeSelector: [a]\n      affinity: 3\n      containers: [{image: x}]"), id="odd selectors"),
        pytest.param(HPA.replace("{kind: Deployment, name: cart}", "[]"), id="an odd target"),
        pytest.param("apiVersion: v1\nkind: List\nitems: 3\n", id="an odd list"),
        pytest.param(deployment(spec="volumeClaimTemplates: {a: 1}", kind="StatefulSet"), id="odd templates"),
        pytest.param(cron_job(schedule="[1]"), id="an odd schedule"),
    ],
)  # fmt: skip
def test_odd_shapes_are_read_as_far_as_they_go(text: str) -> None:
    assert read(kubernetes, {"a.yaml": text})

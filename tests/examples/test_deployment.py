"""The gate before a deployment: only what was judged, and passed, is carried out."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.actions import Runner
from tests.examples.conftest import Machine, example
from tests.project import source

BASH = ("bash", "-eo", "pipefail")
Process = subprocess.CompletedProcess[str]


def read(name: str) -> Any:
    """An example of YAML."""
    return yaml.safe_load(example(f"deployment/{name}").read_text(encoding="utf-8"))


def scripts(name: str, job: str) -> list[str]:
    """The scripts of a job, in their order."""
    return [step["run"] for step in read(name)["jobs"][job]["steps"] if "run" in step]


# ---- Terraform ---------------------------------------------------------------------------------

ROOT = """\
resource "terraform_data" "fleet" {
  input = { size = "m5.large", count = %s }
}
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the workflow: its checkout, and its temporary folder with what is handed over."""

    machine: Machine
    work: Path
    temporary: Path

    @property
    def judged(self) -> Path:
        """The artifact, on the machine of this job."""
        return self.temporary / "judged"

    @property
    def state(self) -> Path:
        """Where Terraform says what it made."""
        return self.work / "infra/terraform.tfstate"

    def run(self, script: str, folder: str = "infra", **variables: str) -> Process:
        """A script of the job."""
        given = {"RUNNER_TEMP": str(self.temporary), "TF_CLI_CONFIG_FILE": "", **variables}
        return self.machine.run(script, self.work / folder, BASH, **given)


def job(machine: Machine, folder: Path, number: int = 3) -> Job:
    """A fresh machine with a checkout."""
    made = Job(machine, folder / "checkout", folder / "temporary")
    (made.work / "infra").mkdir(parents=True)
    made.temporary.mkdir()
    (made.work / "infra/main.tf").write_text(ROOT % number)
    return made


@pytest.fixture(scope="module")
def plan(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The job `plan` has run."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not installed")
    made = job(machine, tmp_path_factory.mktemp("plan"))
    make, keep = scripts("terraform.yml", "plan")
    done = made.run(make)
    assert done.returncode == 0, done.stdout
    gate = Runner(source(), made.temporary).use(made.work, mode="enforce")
    assert gate.code == 0, gate.log
    made.run(keep, "", REPORT=gate.outputs["report"])
    return made


@pytest.fixture
def apply(plan: Job, tmp_path: Path) -> Job:
    """The machine of the job `apply`, with what the other one left."""
    made = job(plan.machine, tmp_path / "apply")
    shutil.copytree(plan.judged, made.judged)
    return made


def applied(made: Job) -> Process:
    """What the job `apply` says; it runs on the other side of the world."""
    [script] = scripts("terraform.yml", "apply")
    return made.run(script, TZ="Asia/Tokyo")


def test_the_plan_that_was_judged_is_applied(apply: Job) -> None:
    done = applied(apply)
    assert done.returncode == 0, done.stdout
    assert "is the plan that was judged, and it passed" in done.stdout
    assert json.loads(apply.state.read_text())["resources"][0]["name"] == "fleet"


def test_another_plan_is_not(plan: Job, apply: Job) -> None:
    (plan.work / "infra/main.tf").write_text(ROOT % 300)
    plan.run(f"terraform plan -input=false -out='{apply.judged}/tfplan'")
    done = applied(apply)
    assert done.returncode == 1, done.stdout
    assert "is not the plan that was judged: that was infra/plan.json" in done.stdout
    assert not apply.state.exists()


@pytest.mark.parametrize(
    ("fields", "code", "sentence"),
    [
        pytest.param(
            {"verdict": {"outcome": "fail", "reasons": []}, "exit_code": 1},
            1,
            "was judged and did not pass: the verdict was fail (exit code 1)",
            id="the verdict was fail",
        ),
        pytest.param({"plans": []}, 1, "judged no Terraform plan", id="it judged no plan"),
        pytest.param({"version": 9}, 5, "no report of carbongate", id="it is another program's"),
    ],
)
def test_without_a_verdict_that_passes_nothing_is_applied(
    apply: Job, fields: dict[str, Any], code: int, sentence: str
) -> None:
    report = apply.judged / "report.json"
    report.write_text(json.dumps(json.loads(report.read_text()) | fields))
    done = applied(apply)
    assert done.returncode == code
    assert sentence in done.stdout
    assert not apply.state.exists()


def test_a_report_that_is_cut_off_applies_nothing(apply: Job) -> None:
    report = apply.judged / "report.json"
    report.write_text(report.read_text()[:-200])
    done = applied(apply)
    assert done.returncode == 5
    assert "or it is cut off" in done.stdout
    assert not apply.state.exists()


# ---- Helm --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("replicas", "code"), [(3, 0), (300, 1)], ids=["green", "red"])
def test_a_chart_is_released_when_what_it_renders_to_passes(
    machine: Machine, tmp_path: Path, replicas: int, code: int
) -> None:
    rendered = example("deployment/argocd/web.yaml").read_text(encoding="utf-8")
    (tmp_path / "web").write_text(rendered.replace("replicas: 3", f"replicas: {replicas}"))
    work = tmp_path / "work"
    work.mkdir()
    config = example("deployment/argocd/carbongate.yaml").read_text(encoding="utf-8")
    (work / "carbongate.yaml").write_text(config.replace("[web.yaml]", "[rendered]"))
    called = tmp_path / "called"
    machine.stand_in(
        "helm", f'echo "$@" >> "{called}"\n[ "$1" != template ] || cat "{tmp_path}/web"\n'
    )
    [script] = scripts("helm.yml", "release")
    summary = tmp_path / "summary.md"
    done = machine.run(script, work, BASH, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == code, done.stdout
    assert ("FAIL" in summary.read_text(encoding="utf-8")) is (code == 1)
    commands = [line.split()[0] for line in called.read_text().splitlines()]
    assert commands == (["template", "upgrade"] if code == 0 else ["template"])


# ---- in a cluster ------------------------------------------------------------------------------


def built(folder: str) -> list[dict[str, Any]]:
    """What a folder comes to in the cluster."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed")
    done = subprocess.run(
        ["kubectl", "kustomize", "--load-restrictor=LoadRestrictionsNone", example(folder)],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return [found for found in yaml.safe_load_all(done.stdout) if found]


def of(kind: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """The one object of a kind."""
    [one] = [each for each in found if each["kind"] == kind]
    return one


@pytest.mark.parametrize("folder", ["argocd", "flux/gate"])
@pytest.mark.parametrize(("replicas", "code"), [(3, 0), (300, 1)], ids=["green", "red"])
def test_the_job_judges_what_is_to_be_deployed(
    machine: Machine, tmp_path: Path, folder: str, replicas: int, code: int
) -> None:
    found = built(f"deployment/{folder}")
    pod = of("Job", found)["spec"]["template"]["spec"]
    data = of("ConfigMap", found)
    assert pod["volumes"][0]["configMap"]["name"] == data["metadata"]["name"]
    place = tmp_path / "gate"
    mounted(data["data"], place, replicas)
    [container] = pod["containers"]
    assert container["workingDir"] == container["volumeMounts"][0]["mountPath"]
    install = 'python -m pip install --quiet "$CARBONGATE"\n'
    done = machine.run(install + "carbongate " + " ".join(container["args"]), place, BASH)
    assert done.returncode == code, done.stdout
    assert "Estimated 1 of 1 resource." in done.stdout


def mounted(data: dict[str, str], place: Path, replicas: int) -> None:
    """A ConfigMap as Kubernetes mounts it: links to links, so that it can be changed at one stroke."""
    real = place / "..2026_03_01_12_00_00.1"
    real.mkdir(parents=True)
    (place / "..data").symlink_to(real.name)
    for name, text in data.items():
        (real / name).write_text(text.replace("replicas: 3", f"replicas: {replicas}"))
        (place / name).symlink_to(f"..data/{name}")


@pytest.mark.parametrize("folder", ["argocd", "flux/gate"])
def test_the_job_may_do_nothing_but_read(folder: str) -> None:
    job = of("Job", built(f"deployment/{folder}"))["spec"]
    pod = job["template"]["spec"]
    assert (job["backoffLimit"], pod["restartPolicy"]) == (0, "Never")
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["containers"][0]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["containers"][0]["volumeMounts"][0]["readOnly"] is True


def test_argo_cd_runs_the_gate_and_its_files_before_the_sync() -> None:
    found = built("deployment/argocd")
    hook = "argocd.argoproj.io/hook"
    wave = "argocd.argoproj.io/sync-wave"
    job, files = (of(kind, found)["metadata"]["annotations"] for kind in ("Job", "ConfigMap"))
    assert job[hook] == files[hook] == "PreSync"
    assert int(files[wave]) < int(job.get(wave, 0))
    assert "annotations" not in of("Deployment", found)["metadata"]


def test_flux_applies_the_application_after_the_gate_of_the_same_source() -> None:
    text = example("deployment/flux/flux.yaml").read_text(encoding="utf-8")
    gate, shop = yaml.safe_load_all(text)
    assert [one["name"] for one in shop["spec"]["dependsOn"]] == [gate["metadata"]["name"]]
    assert gate["metadata"]["namespace"] == shop["metadata"]["namespace"]
    assert gate["spec"]["sourceRef"] == shop["spec"]["sourceRef"]
    assert gate["spec"]["wait"] is gate["spec"]["force"] is True


def test_another_manifest_gives_the_job_of_flux_another_name_to_read(tmp_path: Path) -> None:
    shutil.copytree(example("deployment/flux"), tmp_path / "flux")
    before = of("ConfigMap", built(str(tmp_path / "flux/gate")))["metadata"]["name"]
    web = tmp_path / "flux/app/web.yaml"
    web.write_text(web.read_text().replace("replicas: 3", "replicas: 4"))
    found = built(str(tmp_path / "flux/gate"))
    after = of("ConfigMap", found)["metadata"]["name"]
    assert after != before
    assert of("Job", found)["spec"]["template"]["spec"]["volumes"][0]["configMap"]["name"] == after


def test_what_the_gate_sees_is_what_is_deployed() -> None:
    for judged, deployed in (("argocd", "argocd"), ("flux/gate", "flux/app")):
        data = of("ConfigMap", built(f"deployment/{judged}"))["data"]
        assert (
            yaml.safe_load(data["web.yaml"])["spec"]
            == (of("Deployment", built(f"deployment/{deployed}"))["spec"])
        )

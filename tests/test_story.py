"""The life of one pull request, from red to merged, told by the commands a team runs.

    tests/story/<step>/   exit, stdout and report.md of each step

A repository is made with commits of fixed days, so that every step comes out the same everywhere.
`--update` writes what came out over what is there; read the difference before you commit it.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from carbongate.cli.main import exit_code
from tests.project import source
from tests.repository.conftest import Checkout, no_hook
from tests.test_cases import settled

__all__ = ["no_hook"]  # this story asks git, and no hook may answer

STORY = Path(__file__).parent / "story"
CONFIG = """\
version: 1
mode: enforce
estimate: {dataset: DATASET}
functional_unit: {name: 1k orders, per_month: 420}
stacks:
  - {name: shop, labels: {env: prod}, manifests: [plan.json], regions: {aws: eu-west-1}}
usage:
  "aws_instance.web*": {cpu: 40%}
budgets:
  - id: shop-total
    match: {env: prod}
    total: 40 kgCO2e/month
    increase: {max: 10%, floor: 2 kgCO2e/month}
    min_coverage: 90%
"""
NOW = "carbongate-2026.11"


def config(dataset: str = NOW) -> str:
    return CONFIG.replace("DATASET", dataset)


def plan(*instances: tuple[str, str], database: str | None = "db.r6g.large") -> str:
    """A Terraform plan with machines (name, type) and perhaps a database."""
    resources = [
        resource("aws_instance", name, {"instance_type": type_, "ami": "ami-0abc"})
        for name, type_ in instances
    ]
    if database:
        values = {"engine": "postgres", "instance_class": database, "allocated_storage": 100}
        resources.append(resource("aws_db_instance", "orders", values))
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.9.8",
            "planned_values": {"root_module": {"resources": resources}},
        }
    )


def resource(type_: str, name: str, values: Mapping[str, object]) -> Mapping[str, object]:
    return {
        "address": f"{type_}.{name}",
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": values,
    }


def web(count: int, type_: str) -> list[tuple[str, str]]:
    return [(f"web{number}", type_) for number in range(1, count + 1)]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A shop of three machines and a database on main, and a branch that is about to change it."""
    made = Checkout(tmp_path / "shop")
    made.commit({"carbongate.yaml": config(), "plan.json": plan(*web(3, "m5.large"))})
    made.git("checkout", "-q", "-b", "grow")
    monkeypatch.chdir(made.root)
    return made


class Teller:
    """Runs a step and holds what came out against what is expected."""

    def __init__(self, capfd: pytest.CaptureFixture[str], folder: Path, *, update: bool) -> None:
        self.capfd = capfd
        self.folder = folder
        self.update = update

    def step(self, name: str, *arguments: str) -> Mapping[str, object]:
        """The JSON report of a step whose text, Markdown and exit code are as expected."""
        files = {form: self.folder / f"{name}.{form}" for form in ("json", "markdown")}
        outputs = [f"--output={form}={file}" for form, file in files.items()]
        code = exit_code([*arguments, *outputs])
        printed = self.capfd.readouterr()
        assert printed.err == ""
        found = {
            "exit": f"{code}\n",
            "stdout": printed.out,
            "report.md": files["markdown"].read_text(encoding="utf-8"),
        }
        expected = STORY / name
        if self.update:
            expected.mkdir(parents=True, exist_ok=True)
            for file, text in found.items():
                (expected / file).write_text(settled(text), encoding="utf-8", newline="\n")
        for file, text in found.items():
            assert settled(text) == (expected / file).read_text(encoding="utf-8"), f"{name}/{file}"
        report: Mapping[str, object] = json.loads(files["json"].read_text(encoding="utf-8"))
        schema = json.loads((source() / "docs" / "report.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(report, schema)
        return report


@pytest.fixture
def teller(capfd: pytest.CaptureFixture[str], tmp_path: Path, *, update: bool) -> Teller:
    folder = tmp_path / "reports"
    folder.mkdir()
    return Teller(capfd, folder, update=update)


def outcome(report: Mapping[str, object]) -> object:
    verdict = report["verdict"]
    assert isinstance(verdict, dict)
    return verdict["outcome"]


def delta(report: Mapping[str, object]) -> Mapping[str, float]:
    diff = report["diff"]
    assert isinstance(diff, dict)
    found: Mapping[str, float] = diff["delta"]
    return found


def test_a_pull_request_from_red_to_green(shop: Checkout, teller: Teller) -> None:
    against = ("check", "--base", "main")

    shop.commit({"plan.json": plan(*web(6, "m5.2xlarge"))}, day="2026-03-02T12:00:00+00:00")
    red = teller.step("1-the-cluster-grows", *against)
    assert (outcome(red), red["exit_code"]) == ("fail", 1)
    assert delta(red)["low"] > 0

    asked = {"allow": "200 kgCO2e/month", "until": "2026-04-15", "owner": "data-platform"}
    asked |= {"reason": "migration until the new cluster is up", "date": "2026-03-03"}
    options = [word for name, value in asked.items() for word in (f"--{name}", value)]
    assert exit_code(["waive", "shop-total", *options]) == 0
    teller.capfd.readouterr()
    shop.commit({}, day="2026-03-03T12:00:00+00:00")
    waived = teller.step("2-a-waiver", *against)
    assert (outcome(waived), waived["exit_code"]) == ("pass", 0)

    shop.commit({}, day="2026-04-05T12:00:00+00:00")
    soon = teller.step("3-it-ends-soon", *against)
    assert (outcome(soon), soon["exit_code"]) == ("pass", 0)

    shop.commit({}, day="2026-04-16T12:00:00+00:00")
    expired = teller.step("4-it-has-ended", *against)
    assert (outcome(expired), expired["exit_code"]) == ("fail", 1)

    (shop.root / "carbongate-waivers.yaml").unlink()
    shop.commit({"plan.json": plan(*web(3, "m7g.large"))}, day="2026-04-17T12:00:00+00:00")
    smaller = teller.step("5-a-smaller-machine", *against)
    assert (outcome(smaller), smaller["exit_code"]) == ("pass", 0)

    fewer = plan(*web(2, "m7g.large"), database=None)
    shop.commit({"plan.json": fewer}, day="2026-04-18T12:00:00+00:00")
    credit = teller.step("6-a-deletion-earns-credit", *against)
    assert (outcome(credit), credit["exit_code"]) == ("pass", 0)
    assert delta(credit)["high"] < delta(smaller)["high"]
    assert delta(credit)["high"] < 0


def test_an_old_commit_keeps_its_verdict(shop: Checkout, teller: Teller) -> None:
    waiver = """\
version: 1
waivers:
  - {id: W-1, scope: shop-total, allow: 200 kgCO2e/month, reason: "a reason", owner: team, until: 2026-04-15}
"""
    grown = {"plan.json": plan(*web(6, "m5.2xlarge")), "carbongate-waivers.yaml": waiver}
    then = shop.commit(grown, day="2026-03-03T12:00:00+00:00")
    assert exit_code(["check", "--quiet", "--base", "main"]) == 0
    shop.commit({}, day="2026-09-01T12:00:00+00:00")
    assert exit_code(["check", "--quiet", "--base", "main"]) == 1
    shop.git("checkout", "-q", then)
    assert exit_code(["check", "--quiet", "--base", "main"]) == 0


def test_new_data_is_told_apart_from_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, teller: Teller
) -> None:
    made = Checkout(tmp_path / "shop")
    made.commit({"carbongate.yaml": config("ccf-2024"), "plan.json": plan(*web(3, "m5.large"))})
    made.git("checkout", "-q", "-b", "data")
    monkeypatch.chdir(made.root)

    made.commit({"carbongate.yaml": config(NOW)}, day="2026-03-02T12:00:00+00:00")
    data = teller.step("7-only-the-data", "check", "--base", "main")
    assert data["exit_code"] == 0
    assert set(delta(data).values()) == {0}
    assert isinstance(data["diff"], dict)
    assert data["diff"]["data"]["best"] != 0

    made.commit({"plan.json": plan(*web(4, "m5.large"))}, day="2026-03-03T12:00:00+00:00")
    both = teller.step("8-the-data-and-a-machine", "diff", "--base", "main")
    assert isinstance(both["diff"], dict)
    assert both["diff"]["data"] == data["diff"]["data"]
    assert delta(both)["low"] > 0


def test_a_loosened_gate_stands_first_and_the_base_can_hold(shop: Checkout, teller: Teller) -> None:
    grown = plan(*web(6, "m5.2xlarge"))
    loose = config().replace("40 kgCO2e", "400 kgCO2e").replace("max: 10%", "max: 900%")
    shop.commit({"plan.json": grown, "carbongate.yaml": loose}, day="2026-03-02T12:00:00+00:00")
    open_gate = teller.step("9-a-higher-limit", "check", "--base", "main")
    assert open_gate["exit_code"] == 0
    assert isinstance(open_gate["loosened"], list)
    keys = {one["key"] for one in open_gate["loosened"]}
    assert "budgets[shop-total].total" in keys

    shop.git("checkout", "-q", "main")
    strict = config().replace("mode: enforce", "mode: enforce\npolicy: base")
    shop.commit({"carbongate.yaml": strict}, day="2026-03-03T12:00:00+00:00")
    shop.git("checkout", "-q", "-b", "again")
    shop.commit({"plan.json": grown, "carbongate.yaml": loose}, day="2026-03-04T12:00:00+00:00")
    held = teller.step("10-the-base-holds", "check", "--base", "main")
    assert held["exit_code"] == 1
    assert isinstance(held["loosened"], list)
    assert all(one["held"] for one in held["loosened"])


def test_the_work_tree_is_left_alone(shop: Checkout) -> None:
    shop.commit({"plan.json": plan(*web(4, "m5.large"))}, day="2026-03-02T12:00:00+00:00")
    exit_code(["check", "--quiet", "--base", "main"])
    state = subprocess.run(
        ["git", "status", "--porcelain", "--ignored"],
        cwd=shop.root,
        capture_output=True,
        check=True,
    )
    assert state.stdout == b""

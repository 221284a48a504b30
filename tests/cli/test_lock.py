"""The lock and the defaults of an organisation, as one meets them on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carbongate import __version__
from carbongate.cli.main import exit_code
from carbongate.code.rules import load
from carbongate.lock import locked, read, text
from carbongate.tables import DEFAULT

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: c, image: x, resources: {requests: {cpu: "1", memory: 1Gi}}}]}
"""
SLOW = """\
import sqlite3


def names(connection: sqlite3.Connection, ids: list[int]) -> list[object]:
    found = []
    for one in ids:
        found.append(connection.execute("SELECT name FROM shop WHERE id = ?", (one,)).fetchone()[0])
    return found
"""
OWN = "version: 1\nstacks: [{name: web, manifests: [k8s], labels: {env: dev}}]\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "k8s").mkdir()
    (tmp_path / "k8s" / "web.yaml").write_text(POD)
    (tmp_path / "carbongate.yaml").write_text(OWN)
    return tmp_path


def now() -> str:
    return text(locked(__version__, DEFAULT, load(examples=False)))


def older() -> str:
    """A lock from before `query-in-loop`, with the other dataset."""
    lock = locked("0.0.1", "ccf-2024", load(examples=False))
    rules = {rule: found for rule, found in lock.rules.items() if rule != "query-in-loop"}
    return text(replace(lock, rules=rules))


def test_an_update_is_shown_and_then_taken(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "carbongate.lock").write_text(older())
    (root / "slow.py").write_text(SLOW)
    assert exit_code(["update"]) == 0
    page = capfd.readouterr().out
    assert f"  dataset  ccf-2024 -> {DEFAULT}\n" in page
    assert "  query-in-loop: 1 finding that may fail: slow.py:7\n" in page
    assert "verdict, if it is enforced: pass -> fail\n" in page
    assert (root / "carbongate.lock").read_text() == older()
    assert exit_code(["update", "--take"]) == 0
    assert (root / "carbongate.lock").read_text() == now()
    capfd.readouterr()
    assert exit_code(["update"]) == 0
    assert capfd.readouterr().out.startswith("carbongate.lock is as it should be")


def test_a_new_rule_shows_and_fails_nothing_until_it_is_taken(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / "slow.py").write_text(SLOW)
    assert exit_code(["check"]) == 1
    (root / "carbongate.lock").write_text(older())
    capfd.readouterr()
    assert exit_code(["check", "--output=json=report.json"]) == 0
    assert "query-in-loop" in capfd.readouterr().out
    assert '"dataset": "ccf-2024"' in (root / "report.json").read_text()


def test_locked_refuses_what_is_newer(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["check", "--locked"]) == 2
    assert "there is no carbongate.lock" in capfd.readouterr().err
    (root / "carbongate.lock").write_text(now())
    assert exit_code(["check", "--locked"]) == 0
    (root / "carbongate.lock").write_text(older())
    assert exit_code(["check", "--locked"]) == 2
    said = capfd.readouterr().err
    assert "rule not in carbongate.lock, so what they find fails nothing: query-in-loop" in said


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("<<<<<<< HEAD\n", id="an unfinished merge"),
        pytest.param("", id="an empty file"),
        pytest.param(older().replace('    busy-wait: "', '    lazy-wait: "'), id="edited by hand"),
    ],
)
def test_a_lock_that_cannot_be_read_stops_a_check_and_not_its_renewal(
    root: Path, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / "carbongate.lock").write_text(broken)
    assert exit_code(["check"]) == 2
    assert "carbongate.lock" in capfd.readouterr().err
    assert exit_code(["update", "--take"]) == 0
    assert read((root / "carbongate.lock").read_text()).dataset == DEFAULT
    assert exit_code(["check"]) == 0


def test_a_dataset_that_is_gone_can_be_left(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "carbongate.lock").write_text(older().replace("ccf-2024", "ccf-2019"))
    assert exit_code(["check"]) == 2
    assert "dataset ccf-2019 did not come with this version" in capfd.readouterr().err
    assert exit_code(["update"]) == 0
    assert f"ccf-2019 -> {DEFAULT}" in capfd.readouterr().out


# ---- defaults ------------------------------------------------------------------------------------


ORG = """\
version: 1
usage: {"google_*": {cpu: 40%}}
budgets:
  - {id: org-dev, match: {env: dev}, total: 1 gCO2e/month}
  - {id: org-prod, match: {env: prod}, total: 1 gCO2e/month}
"""


def test_the_budgets_of_the_defaults_hold_and_those_of_elsewhere_are_named(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / "org.yaml").write_text(ORG)
    (root / "carbongate.yaml").write_text(OWN.replace("stacks", "extends: org.yaml\nstacks"))
    report = root / "report.json"
    assert exit_code(["check", f"--output=json={report}"]) == 1
    page = capfd.readouterr().out
    assert "budget org-dev" in page
    written = report.read_text()
    assert '"id": "org-prod"' not in written
    assert "budget org-prod of org.yaml takes in no stack of this repository" in written


def test_validate_reads_the_defaults_too(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "org.yaml").write_text(ORG)
    (root / "carbongate.yaml").write_text("version: 1\nextends: org.yaml\n")
    assert exit_code(["config", "validate"]) == 0
    assert "budget    org-prod: total 0.001 kgCO2e/month on env prod  (of org.yaml)" in (
        capfd.readouterr().out
    )
    (root / "org.yaml").unlink()
    assert exit_code(["config", "validate"]) == 2
    assert "carbongate.yaml:2: extends: there is no file org.yaml" in capfd.readouterr().err

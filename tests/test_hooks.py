"""The two pre-commit hooks, installed by pre-commit itself and run by real commits."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.project import source

PRE_COMMIT = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="paths of environments are too long there"),
    pytest.mark.skipif(PRE_COMMIT is None, reason="pre-commit is not installed"),
]

CONFIG = """\
repos:
  - repo: {hooks}
    rev: {commit}
    hooks:
      - id: carbongate-scan
      - id: carbongate-check
"""
QUERIES = """\
import sqlite3


def prices(cursor, keys):
    found = []
    for key in keys:
        cursor.execute("SELECT price FROM item WHERE id = ?", (key,)){comment}
        found.append(cursor.fetchone())
    return found
"""
REASON = "  # carbongate: ignore[query-in-loop] three keys at most"
HUNGRY = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: search, namespace: shop}
spec:
  replicas: 400
  selector: {matchLabels: {app: search}}
  template:
    metadata: {labels: {app: search}}
    spec:
      containers:
        - name: search
          image: registry.example.com/search:1
          resources: {requests: {cpu: "8", memory: 32Gi}}
"""
BUDGET = """\
version: 1
mode: enforce
budgets:
  - {id: all, total: 100 kgCO2e/month}
"""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository of a user; `environment` is that of a machine without settings of anybody."""

    root: Path
    environment: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in the repository, with all that it prints."""
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    def must(self, *command: str) -> str:
        """The same, for what may not fail."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        """A file, staged."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.must("git", "add", name)

    def commit(self) -> subprocess.CompletedProcess[str]:
        """A commit, as a developer makes it."""
        return self.run("git", "commit", "-m", "Change something")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A home of its own, so that nobody's settings matter; the hooks are built once in it."""
    home = tmp_path_factory.mktemp("home")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **kept,
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "Somebody" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "somebody@example.com" for who in ("AUTHOR", "COMMITTER")},
    }


@pytest.fixture(scope="session")
def hooks(
    environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The project as it stands here, committed to a repository of its own: folder and commit."""
    if not (source() / ".git").exists():
        pytest.skip("the source is no checkout")
    root = tmp_path_factory.mktemp("hooks")
    made = Repository(root, environment)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=source(),
        stdout=subprocess.PIPE,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (source() / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source() / name, root / name)
    made.must("git", "init", "--quiet")
    made.must("git", "add", "--all")
    made.must("git", "commit", "--quiet", "--message", "The project as it stands here")
    return root, made.must("git", "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, environment: Mapping[str, str]) -> Repository:
    """A repository with a budget and nothing else."""
    made = Repository(tmp_path, environment)
    made.must("git", "init", "--quiet")
    made.write("carbongate.yaml", BUDGET)
    made.write("deploy/search.yaml", HUNGRY.replace("400", "1"))
    made.must("git", "commit", "--quiet", "--message", "Begin")
    return made


@pytest.fixture
def hooked(repository: Repository, hooks: tuple[Path, str]) -> Repository:
    """The same with the hooks installed."""
    folder, commit = hooks
    repository.write(".pre-commit-config.yaml", CONFIG.format(hooks=folder, commit=commit))
    repository.must(str(PRE_COMMIT), "install", "--install-hooks")
    assert repository.commit().returncode == 0
    return repository


def test_the_manifest_of_the_hooks_is_valid() -> None:
    manifest = source() / ".pre-commit-hooks.yaml"
    subprocess.run([str(PRE_COMMIT), "validate-manifest", str(manifest)], check=True)


def test_try_repo_runs_both_hooks(repository: Repository, hooks: tuple[Path, str]) -> None:
    repository.write("shop/prices.py", QUERIES.format(comment=""))
    repository.write("deploy/search.yaml", HUNGRY)
    folder, _ = hooks
    done = repository.run(str(PRE_COMMIT), "try-repo", str(folder), "--all-files")
    assert done.returncode == 1, done.stdout
    assert "- hook id: carbongate-scan\n- exit code: 1" in done.stdout
    assert "- hook id: carbongate-check\n- exit code: 1" in done.stdout


def test_a_good_commit_passes_both_hooks(hooked: Repository) -> None:
    hooked.write("shop/prices.py", "def price(row):\n    return row.price\n")
    hooked.write("deploy/search.yaml", HUNGRY.replace("400", "2"))
    done = hooked.commit()
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("Passed") == 2


def test_a_query_in_a_loop_stops_the_commit(hooked: Repository) -> None:
    hooked.write("shop/prices.py", QUERIES.format(comment=""))
    done = hooked.commit()
    assert done.returncode == 1
    assert "- hook id: carbongate-scan\n- exit code: 1" in done.stdout
    assert "shop/prices.py:7" in done.stdout
    assert "query-in-loop" in done.stdout


def test_a_suppressed_finding_lets_the_commit_pass(hooked: Repository) -> None:
    hooked.write("shop/prices.py", QUERIES.format(comment=REASON))
    done = hooked.commit()
    assert done.returncode == 0, done.stdout


def test_a_finding_that_was_there_before_does_not_stop_a_commit(hooked: Repository) -> None:
    hooked.write("shop/prices.py", QUERIES.format(comment=""))
    hooked.must("git", "commit", "--no-verify", "--message", "Let it in")
    hooked.write("shop/prices.py", QUERIES.format(comment="") + "\n\nLIMIT = 3\n")
    done = hooked.commit()
    assert done.returncode == 0, done.stdout


def test_a_manifest_over_budget_stops_the_commit(hooked: Repository) -> None:
    hooked.write("deploy/search.yaml", HUNGRY)
    done = hooked.commit()
    assert done.returncode == 1
    assert "- hook id: carbongate-check\n- exit code: 1" in done.stdout
    assert "over its limit" in done.stdout


def test_what_is_not_staged_does_not_count(hooked: Repository) -> None:
    (hooked.root / "deploy/search.yaml").write_text(HUNGRY)
    hooked.write("settings.json", "{}\n")
    done = hooked.commit()
    assert done.returncode == 0, done.stdout
    assert passed(done.stdout, "carbongate check")


@pytest.mark.parametrize(
    "name",
    [
        "deploy/search.yaml",
        "compose.YML",
        "infra/plan.json",
        "fleet.csv",
        "main.tf",
        "prod.tfvars",
        "shop/prices.py",
        "carbongate.lock",
    ],
)
def test_the_budget_is_held_when_something_of_it_changes(hooked: Repository, name: str) -> None:
    hooked.write("deploy/other.yaml", HUNGRY.replace("search", "other"))
    hooked.must("git", "commit", "--no-verify", "--message", "Let it in")
    before = hooked.root / name
    hooked.write(name, (before.read_text() if before.exists() else "") + "\n")
    done = hooked.commit()
    assert "- hook id: carbongate-check\n- exit code: " in done.stdout, done.stdout


@pytest.mark.parametrize("name", ["README.md", "notes.txt", "web/style.css", "carbongate.lock.md"])
def test_nothing_is_estimated_when_nothing_of_it_changes(hooked: Repository, name: str) -> None:
    hooked.write("deploy/other.yaml", HUNGRY.replace("search", "other"))
    hooked.must("git", "commit", "--no-verify", "--message", "Let it in")
    hooked.write(name, "nothing of carbon\n")
    done = hooked.commit()
    assert done.returncode == 0, done.stdout
    assert skipped(done.stdout, "carbongate check")


def test_a_shallow_clone_whose_origin_is_gone_can_commit(
    hooked: Repository, tmp_path: Path
) -> None:
    hooked.write("notes.txt", "a second commit\n")
    hooked.must("git", "commit", "--no-verify", "--message", "Go on")
    clone = tmp_path / "clone"
    hooked.must("git", "clone", "--quiet", "--depth=1", f"file://{hooked.root}", str(clone))
    made = Repository(clone, hooked.environment)
    made.must(str(PRE_COMMIT), "install")
    (hooked.root / ".git").rename(hooked.root / "gone")
    made.write("deploy/search.yaml", HUNGRY.replace("400", "2"))
    done = made.commit()
    assert done.returncode == 0, done.stdout
    assert passed(done.stdout, "carbongate check")


def passed(log: str, hook: str) -> bool:
    """Whether pre-commit says that a hook ran and passed."""
    return bool(re.search(rf"^{hook}\.+Passed$", log, re.MULTILINE))


def skipped(log: str, hook: str) -> bool:
    """Whether pre-commit says that there was nothing for a hook."""
    return bool(re.search(rf"^{hook}\.+\(no files to check\)Skipped$", log, re.MULTILINE))

"""A machine of a CI system: the program as a wheel, a clone of a pull request, and a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.project import source
from tests.repository.conftest import Checkout

# What a job of this machine may not let through to the example.
FOREIGN = ("GIT", "CI", "SYSTEM_", "BITBUCKET_", "CHANGE_", "RUNNER_", "CARBONGATE")


@dataclass(frozen=True, slots=True)
class Machine:
    """Where scripts run: `python` is a fresh one, `CARBONGATE` what they install."""

    folder: Path
    wheel: Path

    def run(
        self, script: str, workspace: Path, shell: tuple[str, ...], **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """A script in a workspace, with all that it prints."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return subprocess.run(
            [*shell, "-c", script],
            cwd=workspace,
            env={
                **own,
                "PATH": f"{self.folder / 'stand-ins'}:{self.folder / 'venv/bin'}:{os.environ['PATH']}",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "CARBONGATE": str(self.wheel),
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    def stand_in(self, name: str, script: str) -> None:
        """A program that is not here, as a few lines of shell."""
        place = self.folder / "stand-ins" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}")
        place.chmod(0o755)


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The project as a wheel, and a Python that does not have it yet."""
    if sys.platform == "win32":
        pytest.skip("these scripts are for POSIX shells")
    folder = tmp_path_factory.mktemp("machine")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, source()],
        check=True,
    )
    venv.create(folder / "venv", with_pip=True)
    [wheel] = folder.glob("*.whl")
    return Machine(folder, wheel)


@pytest.fixture
def clone(tmp_path: Path) -> Checkout:
    """A pull request of `topic` into `main`, cloned whole: more replicas, and a budget as it was."""
    origin = Checkout(tmp_path / "origin")
    shutil.copytree(source() / "examples" / "shop", origin.root, dirs_exist_ok=True)
    origin.commit({})
    origin.git("switch", "-q", "-c", "topic")
    web = (origin.root / "deploy/web.yaml").read_text(encoding="utf-8")
    origin.commit({"deploy/web.yaml": web.replace("replicas: 3", "replicas: 4")})
    origin.git("clone", "-q", f"file://{origin.root}", str(tmp_path / "clone"))
    return Checkout(tmp_path / "clone")


def example(name: str) -> Path:
    """A file of the examples."""
    return source() / "examples" / name


def schema_says(schema: str, path: Path, *options: str) -> str:
    """What a published schema says against a file; "" for nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


Variables = Mapping[str, str]

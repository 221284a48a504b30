"""A small runner for the steps of a composite action: real bash, and the few expressions we use."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
# How GitHub starts `shell: bash`.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")


@dataclass(frozen=True, slots=True)
class Done:
    """What a step left behind."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine with its temporary folder; an action is installed on it once and run many times."""

    action: Path
    temporary: Path
    document: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        text = (self.action / "action.yml").read_text(encoding="utf-8")
        object.__setattr__(self, "document", yaml.safe_load(text))

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps of the action."""
        steps: list[dict[str, Any]] = self.document["runs"]["steps"]
        return steps

    def run(self, step: Mapping[str, Any], workspace: Path, **inputs: str) -> Done:
        """One `run` step in a workspace, with the action's defaults behind the inputs."""
        given = {name: each.get("default", "") for name, each in self.document["inputs"].items()}
        context = {f"inputs.{name}": value for name, value in (given | inputs).items()}
        output, summary = workspace / ".output", workspace / ".summary"
        output.write_text("")
        summary.write_text("")
        script = workspace / ".step.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            [*BASH, script],
            cwd=workspace,
            env={
                **os.environ,
                **{name: valued(text, context) for name, text in step.get("env", {}).items()},
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                "RUNNER_TEMP": str(self.temporary),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return Done(done.returncode, done.stdout, outputs, summary.read_text(encoding="utf-8"))


def valued(text: str, context: Mapping[str, str]) -> str:
    """A text with its expressions in their place. Errors: KeyError for one that means nothing."""
    return EXPRESSION.sub(lambda found: context[found[1]], text)

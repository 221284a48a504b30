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
CONDITION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
COMPARED = re.compile(r"([\w.-]+) (==|!=) '([^']*)'")
# How GitHub starts `shell: bash`.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
# What a job on a developer's machine or in another CI may not let through.
FOREIGN = ("GITHUB_", "RUNNER_", "GIT_")


@dataclass(frozen=True, slots=True)
class Done:
    """What a step, or all of them, left behind."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine with its temporary folder; an action is used on it many times.

    `variables` are those of the job, such as GITHUB_BASE_REF; `github` what expressions read of the
    event, such as event.merge_group.base_sha.
    """

    action: Path
    temporary: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    github: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Mapping[str, Any]:
        """The file of the action."""
        found: Mapping[str, Any] = yaml.safe_load(
            (self.action / "action.yml").read_text(encoding="utf-8")
        )
        return found

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps of the action."""
        steps: list[dict[str, Any]] = self.document["runs"]["steps"]
        return steps

    def use(self, workspace: Path, **inputs: str) -> Done:
        """All steps in a workspace, as a job uses the action: what fails ends it, except `always()`."""
        document = self.document
        context = {f"github.{name}": value for name, value in self.github.items()}
        for name, each in document["inputs"].items():
            context[f"inputs.{name}"] = inputs.get(name, valued(each.get("default", ""), context))
        code, log, summary = 0, "", ""
        for step in self.steps:
            if not wanted(step.get("if", ""), context, failed=code != 0):
                continue
            done = self.run(step, workspace, context)
            code, log, summary = code or done.code, log + done.log, summary + done.summary
            for name, value in done.outputs.items():
                context[f"steps.{step.get('id')}.outputs.{name}"] = value
        named = {name: valued(each["value"], context) for name, each in document["outputs"].items()}
        return Done(code, log, named, summary)

    def run(self, step: Mapping[str, Any], workspace: Path, context: Mapping[str, str]) -> Done:
        """One `run` step."""
        output, summary, script = (
            self.temporary / name for name in ("output", "summary", "step.sh")
        )
        output.write_text("")
        summary.write_text("")
        script.write_text(step["run"])
        own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        done = subprocess.run(
            [*BASH, script],
            cwd=workspace,
            env={
                **own,
                **self.variables,
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
    """A text with its expressions in their place; what the context does not hold is empty, as there."""
    return EXPRESSION.sub(lambda found: context.get(found[1], ""), text)


def wanted(condition: str, context: Mapping[str, str], *, failed: bool) -> bool:
    """Whether a step runs: `always()` and comparisons, joined by `&&`.

    Errors: ValueError for anything else, which this runner does not know.
    """
    if not condition:
        return not failed
    found = CONDITION.fullmatch(condition)
    parts = (found[1] if found else condition).split(" && ")
    compared = [COMPARED.fullmatch(part) for part in parts if part != "always()"]
    if None in compared:
        raise ValueError(condition)
    return ("always()" in parts or not failed) and all(
        (context.get(one[1], "") == one[3]) is (one[2] == "==") for one in compared if one
    )

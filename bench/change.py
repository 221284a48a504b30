"""A repository with a base and a change: a plan, a configuration and code, a tenth of it changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from bench import made

CONFIG = """\
version: 1
mode: warn
stacks:
  - {name: shop, manifests: [plan.json]}
budgets:
  - {id: shop, match: {stack: shop}, total: 1000000 kgCO2e/month, increase: {max: 10%}}
"""
WHO = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
CHANGED = 10  # one in so many resources


def repository(folder: Path, package: Path, count: int, files: int) -> None:
    """A plan of so many resources and so many files of code, committed; then the work tree changes a
    tenth of the resources."""
    made.plan(folder, count)
    (folder / "carbongate.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "shop").mkdir()
    for number, file in enumerate(sorted(package.rglob("*.py"))[:files]):
        shutil.copyfile(file, folder / "shop" / f"{number}_{file.name}")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "base")
    plan = folder / "plan.json"
    document = json.loads(plan.read_text(encoding="utf-8"))
    resources = document["planned_values"]["root_module"]["resources"]
    for number, found in enumerate(resources):
        if number % CHANGED == 0 and "instance_type" in found["values"]:
            found["values"]["instance_type"] = "m7g.4xlarge"
    plan.write_text(json.dumps(document), encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    """One git command."""
    committer = {name.replace("AUTHOR", "COMMITTER"): value for name, value in WHO.items()}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | WHO | committer, check=True)

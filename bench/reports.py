"""Reports of many resources, and many reports: how long they take, and how large they are."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import made
from bench.measure import Measured, measured, program

PLAN = 7_500  # resources, of which two thirds use energy
JOINED, EACH = 250, 300


def page(folder: Path, runs: int) -> tuple[Measured, Path]:
    """A plan to an HTML report of 5,000 resources."""
    made.plan(folder, PLAN)
    command = [*program(), "estimate", "--quiet", "--output", "html=report.html", "plan.json"]
    return measured(command, folder, runs), folder / "report.html"


def opened(report: Path, profile: Path, runs: int) -> tuple[float, float] | None:
    """Seconds in Chromium until the page answers, and until 5,000 rows are sorted; None without one."""
    from tests.reports.browser import browser, missing

    if missing():
        return None
    ready: list[float] = []
    sorted_: list[float] = []
    with browser(profile) as window:
        for _ in range(runs):
            window.open(report)
            loaded = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
            ready.append(window.run(loaded) / 1000)
            click = (
                "const start = performance.now();"
                "document.querySelector('#table-resources thead button').click();"
                "document.body.offsetHeight; return performance.now() - start"
            )
            sorted_.append(window.run(click) / 1000)
    return median(ready), median(sorted_)


def joined(folder: Path, runs: int) -> tuple[Measured, float]:
    """So many reports of 200 resources that use energy to one page; and their megabytes."""
    made.plan(folder, EACH)
    write = [*program(), "estimate", "--quiet", "--output", "json=one.json", "plan.json"]
    subprocess.run(write, cwd=folder, check=True)
    one = json.loads((folder / "one.json").read_text(encoding="utf-8"))
    names = [f"report-{number}.json" for number in range(JOINED)]
    for number, name in enumerate(names):
        other = {**one, "fingerprint": {**one["fingerprint"], "config": f"{number:012}"}}
        (folder / name).write_text(json.dumps(other), encoding="utf-8")
    size = megabytes([folder / name for name in names])
    command = [*program(), "merge", "--quiet", "--output", "html=all.html", *names]
    return measured(command, folder, runs), size


def megabytes(files: Sequence[Path]) -> float:
    """What they take together."""
    return sum(file.stat().st_size for file in files) / 1e6

"""python -m bench [--runs N] [--rows N] [--cache DIR]

Prints one line for each thing that is promised to be quick: the median of some runs of the
whole process, its largest memory, what is allowed, and how it stands beside another tool. The corpus comes from the
package index once, into the cache; everything else happens in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import change, corpus, made, reports
from bench.measure import Measured, measured, program

RULE_GROUPS = "PERF,C4,SIM,B,UP,FURB,RUF,G,C90"
RUFF = ("check", "--isolated", "--no-cache", "--exit-zero", "--quiet", "--select", RULE_GROUPS)
STAGED_FILES, STAGED_BYTES = 10, 350_000
SMALL, LARGE, LARGER = 50, 10_000, 40_000
MILLION = 1_000_000
CODE_FILES = 50  # beside a plan


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is measured; `allowed` is in seconds, `note` a ratio or what was counted."""

    what: str
    found: Measured
    allowed: float | None = None
    note: str = ""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each, the median counts")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the inventory")
    parser.add_argument("--cache", type=Path, default=corpus.CACHE, help="where the corpus is kept")
    arguments = parser.parse_args()
    print(machine())
    print(f"{'':58} {'median':>8} {'allowed':>8} {'MiB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder), corpus.django(arguments.cache), arguments):
            allowed = f"{line.allowed:.2f} s" if line.allowed else ""
            print(
                f"{line.what:58} {line.found.seconds:>6.3f} s {allowed:>8} "
                f"{line.found.mebibytes:>6.0f}  {line.note}".rstrip(),
                flush=True,
            )


def lines(folder: Path, django: Path, arguments: argparse.Namespace) -> Iterator[Line]:
    """All measurements, the quick ones first."""
    runs = arguments.runs
    python = measured([sys.executable, "-c", "pass"], folder, runs)
    yield Line("python -c pass", python)
    version = measured([*program(), "--version"], folder, runs)
    yield Line("carbongate --version", version, 0.10, times(version, python, "a bare Python"))
    yield staged(folder / "staged", django, runs)
    yield plan(folder, SMALL, runs, 0.20)
    yield from whole(django, folder, runs)
    yield from against_base(django, folder, runs)
    large = plan(folder, LARGE, runs, 1.5)
    yield large
    larger = plan(folder, LARGER, 3, None)
    yield Line(larger.what, larger.found, None, times(larger.found, large.found, f"{LARGE:,}"))
    yield from pages(folder, runs)
    yield inventory(folder / "inventory", arguments.rows)


def staged(folder: Path, django: Path, runs: int) -> Line:
    """The hook: some files in the index of a repository."""
    names = corpus.checkout(folder, django, STAGED_FILES, STAGED_BYTES)
    size = sum((folder / name).stat().st_size for name in names)
    command = [*program(), "scan", "--staged", "--quiet", *names]
    what = f"scan of {len(names)} staged files, {size // 1000} kB"
    return Line(what, measured(command, folder, runs), 0.30)


def plan(folder: Path, count: int, runs: int, allowed: float | None) -> Line:
    """A Terraform plan of so many resources."""
    home = folder / f"plan-{count}"
    made.plan(home, count)
    found = measured([*program(), "estimate", "--quiet", "plan.json"], home, runs)
    return Line(f"estimate, a plan of {count:,} resources", found, allowed)


def against_base(django: Path, folder: Path, runs: int) -> Iterator[Line]:
    """A check with and without the base beside it."""
    for count in (SMALL, LARGE):
        home = folder / f"change-{count}"
        change.repository(home, django, count, CODE_FILES)
        alone = measured([*program(), "check", "--quiet"], home, runs)
        both = measured([*program(), "check", "--quiet", "--base", "HEAD"], home, runs)
        what = f"a plan of {count:,} resources and {CODE_FILES} files"
        yield Line(f"check, {what}", alone)
        ratio = times(both, alone, "without") + " (at most 2.2)"
        yield Line(f"check --base, {what}", both, None, ratio)


def pages(folder: Path, runs: int) -> Iterator[Line]:
    """The HTML report of 5,000 resources, in a browser where there is one, and many reports in one."""
    found, report = reports.page(folder / "page", min(runs, 3))
    size = f"{reports.megabytes([report]):.1f} MB (at most 3)"
    yield Line("estimate, an HTML report of 5,000 resources", found, None, size)
    times_ = reports.opened(report, folder / "profile", runs)
    if times_ is not None:
        ready, sorting = times_
        yield Line("that page in Chromium, until it answers", Measured(ready, 0), 1.0)
        yield Line("that page in Chromium, 5,000 rows sorted", Measured(sorting, 0), 1.0)
    merged, megabytes = reports.joined(folder / "joined", min(runs, 3))
    what = f"merge, {reports.JOINED} reports of 200 resources"
    yield Line(what, merged, None, f"{megabytes:.0f} MB read")


def inventory(folder: Path, rows: int) -> Line:
    """So many machines, each with hours and a load of its own; a million may take 15 s."""
    made.inventory(folder, rows)
    found = measured([*program(), "estimate", "--quiet", "inventory.csv"], folder, 1)
    return Line(f"estimate, an inventory of {rows:,} distinct rows", found, 15 * rows / MILLION)


def whole(django: Path, folder: Path, runs: int) -> Iterator[Line]:
    """All of Django with all Python rules, beside ruff with nine groups of rules."""
    files = [*django.rglob("*.py")]
    size = sum(file.stat().st_size for file in files) / 1e6
    tree = f"{len(files)} files, {size:.1f} MB of Django"
    ruff = measured([*program("ruff"), *RUFF, str(django)], folder, runs)
    ours = measured([*program(), "scan", "--quiet", str(django)], folder, runs)
    yield Line(f"ruff with nine rule groups, {tree}", ruff)
    yield Line(f"scan, {tree}", ours, None, times(ours, ruff, "ruff") + " (at most 5)")


def times(one: Measured, other: Measured, name: str) -> str:
    """How many times as long."""
    return f"{one.seconds / other.seconds:.1f} x {name}"


def machine() -> str:
    """What it was measured on."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()

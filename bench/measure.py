"""One command as a user starts it: the whole process, several times, the median."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the median run, and the most memory that any run held."""

    seconds: float
    mebibytes: float


def program(name: str = "carbongate") -> list[str]:
    """A command of this environment."""
    return [str(Path(sys.executable).parent / name)]


def measured(command: Sequence[str], folder: Path, runs: int) -> Measured:
    """The command in a folder. Errors: RuntimeError when it is broken."""
    seconds, most = [], 0.0
    for _ in range(runs):
        start = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        code, mebibytes = ended(child)
        seconds.append(time.perf_counter() - start)
        most = max(most, mebibytes)
        if code not in (0, 1, 4):
            raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return Measured(median(seconds), most)


def ended(child: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Exit code and memory; no memory where the system does not say it."""
    if not hasattr(os, "wait4"):
        return child.wait(), 0.0
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return child.returncode, usage.ru_maxrss * unit / 2**20

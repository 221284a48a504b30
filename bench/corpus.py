"""The pinned corpus: Django's own code, from the package index, once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE, VERSION = "Django", "5.2.19"
CACHE = Path.home() / ".cache" / "carbongate-bench"


def django(cache: Path) -> Path:
    """The unpacked package."""
    folder = cache / f"{PACKAGE}-{VERSION}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        command = [
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--dest",
            str(cache),
        ]
        wanted = f"{PACKAGE}=={VERSION}"
        subprocess.run([sys.executable, "-m", "pip", *command, wanted], check=True)
        [wheel] = cache.glob(f"[Dd]jango-{VERSION}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder / "django"


def checkout(folder: Path, package: Path, count: int, size: int) -> list[str]:
    """A git repository with so many files of about that size together, staged and not committed."""
    wanted = size / count
    files = sorted(
        package.rglob("*.py"), key=lambda file: (abs(file.stat().st_size - wanted), str(file))
    )
    names = []
    for number, file in enumerate(files[:count]):
        name = f"shop/{number}_{file.name}"
        (folder / "shop").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / name)
        names.append(name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    return names

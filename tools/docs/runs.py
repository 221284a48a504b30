"""Blocks of hand-written pages that show what a command prints, or what a file holds.

    <!-- begin: run carbongate check examples/shop -->
    <!-- end -->

    <!-- begin: file examples/shop/carbongate.yaml -->
    <!-- end -->

What stands between the two marks is made. Commands run in a copy of `examples/` outside of any
checkout, 100 columns wide, so that they print the same everywhere.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from tools.docs.markdown import MADE, fenced

BLOCK = re.compile(
    r"(?P<begin><!-- begin: (?P<kind>run|file) (?P<what>.+?) -->\n).*?(?P<end><!-- end -->)",
    re.DOTALL,
)
MARK = re.compile(r"<!-- (?:begin\b.*?|end) -->")
COLUMNS = "100"
START = "from carbongate.cli import main; main()"
LANGUAGES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".py": "python", ".csv": "csv"}

Make = Callable[[str], str]


def pages(root: Path) -> Mapping[str, str]:
    """Every hand-written page that has a block, with its blocks made anew.

    Errors: ValueError for a mark without its partner, and for a command that is not ours.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        if (root / "examples").is_dir():
            shutil.copytree(root / "examples", Path(folder) / "examples")
        makers: dict[str, Make] = {
            "run": lambda what: fenced(f"$ {what}\n{output(what, Path(folder))}", "console"),
            "file": lambda what: fenced(held(root, what), LANGUAGES.get(suffix(what), "text")),
        }
        for path in written(root):
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(root).as_posix()
            blocks = list(BLOCK.finditer(text))
            if len(MARK.findall(text)) != 2 * len(blocks):
                raise ValueError(f"{name}: a begin or an end mark has no partner, or is misspelt")
            if blocks:
                found[name] = BLOCK.sub(lambda block: remade(block, makers), text)
    return found


def written(root: Path) -> Iterator[Path]:
    """The pages that people write: those of the root and of docs/, without the made ones."""
    for path in (*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))):
        if not path.read_text(encoding="utf-8").startswith(MADE):
            yield path


def remade(block: re.Match[str], makers: Mapping[str, Make]) -> str:
    """One block with what belongs between its marks."""
    return f"{block['begin']}{makers[block['kind']](block['what'])}\n{block['end']}"


def output(command: str, folder: Path) -> str:
    """What one of our commands prints, on either stream. Errors: ValueError for another command."""
    words = shlex.split(command)
    if words[:1] != ["carbongate"]:
        raise ValueError(f"{command}: only carbongate is run")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", START, *words[1:]],
        cwd=folder,
        env={**kept, "COLUMNS": COLUMNS, "PYTHONUTF8": "1", "GIT_CEILING_DIRECTORIES": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def held(root: Path, name: str) -> str:
    """What a file of the project holds. Errors: ValueError for one outside of it."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        raise ValueError(f"{name} is not a file of the project")
    return (root / name).read_text(encoding="utf-8")


def suffix(name: str) -> str:
    """The ending of a file's name."""
    return PurePosixPath(name).suffix

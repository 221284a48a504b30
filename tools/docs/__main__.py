"""python -m tools.docs [--check]"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import tools.docs
from carbongate.discover import modules
from tools.docs.markdown import MADE

ROOT = Path(__file__).parents[2]


def main(root: Path = ROOT, arguments: list[str] | None = None) -> int:
    """Writes every made page and block; with --check says which ones differ and writes nothing."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args(arguments).check
    wanted = collected(root)
    stale = [path for path, text in sorted(wanted.items()) if current(root / path) != text]
    gone = [path for path in made(root) if path not in wanted]
    for path in stale:
        print(f"{path} is not what it is made of" if check else f"wrote {path}")
    for path in gone:
        print(f"{path} is made of nothing any more" if check else f"removed {path}")
    if check:
        return 1 if stale or gone else 0
    for path in stale:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(wanted[path], encoding="utf-8", newline="\n")
    for path in gone:
        (root / path).unlink()
    return 0


def collected(root: Path) -> Mapping[str, str]:
    """Path from the root -> text, of every page that some module of this package makes."""
    found: dict[str, str] = {}
    for module in modules(tools.docs, ("pages",)):
        for path, text in module.pages(root).items():
            if path in found:
                raise ValueError(f"{path} is made twice")
            found[path] = text
    return found


def made(root: Path) -> list[str]:
    """The pages that are there and carry the mark of a made one."""
    return [
        path.relative_to(root).as_posix()
        for path in sorted((root / "docs").rglob("*.md"))
        if (current(path) or "").startswith(MADE)
    ]


def current(path: Path) -> str | None:
    """What is there now."""
    return path.read_bytes().decode("utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())

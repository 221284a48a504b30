"""python -m tools.tables --input DIR [--check]"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import tools.tables
from tools.tables.framework import Inputs, builders, render
from tools.tables.origins import sources

DATA = Path(__file__).parents[2] / "carbongate" / "data"


def main() -> int:
    """Writes every table, or with --check says which ones differ."""
    parser = argparse.ArgumentParser(prog="python -m tools.tables", description=main.__doc__)
    parser.add_argument("--input", type=Path, required=True, help="folder of the pinned inputs")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    files = built(Inputs(arguments.input))
    stale = [path for path, text in files.items() if current(DATA / path) != text]
    if arguments.check:
        for path in stale:
            print(f"carbongate/data/{path} is not what its builder makes")
        return 1 if stale else 0
    for path in stale:
        (DATA / path).parent.mkdir(parents=True, exist_ok=True)
        (DATA / path).write_text(files[path], encoding="utf-8", newline="")
        print(f"wrote carbongate/data/{path}")
    return 0


def built(inputs: Inputs) -> dict[str, str]:
    """Path below carbongate/data -> content, of every table and of the sources they name."""
    tables: dict[str, str] = {}
    for build in builders(tools.tables):
        for path, rows in build(inputs).items():
            if path in tables:
                raise ValueError(f"two builders make {path}")
            tables[path] = render(path, rows)
    return tables | sources(tables, inputs)


def current(path: Path) -> str | None:
    """What is there now."""
    return path.read_bytes().decode("utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())

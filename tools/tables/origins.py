"""sources.yaml of each dataset: the sources its rows name, with the digests of the pinned inputs.

The catalogue is every file hand/sources*.yaml: key -> title, address, licence, date, basis,
valid_from, and `inputs`, the files below the input folder that the figures came in.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tools.tables.framework import Inputs

FIELDS = ("title", "address", "licence", "date", "basis", "valid_from")


def sources(tables: Mapping[str, str], inputs: Inputs) -> dict[str, str]:
    """Path -> text of sources.yaml. Errors: ValueError for a key that the catalogue lacks."""
    known = catalogue(Path(__file__).parent / "hand")
    files = {}
    for dataset in sorted({path.split("/", 1)[0] for path in tables}):
        keys = {
            key
            for path, text in tables.items()
            if path.startswith(f"{dataset}/")
            for key in named(text)
        }
        missing = sorted(keys - known.keys())
        if missing:
            raise ValueError(f"no source of the catalogue is called {', '.join(missing)}")
        rows = {key: entry(known[key], inputs) for key in sorted(keys)}
        # JSON is YAML, and it is read in a tenth of the time.
        files[f"{dataset}/sources.yaml"] = (
            json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n"
        )
    return files


def named(text: str) -> set[str]:
    """The source keys that the rows of one table name; `assumption` is a sentence, not a source."""
    cells = {row["source"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    return {key for cell in cells for key in cell.split("+")} - {"assumption"}


def catalogue(folder: Path) -> dict[str, dict[str, Any]]:
    """All sources by key."""
    known: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("sources*.yaml")):
        for key, row in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if key in known or set(row) != {*FIELDS, "inputs"}:
                raise ValueError(
                    f"{path.name}: {key} is there twice or has other fields than it should"
                )
            known[key] = row
    return known


def entry(row: Mapping[str, Any], inputs: Inputs) -> dict[str, Any]:
    """A source with the sha256 of every input file behind it."""
    return {
        **{name: str(row[name]) for name in FIELDS},
        "digests": {name: f"sha256:{inputs.digest(name)}" for name in row["inputs"]},
    }

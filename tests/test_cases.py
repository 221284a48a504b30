"""Whole runs: a folder in, what a user sees and the exit code out.

    tests/cases/<name>/command        the arguments, as one types them
    tests/cases/<name>/tree/          the repository; none where the command speaks of examples/
    tests/cases/<name>/expected/      exit, and any of stdout, stderr, report.json, report.md

`--update` writes what came out over what is there; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from carbongate.cli.main import exit_code
from tests.project import source

CASES = Path(__file__).parent / "cases"
FORMATS = {"report.json": "json", "report.md": "markdown"}
START = "from carbongate.cli import main; main()"
# What each release of the rules and of the engine changes, whatever the case is about.
MOVING = re.compile(r'(?P<key>"(?:rules|tool|ast-grep|radon)": )"[^"]*"')
MOVING_WORDS = re.compile(r"(?P<key>(?:tool|rules|ast-grep|radon) )`[^`]*`")


def names() -> list[str]:
    """The cases, by the name of their folder."""
    return sorted(path.parent.name for path in CASES.glob("*/command"))


@pytest.mark.parametrize("name", names())
def test_a_case_comes_out_as_expected(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    *,
    update: bool,
) -> None:
    case = CASES / name
    expected = case / "expected"
    arguments = shlex.split((case / "command").read_text(encoding="utf-8"))
    monkeypatch.chdir(tree(case, arguments, tmp_path / "tree"))
    wanted = [file for file in FORMATS if (expected / file).exists()]
    outputs = [f"--output={FORMATS[file]}={tmp_path / file}" for file in wanted]
    code = exit_code([*arguments, *outputs])
    printed = capfd.readouterr()
    found = {"exit": f"{code}\n", "stdout": printed.out, "stderr": printed.err} | {
        file: (tmp_path / file).read_text(encoding="utf-8") for file in wanted
    }
    if update:
        write(expected, found)
    for file in sorted(path.name for path in expected.iterdir()):
        text = (expected / file).read_text(encoding="utf-8")
        assert settled(found[file]) == settled(text), file
    assert found["stderr"] == "" or (expected / "stderr").exists()


def tree(case: Path, arguments: list[str], folder: Path) -> Path:
    """The repository of a case, copied to a folder of its own."""
    if (case / "tree").is_dir():
        shutil.copytree(case / "tree", folder)
    else:
        folder.mkdir()
    if any(word.startswith("examples/") for word in arguments):
        shutil.copytree(source() / "examples", folder / "examples")
    return folder


def write(expected: Path, found: Mapping[str, str]) -> None:
    """What came out, over what is there; a new case gets all that a terminal shows."""
    new = not expected.exists()
    expected.mkdir(exist_ok=True)
    for file, text in found.items():
        if (expected / file).exists() or (new and (text or file == "exit")):
            (expected / file).write_text(settled(text), encoding="utf-8", newline="\n")


def settled(text: str) -> str:
    """The text without the versions of what found it."""
    return MOVING_WORDS.sub(r"\g<key>`...`", MOVING.sub(r'\g<key>"..."', text))


@pytest.mark.parametrize("path", sorted(CASES.glob("*/expected/report.json")), ids=str)
def test_an_expected_report_keeps_the_contract(path: Path) -> None:
    schema = json.loads((source() / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize("path", sorted(CASES.glob("*/expected/report.json")), ids=str)
def test_the_parts_of_an_expected_report_sum_to_its_totals(path: Path) -> None:
    report = json.loads(path.read_text(encoding="utf-8"))
    for key in ("energy_kwh", "operational_kg", "embodied_kg", "carbon_kg"):
        for end in ("low", "best", "high"):
            rows = [row for row in report["resources"] if row["tenant_of"] is None]
            whole = report["totals"][key][end]
            assert sum(row[key][end] for row in rows) == pytest.approx(whole, rel=1e-9, abs=1e-12)
            stacks = sum(stack["totals"][key][end] for stack in report["stacks"])
            assert stacks == pytest.approx(whole, rel=1e-9, abs=1e-12)


def test_the_same_tree_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there" / "far below"
    for folder in (here, there):
        shutil.copytree(source() / "examples" / "shop", folder / "shop")
    one = reports(here, "shop", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"})
    two = reports(
        there / "shop", ".", {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
    )
    three = reports(tmp_path, str(here / "shop"), {"PYTHONHASHSEED": "3", "COLUMNS": "40"})
    assert one == two == three
    assert all(one.values())


def reports(folder: Path, path: str, environment: Mapping[str, str]) -> Mapping[str, bytes]:
    """Every format of one run of the program, started in a folder."""
    written = {
        name: folder / f"report-of-{name}" for name in ("json", "markdown", "text", "github")
    }
    outputs = [f"--output={name}={file}" for name, file in written.items()]
    subprocess.run(
        [sys.executable, "-c", START, "check", "--quiet", *outputs, path],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
    )
    found = {name: file.read_bytes() for name, file in written.items()}
    for file in written.values():
        file.unlink()
    return found

"""The command as a user runs it: exit codes, what goes where, the same bytes everywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from carbongate.cli.main import exit_code

SHOP = Path(__file__).parent.parent.parent / "examples" / "shop"
PLAN = SHOP / "infra" / "plan.json"


def command(
    *arguments: str, cwd: Path | None = None, data: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The installed command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from carbongate.cli import main; main()", *arguments],
        cwd=cwd,
        input=data if data is not None else b"",
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["check", str(SHOP)], 0, id="the shop keeps its budget"),
        pytest.param(["check", str(SHOP), "--config", "tight.yaml"], 1, id="and not a tighter one"),
        pytest.param(
            ["check", str(SHOP), "--config", "tight.yaml", "--mode", "warn"],
            0,
            id="warn never fails",
        ),
        pytest.param(["estimate", str(PLAN)], 0, id="numbers alone"),
        pytest.param(["scan", str(SHOP)], 0, id="code alone"),
        pytest.param(["check", "--no-such-option"], 2, id="an option that is none"),
        pytest.param(["chek"], 2, id="a command that is none"),
        pytest.param(["check", "no/such/place"], 2, id="a path where nothing is"),
        pytest.param(["check", str(SHOP), "--config", "no.yaml"], 2, id="no such configuration"),
        pytest.param(["check", str(SHOP), "--output", "yaml=-"], 2, id="a format that is none"),
        pytest.param(
            ["check", str(SHOP), "--output", "json=-", "--output", "text=-"], 2, id="two on stdout"
        ),
        pytest.param(["estimate", str(SHOP / "carbongate.yaml")], 5, id="a named file of no kind"),
        pytest.param(
            ["estimate", str(PLAN), "--output", "json=/no/such/folder/x.json"],
            5,
            id="no folder to write to",
        ),
        pytest.param(["--version"], 0, id="version"),
        pytest.param(["--help"], 0, id="help"),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(arguments) == code
    assert "Traceback" not in capsys.readouterr().err


def test_an_empty_tree_is_nothing_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["check", str(tmp_path)]) == 3
    assert exit_code(["check", str(tmp_path), "--allow-empty"]) == 0
    assert exit_code(["estimate", str(tmp_path)]) == 3
    assert exit_code(["scan", str(tmp_path)]) == 0
    capsys.readouterr()


def test_machine_output_on_stdout_has_nothing_beside_it() -> None:
    done = command("check", str(SHOP), "--output", "json=-")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["verdict"]["outcome"] == "pass"
    assert b"PASS" in done.stderr


def test_quiet_prints_nothing_at_all() -> None:
    done = command("check", str(SHOP), "--quiet")
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_two_working_directories_give_the_same_bytes(format_: str, tmp_path: Path) -> None:
    one = command("check", "--output", f"{format_}=-", cwd=SHOP)
    other = command("check", str(SHOP), "--output", f"{format_}=-", cwd=tmp_path)
    assert one.returncode == other.returncode == 0
    assert one.stdout == other.stdout


def test_standard_input_is_read_as_a_file(tmp_path: Path) -> None:
    done = command("estimate", "-", "--output", "json=-", cwd=tmp_path, data=PLAN.read_bytes())
    named = command("estimate", str(PLAN), "--output", "json=-", cwd=tmp_path)
    assert done.returncode == named.returncode == 0
    carbon = [json.loads(run.stdout)["totals"]["carbon_kg"] for run in (done, named)]
    assert carbon[0] == carbon[1]


def test_a_report_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")
    assert command("estimate", str(PLAN), "--output", f"json={target}").returncode == 0
    assert json.loads(target.read_text())["version"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_reader_that_leaves_is_no_crash() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from carbongate.cli import main; main()", "check", str(SHOP)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, error = process.communicate()
    assert b"Traceback" not in error


def test_an_internal_error_is_one_sentence_and_exit_5(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A table that is broken on the disk, as a damaged installation would have it.
    import carbongate.tables

    monkeypatch.setattr(carbongate.tables, "DATA", Path("/nowhere"))
    assert exit_code(["estimate", str(PLAN)]) == 5
    error = capsys.readouterr().err
    assert error.startswith("carbongate: ")
    assert "Traceback" not in error


def test_the_trace_is_there_for_whoever_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["estimate", str(SHOP / "carbongate.yaml"), "--debug"]) == 5
    assert "Traceback" in capsys.readouterr().err

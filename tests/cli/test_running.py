"""From what was typed to a request: names that are none, and revisions that are none."""

import subprocess
from pathlib import Path

import pytest

from carbongate.cli.main import exit_code


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an inventory, which is also the working directory."""
    (tmp_path / "inventory.csv").write_text(
        "address,provider,region,type\nweb,aws,eu-west-1,m5.large\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "x" * 5000], id="a path longer than any"),
        pytest.param(["check", "/".join(["x" * 200] * 30)], id="a path of long parts"),
        pytest.param(["check", "inventory.csv/below"], id="a path below a file"),
        pytest.param(["check", "--config", "x" * 5000], id="a configuration longer than any"),
        pytest.param(["check", "--base", ""], id="an empty revision, from a variable not set"),
    ],
)
def test_a_name_that_is_none_is_a_mistake_of_the_user(
    arguments: list[str], shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(arguments) == 2
    assert "internal error" not in capsys.readouterr().err


def test_an_empty_revision_is_a_mistake_in_a_checkout_too(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q", str(shelf)], check=True)
    assert exit_code(["check", "--base", ""]) == 2
    assert "git knows no commit ''" in capsys.readouterr().err


def test_two_answers_to_what_is_new_are_one_too_many(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q", str(shelf)], check=True)
    assert exit_code(["check", "--base", "main", "--staged"]) == 2
    assert "--base and --staged say different things" in capsys.readouterr().err


def test_the_configuration_that_a_first_run_suggests_can_be_used(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["check"]) == 0
    said = capsys.readouterr().out
    assert 'match: {stack: "."}' in said
    lines = said.partition("this carbongate.yaml:\n")[2].partition("\n\n")[0]
    (shelf / "carbongate.yaml").write_text(lines)
    assert exit_code(["check", "--mode", "enforce"]) == 0
    assert "pass  ." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "files", "code"),
    [
        pytest.param("check", ["code.py"], 0, id="check looks at code"),
        pytest.param("check", ["script"], 0, id="check looks at a script without suffix"),
        pytest.param("check", ["code.py", "inventory.csv"], 0, id="check looks at both"),
        pytest.param("check", ["code.py", "notes.txt"], 5, id="check knows no plain text"),
        pytest.param("estimate", ["code.py"], 5, id="estimate looks at no code"),
        pytest.param("scan", ["notes.txt"], 0, id="scan passes over what it does not know"),
        pytest.param("scan", ["out.py"], 5, id="scan of code that may not be read"),
        pytest.param("check", ["out.py"], 5, id="check of code that may not be read"),
    ],
)
def test_a_named_file_is_of_a_kind_that_the_command_knows(
    command: str,
    files: list[str],
    code: int,
    shelf: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "code.py"
    outside.write_text("import os\n")
    (shelf / "out.py").symlink_to(outside)
    (shelf / "code.py").write_text("import os\n")
    (shelf / "script").write_text("#!/usr/bin/env python3\nimport os\n")
    (shelf / "notes.txt").write_text("nothing\n")
    assert exit_code([command, *files]) == code
    assert "internal error" not in capsys.readouterr().err


def test_a_configuration_that_is_a_folder_is_not_passed_over(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / "carbongate.yaml").mkdir()
    assert exit_code(["check"]) == 2
    assert capsys.readouterr().err == (
        "carbongate: carbongate.yaml: is a folder, not a configuration\n"
    )


def test_an_endless_configuration_is_refused(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / "gate.yaml").symlink_to("/dev/zero")
    assert exit_code(["check", "--config", "gate.yaml"]) == 2
    assert "is larger than" in capsys.readouterr().err


def test_a_configuration_that_is_passed_over_is_named(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / "carbongate.yaml").write_text("version: 1\n")
    (shelf / "prod").mkdir()
    (shelf / "inventory.csv").rename(shelf / "prod" / "inventory.csv")
    assert exit_code(["check", "prod"]) == 2
    assert "carbongate.yaml lies above it" in capsys.readouterr().err
    assert exit_code(["check", "prod", "--config", "carbongate.yaml"]) == 0
    capsys.readouterr()
    assert exit_code(["estimate", "prod"]) == 0
    said = "prod is looked at without carbongate.yaml, which lies above it"
    assert capsys.readouterr().err == f"carbongate: {said}\n"
    assert exit_code(["estimate", "prod", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_no_check_passes_because_it_stands_in_a_folder_below_the_budget(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q", str(shelf)], check=True)
    (shelf / "carbongate.yaml").write_text("version: 1\n")
    (shelf / "prod").mkdir()
    (shelf / "inventory.csv").rename(shelf / "prod" / "inventory.csv")
    monkeypatch.chdir(shelf / "prod")
    assert exit_code(["check"]) == 2
    assert "../carbongate.yaml lies above it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        pytest.param("srcc", "srcc is no file or folder here", id="a folder that is not there"),
        pytest.param("docs", "docs holds no code of a known language", id="a folder without code"),
        pytest.param("ignored", "ignored is no file or folder here", id="what git ignores"),
    ],
)
def test_a_path_without_code_is_no_clean_scan(
    entry: str, sentence: str, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("src/one.py", "docs/page.md", "ignored/two.py"):
        (shelf / name).parent.mkdir()
        (shelf / name).write_text("import os\n")
    (shelf / ".gitignore").write_text("ignored\n")
    subprocess.run(["git", "init", "-q", str(shelf)], check=True)
    (shelf / "carbongate.yaml").write_text(f"version: 1\ncode: {{paths: [src, {entry}]}}\n")
    for command in ("check", "scan"):
        assert exit_code([command]) == 2
        wanted = f"carbongate: carbongate.yaml:2: code.paths: {sentence}\n"
        assert capsys.readouterr().err == wanted

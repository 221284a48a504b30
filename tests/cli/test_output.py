"""Where reports go: a file is whole or not there, and what cannot be written is said in a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from carbongate.cli.output import OutputError, write


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(".", id="the folder itself"),
        pytest.param("/", id="the root of the disk"),
        pytest.param("..", id="the folder above"),
        pytest.param("missing/report.json", id="a folder that is not there"),
        pytest.param("taken/report.json", id="a file where the folder should be"),
        pytest.param("x" * 300, id="a name that is too long"),
        pytest.param("/dev/full", id="a disk that is full"),
    ],
)
def test_what_cannot_be_written_is_a_sentence(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="cannot be written: "):
        write("text", file)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)
    write("text", str(target))
    assert target.read_text() == "text"


def test_a_full_standard_output_is_a_sentence_and_no_verdict() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from carbongate.cli import main; main()", "rules"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 5
    assert done.stderr.decode() == "carbongate: the system refused: No space left on device\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(closed: str, tmp_path: Path) -> None:
    run = f'"{sys.executable}" -c "from carbongate.cli import main; main()"'
    for arguments, code in (("rules", 0), ("estimate -", 5), ("estimate no-such-file", 2)):
        line = (
            f"{run} {arguments} {closed}" if "<" in closed else f"true | {run} {arguments} {closed}"
        )
        done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=tmp_path)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False)

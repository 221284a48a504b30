"""The engine: one child process that sees our configuration and the files it is given."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from carbongate.code import engine
from carbongate.code.engine import Engine, batches, documents, program
from carbongate.code.rules import Rule, load
from carbongate.errors import CarbongateError

INSERT = "found = []\nfor x in y:\n    found.insert(0, x)\n"


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return load(examples=False)


def places(rules: tuple[Rule, ...], root: Path, paths: list[str]) -> list[tuple[str, str, int]]:
    """Rule, path and line of all hits."""
    with Engine(rules) as running:
        hits = running.start(root, paths).hits()
        return sorted((hit.rule, hit.path, hit.line) for hit in hits)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("-rules.py", id="a dash first"),
        pytest.param("--config=evil.yml.py", id="an option"),
        pytest.param("a b.py", id="a space"),
        pytest.param("[a]*?{b,c}.py", id="signs of a pattern"),
        pytest.param("ü-😀.py", id="letters of several bytes"),
        pytest.param(".hidden.py", id="hidden"),
        pytest.param("$(touch x).py", id="a command"),
    ],
)
def test_names_are_names(rules: tuple[Rule, ...], tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(INSERT)
    assert places(rules, tmp_path, [name]) == [("list-head-insert", name, 3)]


def test_captures_are_places_in_the_bytes_of_the_file(
    rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    text = "# ü\n" + INSERT
    (tmp_path / "a.py").write_text(text)
    with Engine(rules) as running:
        (hit,) = running.start(tmp_path, ["a.py"]).hits()
    data = text.encode()
    (found,), (loop,) = hit.captures["LIST"], hit.captures["LOOP"]
    assert data[found.start : found.end] == b"found"
    assert data[loop.start : loop.end].startswith(b"for x in y")
    assert (hit.line, hit.column, hit.end_line) == (4, 5, 4)


HOSTILE = """\
ruleDirs: [nowhere]
utilDirs: [nowhere]
customLanguages:
  python: {libraryPath: evil.so, extensions: [py], expandoChar: _}
languageGlobs: {html: ["*.py"]}
"""


@pytest.mark.parametrize(
    "name", ["sgconfig.yml", "sgconfig.yaml", ".ast-grep/sgconfig.yml", ".ast-grep.yml"]
)
def test_the_configuration_of_the_repository_is_not_read(
    rules: tuple[Rule, ...], tmp_path: Path, name: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(HOSTILE)
    (tmp_path / "a.py").write_text(INSERT)
    assert places(rules, tmp_path, ["a.py"]) == [("list-head-insert", "a.py", 3)]


def test_files_that_git_or_the_engine_would_ignore_are_read_when_given(
    rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    for name in (".gitignore", ".ignore", ".rgignore"):
        (tmp_path / name).write_text("*\n")
    (tmp_path / "a.py").write_text(INSERT)
    assert places(rules, tmp_path, ["a.py"]) == [("list-head-insert", "a.py", 3)]


def test_rules_at_error_level_do_not_make_the_engine_fail(tmp_path: Path) -> None:
    strict = tuple(rule for rule in load(examples=False) if rule.severity == "error")
    (tmp_path / "a.py").write_text(
        "for one in ids:\n    connection.execute('SELECT name FROM shop WHERE id = ?', (one,))\n"
    )
    assert places(strict, tmp_path, ["a.py"])


def test_more_names_than_a_command_line_holds_are_given_in_turns(
    rules: tuple[Rule, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "ROOM", 100)
    names = [f"a{number}.py" for number in range(40)]
    for name in names:
        (tmp_path / name).write_text(INSERT)
    assert [path for _, path, _ in places(rules, tmp_path, names)] == sorted(names)


def test_a_name_longer_than_the_room_goes_alone() -> None:
    long = "x" * (engine.ROOM + 1)
    assert list(batches(["a", long, "b"])) == [["a"], [long], ["b"]]


def test_no_names_need_no_process(rules: tuple[Rule, ...], tmp_path: Path) -> None:
    assert places(rules, tmp_path, []) == []


def test_a_rule_that_the_engine_refuses_is_an_error_in_its_words(tmp_path: Path) -> None:
    (rule, *_) = load(examples=False)
    broken = replace(rule, matcher={"rule": {"kind": "no-such-kind"}})
    (tmp_path / "a.py").write_text(INSERT)
    with pytest.raises(CarbongateError, match=r"ast-grep failed: .*no-such-kind"):
        places((broken,), tmp_path, ["a.py"])


def test_the_temporary_folder_goes_away_whatever_happens(
    rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(INSERT)
    running = Engine(rules)

    def fail() -> None:
        with running:
            running.start(tmp_path, ["a.py"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not running.folder.exists()


def test_the_engine_gets_its_own_keys_only(rules: tuple[Rule, ...]) -> None:
    text = documents(rules)
    assert "metadata" not in text
    assert "severity" not in text


def test_the_program_is_the_one_beside_the_running_python() -> None:
    assert Path(program()).parent == Path(sys.executable).parent
    with Engine(()) as running:
        assert running.version().split(".")[:2] == ["0", "51"]


def test_without_the_program_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CarbongateError, match=r"install ast-grep-cli 0\.51 .*no wheel for Alpine"):
        program()

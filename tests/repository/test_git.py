"""History: merge base, dates, changed lines; and that a repository cannot make git do things."""

import datetime
import os
from pathlib import Path

import pytest

from carbongate.errors import ConfigError
from carbongate.repository import WHOLE, Git, LineSet, WorkTree
from tests.repository.conftest import Checkout

WHOLE_LINES = WHOLE.ranges


def ranges(found: object) -> dict[str, tuple[tuple[int, int], ...]]:
    """Changed lines as plain values."""
    assert isinstance(found, dict)
    return {path: lines.ranges for path, lines in found.items()}


def test_line_sets() -> None:
    lines = LineSet(((3, 5), (9, 9)))
    assert [line for line in range(12) if line in lines] == [3, 4, 5, 9]
    assert lines.touches(1, 3)
    assert lines.touches(6, 20)
    assert not lines.touches(6, 8)
    assert not lines.touches(10, 99)
    assert 1 in WHOLE
    assert 10**9 in WHOLE
    assert 1 not in LineSet(())


def test_where_things_are(checkout: Checkout) -> None:
    git = Git(checkout.root)
    assert git.head() is None
    commit = checkout.commit({"infra/a": "1"})
    assert git.head() == commit
    assert Git(checkout.root / "infra").toplevel == checkout.root.resolve()
    assert git.upstream() is None


def test_merge_base_is_where_two_histories_part(checkout: Checkout) -> None:
    base = checkout.commit({"a": "1"})
    checkout.git("switch", "-q", "-c", "topic")
    checkout.commit({"b": "1"})
    checkout.git("switch", "-q", "main")
    checkout.commit({"c": "1"})
    checkout.git("switch", "-q", "topic")
    assert Git(checkout.root).merge_base("main") == base


def test_a_branch_that_is_only_at_origin_is_found_there(checkout: Checkout, tmp_path: Path) -> None:
    base = checkout.commit({"a": "1"})
    checkout.git("branch", "release/1")
    clone = cloned(checkout, tmp_path)
    assert Git(clone.root).merge_base("release/1") == base
    assert Git(clone.root).merge_base("origin/release/1") == base
    assert Git(clone.root).upstream() == "origin/main"


def test_a_shallow_clone_never_gives_a_wrong_merge_base(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit({"a": "1"})
    checkout.git("branch", "other")
    checkout.commit({"b": "1"})
    checkout.git("switch", "-q", "other")
    checkout.commit({"c": "1"})
    checkout.git("switch", "-q", "main")
    clone = cloned(checkout, tmp_path, "--depth=1", "--no-single-branch")
    for revision in ("other", "HEAD~1"):
        with pytest.raises(ConfigError, match=r"git fetch --unshallow`, or fetch-depth: 0"):
            Git(clone.root).merge_base(revision, fetch=False)


def test_histories_without_a_common_commit(checkout: Checkout) -> None:
    checkout.commit({"a": "1"})
    checkout.git("switch", "-q", "--orphan", "alone")
    checkout.commit({"b": "1"})
    with pytest.raises(ConfigError, match=r"^HEAD and 'main' have no common commit$"):
        Git(checkout.root).merge_base("main")


def test_nothing_committed_yet(checkout: Checkout, tmp_path: Path) -> None:
    other = Checkout(tmp_path / "other")
    other.commit({"a": "1"})
    checkout.git("-c", "protocol.file.allow=always", "fetch", "-q", str(other.root), "main:theirs")
    with pytest.raises(ConfigError, match="nothing is committed yet"):
        Git(checkout.root).merge_base("theirs")
    with pytest.raises(ConfigError, match="git knows no commit 'HEAD'"):
        Git(checkout.root).commit_date("HEAD")


def test_the_day_of_a_commit_is_that_of_utc(checkout: Checkout) -> None:
    checkout.commit({"a": "1"}, day="2026-03-01T23:30:00-05:00")
    assert Git(checkout.root).commit_date("HEAD") == datetime.date(2026, 3, 2)


def test_a_commit_from_the_end_of_time(checkout: Checkout) -> None:
    tree = checkout.git("rev-parse", f"{checkout.commit({'a': '1'})}^{{tree}}")
    who = "a <a@example.org> 99999999999999 +0000"
    raw = checkout.root / "raw"
    raw.write_text(f"tree {tree}\nauthor {who}\ncommitter {who}\n\ncommitter x\n")
    late = checkout.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
    with pytest.raises(ConfigError, match="has no usable date"):
        Git(checkout.root).commit_date(late)


def test_changed_lines_of_the_work_tree(checkout: Checkout) -> None:
    numbers = "".join(f"{number}\n" for number in range(1, 31))
    checkout.commit({"a.py": numbers, "gone.py": "1\n", "same.py": "1\n", "cut.py": "1\n2\n3\n"})
    checkout.write(
        {
            "a.py": numbers.replace("3\n", "3!\n", 1).replace("20\n", "20\nnew\nnew\n"),
            "cut.py": "1\n3\n",
            "new.py": "1\n",
            "infra/b.py": "1\n",
        }
    )
    (checkout.root / "gone.py").unlink()
    assert ranges(Git(checkout.root).changed_lines(None)) == {
        "a.py": ((3, 3), (21, 22)),
        "new.py": WHOLE_LINES,
        "infra/b.py": WHOLE_LINES,
    }
    assert ranges(Git(checkout.root / "infra").changed_lines("HEAD")) == {"b.py": WHOLE_LINES}


def test_changed_lines_of_the_index(checkout: Checkout) -> None:
    checkout.commit({"a.py": "1\n2\n"})
    checkout.write({"a.py": "1\n2\n3\n", "new.py": "1\n2"})
    checkout.git("add", "-A")
    checkout.write({"a.py": "0\n1\n2\n3\n", "untracked.py": "1\n"})
    git = Git(checkout.root)
    assert ranges(git.changed_lines(None, staged=True)) == {"a.py": ((3, 3),), "new.py": ((1, 2),)}


def test_before_the_first_commit_all_is_new(checkout: Checkout) -> None:
    checkout.write({"a.py": "1\n2\n", "b.py": "1\n"})
    checkout.git("add", "a.py")
    git = Git(checkout.root)
    assert ranges(git.changed_lines(None, staged=True)) == {"a.py": ((1, 2),)}
    assert ranges(git.changed_lines(None)) == {"a.py": ((1, 2),), "b.py": WHOLE_LINES}


def test_changed_lines_against_an_older_commit(checkout: Checkout) -> None:
    base = checkout.commit({"a.py": "1\n"})
    checkout.commit({"a.py": "1\n2\n"})
    checkout.write({"a.py": "1\n2\n3\n"})
    assert ranges(Git(checkout.root).changed_lines(base)) == {"a.py": ((2, 3),)}


def test_a_renamed_file_is_followed(checkout: Checkout) -> None:
    lines = "".join(f"line {number}\n" for number in range(50))
    checkout.commit({"old name.py": lines, "still.py": lines.upper()})
    checkout.git("mv", "old name.py", "new name.py")
    checkout.git("mv", "still.py", "stiller.py")
    checkout.write({"new name.py": lines + "new\n"})
    assert ranges(Git(checkout.root).changed_lines(None)) == {"new name.py": ((51, 51),)}


NAMES = [
    "a b.py",
    'q"uote.py',
    "ünï.py",
    "tab\t.py",
    "new\nline.py",
    "back\\slash.py",
    "x b/y.py",
    "-r",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("binary", [False, True], ids=["text", "binary"])
def test_changed_lines_of_odd_names(name: str, binary: bool, checkout: Checkout) -> None:
    zero = b"\0" if binary else b""
    checkout.commit({name: b"1\n2\n" + zero})
    checkout.write({name: b"1\n2!\n" + zero, f"new {name}": b"1\n" + zero})
    checkout.git("add", "-A")
    expected = {
        name: WHOLE_LINES if binary else ((2, 2),),
        f"new {name}": WHOLE_LINES if binary else ((1, 1),),
    }
    assert ranges(Git(checkout.root).changed_lines(None)) == expected


def test_a_binary_file_that_moves_or_goes(checkout: Checkout) -> None:
    content = bytes(range(256)) * 20
    checkout.commit({"a": content, "gone": b"\0"})
    checkout.git("mv", "a", "b")
    checkout.git("rm", "-q", "gone")
    checkout.write({"b": content + b"more"})
    assert ranges(Git(checkout.root).changed_lines(None)) == {"b": WHOLE_LINES}


def test_added_lines_that_look_like_a_patch(checkout: Checkout) -> None:
    tricks = "++ b/other.py\n@@ -1,1 +1,9 @@\ndiff --git a/x b/x\n\\ no newline\nBinary files a/x and b/y differ\n"
    checkout.commit({"a.py": "-- a/x\n-- \nlast", "b.py": "1\n"})
    checkout.write({"a.py": tricks + "last\n", "b.py": "1\n2\r3\x0c4\n"})
    assert ranges(Git(checkout.root).changed_lines(None)) == {"a.py": ((1, 6),), "b.py": ((2, 2),)}


def test_attributes_cannot_hide_new_lines(checkout: Checkout) -> None:
    checkout.commit({"a.py": "1\n"})
    checkout.write({".gitattributes": "*.py -diff\n", "a.py": "1\n2\n"})
    assert ranges(Git(checkout.root).changed_lines(None))["a.py"] == WHOLE_LINES


def test_settings_do_not_change_the_answer(checkout: Checkout) -> None:
    checkout.commit({"a.py": "".join(f"{number}\n" for number in range(20))})
    for setting, value in (
        ("diff.context", "5"),
        ("diff.interHunkContext", "9"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.external", "touch owned"),
        ("diff.algorithm", "minimal"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("log.showSignature", "true"),
        ("core.pager", "touch owned"),
        ("core.fsmonitor", "touch owned; false"),
        ("core.hooksPath", "hooks"),
    ):
        checkout.git("config", setting, value)
    checkout.write({"a.py": "".join(f"{n}{'!' * (n in (3, 6))}\n" for n in range(20))})
    git = Git(checkout.root)
    assert ranges(git.changed_lines(None)) == {"a.py": ((4, 4), (7, 7))}
    assert git.commit_date("HEAD") == datetime.date(2026, 3, 1)
    assert [file.path for file in WorkTree(checkout.root).files()] == ["a.py"]
    assert not (checkout.root / "owned").exists()


def test_a_text_conversion_is_not_run(checkout: Checkout) -> None:
    checkout.commit({"a.py": "1\n", ".gitattributes": "*.py diff=evil\n"})
    checkout.git("config", "diff.evil.textconv", "touch owned;cat")
    checkout.git("config", "diff.evil.command", "touch owned")
    checkout.write({"a.py": "1\n2\n"})
    assert ranges(Git(checkout.root).changed_lines(None)) == {"a.py": ((2, 2),)}
    assert not (checkout.root / "owned").exists()


@pytest.mark.parametrize("key", ["clean", "process"])
@pytest.mark.parametrize("name", ["evil", "e=vil", 'e".vil'])
def test_a_filter_of_the_repository_is_not_run(checkout: Checkout, key: str, name: str) -> None:
    checkout.commit({"a.py": "1\n", ".gitattributes": f"a.py filter={name}\n"})
    included = checkout.root / ".git" / "more"
    quoted = name.replace('"', '\\"')
    included.write_text(f'[filter "{quoted}"]\n\t{key} = touch owned\n\trequired = true\n')
    checkout.git("config", "include.path", str(included))
    checkout.write({"a.py": "1\n2\n"})
    assert ranges(Git(checkout.root).changed_lines(None)) == {"a.py": ((2, 2),)}
    assert not (checkout.root / "owned").exists()


def test_a_filter_of_the_user_is_run(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.commit({"a.py": "1\n", ".gitattributes": "a.py filter=strip\n"})
    checkout.git("config", "filter.other.clean", "false")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "filter.strip.clean")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "head -n 1")
    checkout.write({"a.py": "1\n2\n"})
    assert ranges(Git(checkout.root).changed_lines(None)) == {}


def test_a_bare_repository_hidden_in_a_folder_is_not_used(checkout: Checkout) -> None:
    checkout.commit({"a": "1"})
    checkout.git("init", "-q", "--bare", "trap")
    with (checkout.root / "trap" / "config").open("a") as config:
        config.write('[core]\n\tfsmonitor = "touch ../owned; false"\n')
    with pytest.raises(ConfigError, match="not in a git checkout"):
        Git(checkout.root / "trap").shallow()
    assert "config" in [file.path for file in WorkTree(checkout.root / "trap").files()]
    assert not (checkout.root / "owned").exists()


def test_variables_do_not_lead_elsewhere(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = checkout.commit({"a": "1"})
    other = Checkout(tmp_path / "other")
    other.commit({"b": "1"})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    monkeypatch.setenv("GIT_DIFF_OPTS", "-u5")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    checkout.write({"a": "2", "c": "1"})
    git = Git(checkout.root)
    assert git.head() == mine
    assert ranges(git.changed_lines(None)) == {"a": ((1, 1),), "c": WHOLE_LINES}
    assert [file.path for file in WorkTree(checkout.root).files()] == ["a", "c"]


def test_the_index_of_a_partial_commit_is_the_one_that_counts(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`git commit a.py` gives its hooks an index that holds a.py and not what else is staged."""
    checkout.commit({"a.py": "1\n", "b.py": "1\n"})
    checkout.write({"a.py": "1\n2\n", "b.py": "1\n2\n"})
    checkout.git("add", "b.py")
    monkeypatch.chdir(checkout.root)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index.lock")
    checkout.git("read-tree", "HEAD")
    checkout.git("add", "a.py")
    for root in (checkout.root, Path()):
        assert ranges(Git(root).changed_lines(None, staged=True)) == {"a.py": ((2, 2),)}


def test_outside_of_git(tmp_path: Path) -> None:
    git = Git(tmp_path)
    with pytest.raises(ConfigError, match="not in a git checkout"):
        _ = git.toplevel
    with pytest.raises(ConfigError):
        git.merge_base("main")
    with pytest.raises(ConfigError, match="is not a folder"):
        Git(tmp_path / "nothing").head()


def test_without_the_git_command(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(checkout.root))
    with pytest.raises(ConfigError, match="the git command is not installed"):
        Git(checkout.root).head()


def cloned(checkout: Checkout, tmp_path: Path, *options: str) -> Checkout:
    """A clone, over the protocol that takes --depth."""
    checkout.git("clone", "-q", *options, f"file://{checkout.root}", str(tmp_path / "clone"))
    return Checkout(tmp_path / "clone")

"""The files of a folder: which there are, which are not followed, which are refused."""

import os
import socket
from pathlib import Path

import pytest

from carbongate.errors import ConfigError, InputError
from carbongate.repository import WorkTree
from carbongate.repository.file import FILE_LIMIT
from tests.repository.conftest import Checkout


def paths(tree: WorkTree) -> list[str]:
    """The paths of a tree."""
    return [file.path for file in tree.files()]


def refusal(tree: WorkTree, path: str) -> str:
    """Why a file that was asked for cannot be read."""
    file = tree.file(path)
    assert file is not None
    with pytest.raises(InputError) as caught:
        file.data()
    return caught.value.sentence


def test_git_says_what_counts(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": "1", "gone.yaml": "1", ".gitignore": "plan.json\nbuild/\n"})
    checkout.write({"new.yaml": "1", "plan.json": "{}", "build/x": "", "deep/er/b": "", "B": ""})
    (checkout.root / "gone.yaml").unlink()
    assert paths(WorkTree(checkout.root)) == [".gitignore", "B", "a.yaml", "deep/er/b", "new.yaml"]


def test_a_folder_of_a_checkout_is_a_root_of_its_own(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": "1", "infra/b.yaml": "1", ".gitignore": "*.json"})
    checkout.write({"infra/c.json": "{}", "infra/d/e": ""})
    tree = WorkTree(checkout.root / "infra")
    assert (tree.name, paths(tree)) == ("infra", ["b.yaml", "d/e"])


def test_an_ignored_root_was_named_and_is_walked(checkout: Checkout) -> None:
    checkout.commit({".gitignore": "export/"})
    checkout.write({"export/a/plan.json": "{}"})
    assert paths(WorkTree(checkout.root / "export")) == ["a/plan.json"]


def test_outside_of_git_all_but_caches_counts(tmp_path: Path) -> None:
    for path in (
        "a/b.yaml",
        "node_modules/x.yaml",
        "a/.terraform/y.tf",
        ".git/config",
        ".github/w",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / ".git" / "config").unlink()
    assert paths(WorkTree(tmp_path)) == [".github/w", "a/b.yaml"]


def test_without_the_git_command_the_folder_is_walked(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.commit({"a.yaml": "1", ".gitignore": "*.json"})
    checkout.write({"b.json": "{}"})
    monkeypatch.setenv("PATH", str(checkout.root))
    assert paths(WorkTree(checkout.root)) == [".gitignore", "a.yaml", "b.json"]


def test_links_are_left_to_their_targets(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("key")
    checkout.write({"a/real.yaml": "1"})
    for name, target in (
        ("same.yaml", "a/real.yaml"),
        ("folder", "a"),
        ("out.yaml", "../secret"),
        ("absolute.yaml", str(tmp_path / "secret")),
        ("up", ".."),
        ("broken.yaml", "nothing"),
        ("loop.yaml", "loop.yaml"),
        ("device", "/dev/zero"),
    ):
        (checkout.root / name).symlink_to(target)
    tree = WorkTree(checkout.root)
    assert paths(tree) == ["a/real.yaml"]
    assert tree.left_out() == {
        "absolute.yaml": "a link that leads out of the tree",
        "broken.yaml": "a link that leads nowhere (no such file or directory)",
        "device": "a link that leads out of the tree",
        "loop.yaml": "a link that leads nowhere (too many levels of symbolic links)",
        "out.yaml": "a link that leads out of the tree",
        "up": "a link that leads out of the tree",
    }
    same = tree.file("same.yaml")
    assert same is not None
    assert (same.path, same.size, same.text()) == ("same.yaml", 1, "1")
    assert refusal(tree, "out.yaml") == "out.yaml: a link that leads out of the tree"
    assert refusal(tree, "device") == "device: a link that leads out of the tree"
    assert refusal(tree, "broken.yaml").startswith("broken.yaml: cannot be read: no such file")
    assert refusal(tree, "loop.yaml").startswith("loop.yaml: cannot be read: too many levels")
    assert refusal(tree, "up/secret") == "up/secret: a link that leads out of the tree"


def test_a_folder_that_becomes_a_link_leads_nowhere_else(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (root / "a" / "x").write_text("mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x").write_text("secret")
    (file,) = WorkTree(root).files()
    (root / "a" / "x").unlink()
    (root / "a").rmdir()
    (root / "a").symlink_to("../other")
    with pytest.raises(InputError, match="a/x: a link that leads out of the tree"):
        file.data()


def test_what_is_no_file_never_blocks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "dir.yaml").mkdir()
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(os.path.relpath(tmp_path / "socket.yaml"))
        tree = WorkTree(tmp_path)
        assert paths(tree) == []
        why = "a pipe, socket or device, not a file"
        assert tree.left_out() == {"pipe.yaml": why, "socket.yaml": why}
        assert tree.file("dir.yaml") is None
        assert refusal(tree, "pipe.yaml") == f"pipe.yaml: {why}"
        assert refusal(tree, "socket.yaml").startswith("socket.yaml: cannot be read")
        named = WorkTree(tmp_path, named=("pipe.yaml",))
        assert refusal(named, "pipe.yaml") == f"pipe.yaml: {why}"


def test_a_file_that_goes_or_turns_into_a_pipe_after_the_listing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("1")
    (tmp_path / "b.yaml").write_text("1")
    tree = WorkTree(tmp_path)
    a, b = tree.files()
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "b.yaml").unlink()
    os.mkfifo(tmp_path / "b.yaml")
    assert (a.head(), b.head()) == ("", "")
    assert tree.left_out() == {
        "a.yaml": "cannot be read: no such file or directory",
        "b.yaml": "a pipe, socket or device, not a file",
    }
    with pytest.raises(InputError, match=r"^a\.yaml: cannot be read: no such file or directory$"):
        a.data()
    with pytest.raises(InputError, match=r"^b\.yaml: a pipe, socket or device, not a file$"):
        b.data()


def test_a_file_that_grows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (file,) = WorkTree(tmp_path).files()
    os.truncate(tmp_path / "a.json", FILE_LIMIT + 1)  # a hole: it takes no room
    with pytest.raises(InputError, match="larger than 100 MB"):
        file.data()
    (large,) = WorkTree(tmp_path).files()
    assert large.size == FILE_LIMIT + 1
    with pytest.raises(InputError, match="larger than 100 MB"):
        large.text()


NAMES = ["a b", "-rf", "a\nb", 'q"uote', "tab\t", "ünï", "{{x}}", "back\\slash", ":(top)x", "*"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("git", [True, False], ids=["in git", "outside"])
def test_odd_names(name: str, git: bool, tmp_path: Path) -> None:
    root = Checkout(tmp_path / "r").root if git else tmp_path
    (root / name).write_text("1")
    tree = WorkTree(root)
    assert paths(tree) == [name]
    file = WorkTree(root).file(name)
    assert file is not None
    assert file.text() == "1"


def test_a_name_that_is_no_text_can_be_written_anywhere(checkout: Checkout) -> None:
    with open(os.fsencode(checkout.root) + b"/\xff.yaml", "wb") as file:  # noqa: PTH123 - a Path takes no bytes
        file.write(b"1")
    (found,) = WorkTree(checkout.root).files()
    assert (found.path, found.text()) == ("\\xff.yaml", "1")


def test_a_submodule_and_a_nested_repository_are_left_out(checkout: Checkout) -> None:
    inner = Checkout(checkout.root / "nested")
    inner.commit({"x.yaml": "1"})
    other = Checkout(checkout.root.parent / "other")
    other.commit({"x.yaml": "1"})
    checkout.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.root), "sub"
    )
    tree = WorkTree(checkout.root)
    assert paths(tree) == [".gitmodules"]
    why = "a repository of its own (a submodule)"
    assert tree.left_out() == {"nested": why, "sub": why}


def test_named_files_count_even_if_ignored(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": "1", ".gitignore": "*.json\nbuild/\n"})
    checkout.write(
        {"plan.json": "{}", "other.json": "{}", "build/x/y": "", "build/.terraform/z": ""}
    )
    tree = WorkTree(checkout.root, named=("./plan.json", "build"))
    assert paths(tree) == ["build/x/y", "plan.json"]
    assert tree.file("a.yaml") is not None
    assert tree.named() == {"plan.json"}


def test_named_files_may_lie_anywhere(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.yaml").write_text("1")
    (tmp_path / "plan.json").write_text("{}")
    (tmp_path / "more" / "x").mkdir(parents=True)
    (tmp_path / "more" / "x" / "y").write_text("2")
    absolute = str(tmp_path / "plan.json")
    tree = WorkTree(root, named=(absolute, "../more/", str(root / "a.yaml")))
    assert paths(tree) == ["../more/x/y", absolute, "a.yaml"]
    assert tree.named() == {absolute, "a.yaml"}
    plan = tree.file(absolute)
    assert plan is not None
    assert (plan.text(), plan.size) == ("{}", 2)
    assert [file.text() for file in tree.under("../more")] == ["2"]


def test_a_path_through_a_link_to_the_root_is_inside(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.yaml").write_text("1")
    (tmp_path / "link").symlink_to("root")
    tree = WorkTree(tmp_path / "link", named=(str(root / "a.yaml"), str(tmp_path / "link/a.yaml")))
    assert paths(tree) == ["a.yaml"]
    assert [file.text() for file in tree.files()] == ["1"]


def test_a_named_path_must_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^no/plan\.json: there is no such file or folder$"):
        paths(WorkTree(tmp_path, named=("no/plan.json",)))


def test_configured_paths_count_but_never_lead_out(checkout: Checkout) -> None:
    checkout.commit({".gitignore": "*.json"})
    checkout.write({"plan.json": "{}"})
    assert "plan.json" in paths(WorkTree(checkout.root, configured=("plan.json", "not/there")))
    for path in ("../secret", "/etc/passwd", "a/../../x"):
        with pytest.raises(InputError, match="may not lead out of the tree"):
            paths(WorkTree(checkout.root, configured=(path,)))


def test_a_named_link_out_of_the_tree_is_refused(checkout: Checkout) -> None:
    (checkout.root / "plan.json").symlink_to("/etc/hostname")
    for tree in (
        WorkTree(checkout.root, named=("plan.json",)),
        WorkTree(checkout.root, configured=("plan.json",)),
    ):
        assert paths(tree) == ["plan.json"]
        assert refusal(tree, "plan.json") == "plan.json: a link that leads out of the tree"


def test_a_name_with_a_nul_is_nothing(tmp_path: Path) -> None:
    tree = WorkTree(tmp_path, configured=("a\0b",))
    assert (paths(tree), tree.file("a\0b"), tree.under("a\0b")) == ([], None, ())
    with pytest.raises(InputError, match="there is no such file or folder"):
        paths(WorkTree(tmp_path, named=("a\0b",)))


def test_one_file_is_found_without_a_listing(tmp_path: Path) -> None:
    (tmp_path / "carbongate.yaml").write_text("version: 1")
    tree = WorkTree(tmp_path)
    file = tree.file("./carbongate.yaml")
    assert file is not None
    assert (file.path, file.text()) == ("carbongate.yaml", "version: 1")
    assert tree.file("other.yaml") is None
    assert tree.file("../carbongate.yaml") is None
    assert tree.file("/etc/hostname") is None


def test_under_finds_an_ignored_folder(checkout: Checkout) -> None:
    checkout.commit({".gitignore": "out/", "a/b": "1"})
    checkout.write({"out/c": "2"})
    tree = WorkTree(checkout.root)
    assert [file.path for file in tree.under("a")] == ["a/b"]
    assert [file.path for file in tree.under("out")] == ["out/c"]
    assert [file.path for file in tree.under(".")] == [".gitignore", "a/b"]
    assert tree.under("..") == ()
    assert tree.under("nothing") == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
@pytest.mark.parametrize("git", [True, False], ids=["in git", "outside"])
def test_what_may_not_be_opened_is_noted(git: bool, tmp_path: Path) -> None:
    root = Checkout(tmp_path / "r").root if git else tmp_path
    (root / "a" / "closed").mkdir(parents=True, mode=0)
    (root / "a" / "secret.yaml").touch(mode=0)
    for tree, inside in ((WorkTree(root), "a/"), (WorkTree(root / "a"), "")):
        (file,) = tree.files()
        assert file.head() == ""
        assert tree.left_out() == {
            f"{inside}closed": "permission denied",
            f"{inside}secret.yaml": "cannot be read: permission denied",
        }
    with pytest.raises(InputError, match=r"^a/closed/x: cannot be read: permission denied$"):
        paths(WorkTree(root, named=("a/closed/x",)))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_checkout_of_somebody_else_is_a_sentence(checkout: Checkout) -> None:
    checkout.commit({"a": "1"})
    os.chown(checkout.root, 12345, 12345)
    with pytest.raises(ConfigError, match=r"another user owns it; allow it with `git config"):
        paths(WorkTree(checkout.root))


def test_a_broken_git_folder_is_no_checkout(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.yaml").write_text("1")
    assert paths(WorkTree(tmp_path)) == ["a.yaml"]

"""The files of a revision, without a checkout."""

import gc
import os
import warnings

import pytest

from carbongate.errors import ConfigError, InputError
from carbongate.repository import GitTree, WorkTree
from tests.repository.conftest import Checkout


def test_a_revision_is_what_was_committed(checkout: Checkout) -> None:
    first = checkout.commit({"a.yaml": "1", "b/c.yaml": "22", "b.yaml": ""})
    checkout.commit({"a.yaml": "changed", "new.yaml": "1"})
    checkout.write({"a.yaml": "in work"})
    with GitTree(checkout.root, first) as tree:
        found = [(file.path, file.size, file.text()) for file in tree.files()]
    assert found == [("a.yaml", 1, "1"), ("b.yaml", 0, ""), ("b/c.yaml", 2, "22")]
    assert tree.name == "shop"
    assert tree.left_out() == {}


def test_a_folder_has_the_paths_of_the_work_tree(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": "1", "infra/b.yaml": "1", "infra/c/d.yaml": "1"})
    root = checkout.root / "infra"
    with GitTree(root, "HEAD") as tree:
        assert [file.path for file in tree.files()] == [
            file.path for file in WorkTree(root).files()
        ]
        assert [file.path for file in tree.under("c")] == ["c/d.yaml"]
        assert [file.path for file in tree.under("b.yaml")] == ["b.yaml"]
        assert tree.file("a.yaml") is None


def test_one_process_serves_all_and_ends(checkout: Checkout) -> None:
    checkout.commit({"a": "1", "b": "2"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = GitTree(checkout.root, "HEAD")
        texts = [file.text() for file in tree.files()]
        tree.close()
        tree.close()
        again = tree.file("b")
        assert again is not None
        assert [*texts, again.data()] == ["1", "2", b"2"]
        del tree, again
        gc.collect()


def test_head_then_data_of_a_large_blob(checkout: Checkout) -> None:
    content = os.urandom(300_000)
    checkout.commit({"a": content, "b": "x\n" * 100_000})
    with GitTree(checkout.root, "HEAD") as tree:
        a, b = tree.files()
        assert (len(a.head()) > 0, b.head()) == (True, "x\n" * 2048)
        assert a.data() == content
        assert b.data() == b"x\n" * 100_000


def test_links_and_submodules(checkout: Checkout) -> None:
    other = Checkout(checkout.root.parent / "other")
    other.commit({"x.yaml": "1"})
    checkout.write({"a/real.yaml": "1"})
    for name, target in (
        ("a/same.yaml", "real.yaml"),
        ("twice.yaml", "a/same.yaml"),
        ("out.yaml", "../secret"),
        ("absolute.yaml", "/etc/hostname"),
        ("broken.yaml", "nothing"),
        ("loop.yaml", "loop.yaml"),
    ):
        (checkout.root / name).symlink_to(target)
    checkout.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.root), "sub"
    )
    checkout.commit({})
    with GitTree(checkout.root, "HEAD") as tree:
        assert [file.path for file in tree.files()] == [".gitmodules", "a/real.yaml"]
        twice = tree.file("twice.yaml")
        assert twice is not None
        assert (twice.path, twice.text()) == ("twice.yaml", "1")
        assert tree.file("loop.yaml") is None
        assert tree.file("out.yaml") is None
        assert tree.left_out() == {
            "absolute.yaml": "a link that leads out of the tree",
            "out.yaml": "a link that leads out of the tree",
            "sub": "a repository of its own (a submodule)",
        }


NAMES = ["a b", "-rf", "a\nb", 'q"uote', "tab\t", "ünï", "back\\slash", "new\nline/x"]


def test_odd_names(checkout: Checkout) -> None:
    checkout.commit(dict.fromkeys(NAMES, "1"))
    with GitTree(checkout.root, "HEAD") as tree:
        assert [file.path for file in tree.files()] == sorted(NAMES)
        assert all(file.text() == "1" for file in tree.files())


def test_a_blob_that_is_not_here(checkout: Checkout) -> None:
    checkout.commit({"a": "1", "b": "2"})
    blob = checkout.git("rev-parse", "HEAD:a")
    with GitTree(checkout.root, "HEAD") as tree:
        a, b = tree.files()
        (checkout.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
        with pytest.raises(InputError, match=r"^a: git does not have its content here"):
            a.data()
        assert b.text() == "2"
        assert a.head() == ""
        assert list(tree.left_out()) == ["a"]


@pytest.mark.parametrize(
    "revision", ["nothing", "", "-h", "--output=x", "HEAD~5", "a\0b", "HEAD:a"]
)
def test_a_revision_that_is_none(revision: str, checkout: Checkout) -> None:
    checkout.commit({"a": "1"})
    with pytest.raises(ConfigError, match="git knows no commit"):
        GitTree(checkout.root, revision)
    assert not (checkout.root / "x").exists()

"""Bytes to text, and the tree in memory."""

import pytest

from carbongate.errors import InputError
from carbongate.repository import File, MappingTree
from carbongate.repository.file import FILE_LIMIT, within

TEXTS = [
    (b"", "", "nothing"),
    ("größe".encode(), "größe", "UTF-8"),
    ("größe".encode("utf-8-sig"), "größe", "UTF-8 with a mark"),
    ('{"a": "größe"}'.encode("utf-16"), '{"a": "größe"}', "UTF-16 with a mark"),
    ("\ufeffgröße".encode("utf-16-be"), "größe", "UTF-16 BE with a mark"),
    ('{"a": 1}'.encode("utf-16-le"), '{"a": 1}', "UTF-16 LE without a mark"),
    ('{"a": 1}'.encode("utf-16-be"), '{"a": 1}', "UTF-16 BE without a mark"),
    (b"a\r\nb\rc\n", "a\r\nb\rc\n", "line ends of all kinds"),
]


@pytest.mark.parametrize(
    ("data", "text"), [row[:2] for row in TEXTS], ids=[row[2] for row in TEXTS]
)
def test_bytes_become_text(data: bytes, text: str) -> None:
    file = only(data)
    assert file.head() == text
    assert file.text() == text
    assert file.data() == data


NO_TEXTS = [
    (b"a: 1\nb: \xff\n", "a.yaml:2: not UTF-8 text", "a byte that is no UTF-8"),
    (b"a\n\xed\xa0\x80", "a.yaml:2: not UTF-8 text", "half a surrogate pair in UTF-8"),
    (b"\xff\xfea\x00\x00\xd8", "a.yaml:1: not UTF-16 text", "half a surrogate pair in UTF-16"),
    (b"\xff\xfea", "a.yaml:1: not UTF-16 text", "half a character"),
    (b"a: 1\nb: x\x00\n", "a.yaml:2: not text: it has a NUL byte", "a NUL"),
    (b"\x7fELF\x02\x01\x01\x00\x00\x00", "a.yaml:1: not text: it has a NUL byte", "a program"),
    (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "a.yaml: only a Git LFS pointer is here; get the file with `git lfs pull`",
        "a pointer of Git LFS",
    ),
]


@pytest.mark.parametrize(
    ("data", "sentence"), [row[:2] for row in NO_TEXTS], ids=[row[2] for row in NO_TEXTS]
)
def test_bytes_that_are_no_text(data: bytes, sentence: str) -> None:
    file = only(data)
    assert isinstance(file.head(), str)
    with pytest.raises(InputError) as caught:
        file.text()
    assert caught.value.sentence == sentence


def test_a_large_file_is_refused_unread() -> None:
    def read(limit: int | None) -> bytes:
        raise AssertionError(f"read {limit}")

    file = File("plan.json", FILE_LIMIT + 1, read)
    with pytest.raises(InputError, match=r"^plan\.json: larger than 100 MB, the limit$"):
        file.text()


def test_head_reads_four_kilobytes_and_cuts_no_error() -> None:
    text = "ü" * 5000
    file = only(text.encode())
    assert file.head() == "ü" * 2048
    assert file.text() == text
    assert file.head() == "ü" * 4096


def test_head_of_what_cannot_be_read_is_empty_and_noted() -> None:
    def read(limit: int | None) -> bytes:
        raise InputError(f"gone before {limit} bytes")

    left_out: dict[str, str] = {}
    assert File("a.yaml", 1, read, left_out).head() == ""
    assert left_out == {"a.yaml": "gone before 4096 bytes"}


def test_a_tree_in_memory() -> None:
    tree = MappingTree({"b/x": b"1", "b.yaml": b"22", "a": b""}, "stdin")
    assert [(file.path, file.size) for file in tree.files()] == [
        ("a", 0),
        ("b.yaml", 2),
        ("b/x", 1),
    ]
    assert [file.path for file in tree.under("b")] == ["b/x"]
    assert [file.path for file in tree.under("./b/")] == ["b/x"]
    assert [file.path for file in tree.under("a")] == ["a"]
    assert len(tree.under(".")) == 3
    assert tree.under("c") == ()
    assert tree.file("./b/x") is not None
    assert tree.file("b") is None
    assert (tree.name, tree.left_out()) == ("stdin", {})


def only(data: bytes) -> File:
    """A file with these bytes."""
    (file,) = MappingTree({"a.yaml": data}).files()
    return file


@pytest.mark.parametrize(
    ("path", "entry", "inside"),
    [
        pytest.param("deploy/a.yaml", "deploy", True, id="in the folder"),
        pytest.param("deploy/a.yaml", "deploy/", True, id="with a slash"),
        pytest.param("deploy/a.yaml", "./deploy", True, id="with a dot"),
        pytest.param("deploy/a.yaml", ".", True, id="in the root"),
        pytest.param("deploy-old/a.yaml", "deploy", False, id="a folder that begins alike"),
        pytest.param("plan.json", "plan.json", True, id="the file itself"),
    ],
)
def test_within(path: str, entry: str, inside: bool) -> None:
    assert within(path, entry) is inside

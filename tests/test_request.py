"""Where the paths of a run begin, for whoever shows them beside a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbongate.config import default
from carbongate.repository import Git, WorkTree
from carbongate.request import Request
from carbongate.sides import Side
from tests.repository.conftest import Checkout, no_hook

__all__ = ["no_hook"]  # these tests ask git, and no hook may answer


def request(root: Path, git: Git | None) -> Request:
    """A run at a root."""
    return Request("check", root, Side("HEAD", WorkTree(root), default()), git, None)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        pytest.param(".", "", id="the top of the repository"),
        pytest.param("services/my shop", "services/my shop", id="a folder of it"),
    ],
)
def test_the_prefix_leads_from_the_top_to_the_root(
    tmp_path: Path, folder: str, expected: str
) -> None:
    Checkout(tmp_path)
    root = tmp_path / folder
    root.mkdir(parents=True, exist_ok=True)
    assert request(root, Git(root)).prefix() == expected


def test_outside_of_a_repository_there_is_no_prefix(tmp_path: Path) -> None:
    assert request(tmp_path, None).prefix() == ""


def test_a_configuration_is_named_as_the_root_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "tight.yaml").write_text("version: 1\n")
    (tmp_path / "outside.yaml").write_text("version: 1\n")
    monkeypatch.chdir(tmp_path)
    made = request(Path("shop"), None)
    assert made.seen(None) == ""
    assert made.seen("tight.yaml") == "tight.yaml"
    assert made.seen("shop/tight.yaml") == "tight.yaml"
    assert made.seen(str(root / "tight.yaml")) == "tight.yaml"
    assert made.seen("outside.yaml") == ""

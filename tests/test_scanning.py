"""What a run knows of its code, and what a report keeps of that for those who mark places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carbongate.config import load
from carbongate.errors import ConfigError
from carbongate.flow import run
from carbongate.repository import Git, WorkTree
from carbongate.request import Request
from carbongate.sides import Side
from tests.project import source
from tests.repository.conftest import Checkout, no_hook
from tests.test_flow import LOOP

__all__ = ["no_hook"]  # these tests ask git, and no hook may answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop in a folder of a repository."""
    root = tmp_path / "services" / "shop"
    shutil.copytree(source() / "examples" / "shop", root)
    (root / "names.py").write_text(LOOP)
    Checkout(tmp_path).commit({})
    return root


def request(root: Path, path: str) -> Request:
    """A check with the configuration at a path."""
    config = load((root / path).read_text(encoding="utf-8"), path)
    return Request("check", root, Side("", WorkTree(root), config), Git(root), "enforce")


def test_a_report_has_the_texts_of_the_rules_it_met_and_what_fails_it(folder: Path) -> None:
    report = run(request(folder, "carbongate.yaml"))
    assert {text.id for text in report.rules} == {finding.rule for finding in report.findings}
    (text,) = report.rules
    assert (text.id, text.language, text.tier) == ("query-in-loop", "python", "gate")
    assert text.evidence.startswith("published: ")
    assert [found.path for found in report.verdict.failing] == ["names.py"]


def test_a_report_knows_where_its_paths_begin(folder: Path) -> None:
    report = run(request(folder, "tight.yaml"))
    assert (report.prefix, report.config) == ("services/shop", "tight.yaml")


def test_the_upstream_branch_is_taken_as_it_is_here_and_nothing_is_fetched(tmp_path: Path) -> None:
    origin = Checkout(tmp_path / "origin")
    for number in range(3):
        origin.commit({"carbongate.yaml": "version: 1\n", "a.py": f"A = {number}\n"})
    origin.git("branch", "topic", "HEAD~2")
    url, root = f"file://{origin.root}", tmp_path / "clone"
    origin.git("clone", "-q", "--depth=1", "--no-single-branch", "-b", "topic", url, str(root))
    Checkout(root).git("branch", "-q", "-u", "origin/main")
    with pytest.raises(ConfigError, match="is not in this shallow clone; get the rest with"):
        run(request(root, "carbongate.yaml"))
    assert Checkout(root).git("rev-list", "--count", "--all") == "2"

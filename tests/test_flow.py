"""The whole way: trees of every kind give the same numbers, and only new code counts."""

import shutil
from pathlib import Path

import pytest

from carbongate.config import Config, default, load
from carbongate.errors import ConfigError
from carbongate.flow import estimates, run
from carbongate.model import Report
from carbongate.repository import Git, GitTree, Tree, WorkTree
from carbongate.request import Request
from carbongate.sides import Side
from tests.repository.conftest import Checkout, no_hook

__all__ = ["no_hook"]  # these tests ask git, and no hook may answer

SHOP = Path(__file__).parent.parent / "examples" / "shop"
LOOP = """\
import sqlite3


def names(connection: sqlite3.Connection, ids: list[int]) -> list[str]:
    found = []
    for one in ids:
        found.append(connection.execute("SELECT name FROM shop WHERE id = ?", (one,)).fetchone()[0])
    return found
"""


@pytest.fixture
def shop(tmp_path: Path) -> Checkout:
    root = tmp_path / "shop"
    shutil.copytree(SHOP, root)
    made = Checkout(root)
    made.commit({})
    return made


def settings(root: Path) -> Config:
    return load((root / "carbongate.yaml").read_text(), "carbongate.yaml")


def request(
    root: Path,
    tree: Tree | None = None,
    config: Config | None = None,
    base: str | None = None,
    *,
    staged: bool = False,
) -> Request:
    git = Git(root)
    return Request(
        "check",
        root,
        Side("", tree or WorkTree(root), config or settings(root)),
        git,
        "enforce",
        since=git.merge_base(base) if base else None,
        staged=staged,
    )


def fresh(report: Report) -> list[tuple[str, bool | None]]:
    return [(found.path, found.new) for found in report.findings if found.suppressed is None]


def test_a_revision_and_the_work_tree_give_the_same_numbers(shop: Checkout) -> None:
    shutil.rmtree(shop.root / "deploy")
    shutil.rmtree(shop.root / "infra")
    with GitTree(shop.root, "HEAD") as tree:
        from_blobs, _ = estimates(request(shop.root, tree))
    shop.git("checkout", "-q", ".")
    from_files, _ = estimates(request(shop.root))
    assert [one.totals.carbon.best for one in from_blobs] == [
        one.totals.carbon.best for one in from_files
    ]
    assert [one.stack.manifests for one in from_blobs] == [
        one.stack.manifests for one in from_files
    ]


def test_the_report_of_an_old_commit_has_its_date(shop: Checkout) -> None:
    assert run(request(shop.root)).fingerprint.date == "2026-03-01"


def test_code_of_the_index_is_new_and_the_rest_is_not(shop: Checkout) -> None:
    shop.commit({"services/old.py": LOOP})
    shop.write({"services/staged.py": LOOP})
    shop.git("add", "-A")
    report = run(request(shop.root, staged=True))
    assert fresh(report) == [("services/old.py", False), ("services/staged.py", True)]
    assert report.verdict.exit_code == 1


def test_old_code_does_not_fail_what_did_not_touch_it(shop: Checkout) -> None:
    shop.commit({"services/old.py": LOOP})
    shop.git("checkout", "-q", "-b", "change")
    shop.commit({"services/new.py": "X = 1\n"})
    report = run(request(shop.root, base="main"))
    assert fresh(report) == [("services/old.py", False)]
    assert report.verdict.exit_code == 0


def test_code_since_the_merge_base_is_new(shop: Checkout) -> None:
    shop.git("checkout", "-q", "-b", "change")
    shop.commit({"services/new.py": LOOP})
    report = run(request(shop.root, base="main"))
    assert fresh(report) == [("services/new.py", True)]
    assert report.verdict.exit_code == 1


def test_without_anything_to_compare_with_all_code_counts(shop: Checkout) -> None:
    shop.commit({"services/old.py": LOOP})
    report = run(request(shop.root))
    assert fresh(report) == [("services/old.py", None)]
    assert report.verdict.exit_code == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "usage: {aws_db_instance.order: {cpu: 20%}}",
            "no address is like this; did you mean aws_db_instance.orders",
            id="a pattern that nothing is like",
        ),
        pytest.param(
            "usage: {aws_db_instance.orders: {cpu: 20%, storage_gb: 5 GB}}",
            'usage."aws_db_instance.orders".storage_gb: changes nothing',
            id="a use that nothing reads",
        ),
        pytest.param(
            "estimate: {grid: factors.json}",
            "estimate.grid: this version cannot hold it yet",
            id="a limit that nobody would hold",
        ),
        pytest.param(
            "code: {disable: [querys-in-loop]}",
            "code.disable: there is no rule querys-in-loop; did you mean query-in-loop?",
            id="a rule that does not exist",
        ),
        pytest.param(
            "stacks: [{name: s, manifests: [deploy], regions: {aws: eu-west-9}}]",
            "no table knows the region eu-west-9",
            id="a region that does not exist",
        ),
        pytest.param(
            "budgets: [{id: b, match: {stack: none}, total: 1 kgCO2e/month}]",
            "no stack has stack none",
            id="a budget that looks at nothing",
        ),
    ],
)
def test_what_would_look_at_nothing_is_a_mistake(text: str, sentence: str) -> None:
    config = load(f"version: 1\n{text}\n", "carbongate.yaml")
    with pytest.raises(ConfigError) as caught:
        run(request(SHOP, config=config))
    assert sentence in caught.value.sentence
    assert caught.value.sentence.startswith("carbongate.yaml:")


def test_manifests_that_give_nothing_are_named(tmp_path: Path) -> None:
    shutil.copy(SHOP / "infra" / "plan.json", tmp_path / "plan.json")
    (tmp_path / "kept.json").write_text(
        '{"format_version": "1.0", "terraform_version": "1.13.0", "values": {"root_module": {}}}'
    )
    report = run(Request("check", tmp_path, Side("", WorkTree(tmp_path), default()), None, None))
    assert any("nothing was taken from kept.json" in note for note in report.notes)

"""Files that have another name than on the base."""

import os
from pathlib import Path

import pytest

from carbongate.errors import ConfigError
from carbongate.repository import Git
from tests.repository.conftest import Checkout
from tests.repository.test_git import NAMES

LINES = "".join(f"line {number}\n" for number in range(50))


def test_what_git_moved_is_followed_also_when_it_was_edited(checkout: Checkout) -> None:
    base = checkout.commit({"a.tf": LINES, "b.tf": LINES.upper(), "same.tf": "same\n"})
    checkout.git("mv", "a.tf", "new.tf")
    checkout.commit({"b.tf": LINES.upper() + "more\n"})
    checkout.git("mv", "b.tf", "deep.tf")
    checkout.write({"new.tf": LINES + "more\n"})
    assert Git(checkout.root).renamed(base) == {"a.tf": "new.tf", "b.tf": "deep.tf"}


def test_what_was_moved_without_telling_git_is_followed_where_it_is_the_same(
    checkout: Checkout,
) -> None:
    checkout.commit({"infra/a.yaml": LINES, "infra/b.yaml": LINES.upper(), "c.yaml": "c\n"})
    (checkout.root / "prod").mkdir()
    (checkout.root / "infra/a.yaml").rename(checkout.root / "prod/a.yaml")
    (checkout.root / "infra/b.yaml").rename(checkout.root / "prod/b.yaml")
    checkout.write({"prod/b.yaml": "another\n", "copy of c.yaml": "c\n"})
    assert Git(checkout.root).renamed("HEAD") == {"infra/a.yaml": "prod/a.yaml"}


def test_a_deleted_file_and_a_new_one_are_two_things(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": LINES})
    (checkout.root / "a.yaml").unlink()
    checkout.write({"b.yaml": "nothing of it\n"})
    checkout.git("add", "-A")
    assert Git(checkout.root).renamed("HEAD") == {}


def test_paths_are_those_below_the_root(checkout: Checkout) -> None:
    base = checkout.commit({"infra/a.tf": LINES, "other/b.tf": LINES.upper()})
    checkout.git("mv", "infra/a.tf", "infra/c.tf")
    checkout.git("mv", "other/b.tf", "infra/b.tf")  # came from outside: new here
    assert Git(checkout.root / "infra").renamed(base) == {"a.tf": "c.tf"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("told", [True, False], ids=["git was told", "git was not told"])
def test_odd_names(checkout: Checkout, name: str, told: bool) -> None:
    checkout.commit({f"old {name}": LINES, name: "still here\n"})
    target = checkout.root / f"new {name}"
    target.parent.mkdir(exist_ok=True)
    (checkout.root / f"old {name}").rename(target)
    if told:
        checkout.git("add", "-A")
    # What git does not know yet is named to it by lines.
    expected = {f"old {name}": f"new {name}"} if told or "\n" not in name else {}
    assert Git(checkout.root).renamed("HEAD") == expected


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes and links")
def test_a_pipe_and_a_link_are_not_opened(checkout: Checkout, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text(LINES)
    checkout.commit({"a.yaml": LINES})
    (checkout.root / "a.yaml").unlink()
    os.mkfifo(checkout.root / "b.yaml")
    (checkout.root / "c.yaml").symlink_to(outside)
    assert Git(checkout.root).renamed("HEAD") == {}


def test_a_filter_of_the_repository_is_not_run(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": LINES, ".gitattributes": "*.yaml filter=evil\n"})
    checkout.git("config", "filter.evil.clean", "touch owned")
    (checkout.root / "a.yaml").rename(checkout.root / "b.yaml")
    assert Git(checkout.root).renamed("HEAD") == {"a.yaml": "b.yaml"}
    assert not (checkout.root / "owned").exists()


def test_settings_do_not_change_the_answer(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": LINES, "b.yaml": LINES.upper()})
    for setting, value in (
        ("diff.renames", "false"),
        ("diff.renameLimit", "1"),
        ("diff.relative", "false"),
        ("diff.orderFile", "order"),
        ("core.abbrev", "4"),
    ):
        checkout.git("config", setting, value)
    checkout.write({"order": "*\n"})
    checkout.git("mv", "a.yaml", "c.yaml")
    checkout.git("mv", "b.yaml", "d.yaml")
    assert Git(checkout.root).renamed("HEAD") == {"a.yaml": "c.yaml", "b.yaml": "d.yaml"}


def test_a_base_that_nobody_knows(checkout: Checkout) -> None:
    checkout.commit({"a.yaml": LINES})
    with pytest.raises(ConfigError, match="git knows no commit 'none'"):
        Git(checkout.root).renamed("none")

"""Clones with a part of the history: more is fetched, only from where they came, and nothing is run."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest

from carbongate.errors import ConfigError
from carbongate.repository import Git
from carbongate.repository.fetching import FetchError, more
from tests.repository.conftest import Checkout


def chain(checkout: Checkout, branch: str, length: int, start: str | None = None) -> None:
    """So many commits on a branch, after a commit where one is given."""
    who = "committer a <a@example.org> 1770000000 +0000"
    lines = [
        line
        for number in range(length)
        for line in (
            f"commit refs/heads/{branch}",
            who,
            f"data {len(branch)}\n{branch}",
            *after(number, start),
        )
    ]
    stream = checkout.root.parent / "stream"
    stream.write_text("\n".join(lines) + "\n")
    with stream.open("rb") as send:
        subprocess.run(
            ["git", "fast-import", "--quiet", "--force"], cwd=checkout.root, stdin=send, check=True
        )


def after(number: int, start: str | None) -> list[str]:
    """What a commit of a chain follows: the one before it, unless it is the first."""
    return [f"from refs/heads/{start}^0"] if start and number == 0 else []


def merged(checkout: Checkout, branch: str, *parents: str) -> str:
    """A branch with one commit after several."""
    words = [word for parent in parents for word in ("-p", parent)]
    commit = checkout.git("commit-tree", checkout.git("mktree"), *words, "-m", "join")
    checkout.git("update-ref", f"refs/heads/{branch}", commit)
    return commit


def clone(origin: Checkout, place: Path, *options: str) -> Checkout:
    """A clone over a protocol that takes --depth."""
    origin.git("clone", "-q", "--no-tags", *options, f"file://{origin.root}", str(place))
    return Checkout(place)


def pull_request(origin: Checkout, place: Path) -> Checkout:
    """What actions/checkout leaves behind: one commit, the merge of a pull request, on no branch."""
    made = Checkout(place)
    made.git("remote", "add", "origin", f"file://{origin.root}")
    made.git("fetch", "-q", "--no-tags", "--depth=1", "origin", "+refs/pull/1/merge:refs/remotes/pull/1/merge")  # fmt: skip
    made.git("checkout", "-q", "--force", "refs/remotes/pull/1/merge")
    return made


@pytest.fixture
def history(checkout: Checkout) -> Checkout:
    """main and topic, which parted 30 commits ago; a pull request of topic; main moved on since."""
    chain(checkout, "main", 400)
    chain(checkout, "topic", 30, "main")
    checkout.git("tag", "parted", "main")
    chain(checkout, "main", 30, "main")
    checkout.git("update-ref", "refs/pull/1/merge", merged(checkout, "scratch", "main", "topic"))
    checkout.git("branch", "-D", "scratch")
    checkout.git("tag", "merged", "main")
    chain(checkout, "main", 3, "main")
    checkout.git("tag", "-a", "-m", "a tag of its own", "v1.0", "parted")
    return checkout


# ---- what is found -----------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [1, 5, 29, 35])
@pytest.mark.parametrize("branches", ["--single-branch", "--no-single-branch"])
def test_a_shallow_clone_gives_the_merge_base_of_the_whole_history(
    history: Checkout, tmp_path: Path, depth: int, branches: str
) -> None:
    made = clone(history, tmp_path / "clone", f"--depth={depth}", branches, "--branch=topic")
    assert Git(made.root).merge_base("origin/main") == history.git("rev-parse", "parted")


def test_it_stops_as_soon_as_it_is_sure(history: Checkout, tmp_path: Path) -> None:
    made = clone(history, tmp_path / "clone", "--depth=15", "--branch=topic")
    Git(made.root).merge_base("origin/main")
    assert Git(made.root).shallow()


@pytest.mark.parametrize(
    ("revision", "tag"),
    [
        pytest.param("origin/main", "merged", id="a branch of the remote"),
        pytest.param("main", "merged", id="a branch by its own name"),
        pytest.param("v1.0", "parted", id="a tag"),
        pytest.param("HEAD^1", "merged", id="a parent that was cut off"),
        pytest.param("HEAD^2~30", "parted", id="an ancestor that was cut off"),
    ],
)
def test_the_checkout_of_a_pull_request_knows_its_base(
    history: Checkout, tmp_path: Path, revision: str, tag: str
) -> None:
    made = pull_request(history, tmp_path / "clone")
    assert Git(made.root).merge_base(revision) == history.git("rev-parse", tag)


def test_a_commit_by_its_full_name_is_fetched(history: Checkout, tmp_path: Path) -> None:
    made = pull_request(history, tmp_path / "clone")
    commit = history.git("rev-parse", "main")
    assert Git(made.root).merge_base(commit) == history.git("rev-parse", "merged")


def test_a_branch_that_was_not_fetched_is_there_afterwards(
    history: Checkout, tmp_path: Path
) -> None:
    made = clone(history, tmp_path / "clone", "--single-branch", "--branch=topic")
    assert Git(made.root).merge_base("origin/main") == history.git("rev-parse", "parted")
    assert made.git("rev-parse", "origin/main") == history.git("rev-parse", "main")
    assert not Git(made.root).shallow()
    (history.root / ".git").rename(history.root / "gone")
    assert Git(made.root).merge_base("origin/main") == made.git("rev-parse", "origin/main~33")


def test_a_branch_of_another_remote(history: Checkout, tmp_path: Path) -> None:
    made = clone(history, tmp_path / "clone", "--single-branch", "--branch=topic")
    made.git("remote", "add", "fork/of.mine", f"file://{history.root}")
    made.git("remote", "add", "fork", f"file://{history.root}")
    assert Git(made.root).merge_base("fork/main") == history.git("rev-parse", "parted")
    assert made.git("rev-parse", "fork/main") == history.git("rev-parse", "main")


def test_a_nearer_base_beyond_the_cut_is_not_missed(checkout: Checkout, tmp_path: Path) -> None:
    """Both sides hold an old commit by a short way and the newer one by a long way."""
    chain(checkout, "old", 1)
    chain(checkout, "near", 1, "old")
    for branch in ("topic", "main"):
        chain(checkout, f"{branch}-long", 30, "near")
        chain(checkout, f"{branch}-short", 1, "old")
        merged(checkout, branch, f"{branch}-long", f"{branch}-short")
    made = clone(checkout, tmp_path / "clone", "--depth=3", "--no-single-branch", "--branch=topic")
    assert made.git("merge-base", "HEAD", "origin/main") == checkout.git("rev-parse", "old")
    assert Git(made.root).merge_base("origin/main") == checkout.git("rev-parse", "near")


def test_a_fetch_never_makes_the_history_shorter(history: Checkout, tmp_path: Path) -> None:
    history.git("branch", "behind", "topic~3")
    made = clone(history, tmp_path / "clone", "--depth=10", "--single-branch", "--branch=topic")
    before = made.git("rev-list", "--count", "HEAD")
    assert Git(made.root).merge_base("origin/behind") == history.git("rev-parse", "behind")
    assert made.git("rev-list", "--count", "HEAD") == before


def test_a_server_that_gives_no_single_commits(history: Checkout, tmp_path: Path) -> None:
    made = clone(history, tmp_path / "clone", "--depth=5", "--branch=topic", "--no-single-branch")
    made.git("config", "protocol.version", "0")
    assert Git(made.root).merge_base("origin/main") == history.git("rev-parse", "parted")


def test_histories_without_a_common_commit_are_fetched_to_their_ends(
    history: Checkout, tmp_path: Path
) -> None:
    chain(history, "alone", 40)
    made = clone(history, tmp_path / "clone", "--depth=1", "--branch=topic")
    with pytest.raises(ConfigError, match=r"^HEAD and 'origin/alone' have no common commit$"):
        Git(made.root).merge_base("origin/alone")
    assert made.git("rev-list", "--count", "HEAD") == "430"


def test_the_work_tree_and_the_index_are_left_alone(history: Checkout, tmp_path: Path) -> None:
    made = pull_request(history, tmp_path / "clone")
    made.write({"a.py": "1\n", "b.py": "1\n"})
    made.git("add", "a.py")
    Git(made.root).merge_base("origin/main")
    assert made.git("status", "--porcelain").splitlines() == ["A  a.py", "?? b.py"]


# ---- what is said where it cannot be found -----------------------------------------------------


def without_a_remote(made: Checkout, _: Path) -> str:
    made.git("remote", "remove", "origin")
    return r"\(this checkout has no remote called origin\)"


def whose_remote_is_gone(made: Checkout, origin: Path) -> str:
    (origin / ".git").rename(origin / "gone")
    return r"\('.*' does not appear to be a git repository\)"


def without_transport_security(made: Checkout, _: Path) -> str:
    made.git("remote", "set-url", "origin", "http://127.0.0.1:1/shop")
    return r"\(transport 'http' not allowed\)"


def with_a_command_for_an_address(made: Checkout, _: Path) -> str:
    made.git("remote", "set-url", "origin", "ext::sh -c 'touch owned'")
    made.git("config", "protocol.ext.allow", "always")
    return r"\(transport 'ext' not allowed\)"


def behind_a_login(made: Checkout, _: Path) -> str:
    made.git("remote", "set-url", "origin", "https://me:hunter2@127.0.0.1:1/shop")
    return r"\(unable to access 'https://127\.0\.0\.1:1/shop/': [^)]*\)"


@pytest.mark.parametrize(
    "breaking",
    [
        pytest.param(without_a_remote, id="there is no remote"),
        pytest.param(whose_remote_is_gone, id="the remote is gone"),
        pytest.param(without_transport_security, id="the remote speaks plain http"),
        pytest.param(with_a_command_for_an_address, id="the remote is a command"),
        pytest.param(
            behind_a_login, id="the remote does not answer, and its address has a password"
        ),
    ],
)
@pytest.mark.parametrize("options", [["--depth=1", "--no-single-branch"], ["--depth=1"]])
def test_why_it_cannot_be_found_and_what_would_help(
    history: Checkout, tmp_path: Path, breaking: Callable[[Checkout, Path], str], options: list[str]
) -> None:
    made = clone(history, tmp_path / "clone", *options, "--branch=topic")
    main = history.git("rev-parse", "main") if "--no-single-branch" in options else "origin/main"
    why = breaking(made, history.root)
    with pytest.raises(ConfigError, match=why) as error:
        Git(made.root).merge_base(main)
    assert error.value.sentence.endswith(
        "; get the rest with `git fetch --unshallow`, or fetch-depth: 0 in a workflow"
    )
    assert "hunter2" not in error.value.sentence
    assert not (made.root / "owned").exists()


def test_a_branch_that_the_remote_does_not_have(history: Checkout, tmp_path: Path) -> None:
    made = clone(history, tmp_path / "clone", "--branch=topic")
    with pytest.raises(
        ConfigError, match=r"^git knows no commit 'origin/none'; git fetch it first"
    ):
        Git(made.root).merge_base("origin/none")


@pytest.mark.parametrize(
    "revision", ["", "-h", "--upload-pack=touch owned", "a b", "a\0b", "refs/heads/*", "main:x"]
)
def test_a_revision_is_a_name_and_never_an_option(
    history: Checkout, tmp_path: Path, revision: str
) -> None:
    made = clone(history, tmp_path / "clone", "--depth=1", "--branch=topic")
    with pytest.raises(ConfigError, match="git knows no commit"):
        Git(made.root).merge_base(revision)
    assert not (made.root / "owned").exists()


def test_nothing_is_fetched_where_nobody_asked(history: Checkout, tmp_path: Path) -> None:
    made = clone(history, tmp_path / "clone", "--depth=5", "--no-single-branch", "--branch=topic")
    with pytest.raises(ConfigError, match="is not in this shallow clone; get the rest with"):
        Git(made.root).merge_base("origin/main", fetch=False)
    assert made.git("rev-list", "--count", "HEAD") == "5"


# ---- what is never run -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("core.sshCommand", "touch owned;"),
        ("core.askPass", "touch owned;"),
        ("core.alternateRefsCommand", "touch owned;"),
        ("credential.helper", "!touch owned;"),
        ("credential.https://example.org.helper", "!touch owned;"),
        ("remote.origin.uploadpack", "touch owned;git-upload-pack"),
        ("remote.origin.vcs", "touch"),
        ("hook.any.command", "touch owned"),
    ],
)
def test_a_command_that_the_repository_configures(
    history: Checkout, tmp_path: Path, setting: str, value: str
) -> None:
    made = clone(history, tmp_path / "clone", "--depth=1", "--branch=topic")
    made.git("config", setting, value)
    with pytest.raises(ConfigError, match=rf"\(the checkout sets {setting.lower()}, a command"):
        Git(made.root).merge_base("origin/main")
    assert not (made.root / "owned").exists()


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for ssh")
def test_a_server_that_never_answers(
    history: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = clone(history, tmp_path / "clone", "--depth=1", "--branch=topic")
    made.git("remote", "set-url", "origin", "ssh://git@example.org/shop")
    script = tmp_path / "ssh"
    script.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/process\nexec sleep 600\n")
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    with pytest.raises(FetchError, match=r"^no answer within 2 seconds$"):
        next(more(Git(made.root), "origin/main", time=2))
    process = int((tmp_path / "process").read_text())
    assert any(is_gone(process) for _ in range(100))


def is_gone(process: int) -> bool:
    """Whether a process has ended, within a while."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    sleep(0.1)
    return False

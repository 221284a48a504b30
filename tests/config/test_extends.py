"""Defaults that a configuration extends: where they may lie, and how they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from carbongate.config import load, others
from carbongate.config.extends import Extends
from carbongate.errors import ConfigError
from carbongate.repository import Git, GitTree, MappingTree, WorkTree
from tests.repository.conftest import Checkout, checkout, no_hook

__all__ = ["checkout", "no_hook"]  # these tests ask git, and no hook may answer

BUDGET = "budgets: [{id: org, total: 100 kgCO2e/month}]\n"
OWN = "version: 1\nextends: org.yaml\n"
A = "a" * 40


def sentence(own: str, files: Mapping[str, str] = {}) -> str:
    tree = MappingTree({path: text.encode() for path, text in files.items()})
    with pytest.raises(ConfigError) as error:
        load(own, "carbongate.yaml", other=others(tree, None))
    return error.value.sentence


# ---- how it is asked for -------------------------------------------------------------------------

ASKED = [
    pytest.param("extends: /etc/passwd", "/etc/passwd leads out of the repository", id="absolute"),
    pytest.param("extends: ../org.yaml", "../org.yaml leads out of the repository", id="above"),
    pytest.param("extends: [a.yaml, b.yaml]", "must be a word, not a list", id="a list"),
    pytest.param(
        "extends: https://example.org/org.yaml",
        "is an address; write {file: ..., commit",
        id="an address",
    ),
    pytest.param(
        "extends: {commit: main}", "extends.commit: main is no full commit", id="a branch"
    ),
    pytest.param(
        "extends: {file: a.yaml, commit: 3f2a1b9}",
        "extends.commit: 3f2a1b9 is no full commit; write its 40 digits in quotes, as `git rev-parse`",
        id="half a commit",
    ),
    pytest.param(
        f"extends: {{file: a.yaml, commit: {1:040d}}}",
        "extends.commit: 1 is no full commit",
        id="a commit that YAML takes for a number",
    ),
    pytest.param(
        f"extends: {{commit: {A}}}", "extends: file is missing; it is the file", id="no file"
    ),
    pytest.param(
        "extends: {file: a.yaml, repository: 'https://example.org/x'}",
        "extends: repository needs commit beside it: a branch says another thing tomorrow",
        id="a repository without a commit",
    ),
    pytest.param(
        "extends: {file: a.yaml, ref: main}",
        "extends.ref: unknown key; there are file, commit, repository",
        id="an unknown key",
    ),
    *(
        pytest.param(
            f"extends: {{file: a.yaml, commit: {A}, repository: '{address}'}}",
            f"extends.repository: {address} is no address like https://github.com/OWNER/NAME",
            id=address,
        )
        for address in (
            "http://example.org/x",
            "ext::sh -c true",
            "--upload-pack=true",
            "https://example.org",
            "https://example.org/x?y=1",
            "ssh://example.org/x",
        )
    ),
]


@pytest.mark.parametrize(("line", "said"), ASKED)
def test_a_mistake_in_how_it_is_asked_for(line: str, said: str) -> None:
    found = sentence(f"version: 1\n{line}\n")
    assert found.startswith("carbongate.yaml:2: extends")
    assert said in found


def test_a_token_in_an_address_is_refused_and_not_repeated() -> None:
    line = f"extends: {{file: a.yaml, commit: {A}, repository: 'https://me:s3cret@example.org/x'}}"
    found = sentence(f"version: 1\n{line}\n")
    assert found == ("carbongate.yaml:2: extends.repository: must hold no user name and no token")


def test_nothing_reads_another_file_where_nobody_gave_a_reader() -> None:
    with pytest.raises(ConfigError, match="extends: no other file can be read here"):
        load(OWN, "carbongate.yaml")


# ---- where it lies -------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_named_where_it_is_asked_for() -> None:
    assert sentence(OWN) == "carbongate.yaml:2: extends: there is no file org.yaml"


def test_a_mistake_in_the_defaults_is_one_of_their_file() -> None:
    assert sentence(OWN, {"org.yaml": "version: 1\nmode: block\n"}).startswith(
        "org.yaml:2: mode: block is not known"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "org.yaml: is empty; it starts with version: 1"),
        ("- a\n", "org.yaml:1: must be a mapping that starts with version: 1, not a list"),
        ("version: 1\nmode: warn\nmode: warn\n", "org.yaml:3: mode: is there twice"),
        ("version: 1\nbudgets: [{id: a}]\n", "org.yaml:2: budgets[0]: sets no limit"),
        (
            f"version: 1\n{BUDGET[:-2]}, {{id: org, total: 1 kg/month}}]\n",
            "org.yaml:2: budgets[1].id: org is already the id in line 2",
        ),
        (f"version: 1\nmode: {'[' * 200}\n", "org.yaml:2: nested deeper than 100 levels"),
    ],
)
def test_defaults_that_are_none(text: str, said: str) -> None:
    assert sentence(OWN, {"org.yaml": text}).startswith(said)


def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("token: 1\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / "org.yaml").symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigError) as error:
        load(OWN, "carbongate.yaml", other=others(WorkTree(root), None))
    assert error.value.sentence == (
        "carbongate.yaml:2: extends: org.yaml: a link that leads out of the tree"
    )


def test_each_side_of_a_comparison_reads_its_own_defaults(checkout: Checkout) -> None:
    checkout.commit({"org.yaml": f"version: 1\n{BUDGET}"})
    checkout.write({"org.yaml": f"version: 1\n{BUDGET.replace('100', '80')}"})
    with GitTree(checkout.root, "HEAD") as base:
        for tree, grams in ((base, 100_000), (WorkTree(checkout.root), 80_000)):
            config = load(OWN, "carbongate.yaml", other=others(tree, Git(checkout.root)))
            assert config.budgets[0].total is not None
            assert config.budgets[0].total.best == grams


def test_a_commit_holds_whatever_the_tree_says_now(checkout: Checkout) -> None:
    commit = checkout.commit({"org.yaml": f"version: 1\n{BUDGET}"})
    checkout.commit({"org.yaml": "version: 1\n"})
    own = f"version: 1\nextends: {{file: org.yaml, commit: {commit}}}\n"
    other = others(WorkTree(checkout.root), Git(checkout.root))
    config = load(own, "carbongate.yaml", other=other)
    assert [(one.id, one.path) for one in config.budgets] == [("org", f"org.yaml@{commit[:7]}")]
    assert config.extends == f"org.yaml@{commit}"


def test_a_commit_that_is_not_here(checkout: Checkout) -> None:
    checkout.commit({})
    own = f"version: 1\nextends: {{file: org.yaml, commit: {A}}}\n"
    with pytest.raises(ConfigError) as error:
        load(own, "c.yaml", other=others(WorkTree(checkout.root), Git(checkout.root)))
    assert error.value.sentence == (
        "c.yaml:2: extends: commit aaaaaaa: this checkout does not have it; `git fetch` it first, "
        "or say its repository"
    )


def test_a_path_in_a_pinned_file_is_one_of_the_same_commit(checkout: Checkout) -> None:
    files = {"team.yaml": OWN, "org.yaml": f"version: 1\n{BUDGET}"}
    commit = checkout.commit(files)
    checkout.commit({"org.yaml": "version: 1\n"})
    own = f"version: 1\nextends: {{file: team.yaml, commit: {commit}}}\n"
    other = others(WorkTree(checkout.root), Git(checkout.root))
    config = load(own, "carbongate.yaml", other=other)
    assert config.extends == f"team.yaml@{commit}, org.yaml@{commit}"
    assert [one.id for one in config.budgets] == ["org"]


def test_a_commit_is_read_once_for_both_sides(checkout: Checkout) -> None:
    commit = checkout.commit({"org.yaml": f"version: 1\n{BUDGET}"})
    own = f"version: 1\n\nextends: {{file: org.yaml, commit: {commit}}}\n"
    kept: dict[Extends, str] = {}
    git = Git(checkout.root)
    load(own, "carbongate.yaml", other=others(WorkTree(checkout.root), git, kept))
    assert kept == {Extends("org.yaml", commit): f"version: 1\n{BUDGET}"}
    there = others(MappingTree({}), None, kept)  # where nothing could be read any more
    assert [one.id for one in load(own, "c.yaml", other=there).budgets] == ["org"]


# ---- chains --------------------------------------------------------------------------------------


def test_three_files_make_one_configuration() -> None:
    files = {
        "team.yaml": f"{OWN}budgets: [{{id: org, total: 90 kgCO2e/month}}]\n",
        "org.yaml": f"version: 1\nmode: enforce\n{BUDGET}",
    }
    tree = MappingTree({path: text.encode() for path, text in files.items()})
    own = "version: 1\nextends: team.yaml\n"
    config = load(own, "carbongate.yaml", other=others(tree, None))
    assert config.extends == "team.yaml, org.yaml"
    assert config.budgets[0].total is not None
    assert (config.budgets[0].path, config.budgets[0].total.best) == ("team.yaml", 90_000)


def test_a_fourth_is_too_many() -> None:
    files = {
        "a.yaml": "version: 1\nextends: b.yaml\n",
        "b.yaml": "version: 1\n\nextends: c.yaml\n",
        "c.yaml": "version: 1\n",
    }
    assert sentence("version: 1\nextends: a.yaml\n", files) == (
        "b.yaml:3: extends: one configuration is made of 3 files at most"
    )


def test_a_circle_is_told_by_its_files() -> None:
    files = {"org.yaml": "version: 1\nextends: carbongate.yaml\n", "carbongate.yaml": OWN}
    assert sentence(OWN, files) == (
        "org.yaml:2: extends: leads back to itself: carbongate.yaml -> org.yaml -> carbongate.yaml"
    )


def test_the_middle_may_not_loosen_either() -> None:
    files = {
        "team.yaml": f"{OWN}budgets: [{{id: org, total: 110 kgCO2e/month}}]\n",
        "org.yaml": f"version: 1\n{BUDGET}",
    }
    assert sentence("version: 1\nextends: team.yaml\n", files).startswith(
        "team.yaml:3: budgets[0].total: 110 kgCO2e/month is looser than 100 kgCO2e/month of org.yaml"
    )


# ---- names ---------------------------------------------------------------------------------------


def test_the_digest_knows_the_defaults() -> None:
    def digest(own: str, org: str = "version: 1\n") -> str:
        tree = MappingTree({"org.yaml": org.encode(), "other.yaml": org.encode()})
        return load(own, "carbongate.yaml", other=others(tree, None)).digest

    assert digest(OWN) != digest("version: 1\n")
    assert digest(OWN) != digest(OWN.replace("org.yaml", "other.yaml"))
    assert digest(OWN) != digest(OWN, f"version: 1\n{BUDGET}")
    assert digest(OWN, f"version: 1\n{BUDGET}") == digest(OWN, f"# a comment\nversion: 1\n{BUDGET}")


def test_a_configuration_without_defaults_keeps_the_name_it_had() -> None:
    assert load("version: 1\n", "carbongate.yaml").digest == (
        "62ea98fb8c116d8f13d2198e2ec6bb6d444506a2439c5620353a82bb1f876c22"
    )


def test_what_tells_one_file_from_another() -> None:
    plain, pinned = Extends("a.yaml"), Extends("a.yaml", A)
    elsewhere = Extends("a.yaml", A, "https://example.org/x")
    assert [one.name for one in (plain, pinned, elsewhere)] == [
        "a.yaml",
        "a.yaml@aaaaaaa",
        "a.yaml@aaaaaaa",
    ]
    assert len({one.identity for one in (plain, pinned, elsewhere)}) == 3

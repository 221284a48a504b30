"""Pages and blocks that are made, and the check that holds them against what they are made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carbongate.code.rules import Evidence, Examples, Rule
from carbongate.config.root import ROOT
from carbongate.tables import datasets
from tools.docs import cells, config, coverage, data, rules, runs
from tools.docs.__main__ import main
from tools.docs.markdown import MADE, anchor, fenced, table

RULE = Rule(
    id="slow-thing",
    language="python",
    severity="warning",
    message="a slow | thing",
    title="A slow thing",
    tier="gate",
    confidence="high",
    why="It is slow.",
    instead="A quick one.",
    evidence=Evidence("published", "-10 % energy", "somebody-2024"),
    examples=Examples(good=("quick()\n",), bad=("slow()  # here\n",), missed=("slower()\n",)),
    matcher={},
    pattern="cache-static-data",
    equivalents={"creedengo": ("GCI1",)},
)
TITLES = {"cache-static-data": "Cache static data"}
KEPT = "# A page\n\n<!-- begin: run carbongate --version -->\nold\n<!-- end -->\n\nThe end.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one hand-written page, and the example that pages show."""
    (tmp_path / "docs").mkdir()
    example = tmp_path / config.EXAMPLE
    example.parent.mkdir(parents=True)
    example.write_text("version: 1\n")
    (tmp_path / "README.md").write_text(KEPT)
    return tmp_path


# ---- the tool ----------------------------------------------------------------------------------


def test_what_was_written_is_what_the_check_wants(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(project, ["--check"]) == 1
    assert "docs/rules/index.md is not what it is made of" in capsys.readouterr().out
    assert main(project, []) == 0
    capsys.readouterr()
    assert main(project, ["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_an_edited_page_and_a_left_over_one_are_noticed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(project, [])
    (project / "docs/config.md").write_text("edited\n")
    (project / "docs/rules/gone.md").write_text(f"{MADE}\n\n# Gone\n")
    capsys.readouterr()
    assert main(project, ["--check"]) == 1
    assert capsys.readouterr().out == (
        "docs/config.md is not what it is made of\ndocs/rules/gone.md is made of nothing any more\n"
    )
    main(project, [])
    assert not (project / "docs/rules/gone.md").exists()


# ---- blocks ------------------------------------------------------------------------------------


def test_a_block_shows_what_the_command_prints(project: Path) -> None:
    text = runs.pages(project)["README.md"]
    assert "```console\n$ carbongate --version\ncarbongate " in text
    assert "old" not in text
    assert text.endswith("<!-- end -->\n\nThe end.\n")


def test_a_block_shows_what_a_file_holds(project: Path) -> None:
    (project / "docs/a.md").write_text(f"<!-- begin: file {config.EXAMPLE} -->\n<!-- end -->\n")
    assert "```yaml\nversion: 1\n```" in runs.pages(project)["docs/a.md"]


def test_a_page_without_blocks_and_a_made_page_are_left_alone(project: Path) -> None:
    (project / "docs/plain.md").write_text("# Plain\n")
    (project / "docs/made.md").write_text(f"{MADE}\n{KEPT}")
    assert list(runs.pages(project)) == ["README.md"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!-- begin: run carbongate -h -->\n", id="a begin without an end"),
        pytest.param("<!-- end -->\n", id="an end without a begin"),
        pytest.param("<!-- begin: help -->\n<!-- end -->\n", id="a kind that is none"),
        pytest.param("<!-- begin: run rm -rf x -->\n<!-- end -->\n", id="a command of others"),
        pytest.param("<!-- begin: file ../x -->\n<!-- end -->\n", id="a file outside"),
    ],
)
def test_a_block_that_cannot_be_made_is_refused(project: Path, text: str) -> None:
    (project / "docs/bad.md").write_text(text)
    with pytest.raises(ValueError, match=r"partner|only carbongate|not a file"):
        runs.pages(project)


# ---- pages -------------------------------------------------------------------------------------


def test_a_rule_page_says_all_that_the_rule_knows() -> None:
    text = rules.of_rule(RULE, TITLES)
    for said in (
        "# A slow thing",
        "It is slow.",
        "A quick one.",
        "measured by others and published",
        "-10 % energy (source: `somebody-2024`)",
        "[Cache static data]",
        "Creedengo `GCI1`",
        "```python\nslow()  # here\n```",
        "```python\nquick()\n```",
        "```python\nslower()\n```",
        "gate: can fail a build",
    ):
        assert said in text, said


def test_a_pattern_that_the_foundation_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="rule slow-thing: no pattern is called cache-it"):
        rules.of_rule(replace(RULE, pattern="cache-it"), TITLES)


@pytest.mark.parametrize("dataset", datasets())
def test_every_table_is_described(dataset: str) -> None:
    for name in data.all_tables(dataset):
        assert data.group(name) in data.HOLDS, name


@pytest.mark.parametrize("dataset", datasets())
def test_a_dataset_page_counts_every_row(dataset: str) -> None:
    text = data.of_dataset(dataset)
    counted = [int(line.split("|")[3].replace(",", "")) for line in table_lines(text)]
    assert sum(counted) == sum(len(found) for found in data.all_tables(dataset).values())


def table_lines(text: str) -> list[str]:
    """The lines of the first table of a page, without its head."""
    lines = text.split("\n\n")[3].splitlines()
    return lines[2:]


def test_a_shown_number_has_its_range() -> None:
    row = {"w0": "2", "w0_low": "1", "w0_high": "3", "best": "5", "low": "5", "high": "5"}
    assert cells.spread("w0")(row) == "2 (1 to 3)"
    assert cells.spread("best")(row) == "5"


def test_every_key_of_the_configuration_is_on_its_page(project: Path) -> None:
    text = config.pages(project)["docs/config.md"]
    for _, section in config.headings():
        for key in section.keys:
            assert f"| `{key.name}`" in text, key.name
            assert key.about.split("|")[0] in text
    assert len(ROOT.keys) > 5


def test_links_within_the_page_of_keys_lead_to_headings(project: Path) -> None:
    text = config.pages(project)["docs/config.md"]
    anchors = {anchor(line[3:]) for line in text.splitlines() if line.startswith("## ")}
    wanted = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert wanted
    assert wanted <= anchors


def test_a_key_that_is_held_by_now_may_not_stand_among_the_refused_ones() -> None:
    with pytest.raises(ValueError, match="is held now"):
        config.refusal("policy: head")


def test_every_mapped_type_is_on_the_coverage_page(project: Path) -> None:
    text = coverage.pages(project)["docs/coverage.md"]
    for name in ("aws_instance", "google_container_node_pool", "azurerm_kubernetes_cluster"):
        assert f"`{name}`" in text
    assert "`*_policy`" in text
    assert "`aws_route53_*`" in text


# ---- pieces ------------------------------------------------------------------------------------


def test_a_bar_does_not_end_a_cell() -> None:
    assert table(("a",), [("x | y",)]).endswith("| x \\| y |")


def test_a_table_without_rows_is_nothing() -> None:
    assert table(("a",), []) == ""


def test_a_fence_is_longer_than_any_within() -> None:
    assert fenced("```\nx\n```") == "````\n```\nx\n```\n````"

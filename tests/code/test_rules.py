"""Rule files that keep the form, and what is said of those that do not."""

from pathlib import Path

import pytest

from carbongate.code.rules import digest, load
from carbongate.errors import DataError

RULE = """\
id: slow
language: python
severity: warning
message: $WHAT is slow; do it once
rule: {pattern: slow($WHAT), matches: repeated}
metadata:
  title: Something slow
  tier: gate
  confidence: high
  why: It is slow.
  instead: Do it once.
  evidence: {status: published, figure: 10 %, source: a paper}
  requires_import: [slow]
  equivalents: {catalogue: [X-1]}
  examples:
    good: |
      slow(1)
    bad:
      - |
        for x in y:
            slow(x)  # here
"""
SHARED = "id: repeated\nlanguage: python\nrule: {inside: {matches: looping}}\n"
LOOPING = "id: looping\nlanguage: python\nrule: {kind: for_statement}\n"


def folder(path: Path, rule: str = RULE, name: str = "slow") -> Path:
    """A folder of rules with one rule and two shared matchers."""
    (path / "_utils").mkdir()
    (path / "_utils" / "repeated.yml").write_text(SHARED)
    (path / "_utils" / "looping.yml").write_text(LOOPING)
    (path / "python").mkdir()
    (path / "python" / f"{name}.yml").write_text(rule)
    return path


def test_a_rule_has_all_that_its_file_says(tmp_path: Path) -> None:
    (rule,) = load(folder=folder(tmp_path))
    assert (rule.id, rule.language, rule.severity, rule.tier) == (
        "slow",
        "python",
        "warning",
        "gate",
    )
    assert rule.examples.good == ("slow(1)\n",)
    assert rule.equivalents == {"catalogue": ("X-1",)}
    assert rule.evidence.figure == "10 %"
    assert len(rule.conditions) == 1


def test_the_shared_matchers_come_along_with_those_they_use(tmp_path: Path) -> None:
    (rule,) = load(folder=folder(tmp_path))
    assert rule.matcher["utils"] == {
        "looping": {"kind": "for_statement"},
        "repeated": {"inside": {"matches": "looping"}},
    }


def test_a_matcher_of_the_rule_itself_wins_over_a_shared_one(tmp_path: Path) -> None:
    text = RULE.replace("metadata:", "utils: {repeated: {kind: call}}\nmetadata:")
    (rule,) = load(folder=folder(tmp_path, text))
    assert rule.matcher["utils"] == {"repeated": {"kind": "call"}}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "  tier:", "  teir:", "8: metadata.teir: unknown key; did you mean tier?", id="a slip"
        ),
        pytest.param(
            "id: slow", "id: fast", "1: id: must be slow, the name of the file", id="another id"
        ),
        pytest.param(
            "language: python", "language: go", "2: language: must be python", id="another language"
        ),
        pytest.param(
            "severity: warning",
            "severity: high",
            "3: severity: high is none of error",
            id="a severity of others",
        ),
        pytest.param(
            "tier: gate", "tier: gates", "8: metadata.tier: gates is none of", id="no such tier"
        ),
        pytest.param("  why: It is slow.\n", "", "metadata.why: is missing", id="no reason"),
        pytest.param(
            "title: Something slow",
            "title: 3",
            "metadata.title: must be text",
            id="a title that is a number",
        ),
        pytest.param(
            "status: published",
            "status: sure",
            "metadata.evidence.status: sure is none of",
            id="no such evidence",
        ),
        pytest.param(
            "figure: 10 %, ",
            "",
            "metadata.evidence.figure: is missing",
            id="evidence without a figure",
        ),
        pytest.param(
            "[slow]", "slow", "13: metadata.requires_import: must be a list of names", id="no list"
        ),
        pytest.param(
            "{catalogue: [X-1]}",
            "{sonar: [X-1]}",
            "metadata.equivalents.sonar: unknown key",
            id="an unknown guide",
        ),
        pytest.param(
            "matches: repeated",
            "matches: repeats",
            "5: rule: there is no shared matcher repeats; did you mean repeated?",
            id="no such matcher",
        ),
        pytest.param(
            "rule: {",
            "files: ['*.py']\nrule: {",
            "files: unknown key",
            id="paths are not the engine's matter",
        ),
        pytest.param(
            "    bad:",
            "    wrong:",
            "metadata.examples.wrong: unknown key",
            id="examples of another kind",
        ),
        pytest.param(
            "    good: |\n      slow(1)\n",
            "    good: 1\n",
            "metadata.examples.good: must be text",
            id="an example that is a number",
        ),
        pytest.param("id: slow", "id: [", "not valid YAML", id="not YAML"),
        pytest.param(
            "id: slow", "---\nid: slow\n---\nid: slow", "must hold one rule", id="two documents"
        ),
    ],
)
def test_a_file_that_does_not_keep_the_form_is_refused_by_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in RULE
    with pytest.raises(DataError) as refused:
        load(folder=folder(tmp_path, RULE.replace(old, new, 1)))
    assert str(tmp_path / "python" / "slow.yml") in str(refused.value)
    assert said in str(refused.value)


def test_keys_behind_the_examples_would_be_lost_and_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="must be the last key"):
        load(folder=folder(tmp_path, RULE + "  pattern: cache-static-data\n"))


def test_the_same_id_in_two_languages_is_refused(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "ruby").mkdir()
    text = RULE.replace("language: python", "language: ruby").replace(", matches: repeated", "")
    (tmp_path / "ruby" / "slow.yml").write_text(text)
    with pytest.raises(DataError, match="slow: a rule of ruby and one of python"):
        load(folder=tmp_path)


@pytest.mark.parametrize(
    ("evidence", "tier"),
    [
        pytest.param("{status: to-measure}", "advice", id="nothing measured"),
        pytest.param(
            "{status: to-measure, countable: connections}",
            "gate",
            id="nothing measured, but countable",
        ),
    ],
)
def test_without_evidence_a_rule_is_advice_unless_its_waste_can_be_counted(
    tmp_path: Path, evidence: str, tier: str
) -> None:
    text = RULE.replace("{status: published, figure: 10 %, source: a paper}", evidence)
    (rule,) = load(folder=folder(tmp_path, text))
    assert rule.tier == tier


def test_only_the_languages_asked_for_are_loaded(tmp_path: Path) -> None:
    assert load({"go"}, folder(tmp_path)) == ()
    assert [rule.id for rule in load({"python"}, tmp_path)] == ["slow"]


def test_a_scan_loads_without_examples_and_gets_the_same_rules() -> None:
    short = load(examples=False)
    assert digest(short) == digest(load())
    assert not any(rule.examples.bad for rule in short)


def test_the_digest_changes_with_what_a_rule_finds(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = load(folder=folder(tmp_path / "a"))
    other = load(folder=folder(tmp_path / "b", RULE.replace("[slow]", "[slow, slower]")))
    assert digest(one) == digest(one)
    assert digest(one) != digest(other)

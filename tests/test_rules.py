"""Every example of every rule, through the real engine and all conditions, in one run."""

import re
from dataclasses import dataclass

import pytest

from carbongate.code.rules import Rule, load
from carbongate.code.scan import scan
from carbongate.model import Finding
from carbongate.repository import MappingTree

RULES = load()
MARK = re.compile(r"[#/*-]\s*here\b")


@dataclass(frozen=True)
class Example:
    """One example as a file."""

    rule: Rule
    state: str
    number: int
    text: str

    @property
    def path(self) -> str:
        return f"{self.rule.id}/{self.state}{self.number}.py"

    def marked(self) -> list[int]:
        lines = self.text.splitlines()
        return [number for number, line in enumerate(lines, 1) if MARK.search(line)]


EXAMPLES = [
    Example(rule, state, number, text)
    for rule in RULES
    for state in ("good", "bad", "missed")
    for number, text in enumerate(getattr(rule.examples, state))
]


@pytest.fixture(scope="module")
def found() -> dict[str, list[Finding]]:
    """Path -> findings, of one scan over all examples."""
    tree = MappingTree({example.path: example.text.encode() for example in EXAMPLES})
    result = scan(None, tree.files(), RULES)
    assert result.files == len(EXAMPLES)
    assert not result.notes
    by_path: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_path.setdefault(finding.path, []).append(finding)
    return by_path


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_an_example_is_found_where_it_says_and_nowhere_else(
    example: Example, found: dict[str, list[Finding]]
) -> None:
    own = [finding for finding in found.get(example.path, []) if finding.rule == example.rule.id]
    lines = [finding.line for finding in own]
    assert not [finding.message for finding in own if "$" in finding.message]
    if example.state == "missed":
        assert example.marked(), "a missed example marks what ought to be found"
        assert set(lines).isdisjoint(example.marked()), "found now: move it to bad"
    else:
        assert lines == example.marked()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_shows_what_it_leaves_alone_at_least_as_often_as_what_it_finds(rule: Rule) -> None:
    assert len(rule.examples.good) >= len(rule.examples.bad) >= 1
    assert not [text for text in rule.examples.good if MARK.search(text)]
    assert all(MARK.search(text) for text in rule.examples.bad)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_message_is_one_line_that_names_the_thing_and_the_remedy(rule: Rule) -> None:
    assert "\n" not in rule.message
    assert 30 <= len(rule.message) <= 110
    assert not rule.message.endswith(".")


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.state == "good"], ids=lambda e: e.path
)
def test_a_good_example_is_good_for_every_rule_at_error_level(
    example: Example, found: dict[str, list[Finding]]
) -> None:
    others = [f.rule for f in found.get(example.path, []) if f.severity == "error"]
    assert not others

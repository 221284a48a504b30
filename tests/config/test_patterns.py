"""Which rule of `usage` speaks for an address."""

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import UsagePatterns, UsageRule
from carbongate.figure import Declared, Figure, Unit


def rules(*patterns: str) -> tuple[UsageRule, ...]:
    """One rule for each pattern; its cpu tells which one it is."""
    return tuple(
        UsageRule(pattern, {"cpu": load(order)}, order + 1, order)
        for order, pattern in enumerate(patterns)
    )


def load(number: int) -> Figure:
    return Figure.exact(number / 100, Unit.ONE, Declared(str(number)))


@pytest.mark.parametrize(
    ("patterns", "address", "winner"),
    [
        pytest.param(("a.b",), "a.b", "a.b", id="an address is a pattern"),
        pytest.param(("a.b",), "a.bc", None, id="the whole address must match"),
        pytest.param(("a.*",), "a.b/c[0]", "a.*", id="a star takes in anything"),
        pytest.param(("a*",), "a", "a*", id="a star takes in nothing too"),
        pytest.param(('a["x"]',), 'a["x"]', 'a["x"]', id="brackets are plain characters"),
        pytest.param(("a[0]",), "a0", None, id="brackets are no choice of characters"),
        pytest.param(("a?",), "ab", None, id="a question mark is a plain character"),
        pytest.param(("a.c",), "abc", None, id="a dot is a plain character"),
        pytest.param(("*", "a*"), "ab", "a*", id="more literal characters win"),
        pytest.param(("aws*", "*web"), "aws_web", "*web", id="among equals the later one wins"),
        pytest.param(("*b*", "a*"), "ab", "a*", id="the later of two with one literal character"),
        pytest.param(("ab", "ab*"), "ab", "ab*", id="an exact one is no more than its characters"),
        pytest.param(("ab*", "ab"), "ab", "ab", id="and wins when it is later"),
        pytest.param(
            ("*/web", "shop/*/web"), "shop/eu/web", "shop/*/web", id="stars in the middle"
        ),
        pytest.param(("ab*ba",), "aba", None, id="start and end do not share a character"),
        pytest.param(("a*b*b",), "ab", None, id="nor do the middle and the end"),
        pytest.param(
            ("a" + "*a" * 40 + "*b",),
            "a" * 400,
            None,
            id="many stars cost one walk and not all ways",
        ),
        pytest.param(("a*b*c",), "a--b\n--c", "a*b*c", id="a star takes in line breaks"),
    ],
)
def test_match(patterns: tuple[str, ...], address: str, winner: str | None) -> None:
    found = UsagePatterns(rules(*patterns)).match(address)
    assert (found.pattern if found else None) == winner


def test_a_special_rule_completes_a_general_one() -> None:
    hours = Figure.exact(120, Unit.HOUR, Declared("hours"))
    general = UsageRule("*", {"cpu": load(50), "hours": hours}, 1, 0)
    special = UsageRule("web*", {"cpu": load(80)}, 2, 1)
    merged = UsagePatterns((general, special)).merged("web[0]")
    assert dict(merged) == {"cpu": load(80), "hours": hours}


def test_addresses_with_the_same_rules_share_one_object() -> None:
    ready = UsagePatterns(rules("*", "web*", "db"))
    assert ready.merged("web[0]") is ready.merged("web[1]")
    assert ready.merged("web[0]") is not ready.merged("db")


def test_nothing_is_stated_of_an_address_without_a_rule() -> None:
    assert dict(UsagePatterns(rules("web*")).merged("db")) == {}


def test_patterns_that_match_nothing_are_found() -> None:
    ready = UsagePatterns(rules("web*", "db", "*", "cache*", "queue"))
    lonely = ready.unmatched(["web[0]", "db", "other"])
    assert [rule.pattern for rule in lonely] == ["cache*", "queue"]
    assert [rule.pattern for rule in ready.unmatched([])] == ["web*", "db", "*", "cache*", "queue"]


words = st.text("ab.", max_size=5)


@given(st.lists(st.text("ab.*", min_size=1, max_size=5), unique=True, max_size=6), words)
def test_the_strongest_of_all_that_match_wins(patterns: list[str], address: str) -> None:
    ready = UsagePatterns(rules(*patterns))
    fitting = [
        (len(pattern.replace("*", "")), order, pattern)
        for order, pattern in enumerate(patterns)
        if fnmatch.fnmatchcase(address, pattern)
    ]
    found = ready.match(address)
    assert (found.pattern if found else None) == (max(fitting)[2] if fitting else None)
    lonely = {rule.pattern for rule in ready.unmatched([address])}
    assert lonely == set(patterns) - {pattern for _, _, pattern in fitting}

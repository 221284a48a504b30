"""Suppression comments: where they count, for what, and why."""

import pytest

from carbongate.code.languages.python import comments
from carbongate.code.suppress import suppressions


def reason(source: str, rule: str, line: int) -> str | None:
    """The reason of the suppression of a rule at a line; "" without one, None without a suppression."""
    found = suppressions(comments(source)).of(rule, line)
    return None if found is None else found.reason


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        pytest.param("x  # carbongate: ignore[a] it is small", 1, "it is small", id="on the line"),
        pytest.param("# carbongate: ignore[a] small\nx", 2, "small", id="alone on the line above"),
        pytest.param("y  # carbongate: ignore[a] small\nx", 2, None, id="behind the line above"),
        pytest.param("# carbongate: ignore[a] small\n\nx", 3, None, id="above an empty line"),
        pytest.param(
            "# carbongate: ignore[b] large\n# carbongate: ignore[a] small\nx",
            3,
            "small",
            id="two above",
        ),
        pytest.param(
            "# carbongate: ignore[a] small\n# more on it\nx", 3, "small", id="with a remark"
        ),
        pytest.param("x  # carbongate: ignore[b, a] both", 1, "both", id="several rules"),
        pytest.param("x  # carbongate: ignore[b] other", 1, None, id="another rule"),
        pytest.param("x  # carbongate: ignore[a]", 1, "", id="no reason"),
        pytest.param("x  # carbongate: ignore[a]   ", 1, "", id="a reason of spaces"),
        pytest.param(
            "x  # carbongate: ignore[a]: small", 1, "small", id="a colon before the reason"
        ),
        pytest.param(
            "x  # carbongate: ignore[a] - small", 1, "small", id="a dash before the reason"
        ),
        pytest.param("x  #carbongate:ignore[a] small", 1, "small", id="without spaces"),
        pytest.param(
            "x  # noqa: S1  # carbongate: ignore[a] small", 1, "small", id="after another"
        ),
        pytest.param("x = '# carbongate: ignore[a] small'", 1, None, id="in text"),
        pytest.param("x = '''\n# carbongate: ignore[a] small\n'''\ny", 4, None, id="in long text"),
        pytest.param("x  # carbongate: ignore", 1, None, id="no rule"),
        pytest.param("x  # carbongate: ignored[a] small", 1, None, id="another word"),
        pytest.param("x  # carbongate: ignore[a\x00] y", 1, None, id="a name that is none"),
    ],
)
def test_a_suppression_counts_where_it_stands(source: str, line: int, expected: str | None) -> None:
    assert reason(source, "a", line) == expected


def test_a_reason_on_the_line_wins_over_none_above() -> None:
    source = "# carbongate: ignore[a]\nx  # carbongate: ignore[a] small"
    assert reason(source, "a", 2) == "small"


def test_comments_before_a_broken_end_still_count() -> None:
    assert reason("x  # carbongate: ignore[a] small\n(", "a", 1) == "small"

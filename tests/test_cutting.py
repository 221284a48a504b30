"""Markdown is cut between lines, with all that was open closed."""

from __future__ import annotations

import pytest

from carbongate.cutting import cut

POINTER = "*cut*"
FILL = "x" * 40


def shortened(text: str, lines: int) -> str:
    """The text, cut where so many of its lines fit and the next one does not."""
    whole = text.splitlines(keepends=True)
    room = len("".join(whole[:lines])) + len(POINTER) + 3 + 30
    found = cut(text + f"{FILL}\n" * 9, room, POINTER)
    assert len(found) <= room
    assert found.endswith(f"\n{POINTER}\n")
    return found.removesuffix(f"\n{POINTER}\n")


def test_a_text_that_fits_is_left_alone() -> None:
    text = "<details>\n```\n"
    assert cut(text, len(text), POINTER) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb\n", "a\nb\n", id="plain text"),
        pytest.param("a\n```\ncode\n", "a\n```\ncode\n```\n", id="a fence"),
        pytest.param(
            "~~~~ yaml\n```\n~~~\n", "~~~~ yaml\n```\n~~~\n~~~~\n", id="a fence with others in it"
        ),
        pytest.param(
            "```\ncode\n```\nafter\n", "```\ncode\n```\nafter\n", id="a fence that is closed"
        ),
        pytest.param("a `` ``` `` b\nc\n", "a `` ``` `` b\nc\n", id="a fence in a line of text"),
        pytest.param("``` a`b\nc\n", "``` a`b\nc\n", id="backquotes that are no fence"),
        pytest.param(
            "<details><summary>s</summary>\n\ntext\n",
            "<details><summary>s</summary>\n\ntext\n</details>\n",
            id="a fold",
        ),
        pytest.param(
            "<details>\n<summary>\nlong\n",
            "<details>\n<summary>\nlong\n</summary>\n</details>\n",
            id="the title of a fold",
        ),
        pytest.param(
            "<details open>\n<DETAILS>\n```\ncode\n",
            "<details open>\n<DETAILS>\n```\ncode\n```\n</details>\n</details>\n",
            id="a fence in a fold in a fold",
        ),
        pytest.param(
            "<table>\n<tr><td>a</td>\n<td>b\n",
            "<table>\n<tr><td>a</td>\n<td>b\n</td>\n</tr>\n</table>\n",
            id="a table of HTML",
        ),
        pytest.param(
            "| a |\n|---|\n| b |\n", "| a |\n|---|\n| b |\n", id="a table between two rows"
        ),
        pytest.param("a\n<!--\nnote\n", "a\n<!--\nnote\n-->\n", id="a comment"),
        pytest.param("<!-- <details> -->\nb\n", "<!-- <details> -->\nb\n", id="a tag in a comment"),
        pytest.param("`<details>`\nb\n", "`<details>`\nb\n", id="a tag in code"),
        pytest.param(
            "\\<details>\n&lt;details>\n", "\\<details>\n&lt;details>\n", id="an escaped tag"
        ),
        pytest.param("```\n<details>\n```\nb\n", "```\n<details>\n```\nb\n", id="a tag in a fence"),
        pytest.param("</details>\nb\n", "</details>\nb\n", id="a tag that closes nothing"),
        pytest.param("a\n```mermaid\npie\n", "a\n", id="half a drawing is left out"),
        pytest.param(
            "<details>\n\n```mermaid\npie\n",
            "<details>\n\n</details>\n",
            id="half a drawing in a fold",
        ),
        pytest.param(
            "```mermaid\npie\n```\nb\n", "```mermaid\npie\n```\nb\n", id="a whole drawing"
        ),
    ],
)
def test_what_is_open_is_closed(text: str, expected: str) -> None:
    assert shortened(text, text.count("\n")) == expected


def test_a_first_line_that_does_not_fit_leaves_the_pointer() -> None:
    assert cut("x" * 1000, 100, POINTER) == f"\n\n{POINTER}\n"


@pytest.mark.parametrize("longest", range(420, 700, 7))
def test_wherever_it_is_cut_nothing_stays_open(longest: int) -> None:
    text = (
        "a\n" * 40
        + "<details><summary>x</summary>\n\n```yaml\n"
        + "b: c\n" * 30
        + "```\n\n</details>\n"
        + "d\n" * 300
    )
    found = cut(text, longest, POINTER)
    assert len(found) <= longest
    assert found.count("<details>") == found.count("</details>")
    assert found.count("```") % 2 == 0
    assert found.endswith(f"{POINTER}\n")

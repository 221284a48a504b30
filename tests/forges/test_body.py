"""A comment begins with its mark and is never too long."""

from __future__ import annotations

import pytest

from carbongate.forges.body import LONGEST, digest_in, mark, marked

POINTER = "*cut*"


@pytest.mark.parametrize("line", ["<details>", "<td><table>", "```", "~~~~~~~~", "🌱" * 7, "<!--"])
def test_it_is_never_longer_than_it_may_be(line: str) -> None:
    text = f"{line}\n" * (200_000 // len(line))
    found = marked(text, "key", "d" * 64, POINTER)
    assert len(found) <= LONGEST
    assert found.endswith(f"\n{POINTER}\n")


def test_the_mark_says_key_and_digest() -> None:
    body = marked("text\n", "shop-prod", "ab12", POINTER)
    assert body == "<!-- carbongate key=shop%2Dprod digest=ab12 -->\n\ntext\n"
    assert digest_in(body, "shop-prod") == "ab12"
    assert digest_in(body, "shop") is None
    assert digest_in(" " + body, "shop-prod") is None
    assert digest_in(mark("shop-prod") + "something else", "shop-prod") == ""

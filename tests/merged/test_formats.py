"""The whole in its formats: all say the same, and nothing in them is alive."""

from __future__ import annotations

import json
import re

import pytest

from carbongate.merged import FORMATS, Merged, merge, render
from carbongate.reports.markdown import LONGEST
from carbongate.words import amount
from tests.merged.made import changed, document, several
from tests.reports import build
from tests.reports.reading import ITEM, TABLE, alive
from tests.reports.tree import parsed

PAGE = ITEM | TABLE | {"heading_open", "heading_close"}
FOLD = re.compile(r"html_block: (<details><summary>[a-z]+</summary>\n?|</details>\n?)")


@pytest.fixture
def merged() -> Merged:
    """A red, a green and a growing one."""
    return merge(several("red", "green", "grown"))


def test_every_format_says_verdict_and_total(merged: Merged) -> None:
    found = merged.document["totals"]["carbon_kg"]
    total = amount(found["low"], found["best"], found["high"], "kgCO2e")
    texts = {name: render(merged, name) for name in FORMATS}
    document_ = json.loads(texts.pop("json"))
    assert document_["totals"]["carbon_kg"] == found
    assert set(texts) == {"html", "markdown", "text"}
    for text in texts.values():
        assert "FAIL" in text
        assert "2 of 3 reports fail" in text
        assert total in " ".join(text.split())
        assert "xit code 1: the gate says no" in text


def test_markdown_has_a_row_for_each_report_the_gravest_first(merged: Merged) -> None:
    rows = [line for line in render(merged, "markdown").splitlines() if line.startswith("| ")]
    assert rows[1:] == [
        "| ❌ FAIL | `grown` | 111 (63.8 to 155) | prod-total growth: 15.5 over (179 %) | 80 % | 2 | 3 | +24.5 kg (11.4 to 36.8), most by `module.shop.aws_eks_node_group.main` |",
        "| ❌ FAIL | `red` | 111 (63.8 to 155) | prod-total total: 20.5 over (22.8 %), and 1 more | 80 % | 0 | 0 | no base |",
        "| ✅ PASS | `green` | 111 (63.8 to 155) | prod-total total: 9.46 left (7.89 %) | 80 % | 0 | 0 | no base |",
    ]  # fmt: skip


def test_text_is_for_a_terminal(merged: Merged) -> None:
    lines = render(merged, "text").splitlines()
    assert lines[0] == "FAIL: 2 of 3 reports fail"
    assert max(map(len, lines)) <= 100


def test_the_page_has_a_row_for_each_report_and_explains_no_address_of_the_whole(
    merged: Merged,
) -> None:
    tree = parsed(render(merged, "html"))
    rows = tree.by_id("table-parts").first("tbody").every("tr")
    assert [row.first("code").text for row in rows] == ["grown", "red", "green"]
    assert json.loads(tree.by_id("data").text)["resources"]["explain"] is False
    assert json.loads(parsed(render(merge(several("red")), "html")).by_id("data").text)[
        "resources"
    ]["explain"]


def test_nothing_of_a_repository_comes_alive() -> None:
    nasty = several("hostile", "red")
    merged = merge([(f"{build.HOSTILE}.json", nasty[0][1]), nasty[1]])
    text = render(merged, "markdown")
    assert [each for each in alive(text, PAGE) if not FOLD.fullmatch(each)] == []
    plain = render(merged, "text")
    assert not [sign for sign in plain if sign != "\n" and not sign.isprintable()]
    assert not [line for line in plain.splitlines() if line.lstrip().startswith("::")]
    tags = {each.tag for each in parsed(render(merged, "html")).every()}
    assert "img" not in tags


def test_a_thousand_reports_fit_into_a_summary() -> None:
    one = document(build.green())
    many = [(f"team-{n:04}.json", changed(one, notes=[f"note {n}"])) for n in range(1_000)]
    merged = merge(many)
    assert merged.document["totals"]["carbon_kg"]["best"] == pytest.approx(
        1_000 * one["totals"]["carbon_kg"]["best"]
    )
    text = render(merged, "markdown")
    assert len(text) <= LONGEST
    assert "and 900 more reports, which the JSON report names" in text
    assert len(render(merged, "html")) < 20_000_000

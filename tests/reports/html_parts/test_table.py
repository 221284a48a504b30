"""Tables: what stands in the page, what in its data, and what is left to the JSON report."""

from __future__ import annotations

import json

from carbongate.reports.html_parts.table import LISTED, STATIC, Column, data, table

NAMES = (Column("name", "code"), Column("type", facet=True))


def test_the_first_rows_stand_in_the_page_and_all_in_the_data() -> None:
    found = table("t", "a table", NAMES, [(f"r{n}", "x") for n in range(60)])
    assert len(found.first) == STATIC
    packed = json.loads(data([found]))["t"]["columns"]
    assert packed[0]["values"] == [f"r{n}" for n in range(60)]
    assert (packed[1]["words"], packed[1]["at"], packed[1]["facet"]) == (["x"], [0] * 60, 1)


def test_a_table_without_rows_is_in_no_data() -> None:
    assert json.loads(data([table("t", "a table", NAMES, [])])) == {}


def test_more_rows_than_a_page_can_hold_are_counted() -> None:
    rows = [(f"r{n}", "x") for n in range(LISTED + 6)]
    for given in (
        table("t", "a table", NAMES, rows),
        table("t", "a table", NAMES, rows[:LISTED], of=len(rows)),
    ):
        assert (len(given.rows), given.rows[-1][0], given.left_out) == (LISTED, f"r{LISTED - 1}", 6)


def test_no_sign_of_the_data_can_close_its_element() -> None:
    nasty = "</script><!-- & \u2028 \u202e \x00"
    text = data([table("t", "a table", (Column("name"),), [(nasty,)])])
    assert not set("<>&\u2028\u202e\x00") & set(text)
    assert text.isascii()
    assert json.loads(text)["t"]["columns"][0]["values"] == [
        "</script><!-- & \\u2028 \\u202e \\x00".replace("\\x00", "\\u0000")
    ]


def test_texts_within_a_cell_are_made_visible_too() -> None:
    cells = [((("code", "a\x1b[2Jb"), ("", "c")),)]
    found = table("t", "a table", (Column("which", "lines", detail=True),), cells)
    assert found.rows == (((("code", "a\\u001b[2Jb"), ("", "c")),),)

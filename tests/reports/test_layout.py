"""Lines of plain text."""

from collections.abc import Sequence

from carbongate.reports.layout import table, wrapped


def texts(rows: Sequence[tuple[str, ...]], width: int) -> list[list[str]]:
    """The lines of each row of a table."""
    return [[line.text for line in row] for row in table(rows, width)]


def test_cells_stand_under_each_other() -> None:
    assert texts([("a", "1"), ("long", "2")], 40) == [["  a     1"], ["  long  2"]]


def test_a_row_that_is_too_long_is_wrapped_and_spoils_no_other() -> None:
    rows = [("a", "1"), ("bb", "2"), ("word " * 8, "3")]
    assert texts(rows, 24) == [
        ["  a   1"],
        ["  bb  2"],
        ["  word word word word", "      word word word", "      word 3"],
    ]


def test_a_row_that_fits_only_with_its_first_cells_aligned_is_so() -> None:
    rows = [("fail", "a", "1" * 6, "x"), ("pass", "bb", "2", "y" * 6), ("off", "c", "3", "z")]
    assert texts(rows, 24) == [
        ["  fail  a  111111  x"],
        ["  pass  bb  2  yyyyyy"],
        ["  off   c  3       z"],
    ]


def test_rows_that_fit_alone_but_not_together_are_kept_apart() -> None:
    assert texts([("a" * 16, "1"), ("b", "2" * 16)], 24) == [
        ["  " + "a" * 16 + "  1"],
        ["  b " + "2" * 16],
    ]


def test_a_row_that_is_too_long_keeps_its_first_cells_under_the_others() -> None:
    rows = [("fail", "a", "1", "x"), ("not judged", "bb", "2" * 20, "yy"), ("off", "c", "3", "z")]
    assert texts(rows, 28) == [
        ["  fail        a  1  x"],
        ["  not judged  bb", "      22222222222222222222", "      yy"],
        ["  off         c  3  z"],
    ]


def test_no_rows_are_no_lines() -> None:
    assert table([], 40) == []


def test_a_percent_sign_stays_with_its_number() -> None:
    lines = [line.text for line in wrapped("it is a share of 12 % of it", 19, 0)]
    assert lines == ["it is a share of", "12 % of it"]


def test_a_word_without_an_end_is_broken() -> None:
    assert [len(line.text) for line in wrapped("x" * 100, 40, 0)] == [40, 40, 20]

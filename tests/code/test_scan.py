"""Whole scans: files in, findings and notes out."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from carbongate.code import workers
from carbongate.code.rules import Rule, load
from carbongate.code.scan import ScanResult, scan, start
from carbongate.model import Finding
from carbongate.repository import WHOLE, LineSet, MappingTree, WorkTree

INSERT = "found = []\nfor x in y:\n    found.insert(0, x)\n"
IGNORED = "    found.insert(0, x)  # ast-grep-ignore: list-head-insert\n"


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return load(examples=False)


def of(files: Mapping[str, str | bytes], rules: tuple[Rule, ...], **options: object) -> ScanResult:
    """A scan of files in memory."""
    data = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()
    }
    changed = options.get("changed")
    assert changed is None or isinstance(changed, dict)
    return scan(
        None, MappingTree(data).files(), rules, changed=changed, tests=bool(options.get("tests"))
    )


def places(result: ScanResult) -> list[tuple[str, int, int]]:
    return [(finding.path, finding.line, finding.column) for finding in result.findings]


def test_a_finding_says_all_that_a_report_needs(rules: tuple[Rule, ...]) -> None:
    (finding,) = of({"shop/a.py": INSERT}, rules).findings
    assert finding == Finding(
        rule="list-head-insert",
        path="shop/a.py",
        line=3,
        column=5,
        end_line=3,
        severity="warning",
        confidence="medium",
        tier="gate",
        message="each pass moves all of found by one place; use collections.deque, or append and reverse",
        equivalents={"creedengo": ("GCI108",), "catalogue": ("CG-PY-012",)},
        end_column=23,
        fingerprint=finding.fingerprint,
    )
    assert re.fullmatch(r"[0-9a-f]{16}:1", finding.fingerprint)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        pytest.param(INSERT, "import os\n\n" + INSERT, True, id="a line above it is added"),
        pytest.param(INSERT, INSERT.replace("    ", "\t\t"), True, id="it is indented differently"),
        pytest.param(INSERT, INSERT.replace("x)", "(x))"), False, id="its own line changes"),
        pytest.param(INSERT, "found = []\r\n" + INSERT, True, id="another end of a line"),
    ],
)
def test_a_finding_is_known_again_by_the_text_of_its_line(
    rules: tuple[Rule, ...], before: str, after: str, same: bool
) -> None:
    first, second = (of({"a.py": text}, rules).findings[0].fingerprint for text in (before, after))
    assert (first == second) is same


def test_findings_of_one_text_are_counted(rules: tuple[Rule, ...]) -> None:
    found = [one.fingerprint for one in of({"a.py": INSERT + INSERT}, rules).findings]
    assert [one.partition(":")[2] for one in found] == ["1", "2"]
    assert len({one.partition(":")[0] for one in found}) == 1


def test_the_same_text_elsewhere_is_another_finding(rules: tuple[Rule, ...]) -> None:
    found = of({"a.py": INSERT, "b.py": INSERT}, rules).findings
    assert len({one.fingerprint for one in found}) == 2


def test_findings_are_sorted_and_the_order_of_the_files_does_not_matter(
    rules: tuple[Rule, ...],
) -> None:
    files = dict.fromkeys(("b.py", "a/z.py", "a.py"), INSERT + INSERT)
    turned = dict(reversed(files.items()))
    first, second = of(files, rules), of(turned, rules)
    assert first == second
    assert places(first) == sorted(places(first))
    assert len(first.findings) == 6


def test_the_work_tree_and_the_same_files_in_memory_give_the_same(
    rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    files = {"a.py": INSERT, "b/c.py": INSERT, "tool": "#!/usr/bin/env python3\n" + INSERT}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    assert scan(tmp_path, WorkTree(tmp_path).files(), rules) == of(files, rules)


def test_no_code_needs_no_engine(rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carbongate.code.engine.program", lambda: pytest.fail("started"))
    assert of({"a.txt": "x", "test_a.py": "x"}, rules) == ScanResult(
        notes=("1 test file not scanned",)
    )


# ---- what is new --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([(3, 3)], True, id="its own line"),
        pytest.param([(2, 2)], True, id="the line that opens the loop"),
        pytest.param([(1, 1)], False, id="a line before the loop"),
        pytest.param([(4, 9)], False, id="a line behind"),
        pytest.param([], False, id="no line of the file"),
    ],
)
def test_a_finding_is_new_with_a_line_of_its_own_or_of_its_loop(
    rules: tuple[Rule, ...], lines: list[tuple[int, int]], expected: bool
) -> None:
    changed = {"a.py": LineSet(tuple(lines))}
    (finding,) = of({"a.py": INSERT}, rules, changed=changed).findings
    assert finding.new is expected


def test_files_without_changes_have_old_findings_and_new_files_new_ones(
    rules: tuple[Rule, ...],
) -> None:
    found = of({"a.py": INSERT, "b.py": INSERT}, rules, changed={"b.py": WHOLE}).findings
    assert [finding.new for finding in found] == [False, True]


def test_where_nothing_can_be_compared_nobody_knows_what_is_new(rules: tuple[Rule, ...]) -> None:
    assert [finding.new for finding in of({"a.py": INSERT}, rules).findings] == [None]


# ---- suppressions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "reason", "remark"),
    [
        pytest.param(
            "carbongate: ignore[list-head-insert] short list", "short list", "", id="a reason"
        ),
        pytest.param("carbongate: ignore[list-head-insert]", "", "gives no reason", id="no reason"),
        pytest.param("carbongate: ignore[query-in-loop] other", None, "", id="another rule"),
        pytest.param(
            "ast-grep-ignore: list-head-insert",
            "",
            "ast-grep-ignore gives no reason",
            id="the engine's own",
        ),
    ],
)
def test_a_suppressed_finding_is_shown_with_its_reason(
    rules: tuple[Rule, ...], comment: str, reason: str | None, remark: str
) -> None:
    text = INSERT.rstrip("\n") + f"  # {comment}\n"
    (finding,) = of({"a.py": text}, rules).findings
    assert finding.suppressed == reason
    assert remark in finding.message


def test_the_ignore_comment_of_the_engine_for_a_whole_file_hides_nothing(
    rules: tuple[Rule, ...],
) -> None:
    for first in ("# ast-grep-ignore\n\n", "# ast-grep-ignore: list-head-insert\n\n"):
        (finding,) = of({"a.py": first + INSERT}, rules).findings
        assert (finding.line, finding.suppressed) in [(5, ""), (5, None)]


def test_a_reason_counts_beside_the_comment_of_the_engine(rules: tuple[Rule, ...]) -> None:
    text = INSERT.replace(
        "    found", "    # carbongate: ignore[list-head-insert] short\n    found"
    )
    text = text.replace("x)\n", "x)  # ast-grep-ignore: list-head-insert\n")
    (finding,) = of({"a.py": text}, rules).findings
    assert finding.suppressed == "short"


def test_a_suppression_that_names_no_rule_is_noted(rules: tuple[Rule, ...]) -> None:
    text = "x = 1  # carbongate: ignore[list-haed-insert] short\ny = 2  # carbongate: ignore it\n"
    assert of({"a.py": text}, rules).notes == (
        "a.py:1: the suppression names list-haed-insert, which is no rule",
        "a.py:2: the suppression names no rule: write ignore[rule-id] reason",
    )


def test_a_suppression_may_name_a_rule_that_is_switched_off(rules: tuple[Rule, ...]) -> None:
    text = b"x = 1  # carbongate: ignore[list-head-insert] short\n"
    some = [rule for rule in rules if rule.id != "list-head-insert"]
    known = [rule.id for rule in rules]
    assert scan(None, MappingTree({"a.py": text}).files(), some, known=known).notes == ()


# ---- odd files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "column"),
    [
        pytest.param(INSERT.encode(), 5, id="as usual"),
        pytest.param(b"\xef\xbb\xbf" + INSERT.encode(), 5, id="with a mark"),
        pytest.param(INSERT.replace("\n", "\r\n").encode(), 5, id="lines of Windows"),
        pytest.param(INSERT.replace("\n", "\r").encode(), 5, id="lines of an old Macintosh"),
        pytest.param(
            INSERT.replace("= []", "= []  # ü 😀").encode(), 5, id="letters of several bytes"
        ),
        pytest.param(
            b"# coding: latin-1\n" + INSERT[11:].encode() + b"found = []  # \xfc\n", 5, id="latin-1"
        ),
        pytest.param(
            INSERT.replace("    found", "    'ü😀'; found").encode(), 11, id="letters before it"
        ),
    ],
)
def test_a_file_is_read_in_its_encoding(
    rules: tuple[Rule, ...], data: bytes, column: int, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_bytes(data)
    result = scan(tmp_path, WorkTree(tmp_path).files(), rules)
    assert places(result) == [("a.py", 3, column)]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_no_text_are_scanned_too(rules: tuple[Rule, ...], tmp_path: Path) -> None:
    for name in (b"\xff.py", b"a\nb.py", b"back\\slash.py", b"-x.py"):
        (tmp_path / os.fsdecode(name)).write_text(INSERT)
    result = scan(tmp_path, WorkTree(tmp_path).files(), rules)
    assert len(result.findings) == result.files == 4
    assert result.notes == ()


def test_a_file_that_cannot_be_read_is_named(rules: tuple[Rule, ...]) -> None:
    result = of({"a.py": b"x = '\xfc'\n", "b.py": INSERT}, rules)
    assert result.files == 1
    assert result.unread == {"a.py": "neither UTF-8 nor the encoding it declares"}
    assert result.notes == ("a.py: not scanned: neither UTF-8 nor the encoding it declares",)


def test_a_link_that_leaves_the_tree_is_not_read(rules: tuple[Rule, ...], tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(INSERT)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.py").symlink_to("../outside.py")
    result = scan(inside, WorkTree(inside, ("a.py",)).files(), rules)
    assert result.findings == ()
    assert list(result.unread) == ["a.py"]


def test_matches_in_a_file_with_a_syntax_error_are_left_out_and_it_is_named(
    rules: tuple[Rule, ...],
) -> None:
    result = of({"a.py": INSERT + "def broken(:\n"}, rules)
    assert result.findings == ()
    (note,) = result.notes
    assert note.startswith("a.py: not valid Python here (line 4: ")
    assert note.endswith("): matches of list-head-insert are left out")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("{% for x in y %}\nx = 1\n", "line 1: invalid syntax", id="a template"),
        pytest.param("<<<<<<< HEAD\nx = 1\n=======\n", "line 1: invalid syntax", id="a conflict"),
        pytest.param("x = 1\n)\n", "line 2: unmatched ')'", id="a bracket too many"),
        pytest.param('x = """\n', "line 1: unterminated ", id="a text without an end"),
    ],
)
@pytest.mark.parametrize("on_disk", [True, False], ids=["on a disk", "in memory"])
def test_a_file_that_is_no_python_is_named_also_without_a_match(
    rules: tuple[Rule, ...], tmp_path: Path, text: str, why: str, on_disk: bool
) -> None:
    if on_disk:
        (tmp_path / "a.py").write_text(text)
        (tmp_path / "b.py").write_text("x = 1\n")
        result = scan(tmp_path, WorkTree(tmp_path).files(), rules)
    else:
        result = of({"a.py": text, "b.py": "x = 1\n"}, rules)
    assert result.findings == ()
    (note,) = result.notes
    assert note.startswith(f"1 file does not parse and could not be scanned fully: a.py ({why}")


def test_a_slip_that_hides_nothing_from_the_engine_is_nobodys_business(
    rules: tuple[Rule, ...],
) -> None:
    assert of({"a.py": "def broken(:\n    pass\n"}, rules).notes == ()


def test_many_broken_files_are_one_note(rules: tuple[Rule, ...]) -> None:
    (note,) = of({f"{name}.py": "}\n" for name in "abcdef"}, rules).notes
    assert note.startswith("6 files do not parse and could not be scanned fully: a.py (")
    assert note.endswith(" and 3 more")


@pytest.mark.parametrize(
    ("deep", "left_out"),
    [
        pytest.param("s = (\n" + "'a' +\n" * 20_000 + "'b')\n", True, id="operands in a row"),
        pytest.param("s = (\n" + "not\n" * 100_000 + "a)\n", True, id="signs in a row"),
        pytest.param("if a: pass\n" + "elif b: pass\n" * 2000, True, id="branches in a row"),
        pytest.param("s = (\n" + "'a' +\n" * 500 + "'b')\n", False, id="as deep as people write"),
    ],
)
def test_a_deep_file_ends_no_scan_and_is_named(
    deep: str, left_out: bool, rules: tuple[Rule, ...]
) -> None:
    query = (
        "import sqlite3\ndef f(c, rows):\n    for r in rows:\n        c.execute('select 1', r)\n"
    )
    result = of({"deep.py": deep + query, "other.py": query}, rules)
    deep_found, other_found = ({"deep.py"}, {"other.py"})
    found = {finding.path for finding in result.findings}
    assert found == (other_found if left_out else deep_found | other_found)
    assert any(note.startswith("deep.py: not valid Python") for note in result.notes) is left_out


def test_generated_files_and_tests_are_counted_in_notes(rules: tuple[Rule, ...]) -> None:
    result = of(
        {"a.py": "# @generated\n" + INSERT, "test_b.py": INSERT, "tests/c.py": INSERT}, rules
    )
    assert (result.findings, result.files) == ((), 0)
    assert result.notes == (
        "2 test files not scanned",
        "1 generated or minified file not scanned: a.py",
    )


def test_tests_are_scanned_when_asked_for(rules: tuple[Rule, ...]) -> None:
    assert len(of({"test_b.py": INSERT}, rules, tests=True).findings) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 100_000, id="brackets without end"),
        pytest.param("x = " + "-" * 100_000 + "1", id="signs without end"),
        pytest.param(
            "if x:\n" + "".join(" " * n + "if x:\n" for n in range(1, 200)), id="deep blocks"
        ),
        pytest.param(
            "for x in y:\n    found.insert(0, x" + "[0]" * 50_000, id="subscripts without end"
        ),
        pytest.param("\0" * 1000 + INSERT, id="zero bytes"),
        pytest.param("x" * 900_000, id="one word"),
    ],
)
def test_hostile_text_is_not_an_error(rules: tuple[Rule, ...], text: str) -> None:
    result = of({"a.py": text, "b.py": INSERT}, rules)
    assert "b.py" in [finding.path for finding in result.findings]


# ---- the machinery ------------------------------------------------------------------------------


def test_worker_processes_change_nothing(
    rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"a{number}.py": INSERT * (number + 1) for number in range(20)}
    alone = of(files, rules)
    monkeypatch.setattr(workers, "MUCH", 100)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert of(files, rules) == alone
    assert len(alone.findings) == 210


def test_a_scan_that_nobody_finishes_leaves_nothing_behind(
    rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(INSERT)
    with start(tmp_path, WorkTree(tmp_path).files(), rules) as scanning:
        assert scanning.engine is not None
        folder = scanning.engine.folder
    assert not folder.exists()


def test_the_tools_behind_the_findings_are_named(rules: tuple[Rule, ...]) -> None:
    tools = of({"a.py": INSERT}, rules).tools
    assert list(tools) == ["ast-grep", "radon"]
    assert tools["radon"] == "6.0.1"

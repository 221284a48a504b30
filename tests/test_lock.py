"""carbongate.lock: read and written, what is not as it says, and what came after it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from carbongate.code.rules import load
from carbongate.errors import ConfigError
from carbongate.lock import (
    Lock,
    arrived,
    compared,
    dataset,
    differences,
    digest,
    locked,
    loosened,
    read,
    text,
)
from carbongate.model import Finding
from carbongate.tables import DATA, DEFAULT, datasets

LOCK = Lock("1.0.0", DEFAULT, "d" * 64, {"a-rule": "1" * 16, "b-rule": "2" * 16})


def finding(rule: str, **other: object) -> Finding:
    made = Finding(rule, "a.py", 1, 1, 1, "error", "high", "gate", "slow")
    return replace(made, **other)  # type: ignore[arg-type]  # each a field of it


# ---- the file ------------------------------------------------------------------------------------


def test_what_is_written_is_what_is_read() -> None:
    now = locked("1.2.3", DEFAULT, load(examples=False))
    assert read(text(now)) == now
    assert text(read(text(now))) == text(now)
    assert text(now).startswith("# Written by `carbongate update`, not by hand")


def test_hostile_words_come_back_as_they_were() -> None:
    odd = Lock('1.0"\\', "it: [is] #1", "1e5", {"true": "012", "a: b": "null"})
    with pytest.raises(ConfigError):  # nothing writes a control character, and nothing reads one
        read(text(replace(odd, tool="1\n0")))
    assert read(text(replace(odd, rules={"true": "012"}))) == replace(odd, rules={"true": "012"})


WHOLE = text(LOCK)
MISTAKES = [
    pytest.param("", "carbongate.lock: is empty", id="nothing"),
    pytest.param(
        WHOLE.replace("version: 1", "version: 2"),
        "carbongate.lock:3: version: must be 1, the format that this program reads",
        id="of a later program",
    ),
    pytest.param(
        WHOLE.replace("tool:", "tools:"),
        "carbongate.lock:4: tools: unknown key; did you mean tool?",
        id="an unknown key",
    ),
    pytest.param(
        WHOLE.replace(f'  name: "{DEFAULT}"\n', ""),
        "carbongate.lock:5: dataset: name is missing; it is the dataset",
        id="no dataset",
    ),
    pytest.param(
        WHOLE.replace('    b-rule: "2222222222222222"\n', ""),
        "carbongate.lock:9: rules.digest: is not that of the rules below it; write the file again "
        "with `carbongate update`",
        id="a rule taken out by hand",
    ),
    pytest.param(
        WHOLE.replace("rules:", "<<<<<<< HEAD\nrules:\n=======\n>>>>>>> other"),
        "carbongate.lock: holds an unfinished merge; write it again with `carbongate update`",
        id="an unfinished merge",
    ),
    pytest.param(
        WHOLE.replace('"2222222222222222"', "2222222222222222"),
        'carbongate.lock:12: rules.ids."b-rule": must be a word; write "2222222222222222" in quotes',
        id="a digest that is a number",
    ),
]


@pytest.mark.parametrize(("written", "sentence"), MISTAKES)
def test_a_mistake_is_named_by_line_and_key(written: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(written)
    assert error.value.sentence.startswith(sentence)
    assert error.value.exit_code == 2


# ---- the digest of a dataset ---------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the default dataset that may be changed."""
    shutil.copytree(DATA / DEFAULT, tmp_path / DEFAULT)
    return tmp_path / DEFAULT


def test_every_dataset_has_its_own() -> None:
    found = [digest(name) for name in datasets()]
    assert len(set(found)) == len(found)
    assert all(len(one) == 64 for one in found)


def test_line_ends_of_a_platform_do_not_change_it(copied: Path) -> None:
    before = digest(DEFAULT, copied.parent)
    for path in copied.rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert digest(DEFAULT, copied.parent) == before


def test_what_is_no_table_does_not_change_it(copied: Path) -> None:
    before = digest(DEFAULT, copied.parent)
    (copied / ".DS_Store").write_text("x")
    (copied / "notes.txt").write_text("x")
    assert digest(DEFAULT, copied.parent) == before


@pytest.mark.parametrize("change", ["a number", "a name", "a file more", "a file less"])
def test_every_number_and_name_changes_it(copied: Path, change: str) -> None:
    before = digest(DEFAULT, copied.parent)
    table = copied / "boavizta" / "ovh.csv"
    match change:
        case "a number":
            table.write_text(table.read_text().replace("1", "2", 1))
        case "a name":
            table.rename(table.with_name("hvo.csv"))
        case "a file more":
            table.with_name("more.csv").write_text("key\n")
        case _:
            table.unlink()
    assert digest(DEFAULT, copied.parent) != before


# ---- what is not as the lock says ----------------------------------------------------------------


def test_nothing_is_said_where_all_is_as_it_was() -> None:
    assert differences(LOCK, LOCK) == ()


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        pytest.param(
            replace(LOCK, dataset="ccf-2024", data="e" * 64),
            f"the dataset is ccf-2024, and carbongate.lock names {DEFAULT}",
            id="another dataset",
        ),
        pytest.param(
            replace(LOCK, data="e" * 64),
            f"dataset {DEFAULT} has other numbers than when carbongate.lock was written",
            id="other numbers under the same name",
        ),
        pytest.param(
            replace(LOCK, tool="1.1.0"),
            "this is carbongate 1.1.0, and carbongate.lock was written by 1.0.0",
            id="another program",
        ),
        pytest.param(
            replace(LOCK, rules={**LOCK.rules, "c-rule": "3" * 16, "d-rule": "4" * 16}),
            "rules not in carbongate.lock, so what they find fails nothing: c-rule and d-rule",
            id="new rules",
        ),
        pytest.param(
            replace(LOCK, rules={"a-rule": "1" * 16}),
            "rule gone from this program: b-rule",
            id="a rule less",
        ),
        pytest.param(
            replace(LOCK, rules={**LOCK.rules, "b-rule": "9" * 16}),
            "rule changed since carbongate.lock was written: b-rule",
            id="a rule that finds other things",
        ),
    ],
)
def test_a_difference_in_a_sentence(now: Lock, sentence: str) -> None:
    assert differences(LOCK, now) == (sentence,)


def test_differences_of_every_kind_come_together() -> None:
    other = Lock("2.0.0", "ccf-2024", "e" * 64, {"a-rule": "7", "c-rule": "3"})
    assert len(differences(LOCK, other)) == 5
    assert compared(LOCK, other) == (("c-rule",), ("b-rule",), ("a-rule",))


# ---- what follows from it ------------------------------------------------------------------------


def test_the_dataset_of_the_lock_holds_and_without_one_the_newest() -> None:
    assert dataset(None) == DEFAULT
    assert dataset(replace(LOCK, dataset="ccf-2024")) == "ccf-2024"


def test_a_dataset_that_is_gone_is_an_error_with_what_to_do() -> None:
    gone = read(text(replace(LOCK, dataset="carbongate-2019.01")))
    with pytest.raises(ConfigError) as error:
        dataset(gone)
    assert error.value.sentence.startswith(
        "carbongate.lock:6: dataset carbongate-2019.01 did not come with this version, which has "
    )


def test_findings_of_rules_that_came_later_fail_nothing() -> None:
    findings = (
        finding("a-rule"),
        finding("c-rule"),
        finding("c-rule", tier="parity"),
        finding("c-rule", tier="advice"),
    )
    assert [one.tier for one in arrived(findings, LOCK)] == ["gate", "advice", "parity", "advice"]
    assert arrived(findings, None) == findings


def test_a_rule_taken_out_of_the_lock_is_a_loosening() -> None:
    head = replace(LOCK, rules={"a-rule": "1" * 16})
    (one,) = loosened(LOCK, head, ["a-rule", "b-rule", "c-rule"])
    assert (one.key, one.before, one.after) == ("carbongate.lock: rules.b-rule", "counts", "advice")
    assert one.text == (
        "rule b-rule is taken out of carbongate.lock, so what it finds fails nothing any more"
    )


@pytest.mark.parametrize(
    ("base", "head", "rules"),
    [
        pytest.param(None, LOCK, ["c-rule"], id="a first lock that leaves a rule out"),
        pytest.param(LOCK, replace(LOCK, rules={}), ["a-rule", "b-rule"], id="all of them"),
    ],
)
def test_rules_that_counted_and_would_not(base: Lock | None, head: Lock, rules: list[str]) -> None:
    assert [one.key for one in loosened(base, head, rules)] == [
        f"carbongate.lock: rules.{rule}" for rule in rules
    ]


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(LOCK, None, id="without a lock all rules count"),
        pytest.param(LOCK, LOCK, id="the same"),
        pytest.param(replace(LOCK, rules={"a-rule": "1" * 16}), LOCK, id="a rule more that counts"),
        pytest.param(None, None, id="no lock anywhere"),
    ],
)
def test_what_loosens_nothing(base: Lock | None, head: Lock | None) -> None:
    assert loosened(base, head, ["a-rule", "b-rule"]) == ()

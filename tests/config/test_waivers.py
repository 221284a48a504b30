"""carbongate-waivers.yaml: what is read, the sentence for every mistake, and one more entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from carbongate.config.waivers import (
    added,
    next_id,
    read_waivers,
    waiver,
    waivers_schema,
    waivers_schema_text,
)
from carbongate.documents import yaml_documents
from carbongate.errors import ConfigError
from carbongate.figure import Unit
from carbongate.model import Waiver
from tests.project import source
from tests.test_config import best

PATH = "carbongate-waivers.yaml"
WHOLE = """\
version: 1
waivers:
  - id: W-7
    scope: prod-total
    allow: 15 kgCO2e/month
    reason: migration until the new cluster is up
    owner: data-platform
    until: 2026-12-05
  - {id: W-8, scope: query-in-loop, reason: "the loop is short", owner: shop, until: "2026-11-30"}
  - id: pool
    scope: "aws_instance.batch*"
    reason: >
      no table
      has it yet
    owner: shop
    until: 2027-01-31
"""
ENTRY: Mapping[str, str] = {
    "id": "W-9",
    "scope": "prod-total",
    "allow": "15 kgCO2e/month",
    "reason": "the new cluster is late",
    "owner": "data-platform",
    "until": "2026-12-05",
}


def entry(**values: str) -> str:
    """A file with one waiver, some of whose values are other ones; "" leaves a key out."""
    said = {key: value for key, value in {**ENTRY, **values}.items() if value}
    return f"version: 1\nwaivers:\n  - {{{', '.join(f'{key}: {said[key]}' for key in said)}}}\n"


def wrong(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read_waivers(text, PATH)
    assert caught.value.exit_code == 2
    return str(caught.value)


# ---- reading -------------------------------------------------------------------------------------


def test_a_whole_file_becomes_what_it_says() -> None:
    first, second, third = read_waivers(WHOLE, PATH)
    assert (first.id, first.scope, first.owner, first.line) == (
        "W-7",
        "prod-total",
        "data-platform",
        3,
    )
    assert (best(first.allow), first.per) == ((15_000, "gCO2e"), "month")
    assert (second.until, second.allow, second.per) == (date(2026, 11, 30), None, None)
    assert (third.scope, third.reason) == ("aws_instance.batch*", "no table has it yet")


@pytest.mark.parametrize(
    ("allow", "per", "value", "unit"),
    [
        pytest.param("15 kgCO2e/month", "month", 15_000, Unit.GRAM, id="for a month"),
        pytest.param("0.18 tCO2e/year", "month", 15_000, Unit.GRAM, id="for a year"),
        pytest.param("0.5 gCO2e/unit", "unit", 0.5, Unit.GRAM_PER_UNIT, id="for a unit"),
        pytest.param("10 gCO2e", "run", 10, Unit.GRAM_PER_UNIT, id="for a run, as budgets have it"),
        pytest.param("10 gCO2e / run", "run", 10, Unit.GRAM_PER_UNIT, id="for a run, in words"),
    ],
)
def test_an_allowance_says_what_it_is_counted_for(
    allow: str, per: str, value: float, unit: Unit
) -> None:
    (one,) = read_waivers(entry(allow=allow), PATH)
    assert one.allow is not None
    assert (one.per, one.allow.unit) == (per, unit)
    assert one.allow.best == pytest.approx(value)


@pytest.mark.parametrize(
    ("metric", "allow", "lets"),
    [
        ("total", "1 kgCO2e/month", True),
        ("increase", "1 kgCO2e/month", True),
        ("ratchet", "1 kgCO2e/month", True),
        ("sci", "1 kgCO2e/month", False),
        ("sci", "1 gCO2e/unit", True),
        ("per_run", "1 gCO2e/unit", False),
        ("per_run", "1 gCO2e", True),
        ("sci", "1 gCO2e", False),
        ("min_coverage", "1 kgCO2e/month", False),
    ],
)
def test_an_allowance_speaks_to_limits_of_its_own_kind(metric: str, allow: str, lets: bool) -> None:
    (one,) = read_waivers(entry(allow=allow), PATH)
    assert (one.lets(metric) is not None) is lets


@pytest.mark.parametrize("text", ["version: 1", "version: 1\nwaivers: []"])
def test_a_file_may_have_no_waiver(text: str) -> None:
    assert read_waivers(text, PATH) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", f"{PATH}: is empty; it starts with version: 1", id="an empty file"),
        pytest.param(
            "waivers: []",
            f"{PATH}:1: version is missing; it is the version of this format: 1",
            id="no version",
        ),
        pytest.param(
            "version: 1\nwaiver: []",
            f"{PATH}:2: waiver: unknown key; did you mean waivers?",
            id="a misspelt section",
        ),
        pytest.param(
            "version: 1\nwaivers:\n  - {id: a, scop: b}",
            f"{PATH}:3: waivers[0].scop: unknown key; did you mean scope?",
            id="a misspelt key",
        ),
        pytest.param(
            "version: 1\nwaivers:\n",
            f"{PATH}:2: waivers: has no value; give it one or remove the key",
            id="a section without a value",
        ),
        pytest.param(
            entry(owner=""),
            f"{PATH}:3: waivers[0]: owner is missing; it is who ends it: a person or a team",
            id="no owner",
        ),
        pytest.param(
            entry(owner="' '"),
            f"{PATH}:3: waivers[0].owner: must not be empty",
            id="a blank owner",
        ),
        pytest.param(
            entry(reason='" \\n "'),
            f"{PATH}:3: waivers[0].reason: must not be empty",
            id="a blank reason",
        ),
        pytest.param(
            entry(reason='"a \\e[31m colour"'),
            f"{PATH}:3: waivers[0].reason: holds a line break or a control character",
            id="a reason that a terminal obeys",
        ),
        pytest.param(
            entry(until=""),
            f"{PATH}:3: waivers[0]: until is missing; it is the last day on which it counts, at most "
            "180 days after the commit, such as `2026-12-05`",
            id="no end",
        ),
        pytest.param(
            entry(until="2026-02-30"),
            f"{PATH}:3: waivers[0].until: 2026-02-30 is not a day of the calendar",
            id="a day that there is not",
        ),
        pytest.param(
            entry(until="05.12.2026"),
            f"{PATH}:3: waivers[0].until: 05.12.2026 is not a date; write it as 2026-12-05",
            id="a date in another order",
        ),
        pytest.param(
            entry(until="20261205"),
            f"{PATH}:3: waivers[0].until: 20261205 is not a date; write it as 2026-12-05",
            id="a number for a date",
        ),
        pytest.param(
            entry(until="2026-12-05T10:00:00Z"),
            f"{PATH}:3: waivers[0].until: 2026-12-05T10:00:00Z is not a date; write it as 2026-12-05",
            id="a time of day",
        ),
        pytest.param(
            entry(allow="15"),
            f"{PATH}:3: waivers[0].allow: 15 has no unit, write 15 kgCO2e/month",
            id="no unit",
        ),
        pytest.param(
            entry(allow="15 kWh/month"),
            f"{PATH}:3: waivers[0].allow: kWh/month is not a unit of an allowance; did you mean "
            "kg/month? (accepted: "
            "kgCO2e/month, gCO2e/unit, gCO2e for a run)",
            id="a unit of something else",
        ),
        pytest.param(
            entry(allow="10%"),
            f"{PATH}:3: waivers[0].allow: % is not a unit of an allowance (accepted: "
            "kgCO2e/month, gCO2e/unit, gCO2e for a run)",
            id="a part of the limit",
        ),
        pytest.param(
            entry(allow="-5 kgCO2e/month"),
            f"{PATH}:3: waivers[0].allow: -5 kgCO2e/month: must be greater than zero",
            id="less than nothing",
        ),
        pytest.param(
            entry(allow=".nan"),
            f"{PATH}:3: waivers[0].allow: .nan is not a number; write for example 15 kgCO2e/month",
            id="no number",
        ),
        pytest.param(
            "version: 1\nwaivers:\n"
            + 2 * "  - {id: a, scope: b, reason: c, owner: d, until: 2026-12-05}\n",
            f"{PATH}:4: waivers[1].id: a is already the id in line 3",
            id="one id twice",
        ),
        pytest.param(
            "version: 1\nwaivers: {a: b}",
            f"{PATH}:2: waivers: must be a list, not a mapping",
            id="a mapping for a list",
        ),
    ],
)
def test_mistakes_are_named_by_line_and_key(text: str, message: str) -> None:
    assert wrong(text) == message


def test_words_of_a_command_line_become_a_waiver() -> None:
    one = waiver(ENTRY)
    assert (one.id, one.until, best(one.allow)) == ("W-9", date(2026, 12, 5), (15_000, "gCO2e"))
    with pytest.raises(
        ConfigError, match=r"^until: tomorrow is not a date; write it as 2026-12-05$"
    ):
        waiver({**ENTRY, "until": "tomorrow"})


# ---- the schema ----------------------------------------------------------------------------------


def problems(text: str) -> list[str]:
    (document,) = yaml_documents(text, PATH, version="1.2")
    plain: Any = json.loads(json.dumps(document))
    return [error.message for error in Draft7Validator(waivers_schema()).iter_errors(plain)]


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(json.loads(waivers_schema_text()))
    assert problems(WHOLE) == []
    assert problems("version: 1") == []


@pytest.mark.parametrize(
    "text",
    [
        "version: 2",
        "version: 1\nwaiver: []",
        entry(owner=""),
        entry(owner="' '"),
        entry(until="2026-13-05"),
        entry(until="05.12.2026"),
        entry(allow="15"),
        entry(allow="15 kWh/month"),
        entry(scope="7"),
    ],
)
def test_both_refuse(text: str) -> None:
    assert wrong(text)
    assert problems(text)


# ---- writing -------------------------------------------------------------------------------------

LINES = """\
  - id: W-9
    scope: prod-total
    allow: 15 kgCO2e/month
    reason: "the new cluster is late"
    owner: data-platform
    until: 2026-12-05
"""
FLOW = (
    '{id: W-9, scope: prod-total, allow: 15 kgCO2e/month, reason: "the new cluster is late", '
    "owner: data-platform, until: 2026-12-05}"
)
ONE = "{id: a, scope: b, reason: c, owner: d, until: 2026-12-05}"
BLOCK = "- id: a\n  scope: b\n  reason: c\n  owner: d\n  until: 2026-12-05"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            None,
            "# What may pass for a while: each entry has an owner, a reason and an end.\n"
            f"version: 1\nwaivers:\n{LINES}",
            id="a new file says what it is",
        ),
        pytest.param("version: 1", f"version: 1\nwaivers:\n{LINES}", id="the first of a file"),
        pytest.param(
            "version: 1\nwaivers: []  # none yet\n",
            f"version: 1\nwaivers:  # none yet\n{LINES}",
            id="an empty list becomes one with lines",
        ),
        pytest.param(
            f"# ours\nversion: 1\nwaivers:\n  # old\n  - {ONE}  # soon\n# the end\n",
            f"# ours\nversion: 1\nwaivers:\n  # old\n  - {ONE}  # soon\n  - {FLOW}\n# the end\n",
            id="comments stay, and so does the style of one line for each",
        ),
        pytest.param(
            f"waivers:\n{BLOCK}\n\nversion: 1\n",
            "waivers:\n"
            + BLOCK
            + "\n"
            + LINES.replace("  - id", "- id").replace("\n    ", "\n  ")
            + "\nversion: 1\n",
            id="what stands behind the list stays behind it",
        ),
        pytest.param(
            f"version: 1\nwaivers: [\n  {ONE},\n]\n",
            f"version: 1\nwaivers: [\n  {ONE}, {FLOW},\n]\n",
            id="a list in brackets",
        ),
        pytest.param(
            "version: 1\r\nwaivers:\r\n  - " + ONE + "\r\n",
            "version: 1\r\nwaivers:\r\n  - " + ONE + "\r\n  - " + FLOW + "\r\n",
            id="line ends of Windows",
        ),
        pytest.param(
            f"\ufeffversion: 1\nwaivers:\n  - {ONE}",
            f"\ufeffversion: 1\nwaivers:\n  - {ONE}\n  - {FLOW}\n",
            id="a mark at the start and no end of the last line",
        ),
        pytest.param(
            f"version: 1\nwaivers:\n  - {ONE}\n\n  - {ONE.replace('id: a', 'id: b')}\n",
            f"version: 1\nwaivers:\n  - {ONE}\n\n  - {ONE.replace('id: a', 'id: b')}\n\n  - {FLOW}\n",
            id="empty lines between entries",
        ),
        pytest.param(
            "---\nversion: 1\n...\n", f"---\nversion: 1\nwaivers:\n{LINES}...\n", id="marks of YAML"
        ),
    ],
)
def test_one_more_waiver_leaves_the_rest_as_it_is(before: str | None, after: str) -> None:
    assert added(before, waiver(ENTRY)) == after


def test_an_id_that_is_taken_is_refused_with_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        added(WHOLE, waiver({**ENTRY, "id": "W-8"}))
    assert str(caught.value) == f"{PATH}:9: W-8 is already a waiver; choose another id"


@pytest.mark.parametrize(
    "text",
    ["{version: 1}", f"version: 1\nwaivers: &all [{ONE}]\n? *all\n: 1\n", "version: 2"],
    ids=["all on one line", "a list that is used again", "another version"],
)
def test_what_cannot_be_extended_is_left_alone(text: str) -> None:
    with pytest.raises(ConfigError):
        added(text, waiver(ENTRY))


def test_a_file_without_place_says_what_to_write() -> None:
    with pytest.raises(ConfigError, match=r"has no place for another entry; add \{id: W-9, scope"):
        added("{version: 1}", waiver(ENTRY))


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).map(
    lambda text: f"a {text}"
)


@given(words, words, words)
def test_whatever_is_written_is_read_again(scope: str, reason: str, owner: str) -> None:
    one = waiver({**ENTRY, "scope": scope, "reason": reason, "owner": owner})
    text = added(added(None, waiver({**ENTRY, "id": "first"})), one)
    again = read_waivers(text, PATH)[1]
    assert (again.scope, again.reason, again.owner) == (scope, " ".join(reason.split()), owner)


@pytest.mark.parametrize(
    ("ids", "following"),
    [((), "W-1"), (("W-1", "W-9", "W-2"), "W-10"), (("other", "w-3", "W-x"), "W-1")],
    ids=["the first", "after the highest, not the last", "other names do not count"],
)
def test_the_next_id(ids: tuple[str, ...], following: str) -> None:
    there = [Waiver(one, "a", "b", "c", date(2026, 1, 1)) for one in ids]
    assert next_id(there) == following


# ---- the page ------------------------------------------------------------------------------------


def test_the_page_shows_a_file_that_is_read_and_every_key() -> None:
    page = (source() / "docs" / "waivers.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert {one.per for one in read_waivers(example, PATH)} == {"month", None}
    keys = waivers_schema()["properties"]["waivers"]["items"]
    for key in keys["properties"]:
        required = " (required)" if key in keys["required"] else ""
        assert f"| `{key}`{required} |" in page

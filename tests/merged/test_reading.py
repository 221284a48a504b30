"""Files that are no report, or only a part of one, are refused with a sentence that names them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from carbongate.errors import InputError
from carbongate.merged import merge, read
from tests.merged.made import Document, document
from tests.reports import build, team

TEXT = json.dumps(document(build.red()))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("", "not valid JSON", id="an empty file"),
        pytest.param(TEXT[: len(TEXT) // 2], "not valid JSON", id="a file that was cut"),
        pytest.param("[]", "is no report of carbongate", id="a list"),
        pytest.param('{"a": 1}', "is no report of carbongate (write one with `--output json=FILE`)", id="another object"),
        pytest.param(TEXT.replace('"best": ', '"best": NaN, "x": ', 1), "NaN is not a finite number", id="NaN"),
        pytest.param(TEXT.replace('"best": ', '"best": -Infinity, "x": ', 1), "is not a finite number", id="infinity"),
        pytest.param(TEXT.replace('"version": 1', '"version": 2'), "is a report of version 2, and this program joins version 1", id="another version"),
        pytest.param(TEXT.replace('"version": 1', '"version": "1"'), "is a report of version '1'", id="a version that is a text"),
        pytest.param("[" * 100_000, "nested deeper than", id="a file that is nothing but depth"),
        pytest.param('{"version": 1, "verdict": ' + "9" * 5000 + "}", "is not a finite number", id="a number without end"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_report(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        merge([("out/x.json", read(text, "out/x.json"))])
    assert error.value.sentence.startswith("out/x.json")
    assert sentence in error.value.sentence
    assert error.value.exit_code == 5


def broken(change: Callable[[Document], Any]) -> Document:
    """A report in which something is not as the contract says."""
    found = document(team.grown())
    change(found)
    return found


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(lambda d: d.pop("totals"), "totals must be there", id="a field that is missing"),
        pytest.param(lambda d: d.update(budgets={}), "budgets must be a list", id="an object for a list"),
        pytest.param(lambda d: d["verdict"].update(outcome="green"), "verdict.outcome must be one of pass, fail, undecided, empty", id="a word that is none"),
        pytest.param(lambda d: d["totals"]["carbon_kg"].update(best=1e999), "totals.carbon_kg must be low, best and high in order", id="a number beyond all"),
        pytest.param(lambda d: d["totals"]["carbon_kg"].update(low=1e9), "totals.carbon_kg must be low, best and high in order", id="a range upside down"),
        pytest.param(lambda d: d["budgets"][1].update(limit="90"), "budgets[1].limit must be a finite number", id="a text for a number"),
        pytest.param(lambda d: d["budgets"][0].update(state="purple"), "budgets[0].state must be one of", id="a state that is none"),
        pytest.param(lambda d: d.update(exit_code=7), "exit_code must be an exit code, 0 to 5", id="an exit code that is none"),
        pytest.param(lambda d: d.update(exit_code=True), "exit_code must be an exit code", id="true is no number"),
        pytest.param(lambda d: d["stacks"][0].update(sci=3), "stacks[0].sci must be an object", id="a number for a score"),
        pytest.param(lambda d: d["findings"].append({}), "findings[0].rule must be there", id="an empty finding"),
        pytest.param(lambda d: d["waivers"][0].update(affects=[1]), "waivers[0].affects must be a list of texts", id="a number for an address"),
        pytest.param(lambda d: d["diff"]["changes"][0].update(effect="eaten"), "diff.changes[0].effect must be one of", id="an effect that is none"),
        pytest.param(lambda d: d["diff"].update(data={}), "diff.data must be low, best and high", id="half a difference"),
        pytest.param(lambda d: d["resources"][3].pop("stack"), "resources[3] must have address, stack and carbon_kg", id="a resource without a stack"),
        pytest.param(lambda d: d["resources"][3]["carbon_kg"].update(best="x"), "resources[3] must have", id="a resource without a number"),
        pytest.param(lambda d: d["resources"][3].pop("where"), ".where must be there", id="a resource without a place"),
        pytest.param(lambda d: d["resources"][0]["components"][0].update(kind=None), ".components[0].kind must be text", id="a component without a kind"),
        pytest.param(lambda d: d["resources"].append(7), "resources[9] must have", id="a number for a resource"),
        pytest.param(lambda d: d["fingerprint"].update(tools={"a": 1}), "fingerprint.tools must be texts by name", id="a version that is a number"),
        pytest.param(lambda d: d["methods"].update(formulas=[{}]), "methods.formulas must be a list of texts", id="a formula that is none"),
    ],
)  # fmt: skip
def test_a_report_that_is_not_whole(change: Callable[[Document], Any], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        merge([("a.json", broken(change))])
    assert error.value.sentence.startswith("a.json: is no whole report: ")
    assert sentence in error.value.sentence


def test_what_an_older_program_did_not_write_may_be_missing() -> None:
    found = document(build.red())
    for name in (
        "command",
        "notes",
        "methods",
        "coefficients",
        "plans",
        "waivers",
        "loosened",
        "diff",
    ):
        del found[name]
    whole = merge([("a.json", found), ("b.json", document(build.green()))]).document
    assert len(whole["resources"]) == 18


def test_fields_that_nobody_knows_are_passed_over() -> None:
    found = {**document(build.red()), "weather": "fine"}
    assert merge([("a.json", found)]).exit_code == 1


def test_half_a_character_is_read_as_the_strict_reader_reads_it() -> None:
    text = TEXT.replace("aws_instance.bastion", "x\\ud800y")
    assert "x\ufffdy" in [row["address"] for row in read(text, "a.json")["resources"]]

"""The JSON Schema for editors says the same as the program."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from carbongate.config import load
from carbongate.config.schema import schema, text
from carbongate.errors import ConfigError
from tests.test_config import WHOLE

PAGE = Path(__file__).parents[2] / "docs" / "config.schema.json"

GOOD = {
    "only the version": "version: 1",
    "everything": WHOLE,
    "what comes later": (
        "version: 1\npolicy: base\nbudgets:\n"
        "  - {id: a, increase: {max: 10%, floor: 2 kg/month}, ratchet: {slack: 0%}}"
    ),
    "defaults of the tree": "version: 1\nextends: org/defaults.yaml",
    "defaults of a commit": f"version: 1\nextends: {{file: org.yaml, commit: {'a' * 40}}}",
    "defaults of a repository": (
        f"version: 1\nextends: {{file: org.yaml, commit: {'a' * 40}, "
        "repository: https://example.org/org/standards.git}"
    ),
    "ranges": (
        "version: 1\nusage:\n  x: {hours: [0, 10 h, 20], runs: [1, 2/day, 90], duration: [1 s, 1 min, 1 h]}"
    ),
    "nothing in the lists": "version: 1\nstacks: []\nbudgets: []\nusage: {}\nresources: {}",
}

BAD = {
    "no version": "mode: report",
    "another version": "version: 2",
    "an unknown key": "version: 1\nbudget: []",
    "an unknown key below": "version: 1\ncode: {failon: error}",
    "defaults of everywhere": "version: 1\nextends: /etc/defaults.yaml",
    "defaults of nowhere": "version: 1\nextends: {}",
    "defaults of a branch": "version: 1\nextends: {file: org.yaml, commit: main}",
    "defaults of a repository without a commit": (
        "version: 1\nextends: {file: org.yaml, repository: https://example.org/org}"
    ),
    "defaults that come in the open": (
        f"version: 1\nextends: {{file: org.yaml, commit: {'a' * 40}, repository: http://example.org/a}}"
    ),
    "several defaults": "version: 1\nextends: [a.yaml, b.yaml]",
    "an unknown mode": "version: 1\nmode: block",
    "a list for a mapping": "version: 1\ncode: []",
    "a mapping for a list": "version: 1\nbudgets: {}",
    "a number for a name": "version: 1\nbudgets: [{id: 7, total: 1 kg/month}]",
    "an empty name": "version: 1\nbudgets: [{id: '', total: 1 kg/month}]",
    "no id": "version: 1\nbudgets: [{total: 1 kg/month}]",
    "no unit": "version: 1\nbudgets: [{id: a, total: 120}]",
    "a unit of something else": "version: 1\nbudgets: [{id: a, total: 120 kWh/month}]",
    "a range for a limit": "version: 1\nbudgets: [{id: a, total: [1 kg/month, 2 kg/month, 3 kg/month]}]",
    "a negative number": "version: 1\nusage: {a: {hours: -1}}",
    "a negative number with its unit": "version: 1\nusage: {a: {hours: -1 h}}",
    "too many hours": "version: 1\nusage: {a: {hours: 745}}",
    "a range of two": "version: 1\nusage: {a: {hours: [1, 2]}}",
    "a fraction for percent": "version: 1\nusage: {a: {cpu: 0.5}}",
    "a truth value for a number": "version: 1\nusage: {a: {runs: true}}",
    "a word for a truth value": "version: 1\ncode: {new_only: 'yes'}",
    "no manifests": "version: 1\nstacks: [{name: a, manifests: []}]",
    "an absolute path": "version: 1\nstacks: [{name: a, manifests: [/etc]}]",
    "a path that climbs": "version: 1\nstacks: [{name: a, manifests: [a/../../b]}]",
    "a label called stack": "version: 1\nstacks: [{name: a, manifests: [x], labels: {stack: a}}]",
    "an unknown provider": "version: 1\nstacks: [{name: a, manifests: [x], regions: {asw: x}}]",
    "half a finding": "version: 1\nbudgets: [{id: a, findings: {error: 0.5}}]",
    "an empty match": "version: 1\nbudgets: [{id: a, match: {}, total: 1 kg/month}]",
    "a tier twice": "version: 1\ncode: {tiers: [gate, gate]}",
}


def problems(written: str) -> list[str]:
    return [
        error.message for error in Draft7Validator(schema()).iter_errors(yaml.safe_load(written))
    ]


def test_the_page_is_up_to_date(update: bool) -> None:
    if update:
        PAGE.write_text(text(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text()


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(json.loads(text()))


@pytest.mark.parametrize("name", GOOD)
def test_both_accept(name: str) -> None:
    load(GOOD[name], "c", other=lambda wanted: ("version: 1", wanted.name))
    assert problems(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_both_refuse(name: str) -> None:
    with pytest.raises(ConfigError):
        load(BAD[name], "c", other=lambda wanted: ("version: 1", wanted.name))
    assert problems(BAD[name])


def objects(node: Any) -> list[dict[str, Any]]:
    """Every schema of an object with known keys."""
    if isinstance(node, list):
        return [found for item in node for found in objects(item)]
    if not isinstance(node, dict):
        return []
    here = [node] if isinstance(node.get("properties"), dict) else []
    return here + [found for item in node.values() for found in objects(item)]


def test_every_object_is_closed_and_every_key_described() -> None:
    found = objects(schema())
    assert len(found) > 10
    for one in found:
        assert one["additionalProperties"] is False
        for name, key in one["properties"].items():
            assert key["description"].endswith((".", "`")), name

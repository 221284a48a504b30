"""Two files as one: which of them says what, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from carbongate.config import Config, at_work, check_stacks, load
from carbongate.config.joining import joined
from carbongate.config.reading import document
from carbongate.errors import ConfigError
from carbongate.model import Stack


def both(defaults: str, own: str) -> Any:
    """The joined document, as plain values."""
    node = joined(document(f"version: 1\n{defaults}", "org.yaml"), document(own, "own.yaml"))
    return plain(node.value)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items() if key != "version"}
    return [plain(entry) for entry in value] if isinstance(value, list) else value


def made(defaults: str, own: str) -> Config:
    return load(
        f"version: 1\nextends: org.yaml\n{own}",
        "own.yaml",
        other=lambda wanted: (f"version: 1\n{defaults}", wanted.name),
    )


CASES: Mapping[str, tuple[str, str, Any]] = {
    "what only one of them says": (
        "mode: warn",
        "policy: base",
        {"mode": "warn", "policy": "base"},
    ),
    "a plain key": ("mode: warn", "mode: enforce", {"mode": "enforce"}),
    "code, key by key": (
        "code: {fail_on: warning, paths: [a]}",
        "code: {paths: [b]}",
        {"code": {"fail_on": "warning", "paths": ["b"]}},
    ),
    "use, pattern by pattern and key by key": (
        'usage: {"*": {cpu: 50%, hours: 730}, a: {runs: 1}}',
        'usage: {"*": {cpu: 60%}, b: {runs: 2}}',
        {"usage": {"*": {"cpu": "60%", "hours": 730}, "a": {"runs": 1}, "b": {"runs": 2}}},
    ),
    "a range is one value": (
        "usage: {a: {cpu: [10%, 20%, 30%]}}",
        "usage: {a: {cpu: 40%}}",
        {"usage": {"a": {"cpu": "40%"}}},
    ),
    "the unit belongs together": (
        "functional_unit: {name: orders, per_month: 5}",
        "functional_unit: {name: runs}",
        {"functional_unit": {"name": "runs"}},
    ),
    "budgets by their id, those of the repository first": (
        "budgets: [{id: a, total: 1 kg/month, findings: {error: 0}}, {id: b, sci: 1 g/unit}]",
        "budgets: [{id: c, total: 3 kg/month}, {id: a, total: 2 kg/month, findings: {info: 1}}]",
        {
            "budgets": [
                {"id": "c", "total": "3 kg/month"},
                {"id": "a", "total": "2 kg/month", "findings": {"error": 0, "info": 1}},
                {"id": "b", "sci": "1 g/unit"},
            ]
        },
    ),
    "what a budget is about belongs together": (
        "budgets: [{id: a, match: {env: prod, team: x}}]",
        "budgets: [{id: a, match: {env: prod}}]",
        {"budgets": [{"id": "a", "match": {"env": "prod"}}]},
    ),
    "stacks by their name": (
        "stacks: [{name: a, manifests: [x], labels: {env: prod, team: t}}]",
        "stacks: [{name: a, manifests: [x, y], labels: {env: prod}}]",
        {
            "stacks": [
                {"name": "a", "manifests": ["x", "y"], "labels": {"env": "prod", "team": "t"}}
            ]
        },
    ),
    "an entry without a name is one of its own": (
        "budgets: [{total: 1 kg/month}]",
        "budgets: [{total: 2 kg/month}, 7]",
        {"budgets": [{"total": "2 kg/month"}, 7, {"total": "1 kg/month"}]},
    ),
    "a list for a mapping is left to be refused": (
        "usage: {a: {runs: 1}}",
        "usage: []",
        {"usage": []},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_of_two_files(name: str) -> None:
    defaults, own, expected = CASES[name]
    assert both(defaults, own) == expected


DEFAULTS = """\
budgets:
  - {id: one, total: 1 kg/month}
  - {id: two, match: {env: prod}, total: 2 kg/month, findings: {error: 0}}
usage:
  "db*": {hours: 730}
"""


def test_everything_knows_its_file_and_its_line() -> None:
    config = made(
        DEFAULTS,
        'budgets: [{id: two, total: 1 kg/month}]\nusage: {"web*": {hours: 10}}\n'
        "stacks: [{name: shop, manifests: [x], labels: {env: prod}}]\n",
    )
    assert [(one.id, one.path, one.line) for one in config.budgets] == [
        ("two", "own.yaml", 3),
        ("one", "org.yaml", 3),
    ]
    assert [(one.pattern, one.path, one.line) for one in config.usage] == [
        ("db*", "org.yaml", 6),
        ("web*", "own.yaml", 4),
    ]


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        pytest.param(
            "budgets: [{id: x, total: 1 kg/month}, {id: two, total: 1}]",
            "own.yaml:3: budgets[1].total: 1 has no unit, write 1 kgCO2e/month",
            id="the number of an entry is that in its own file",
        ),
        pytest.param(
            "budgets: [{id: two, total: 1 kg/month}, {id: two, total: 1 kg/month}]",
            "own.yaml:3: budgets[1].id: two is already the id in line 3",
            id="twice in one file",
        ),
        pytest.param(
            "mode: warn\nmode: warn", "own.yaml:4: mode: is there twice", id="a key twice"
        ),
        pytest.param(
            "usage: {a: {runs: 1}, a: {runs: 2}}",
            "own.yaml:3: usage.a: is there twice",
            id="a pattern twice",
        ),
        pytest.param(
            "budgets: [{id: two, sci: 1 g/unit}]\nstacks: [{name: s, manifests: [x], labels: {env: prod}}]",
            "own.yaml:3: budgets[0].sci: stack s has no functional unit; add functional_unit: "
            "{name: ..., per_month: ...} to it or to the whole file",
            id="what the two come to together",
        ),
    ],
)
def test_a_mistake_is_named_where_it_stands(own: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as error:
        made(DEFAULTS, own)
    assert error.value.sentence == sentence


# ---- defaults of many repositories ---------------------------------------------------------------


def stack(**labels: str) -> Stack:
    return Stack("shop", labels, (), ())


def test_a_budget_of_the_defaults_may_take_in_nothing_here_and_that_is_said() -> None:
    config = made(DEFAULTS, "stacks: [{name: shop, manifests: [x], labels: {env: dev}}]\n")
    check_stacks(config, [stack(env="dev")])
    held, said = at_work(config, [stack(env="dev")])
    assert [one.id for one in held.budgets] == ["one"]
    assert said == ("budget two of org.yaml takes in no stack of this repository",)
    assert held.digest == config.digest


def test_one_that_takes_in_something_is_held() -> None:
    config = made(DEFAULTS, "stacks: [{name: shop, manifests: [x], labels: {env: prod}}]\n")
    assert at_work(config, [stack(env="prod")]) == (config, ())


def test_without_labels_nothing_is_of_an_environment() -> None:
    config = made(DEFAULTS, "")
    assert at_work(config, [stack()])[1] == (
        "budget two of org.yaml takes in no stack of this repository",
    )


def test_a_budget_of_the_repository_must_take_in_something() -> None:
    with pytest.raises(ConfigError, match="no stack has env test"):
        made(
            DEFAULTS,
            "stacks: [{name: shop, manifests: [x], labels: {env: prod}}]\n"
            "budgets: [{id: own, match: {env: test}, total: 1 kg/month}]\n",
        )

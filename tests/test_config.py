"""carbongate.yaml: what is accepted, and the exact sentence for every mistake."""

from collections.abc import Mapping
from contextlib import suppress

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carbongate.config import (
    CodeConfig,
    Config,
    StackConfig,
    check_stacks,
    default,
    find,
    load,
    unmatched,
)
from carbongate.errors import ConfigError
from carbongate.figure import Figure
from carbongate.repository import MappingTree

WHOLE = """\
version: 1
mode: warn
policy: head
functional_unit: {name: 1k requests, per_month: 42000}
estimate: {dataset: carbongate-2026.11, autoscaling: mid, grid: bundled, runner_visibility: public}
stacks:
  - name: shop-prod
    labels: {env: prod, service: shop}
    manifests: [infra/prod/plan.json, ./deploy/prod/]
    regions: {aws: eu-west-1}
    runs_on: platform
  - name: platform
    labels: {env: prod}
    manifests: [infra/platform]
    functional_unit: {name: cluster hours, per_month: [700, 730, 744]}
usage:
  "*": {cpu: 50%}
  "aws_instance.batch*": {hours: 120, cpu: [60%, 80%, 90%]}
resources:
  "rack/*": {vcpus: 32, memory: 128 GiB, storage: 2 TB, medium: hdd, watts: 180 W, embodied: 1.2 tCO2e}
budgets:
  - id: shop
    match: {env: prod, service: shop}
    total: 120 kgCO2e/month
    sci: 2.9 gCO2e/unit
    findings: {error: 0, warning: 5}
    min_coverage: 90%
    decide_on: high
    strict: true
    level: warn
  - {id: ci, match: {stack: pipeline}, per_run: 40 gCO2e}
code: {fail_on: warning, new_only: false, tiers: [gate], paths: [src], disable: [query-in-loop]}
"""


def best(figure: Figure | None) -> tuple[float, str]:
    assert figure is not None
    return round(figure.best, 9), figure.unit.value


def wrong(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(text, "carbongate.yaml")
    assert caught.value.exit_code == 2
    return str(caught.value)


def after(*lines: str) -> str:
    """A file with a version and these lines."""
    return "\n".join(("version: 1", *lines))


# ---- what is accepted ----------------------------------------------------------------------------


def test_a_whole_file_becomes_what_it_says() -> None:
    config = load(WHOLE, "carbongate.yaml")
    assert (config.path, config.mode, config.policy) == ("carbongate.yaml", "warn", "head")
    assert (config.dataset, config.autoscaling, config.grid, config.runner_visibility) == (
        "carbongate-2026.11",
        "mid",
        "bundled",
        "public",
    )
    shop = config.stacks[0]
    assert shop.manifests == ("infra/prod/plan.json", "deploy/prod")
    assert (shop.name, dict(shop.labels)) == ("shop-prod", {"env": "prod", "service": "shop"})
    assert (dict(shop.regions), shop.runs_on, shop.line) == ({"aws": "eu-west-1"}, "platform", 7)
    unit = config.unit("platform")
    assert unit is not None
    assert (unit.per_month.low, unit.per_month.high) == (700, 744)
    assert unit.key == "stacks[1].functional_unit.per_month"
    general, batch = config.usage
    assert (general.pattern, general.line, batch.line) == ("*", 17, 18)
    assert best(batch.values["hours"]) == (120, "h")
    assert batch.values["cpu"].low == pytest.approx(0.6)
    rack = config.resources[0]
    assert (rack.pattern, rack.medium) == ("rack/*", "hdd")
    assert [
        best(one) for one in (rack.vcpus, rack.memory, rack.storage, rack.watts, rack.embodied)
    ] == [
        (32, "vCPU"),
        (128, "GiB"),
        (2000, "GB"),
        (180, "W"),
        (1200, "kgCO2e"),
    ]
    budget, pipeline = config.budgets
    assert best(budget.total) == (120_000, "gCO2e")
    assert best(budget.sci) == (2.9, "gCO2e/unit")
    assert best(pipeline.per_run) == (40, "gCO2e/unit")
    assert dict(budget.findings) == {"error": 0, "warning": 5}
    assert (budget.min_coverage, budget.decide_on, budget.strict, budget.level) == (
        0.9,
        "high",
        True,
        "warn",
    )
    assert config.code == CodeConfig(
        "warning", False, ("gate",), ("src",), ("query-in-loop",), 32, "carbongate.yaml"
    )
    assert config.unsupported() == ()


def test_figures_say_where_they_were_declared() -> None:
    config = load(WHOLE, "ops/carbongate.yaml")
    assert str(config.usage[1].values["hours"].origin) == (
        "Declared(where='ops/carbongate.yaml:18: usage.\"aws_instance.batch*\".hours')"
    )


def test_a_file_that_says_only_its_version_enforces() -> None:
    config = load("version: 1", "carbongate.yaml")
    assert (config.mode, config.budgets, config.code.fail_on) == ("enforce", (), "error")


def test_without_a_file_everything_is_reported() -> None:
    config = default()
    assert (config.mode, config.path, config.dataset) == ("report", None, "carbongate-2026.11")
    assert config.digest


def test_off_is_a_word_and_not_a_truth_value() -> None:
    config = load(
        after("code: {fail_on: off}", "budgets: [{id: a, level: off, total: 1 kg/month}]"), "c"
    )
    assert (config.code.fail_on, config.budgets[0].level) == ("off", "off")


def test_the_pipeline_has_no_common_unit() -> None:
    config = load(after("functional_unit: {name: requests, per_month: 3/s}"), "c")
    assert config.unit("pipeline") is None
    unit = config.unit("anything else")
    assert unit is not None
    assert unit.per_month.best == pytest.approx(3 * 730 * 3600)


def test_anchors_and_merges_work() -> None:
    text = after("budgets:", "  - &base {id: a, total: 1 kg/month}", "  - {<<: *base, id: b}")
    assert [budget.id for budget in load(text, "c").budgets] == ["a", "b"]


def test_keys_that_come_later_are_read_and_named() -> None:
    text = after("estimate: {grid: grid.json}", 'usage: {"*": {memory: 70%, cpu: 10%}}')
    config = load(text, "c")
    assert config.unsupported() == (
        ("estimate.grid", 2),
        ('usage."*".memory', 3),
    )


def test_limits_on_growth() -> None:
    text = after(
        "policy: base",
        "budgets:",
        "  - id: a",
        "    increase: {max: 10%, floor: 2 kgCO2e/month}",
        "    ratchet: {slack: 1%}",
    )
    config = load(text, "c")
    assert config.unsupported() == ()
    assert config.policy == "base"
    increase, ratchet = config.budgets[0].increase, config.budgets[0].ratchet
    assert increase is not None
    assert ratchet is not None
    assert best(increase.max) == (0.1, "1")
    assert best(increase.floor) == (2000, "gCO2e")
    assert best(ratchet.slack) == (0.01, "1")


# ---- the digest ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# a comment\n" + WHOLE, id="a comment"),
        pytest.param(
            WHOLE.replace("120 kgCO2e/month", "0.12 tCO2e / month"), id="another spelling"
        ),
        pytest.param(WHOLE.replace("policy: head\n", ""), id="a default that is not written"),
    ],
)
def test_what_means_the_same_has_the_same_digest(text: str) -> None:
    assert load(text, "elsewhere.yaml").digest == load(WHOLE, "carbongate.yaml").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mode: warn", "mode: report"),
        ("120 kgCO2e/month", "121 kgCO2e/month"),
        ("hours: 120", "hours: 121"),
        ("fail_on: warning", "fail_on: info"),
        ("eu-west-1", "eu-west-2"),
    ],
)
def test_what_means_another_thing_has_another_digest(old: str, new: str) -> None:
    assert load(WHOLE.replace(old, new), "c").digest != load(WHOLE, "c").digest


# ---- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "", "carbongate.yaml: is empty; it starts with version: 1", id="an empty file"
        ),
        pytest.param(
            "# nothing\n",
            "carbongate.yaml: is empty; it starts with version: 1",
            id="only a comment",
        ),
        pytest.param(
            "- a\n",
            "carbongate.yaml:1: must be a mapping that starts with version: 1, not a list",
            id="a list instead of a mapping",
        ),
        pytest.param(
            "budgets\n",
            "carbongate.yaml:1: must be a mapping that starts with version: 1, not budgets",
            id="a word instead of a mapping",
        ),
        pytest.param(
            "version: 1\n---\nversion: 1\n",
            "carbongate.yaml: holds several documents; one is read",
            id="two documents",
        ),
        pytest.param(
            "version: 1\ncode:\n\tfail_on: error\n",
            "carbongate.yaml:3: a tab cannot indent YAML; use spaces",
            id="a tab",
        ),
        pytest.param(
            "mode: report\n",
            "carbongate.yaml:1: version is missing; it is the version of this format: 1",
            id="no version",
        ),
        pytest.param(
            "version: 2\n",
            "carbongate.yaml:1: version: must be 1, the format that this program reads",
            id="another version",
        ),
        pytest.param(
            'version: "1"\n',
            "carbongate.yaml:1: version: must be 1, the format that this program reads",
            id="the version in quotes",
        ),
        pytest.param(
            "version: true\n",
            "carbongate.yaml:1: version: must be 1, the format that this program reads",
            id="a truth value for a version",
        ),
        pytest.param(
            after("budget: []"),
            "carbongate.yaml:2: budget: unknown key; did you mean budgets?",
            id="an unknown key near a known one",
        ),
        pytest.param(
            after("Mode: report"),
            "carbongate.yaml:2: Mode: unknown key; did you mean mode?",
            id="a key in capitals",
        ),
        pytest.param(
            after("estimate: {zzz: 1}"),
            "carbongate.yaml:2: estimate.zzz: unknown key; there are dataset, autoscaling, grid, "
            "runner_visibility",
            id="an unknown key near none",
        ),
        pytest.param(
            after("mode: report", "mode: enforce"),
            "carbongate.yaml:3: mode: is there twice",
            id="a key twice",
        ),
        pytest.param(
            after("usage:", '  "a*": {cpu: 1%}', '  "a*": {cpu: 2%}'),
            'carbongate.yaml:4: usage."a*": is there twice',
            id="a pattern twice",
        ),
        pytest.param(
            after("budgets:"),
            "carbongate.yaml:2: budgets: has no value; give it one or remove the key",
            id="a key without a value",
        ),
        pytest.param(
            after("mode: enforced"),
            "carbongate.yaml:2: mode: enforced is not known; did you mean enforce?",
            id="a word near a known one",
        ),
        pytest.param(
            after("stacks: {name: a}"),
            "carbongate.yaml:2: stacks: must be a list, not a mapping",
            id="a mapping where a list is wanted",
        ),
        pytest.param(
            after("code: [gate]"),
            "carbongate.yaml:2: code: must be a mapping of keys, not a list",
            id="a list where a mapping is wanted",
        ),
        pytest.param(
            after("code: {new_only: yes}"),
            "carbongate.yaml:2: code.new_only: must be true or false, not yes",
            id="yes is not true",
        ),
        pytest.param(
            after("code: {tiers: [gate, gate]}"),
            "carbongate.yaml:2: code.tiers[1]: gate is there twice",
            id="a tier twice",
        ),
        pytest.param(
            after("code: {paths: [/src]}"),
            "carbongate.yaml:2: code.paths[0]: /src leads out of the repository; paths start at its root",
            id="an absolute path",
        ),
        pytest.param(
            after("code: {paths: [a/../../b]}"),
            "carbongate.yaml:2: code.paths[0]: a/../../b leads out of the repository; "
            "paths start at its root",
            id="a path that climbs",
        ),
        pytest.param(
            after("code: {paths: ['a\\b']}"),
            "carbongate.yaml:2: code.paths[0]: a\\b: write forward slashes",
            id="a path with backslashes",
        ),
        pytest.param(
            after("functional_unit: {name: requests}"),
            "carbongate.yaml:2: functional_unit: per_month is missing; it is how many units a month "
            "delivers: a number, or [low, best, high]",
            id="a functional unit without a number",
        ),
        pytest.param(
            after("functional_unit: {name: requests, per_month: 0}"),
            "carbongate.yaml:2: functional_unit.per_month: 0: must be greater than zero",
            id="an R of zero",
        ),
        pytest.param(
            after("functional_unit: {name: requests, per_month: [0, 1, 2]}"),
            "carbongate.yaml:2: functional_unit.per_month[0]: 0: must be greater than zero",
            id="an R that may be zero",
        ),
        pytest.param(
            after("functional_unit: {name: 7, per_month: 1}"),
            'carbongate.yaml:2: functional_unit.name: must be a word; write "7" in quotes if that is one',
            id="a number for a name",
        ),
        pytest.param(
            after('functional_unit: {name: "a\\e[1mb", per_month: 1}'),
            "carbongate.yaml:2: functional_unit.name: holds a line break or a control character",
            id="a name that a terminal obeys",
        ),
        pytest.param(
            after("stacks:", "  - {name: a, manifests: []}"),
            "carbongate.yaml:3: stacks[0].manifests: must not be empty",
            id="a stack without manifests",
        ),
        pytest.param(
            after("stacks:", "  - {name: a, manifests: [x], regions: {asw: eu-west-1}}"),
            "carbongate.yaml:3: stacks[0].regions.asw: unknown key; did you mean aws?",
            id="an unknown provider",
        ),
        pytest.param(
            after("stacks:", "  - {name: a, manifests: [x], labels: {stack: a}}"),
            "carbongate.yaml:3: stacks[0].labels.stack: stack is a word of its own here; choose another",
            id="a label with the word of match",
        ),
        pytest.param(
            after("estimate: {dataset: ccf-2042}"),
            "carbongate.yaml:2: estimate.dataset: there is no dataset ccf-2042; did you mean ccf-2024?",
            id="an unknown dataset",
        ),
        pytest.param(
            after("usage: {'*': {}}"),
            'carbongate.yaml:2: usage."*": states nothing',
            id="a usage without a key",
        ),
        pytest.param(
            after("usage: {'*': {utilisation: 50%}}"),
            'carbongate.yaml:2: usage."*".utilisation: unknown key; there are hours, cpu, accelerator, '
            "memory, runs, duration, requests, storage_gb, network_gb, replicas, tokens",
            id="an unknown use",
        ),
        pytest.param(
            after("usage:", *(f"  a{n}*: {{cpu: 1%}}" for n in range(1001))),
            "carbongate.yaml:2: usage: has more than 1,000 patterns with a *",
            id="more patterns than a run can hold addresses against",
        ),
        pytest.param(
            after("code:", f"  paths: {[f'p{n}' for n in range(1001)]}"),
            "carbongate.yaml:3: code.paths: has more than 1,000 entries",
            id="a list without an end",
        ),
        pytest.param(
            after("resources: {a: {medium: ssd}}"),
            "carbongate.yaml:2: resources.a.medium: needs storage beside it",
            id="a medium without storage",
        ),
        pytest.param(
            after("budgets:", "  - {id: a, match: {env: prod}}"),
            "carbongate.yaml:3: budgets[0]: sets no limit; there are total, sci, per_run, findings, "
            "min_coverage, increase, ratchet",
            id="a budget without a limit",
        ),
        pytest.param(
            after("budgets:", "  - {id: a, match: {stack: shop}, findings: {error: 0}}"),
            "carbongate.yaml:3: budgets[0].match: findings are of the whole repository and of no "
            "stack; remove match",
            id="findings of a stack",
        ),
        pytest.param(
            after("budgets:", "  - {id: a, findings: {error: -1}}"),
            "carbongate.yaml:3: budgets[0].findings.error: must be between 0 and 1,000,000,000, not -1",
            id="fewer findings than none",
        ),
        pytest.param(
            after("budgets:", "  - {id: a, findings: {error: 0.5}}"),
            "carbongate.yaml:3: budgets[0].findings.error: must be a whole number, not 0.5",
            id="half a finding",
        ),
        pytest.param(
            after("budgets:", "  - {id: a, total: 1 kg/month}", "  - {id: a, total: 2 kg/month}"),
            "carbongate.yaml:4: budgets[1].id: a is already the id in line 3",
            id="a budget id twice",
        ),
        pytest.param(
            after("stacks:", "  - {name: a, manifests: [x]}", "  - {name: a, manifests: [y]}"),
            "carbongate.yaml:4: stacks[1].name: a is already the name in line 3",
            id="a stack name twice",
        ),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key(text: str, sentence: str) -> None:
    assert wrong(text) == sentence


STACKS = (
    "stacks:",
    "  - {name: shop, manifests: [x], labels: {env: prod, team: web}, functional_unit: {name: orders, per_month: 9}}",
    "  - {name: mail, manifests: [y], labels: {env: prod}, functional_unit: {name: mails, per_month: 5}}",
    "  - {name: docs, manifests: [z], labels: {env: test}}",
    "budgets:",
)


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        pytest.param(
            "{id: a, match: {stack: shp}, total: 1 kg/month}",
            "budgets[0].match.stack: no stack has stack shp; did you mean shop?",
            id="an unknown stack",
        ),
        pytest.param(
            "{id: a, match: {evn: prod}, total: 1 kg/month}",
            "budgets[0].match.evn: no stack has the label evn; did you mean env?",
            id="a label that no stack has",
        ),
        pytest.param(
            "{id: a, match: {env: prd}, total: 1 kg/month}",
            "budgets[0].match.env: no stack has env prd; did you mean prod?",
            id="a value that no stack has",
        ),
        pytest.param(
            "{id: a, match: {env: test, team: web}, total: 1 kg/month}",
            "budgets[0].match: no stack has all of env: test, team: web",
            id="values that no stack has together",
        ),
        pytest.param(
            "{id: a, match: {stack: docs}, sci: 1 g/unit}",
            "budgets[0].sci: stack docs has no functional unit; "
            "add functional_unit: {name: ..., per_month: ...} to it or to the whole file",
            id="a score without an R",
        ),
        pytest.param(
            "{id: a, match: {env: prod}, sci: 1 g/unit}",
            "budgets[0].sci: stacks shop and mail have different functional units "
            "(9 x orders and 5 x mails); narrow match to those with one",
            id="one score over two R",
        ),
        pytest.param(
            "{id: a, match: {env: prod}, per_run: 1 g}",
            "budgets[0].per_run: is about one pipeline, and match takes in shop and mail; "
            "write match: {stack: pipeline}",
            id="one run of two stacks",
        ),
    ],
)
def test_a_budget_that_fits_no_stack_is_refused(budget: str, sentence: str) -> None:
    assert wrong(after(*STACKS, f"  - {budget}")) == f"carbongate.yaml:7: {sentence}"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        pytest.param(
            ("budgets:", "  - {id: a, sci: 1 g/unit}"),
            "carbongate.yaml:3: budgets[0].sci: needs a functional unit; "
            "add functional_unit: {name: ..., per_month: ...}",
            id="a score without any R",
        ),
        pytest.param(
            ("budgets:", "  - {id: a, match: {env: prod}, total: 1 kg/month}"),
            "carbongate.yaml:3: budgets[0].match: no stack has labels; give them under stacks",
            id="labels without stacks",
        ),
        pytest.param(
            ("stacks:", "  - {name: a, manifests: [x], runs_on: b}"),
            "carbongate.yaml:3: stacks[0].runs_on: there is no stack b; there are a",
            id="machines of no stack",
        ),
        pytest.param(
            (
                "stacks:",
                "  - {name: a, manifests: [x], runs_on: b}",
                "  - {name: b, manifests: [y], runs_on: c}",
            ),
            "carbongate.yaml:4: stacks[1].runs_on: there is no stack c; there are a, b",
            id="machines of no stack, further on",
        ),
        pytest.param(
            (
                "stacks:",
                "  - {name: pipeline, manifests: [x], labels: {env: prod}}",
                "  - {name: shop, manifests: [y], labels: {env: prod}}",
                "functional_unit: {name: orders, per_month: 9}",
                "budgets: [{id: a, match: {env: prod}, sci: 1 g/unit}]",
            ),
            "carbongate.yaml:6: budgets[0].sci: stacks pipeline and shop have different functional units "
            "(its runs and 9 x orders); narrow match to those with one",
            id="orders and runs in one score",
        ),
        pytest.param(
            (
                "stacks: [{name: pipeline, manifests: [x]}]",
                "budgets: [{id: a, sci: 1 g/unit}]",
            ),
            "carbongate.yaml:3: budgets[0].sci: takes in only the pipeline; write per_run for it",
            id="a score of nothing but the pipeline",
        ),
        pytest.param(
            ("stacks:", "  - {name: a, manifests: [x], runs_on: a}"),
            "carbongate.yaml:3: stacks[0].runs_on: leads back to itself: a -> a",
            id="machines of the stack itself",
        ),
        pytest.param(
            (
                "stacks:",
                "  - {name: c, manifests: [z], runs_on: a}",
                "  - {name: a, manifests: [x], runs_on: b}",
                "  - {name: b, manifests: [y], runs_on: a}",
            ),
            "carbongate.yaml:4: stacks[1].runs_on: leads back to itself: a -> b -> a",
            id="machines in a circle",
        ),
    ],
)
def test_names_that_lead_nowhere_are_refused(lines: tuple[str, ...], sentence: str) -> None:
    assert wrong(after(*lines)) == sentence


def test_the_pipeline_may_have_a_score_of_its_own() -> None:
    text = after(*STACKS, "  - {id: a, match: {stack: pipeline}, sci: 1 g/unit, per_run: 2 g}")
    assert load(text, "c").budgets[0].match == {"stack": "pipeline"}


def test_a_score_of_everything_leaves_the_pipeline_out() -> None:
    text = after(
        "functional_unit: {name: orders, per_month: 9}",
        "stacks: [{name: shop, manifests: [x]}]",
        "budgets: [{id: a, sci: 1 g/unit}]",
    )
    assert load(text, "c").budgets[0].sci is not None


def test_the_same_r_said_twice_is_one_r() -> None:
    unit = "functional_unit: {name: orders, per_month: 9}"
    text = after(
        "stacks:",
        f"  - {{name: a, manifests: [x], {unit}}}",
        f"  - {{name: b, manifests: [y], {unit}}}",
        "budgets: [{id: a, sci: 1 g/unit}]",
    )
    assert len(load(text, "c").stacks) == 2


# ---- against what a run found --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        pytest.param("match: {stack: infra/prod}", "", id="a stack that was found"),
        pytest.param(
            "match: {stack: infra/prd}",
            "c:3: budgets[0].match: no stack has stack infra/prd; did you mean infra/prod?",
            id="a stack that was not found",
        ),
    ],
)
def test_budgets_are_held_against_found_stacks(budget: str, sentence: str) -> None:
    config = load(after("budgets:", f"  - {{id: a, total: 1 kg/month, {budget}}}"), "c")
    found = [StackConfig("infra/prod", ())]
    if not sentence:
        check_stacks(config, found)
        return
    with pytest.raises(ConfigError) as caught:
        check_stacks(config, found)
    assert str(caught.value) == sentence


def test_a_pattern_that_matches_nothing_is_named_with_its_line() -> None:
    config = load(WHOLE, "carbongate.yaml")
    rule = config.usage[1]
    known = ["aws_instance.bach[0]", "aws_db_instance.main"]
    assert str(unmatched(config, "usage", rule.pattern, rule.line, known)) == (
        'carbongate.yaml:18: usage."aws_instance.batch*": no address is like this; '
        "did you mean aws_instance.bach[0]?"
    )


# ---- the file in its tree ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "path"),
    [
        pytest.param({"carbongate.yaml": b"version: 1"}, "carbongate.yaml", id="the plain name"),
        pytest.param({".carbongate.yaml": b"version: 1"}, ".carbongate.yaml", id="the hidden name"),
        pytest.param({"sub/carbongate.yaml": b"version: 1"}, None, id="another folder is not read"),
    ],
)
def test_find(files: Mapping[str, bytes], path: str | None) -> None:
    found = find(MappingTree(files))
    assert (found.path if found else None) == path


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        pytest.param(
            ("carbongate.yaml", ".carbongate.yaml"),
            "carbongate.yaml and .carbongate.yaml are both there; keep one",
            id="two files",
        ),
        pytest.param(
            ("carbongate.yml",),
            "carbongate.yml: is not read under this name; call it carbongate.yaml",
            id="an ending that would be passed over",
        ),
    ],
)
def test_a_file_that_would_be_passed_over_is_named(names: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        find(MappingTree(dict.fromkeys(names, b"version: 1")))
    assert str(caught.value) == sentence


# ---- anything else -------------------------------------------------------------------------------


@given(st.text(max_size=200))
@example("version: 1\nbudgets: &a [*a]")
@example("!!python/object/apply:os.system [ls]")
@example("version: 1\nusage: {? [a, b] : {cpu: 1%}}")
def test_any_text_is_a_configuration_or_a_sentence(text: str) -> None:
    with suppress(ConfigError):
        assert isinstance(load(text, "c"), Config)


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@settings(max_examples=300)
@given(st.data(), odd)
def test_any_value_at_any_place_is_read_or_refused(data: st.DataObject, value: object) -> None:
    whole = yaml.safe_load(WHOLE)
    place = whole
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            place[key] = value
            break
        place = inner
    with suppress(ConfigError):
        assert isinstance(load(yaml.safe_dump(whole), "c"), Config)


def test_a_file_that_is_too_deep_is_refused_with_a_place() -> None:
    assert (
        wrong("a: " + "[" * 200_000)
        == "carbongate.yaml:1: not valid YAML: exceeded maximum nesting depth"
    )


def test_what_is_left_of_a_budget_where_no_manifest_is_read() -> None:
    text = after(
        "budgets:",
        "  - id: a",
        "    total: 1 kg/month",
        "    increase: {max: 10%}",
        "    ratchet: {slack: 1%}",
        "    min_coverage: 90%",
        "    level: warn",
        "    findings: {error: 0, warning: 5}",
    )
    whole = load(text, "c").budgets[0]
    left = whole.findings_only()
    assert (left.total, left.min_coverage, left.increase, left.ratchet) == (None,) * 4
    assert (dict(left.findings), left.level) == ({"error": 0, "warning": 5}, "warn")
    assert (whole.of_stacks, left.of_stacks) == (True, False)

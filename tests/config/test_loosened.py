"""What a change makes easier to pass is named; what it makes harder is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.config import Config, default, load
from carbongate.config.loosened import loosened, looser, silenced
from carbongate.config.waivers import waiver as written
from carbongate.figure import Declared, Figure, Unit
from carbongate.model import Loosening, Site, Waiver
from tests.test_config import WHOLE
from tests.verdicts import finding

STACKS = """\
stacks:
  - {name: shop, labels: {env: prod, service: shop}, manifests: [infra/shop], regions: {aws: us-east-1}}
  - {name: api, labels: {env: prod, service: api}, manifests: [infra/api, deploy/api]}
  - {name: lab, labels: {env: test}, manifests: [infra/lab]}
"""


def file(text: str) -> Config:
    return load(f"version: 1\n{text}", "carbongate.yaml")


def budget(text: str) -> Config:
    return file(f"functional_unit: {{name: order, per_month: 1000}}\nbudgets: [{{id: b, {text}}}]")


def said(found: Collection[Loosening]) -> list[tuple[str, str, str]]:
    return [(one.key, one.before, one.after) for one in found]


# ---- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "key", "values"),
    [
        pytest.param(
            "total: 120 kgCO2e/month",
            "total: 0.15 tCO2e/month",
            "total",
            ("120 kgCO2e/month", "150 kgCO2e/month"),
            id="a higher total, in another unit",
        ),
        pytest.param(
            "total: 1 kg/month, sci: 2.9 g/unit",
            "total: 1 kg/month, sci: 3 g/unit",
            "sci",
            ("2.9 gCO2e/unit", "3 gCO2e/unit"),
            id="a higher score",
        ),
        pytest.param(
            "total: 1 kg/month, sci: 2.9 g/unit",
            "total: 1 kg/month",
            "sci",
            ("2.9 gCO2e/unit", ""),
            id="a limit that is gone",
        ),
        pytest.param(
            "match: {stack: pipeline}, per_run: 40 gCO2e",
            "match: {stack: pipeline}, per_run: 41 gCO2e",
            "per_run",
            ("40 gCO2e", "41 gCO2e"),
            id="a higher limit on a run",
        ),
        pytest.param(
            "findings: {error: 0, warning: 5}",
            "findings: {error: 0, warning: 6}",
            "findings.warning",
            ("5", "6"),
            id="more findings",
        ),
        pytest.param(
            "findings: {error: 0, warning: 5}",
            "findings: {error: 0}",
            "findings.warning",
            ("5", ""),
            id="a severity without a limit",
        ),
        pytest.param(
            "min_coverage: 90%", "min_coverage: 85%", "min_coverage", ("90%", "85%"), id="coverage"
        ),
        pytest.param(
            "total: 1 kg/month, min_coverage: 90%",
            "total: 1 kg/month",
            "min_coverage",
            ("90%", ""),
            id="no coverage asked for",
        ),
        pytest.param(
            "increase: {max: 10%}",
            "increase: {max: 12%}",
            "increase.max",
            ("10%", "12%"),
            id="growth",
        ),
        pytest.param(
            "increase: {max: 10%}",
            "increase: {max: 10%, floor: 2 kg/month}",
            "increase.floor",
            ("", "2 kgCO2e/month"),
            id="a floor where there was none",
        ),
        pytest.param(
            "increase: {max: 10%, floor: 2 kg/month}",
            "increase: {max: 10%, floor: 3 kg/month}",
            "increase.floor",
            ("2 kgCO2e/month", "3 kgCO2e/month"),
            id="a higher floor",
        ),
        pytest.param(
            "total: 1 kg/month, increase: {max: 10%, floor: 2 kg/month}",
            "total: 1 kg/month",
            "increase",
            ("10%, 2 kgCO2e/month", ""),
            id="growth without a limit",
        ),
        pytest.param(
            "ratchet: {slack: 1%}",
            "ratchet: {slack: 2%}",
            "ratchet.slack",
            ("1%", "2%"),
            id="slack",
        ),
        pytest.param(
            "total: 1 kg/month, ratchet: {slack: 1%}",
            "total: 1 kg/month",
            "ratchet",
            ("1%", ""),
            id="no ratchet",
        ),
        pytest.param(
            "total: 1 kg/month, decide_on: high",
            "total: 1 kg/month",
            "decide_on",
            ("high", "best"),
            id="a lower end decides",
        ),
        pytest.param(
            "total: 1 kg/month, strict: true",
            "total: 1 kg/month",
            "strict",
            ("true", "false"),
            id="doubt passes",
        ),
        pytest.param(
            "total: 1 kg/month",
            "total: 1 kg/month, level: warn",
            "level",
            ("error", "warn"),
            id="a lower level",
        ),
        pytest.param(
            "total: 1 kg/month",
            "total: 1 kg/month, level: 'off'",
            "level",
            ("error", "off"),
            id="a budget that is off",
        ),
    ],
)
def test_a_higher_limit_is_named_and_a_lower_one_is_not(
    before: str, after: str, key: str, values: tuple[str, str]
) -> None:
    found = loosened(budget(before), budget(after))
    assert said(found) == [(f"budgets[b].{key}", *values)]
    assert found[0].text.startswith("budget b ")
    assert loosened(budget(after), budget(before)) == ()


def test_a_budget_that_is_gone_is_named_with_its_limits() -> None:
    before = budget("total: 120 kg/month, sci: 3 g/unit, findings: {error: 0}, min_coverage: 90%")
    assert said(loosened(before, file(""))) == [
        (
            "budgets[b]",
            "total: 120 kgCO2e/month, sci: 3 gCO2e/unit, error findings: 0, min_coverage: 90%",
            "",
        )
    ]


def test_a_budget_by_another_name_is_the_same_budget() -> None:
    one, other = file("budgets: [{id: a, total: 9 kg/month}]"), budget("total: 9 kg/month")
    assert said(loosened(one, other)) == []
    higher = budget("total: 10 kg/month")
    assert said(loosened(one, higher)) == [
        ("budgets[a].total", "9 kgCO2e/month", "10 kgCO2e/month")
    ]


def test_a_budget_that_was_off_holds_nothing_to_loosen() -> None:
    assert loosened(budget("total: 1 kg/month, level: 'off'"), file("")) == ()


def test_a_budget_that_counts_findings_takes_them_from_fail_on() -> None:
    plain, counted = budget("total: 1 kg/month"), budget("total: 1 kg/month, findings: {error: 3}")
    assert said(loosened(plain, counted)) == [("budgets[b].findings.error", "0", "3")]
    strict = budget("total: 1 kg/month, findings: {error: 0}")
    assert loosened(plain, strict) == ()
    warning = budget("total: 1 kg/month, findings: {warning: 3}")
    assert loosened(plain, warning) == ()  # warnings did not fail before
    quiet = file(
        "functional_unit: {name: order, per_month: 1000}\n"
        "budgets: [{id: b, total: 1 kg/month}, {id: q, findings: {error: 0}, level: warn}]"
    )
    assert said(loosened(plain, quiet)) == [("budgets[q].findings.error", "0", "warn")]


# ---- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("", "mode: warn", ("mode", "enforce", "warn"), id="a lower mode"),
        pytest.param(
            "mode: warn", "mode: report", ("mode", "warn", "report"), id="the lowest mode"
        ),
        pytest.param(
            "estimate: {autoscaling: max}",
            "estimate: {autoscaling: mid}",
            ("estimate.autoscaling", "max", "mid"),
            id="autoscalers towards their lower end",
        ),
        pytest.param(
            "estimate: {runner_visibility: public}",
            "",
            ("estimate.runner_visibility", "public", "unknown"),
            id="smaller runners",
        ),
        pytest.param(
            "", "code: {fail_on: 'off'}", ("code.fail_on", "error", "off"), id="no finding"
        ),
        pytest.param(
            "code: {fail_on: info}",
            "code: {fail_on: warning}",
            ("code.fail_on", "info", "warning"),
            id="fewer severities",
        ),
        pytest.param(
            "code: {new_only: false}", "", ("code.new_only", "false", "true"), id="old findings"
        ),
        pytest.param(
            "", "code: {tiers: [advice]}", ("code.tiers", "gate", ""), id="rules of a tier"
        ),
        pytest.param(
            "code: {disable: [a]}",
            "code: {disable: [a, query-in-loop]}",
            ("code.disable", "", "query-in-loop"),
            id="a rule",
        ),
        pytest.param("", "code: {paths: [src]}", ("code.paths", "all", "src"), id="other folders"),
        pytest.param(
            "code: {paths: [src, lib]}",
            "code: {paths: [src, lib/core]}",
            ("code.paths", "lib", "lib/core"),
            id="a part of a folder",
        ),
    ],
)
def test_a_setting_that_lets_more_pass_is_named(
    before: str, after: str, expected: tuple[str, str, str]
) -> None:
    assert said(loosened(file(before), file(after))) == [expected]
    assert loosened(file(after), file(before)) == ()


def test_other_data_is_named_in_both_directions() -> None:
    one, other = file(""), file("estimate: {dataset: ccf-2024}")
    assert said(loosened(one, other)) == [("estimate.dataset", one.dataset, "ccf-2024")]
    assert said(loosened(other, one)) == [("estimate.dataset", "ccf-2024", one.dataset)]


def test_the_policy_of_the_base_is_named_when_it_is_dropped_and_holds_then() -> None:
    before, after = file("policy: base\nmode: enforce"), file("mode: warn")
    found = loosened(before, after)
    assert said(found) == [("mode", "enforce", "warn"), ("policy", "base", "head")]
    assert all(one.held for one in found)
    assert not any(one.held for one in loosened(file(""), after))


def test_a_first_configuration_loosens_nothing() -> None:
    assert loosened(default(), file("mode: report\ncode: {paths: [src]}")) == ()


def test_a_configuration_that_is_gone_loosens_all_it_said() -> None:
    keys = [key for key, _, _ in said(loosened(load(WHOLE, "carbongate.yaml"), default()))]
    assert keys[:2] == ["mode", "budgets[shop]"]
    assert "budgets[ci]" in keys
    assert "stacks" in keys


# ---- stacks --------------------------------------------------------------------------------------


def stacked(
    budgets: str = "{id: b, match: {env: prod}, total: 9 kg/month}", text: str = STACKS
) -> Config:
    return file(f"{text}budgets: [{budgets}]")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "env: prod, service: api",
            "env: stage, service: api",
            [("budgets[b].match", "{env: prod}", "{env: prod}")],
            id="a label that takes a stack out of its budget",
        ),
        pytest.param("name: api,", "name: cart,", [], id="another name alone changes nothing"),
        pytest.param(
            "manifests: [infra/api, deploy/api]",
            "manifests: [infra/api]",
            [("stacks[api].manifests", "deploy/api", "")],
            id="a manifest that is taken out",
        ),
        pytest.param(
            "manifests: [infra/api, deploy/api]",
            "manifests: [infra/api, deploy/api/core]",
            [("stacks[api].manifests", "deploy/api", "deploy/api/core")],
            id="a part of a folder",
        ),
        pytest.param(
            "manifests: [infra/api, deploy/api]",
            "manifests: [infra/api, deploy]",
            [],
            id="a wider folder",
        ),
        pytest.param(
            "  - {name: lab, labels: {env: test}, manifests: [infra/lab]}\n",
            "",
            [("stacks[lab]", "infra/lab", "")],
            id="a stack that is taken out",
        ),
        pytest.param(
            "manifests: [infra/lab]",
            "manifests: [infra/lab, deploy/api/old]",
            [("budgets[b].match", "{env: prod}", "{env: prod}")],
            id="a manifest that moves to a stack without this budget",
        ),
        pytest.param(
            "aws: us-east-1",
            "aws: eu-north-1",
            [("stacks[shop].regions.aws", "us-east-1", "eu-north-1")],
            id="another region",
        ),
        pytest.param(
            "manifests: [infra/lab]",
            "manifests: [infra/lab], runs_on: shop",
            [("stacks[lab].runs_on", "", "shop")],
            id="machines of another stack",
        ),
        pytest.param(
            "manifests: [infra/lab]}",
            "manifests: [infra/lab]}\n  - {name: new, labels: {env: dev}, manifests: [infra/new]}",
            [],
            id="a stack more",
        ),
    ],
)
def test_what_is_looked_at_is_compared_by_its_manifests(
    before: str, after: str, expected: list[tuple[str, str, str]]
) -> None:
    changed = STACKS.replace(before, after)
    assert changed != STACKS
    assert said(loosened(stacked(), stacked(text=changed))) == expected


def test_stacks_that_are_all_gone_are_named_once() -> None:
    before, after = file(STACKS), file("")
    assert said(loosened(before, after)) == [("stacks", "api, lab and shop", "")]


def test_what_is_deleted_is_not_taken_out() -> None:
    head = stacked(text=STACKS.replace("infra/api, deploy/api", "infra/api"))
    assert loosened(stacked(), head, exists=lambda path: path != "deploy/api") == ()
    assert len(loosened(stacked(), head, exists=lambda path: True)) == 1


@pytest.mark.parametrize(
    ("budget", "named"),
    [
        ("{id: b, match: {env: prod, service: shop}, total: 9 kg/month}", False),
        ("{id: b, match: {env: prod, service: shop}, ratchet: {slack: 1%}}", True),
        ("{id: b, match: {env: prod, service: shop}, increase: {max: 5%}}", True),
        ("{id: b, match: {env: prod, service: shop}, min_coverage: 9%}", True),
    ],
)
def test_a_wider_match_loosens_what_is_a_share(budget: str, named: bool) -> None:
    wider = budget.replace(", service: shop", "")
    found = loosened(stacked(budget), stacked(wider))
    assert said(found) == (
        [("budgets[b].match", "{env: prod, service: shop}", "{env: prod}")] if named else []
    )


def test_a_narrower_match_names_the_stacks_that_are_lost() -> None:
    narrow = "{id: b, match: {env: prod, service: shop}, total: 9 kg/month}"
    (one,) = loosened(stacked(), stacked(narrow))
    assert (one.key, one.before, one.after) == (
        "budgets[b].match",
        "{env: prod}",
        "{env: prod, service: shop}",
    )
    assert one.text == "budget b does not take in api any more"


def test_workflows_that_move_into_a_stack_leave_the_budget_of_the_pipeline() -> None:
    ci = "{id: b, match: {stack: pipeline}, per_run: 9 g}"
    text = STACKS.replace("[infra/lab]", "[infra/lab, .github/workflows]")
    (one,) = loosened(stacked(ci), stacked(ci, text))
    assert one.text == "budget b does not take in lab any more"


def test_stacks_where_there_were_none_leave_out_what_they_do_not_name() -> None:
    before, after = file(""), file(STACKS)
    assert said(loosened(before, after)) == [("stacks", "", "api, lab and shop")]
    everything = file("stacks: [{name: all, manifests: [.]}]")
    assert loosened(before, everything) == ()


def test_a_dirtier_region_loosens_nothing() -> None:
    clean, dirty = stacked(), stacked(text=STACKS.replace("us-east-1", "ap-south-1"))

    def site(provider: str, region: str | None) -> Site:
        grid = {"us-east-1": 418.0, "ap-south-1": 700.0}[region or ""]
        one = Figure.exact(1, Unit.PUE, Declared("a test"))
        return Site(provider, region or "", replace(one, low=grid, best=grid, high=grid), one)

    assert loosened(clean, dirty, site=site) == ()
    assert said(loosened(dirty, clean, site=site)) == [
        ("stacks[shop].regions.aws", "ap-south-1", "us-east-1")
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "{name: order, per_month: 420}",
            "{name: order, per_month: 500}",
            [("functional_unit.per_month", "420", "500")],
            id="more units",
        ),
        pytest.param(
            "{name: order, per_month: 420}", "{name: order, per_month: 400}", [], id="fewer units"
        ),
        pytest.param(
            "{name: order, per_month: 420}",
            "{name: click, per_month: 420}",
            [("functional_unit", "420 x order", "420 x click")],
            id="another unit",
        ),
        pytest.param(
            "{name: order, per_month: [400, 420, 430]}",
            "{name: order, per_month: [400, 420, 500]}",
            [],
            id="an end that decides nothing",
        ),
    ],
)
def test_a_larger_unit_is_named_once(
    before: str, after: str, expected: list[tuple[str, str, str]]
) -> None:
    def config(unit: str) -> Config:
        return file(f"functional_unit: {unit}\n{STACKS}")

    assert said(loosened(config(before), config(after))) == expected


def test_a_unit_of_a_stack_of_its_own_is_held_against_the_common_one() -> None:
    before = file(f"functional_unit: {{name: order, per_month: 420}}\n{STACKS}")
    own = STACKS.replace(
        "[infra/lab]", "[infra/lab], functional_unit: {name: order, per_month: 900}"
    )
    after = file(f"functional_unit: {{name: order, per_month: 420}}\n{own}")
    assert said(loosened(before, after)) == [
        ("stacks[lab].functional_unit.per_month", "420", "900")
    ]


# ---- usage and resources -------------------------------------------------------------------------

ADDRESSES = ("aws_instance.web", "aws_instance.batch[0]", "aws_instance.batch[1]", "bucket")


def loaded(
    before: str, after: str, addresses: Collection[str] | None = ADDRESSES
) -> list[tuple[str, str, str]]:
    one, other = file(f"usage: {{{before}}}"), file(f"usage: {{{after}}}")
    return said(loosened(one, other, addresses=addresses))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            '"*": {cpu: 50%}',
            '"*": {cpu: 40%}',
            [('usage."*".cpu', "50%", "40%")],
            id="a lower load",
        ),
        pytest.param('"*": {cpu: 50%}', '"*": {cpu: 60%}', [], id="a higher load"),
        pytest.param(
            '"*": {cpu: 50%}',
            '"*": {cpu: 50%}, "aws_instance.batch*": {cpu: 5%}',
            [('usage."aws_instance.batch*".cpu', "50%", "5%")],
            id="a pattern that wins over a wider one",
        ),
        pytest.param(
            '"*": {cpu: 50%}, "aws_instance.batch*": {cpu: 90%}',
            '"*": {cpu: 50%}',
            [('usage."*".cpu', "90%", "50%")],
            id="a pattern that is gone",
        ),
        pytest.param(
            '"aws_instance.batch*": {cpu: 50%}',
            '"aws_instance.batch[0]": {cpu: 50%}, "aws_instance.batch[1]": {cpu: 50%}',
            [],
            id="the same in other words",
        ),
        pytest.param(
            "bucket: {storage_gb: 1 TB}",
            "bucket: {storage_gb: 500 GB}",
            [('usage."bucket".storage_gb', "1000 GB", "500 GB")],
            id="less stored",
        ),
        pytest.param(
            "bucket: {storage_gb: 1 TB, network_gb: 1}",
            "bucket: {network_gb: 1}",
            [('usage."bucket".storage_gb', "1000 GB", "")],
            id="no word on what is stored",
        ),
        pytest.param(
            '"*": {cpu: [10%, 50%, 90%]}',
            '"*": {cpu: [5%, 50%, 80%]}',
            [],
            id="ends that decide nothing",
        ),
        pytest.param(
            "gone: {cpu: 90%}", "bucket: {network_gb: 1}", [], id="an address that is deleted"
        ),
    ],
)
def test_a_lower_load_is_named_by_the_pattern_that_says_it(
    before: str, after: str, expected: list[tuple[str, str, str]]
) -> None:
    assert loaded(before, after) == expected


def test_the_end_of_a_range_counts_where_a_budget_decides_on_it() -> None:
    def config(cpu: str) -> Config:
        high = "budgets: [{id: b, total: 1 kg/month, decide_on: high}]"
        return file(f'usage: {{"*": {{cpu: {cpu}}}}}\n{high}')

    before, after = config("[10%, 50%, 90%]"), config("[10%, 50%, 80%]")
    assert said(loosened(before, after, addresses=ADDRESSES)) == [
        ('usage."*".cpu', "[10%, 50%, 90%]", "[10%, 50%, 80%]")
    ]


def test_a_load_that_was_assumed_is_compared_with_what_was_assumed() -> None:
    def use(address: str, stated: Mapping[str, Figure]) -> Mapping[str, Figure]:
        half = Figure.exact(0.5, Unit.ONE, Declared("assumed"))
        return {"cpu": half, **stated} if address == "aws_instance.web" else stated

    before = file("")
    low, high = file("usage: {'aws*': {cpu: 10%}}"), file("usage: {'aws*': {cpu: 90%}}")
    (one,) = loosened(before, low, addresses=ADDRESSES, use=use)
    assert (one.key, one.before, one.after) == ('usage."aws*".cpu', "50%", "10%")
    assert one.text == "less load of the processors than assumed otherwise: aws_instance.web"
    assert loosened(before, high, addresses=ADDRESSES, use=use) == ()


def test_without_addresses_the_patterns_are_compared() -> None:
    wide, narrow = '"*": {cpu: 50%}', '"*": {cpu: 50%}, "aws_instance.batch*": {cpu: 5%}'
    assert loaded(wide, narrow, None) == [('usage."aws_instance.batch*".cpu', "50%", "5%")]
    assert loaded("", narrow, None) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "bucket: {watts: 1 W}",
            'bucket: {watts: 1 W}, "aws*": {vcpus: 1, memory: 2 GiB}',
            [('resources."aws*"', "", "vcpus: 1, memory: 2 GiB")],
            id="a correction that is new",
        ),
        pytest.param(
            "bucket: {watts: 90 W}",
            "bucket: {watts: 80 W}",
            [('resources."bucket".watts', "90 W", "80 W")],
            id="a lower number",
        ),
        pytest.param("bucket: {watts: 90 W}", "bucket: {watts: 0.1 kW}", [], id="a higher number"),
        pytest.param(
            "bucket: {watts: 90 W, embodied: 1 t}",
            "bucket: {watts: 90 W}",
            [('resources."bucket".embodied', "1000 kgCO2e", "")],
            id="a number that is gone",
        ),
        pytest.param(
            "bucket: {watts: 90 W}",
            "bucket: {watts: 90 W, vcpus: 2}",
            [('resources."bucket".vcpus', "", "2")],
            id="a number more",
        ),
        pytest.param(
            "bucket: {storage: 1 TB, medium: ssd}",
            "bucket: {storage: 1 TB, medium: hdd}",
            [('resources."bucket".medium', "ssd", "hdd")],
            id="another medium",
        ),
        pytest.param(
            'bucket: {watts: 90 W}, "aws*": {vcpus: 4}',
            "bucket: {watts: 90 W}",
            [('resources."aws*"', "vcpus: 4", "")],
            id="a correction that is gone",
        ),
    ],
)
def test_another_size_is_named(
    before: str, after: str, expected: list[tuple[str, str, str]]
) -> None:
    one, other = file(f"resources: {{{before}}}"), file(f"resources: {{{after}}}")
    assert said(loosened(one, other, addresses=ADDRESSES)) == expected


# ---- waivers and code ----------------------------------------------------------------------------


def waiver(
    id: str = "W-7",  # noqa: A002, a waiver has an id
    scope: str = "b",
    allow: str = "15 kg/month",
    until: str = "2026-12-05",
) -> Waiver:
    words = {"id": id, "scope": scope, "reason": "r", "owner": "o", "until": until}
    return written(words | ({"allow": allow} if allow else {}))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param([waiver()], [], id="the same"),
        pytest.param([], [], id="a waiver less"),
        pytest.param(
            [waiver(until="2026-12-01", allow="9 kg/month")], [], id="shorter and smaller"
        ),
        pytest.param(
            [waiver(until="2026-12-06")],
            [("waivers[W-7].until", "2026-12-05", "2026-12-06")],
            id="longer",
        ),
        pytest.param(
            [waiver(allow="16 kg/month")],
            [("waivers[W-7].allow", "15 kgCO2e/month", "16 kgCO2e/month")],
            id="larger",
        ),
        pytest.param(
            [waiver(), waiver("W-8", "query-in-loop", "")],
            [("waivers[W-8]", "", "query-in-loop, until 2026-12-05")],
            id="one more",
        ),
        pytest.param(
            [waiver(scope="c")],
            [
                (
                    "waivers[W-7]",
                    "b, 15 kgCO2e/month until 2026-12-05",
                    "c, 15 kgCO2e/month until 2026-12-05",
                )
            ],
            id="about something else",
        ),
        pytest.param([waiver("W-8")], [], id="another id alone"),
        pytest.param(
            [waiver(), waiver("W-8")],
            [("waivers[W-8]", "", "b, 15 kgCO2e/month until 2026-12-05")],
            id="a second one of the same budget adds to the first",
        ),
    ],
)
def test_waivers_that_let_more_pass(
    after: list[Waiver], expected: list[tuple[str, str, str]]
) -> None:
    config = file("")
    found = loosened(config, config, base_waivers=[waiver()], head_waivers=after)
    assert said(found) == expected


def test_a_comment_that_takes_new_code_out_of_a_rule_is_named() -> None:
    (one,) = silenced([finding(suppressed="the loop is short"), finding()])
    assert (one.key, one.after) == ("carbongate: ignore[query-in-loop]", "shop/cart.py:12")
    (long,) = silenced([finding(suppressed="short " * 9_000)])
    assert len(long.text) < 300
    assert silenced([finding(suppressed="short", new=False)]) == ()
    assert silenced([finding(suppressed="short", tier="advice")]) == ()
    assert silenced([finding(suppressed="")]) == ()


# ---- laws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [WHOLE, f"version: 1\n{STACKS}", "version: 1\npolicy: base"])
def test_a_configuration_is_not_looser_than_itself(text: str) -> None:
    config = load(text, "carbongate.yaml")
    moved = load(f"# a comment\n\n{text}", "elsewhere.yaml")
    assert loosened(config, moved, base_waivers=[waiver()], head_waivers=[waiver()]) == ()
    assert looser(config, moved) == ()


@given(st.floats(0.001, 1e6), st.floats(0.001, 1e6))
def test_exactly_the_higher_of_two_limits_is_looser(one: float, other: float) -> None:
    found = loosened(budget(f"total: {one} kg/month"), budget(f"total: {other} kg/month"))
    assert bool(found) == (other > one * (1 + 1e-9))


def test_defaults_that_do_not_speak_of_something_leave_it_to_the_repository() -> None:
    defaults = replace(file("budgets: [{id: org, total: 1 t/month}]"), path=None)
    own = file(
        "functional_unit: {name: order, per_month: 1}\n"
        f'usage: {{"*": {{cpu: 1%}}}}\nresources: {{x: {{watts: 1 W}}}}\n{STACKS}'
        "budgets: [{id: org, total: 1 t/month}]"
    )
    assert looser(defaults, own) == ()
    higher = file("budgets: [{id: org, total: 2 t/month}]")
    assert [one.key for one in looser(defaults, higher)] == ["budgets[org].total"]


def test_names_of_any_length_stay_short() -> None:
    name = "x" * 10_000
    (one,) = loosened(file(f"budgets: [{{id: {name}, total: 9 kg/month}}]"), file(""))
    assert len(one.key) < 100
    assert len(one.text) < 100

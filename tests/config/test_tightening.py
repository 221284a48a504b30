"""A configuration may tighten the defaults that it extends, and loosen nothing that they state."""

from __future__ import annotations

import pytest

from carbongate.config import load
from carbongate.errors import ConfigError

DEFAULTS = """\
version: 1
mode: enforce
estimate: {autoscaling: max}
stacks:
  - {name: edge, manifests: [edge], labels: {env: prod}}
usage:
  "*": {cpu: 50%}
resources:
  "rack/*": {watts: 200 W}
budgets:
  - {id: org, match: {env: prod}, total: 100 kgCO2e/month, min_coverage: 90%, findings: {error: 0}}
  - {id: growth, increase: {max: 10%}, ratchet: {slack: 1%}, decide_on: high}
code: {fail_on: warning, tiers: [gate, advice], disable: []}
"""


def made(own: str, defaults: str = DEFAULTS) -> None:
    load(
        f"version: 1\nextends: org.yaml\n{own}\n",
        "own.yaml",
        other=lambda wanted: (defaults, wanted.name),
    )


LOOSER = {
    "mode: warn": "mode: warn is looser than enforce of org.yaml",
    "budgets: [{id: org, total: 120 kg/month}]": (
        "budgets[0].total: 120 kgCO2e/month is looser than 100 kgCO2e/month of org.yaml"
    ),
    "budgets: [{id: a, total: 1 g/month}, {id: org, level: warn}]": (
        "budgets[1].level: warn is looser than error of org.yaml"
    ),
    "budgets: [{id: org, decide_on: low}]": (
        "budgets[0].decide_on: low is looser than best of org.yaml"
    ),
    "budgets: [{id: growth, decide_on: best}]": (
        "budgets[0].decide_on: best is looser than high of org.yaml"
    ),
    "budgets: [{id: growth, increase: {max: 20%}}]": (
        "budgets[0].increase.max: 20% is looser than 10% of org.yaml"
    ),
    "budgets: [{id: growth, increase: {max: 10%, floor: 1 kg/month}}]": (
        "budgets[0].increase.floor: 1 kgCO2e/month is looser than org.yaml"
    ),
    "budgets: [{id: growth, ratchet: {slack: 2%}}]": (
        "budgets[0].ratchet.slack: 2% is looser than 1% of org.yaml"
    ),
    "budgets: [{id: org, min_coverage: 80%}]": (
        "budgets[0].min_coverage: 80% is looser than 90% of org.yaml"
    ),
    "budgets: [{id: org, findings: {error: 2}}]": (
        "budgets[0].findings.error: 2 is looser than 0 of org.yaml"
    ),
    "budgets: [{id: org, match: {env: dev}}]": "budgets[0].match: {env: dev} is looser than",
    "code: {fail_on: error}": "code.fail_on: error is looser than warning of org.yaml",
    "code: {fail_on: 'off'}": "code.fail_on: off is looser than warning of org.yaml",
    "code: {disable: [query-in-loop]}": "code.disable: query-in-loop is looser than org.yaml",
    "code: {tiers: [advice]}": "code.tiers: ",
    'usage: {"*": {cpu: 20%}}': 'usage."*".cpu: 20% is looser than 50% of org.yaml',
    'resources: {"rack/*": {watts: 100 W}}': 'resources."rack/*".watts: 100 W is looser than 200 W',
    "estimate: {autoscaling: min}": "estimate.autoscaling: min is looser than max of org.yaml",
    "stacks: [{name: edge, manifests: [other]}]": "stacks[0].manifests: ",
}


@pytest.mark.parametrize("own", LOOSER)
def test_looser_is_refused_at_its_own_line(own: str) -> None:
    with pytest.raises(ConfigError) as error:
        made(own)
    assert error.value.sentence.startswith(f"own.yaml:3: {LOOSER[own]}")
    assert error.value.sentence.endswith(
        "which this file extends; it may be tightened here, not loosened"
    )


ALLOWED = [
    "",
    "mode: enforce",
    "policy: base",
    "budgets: [{id: org, total: 90 kg/month, decide_on: high, strict: true, min_coverage: 95%}]",
    "budgets: [{id: growth, increase: {max: 5%}, ratchet: {slack: 0%}}]",
    "budgets: [{id: own, total: 5 t/month, level: warn}]",
    "code: {fail_on: hint, new_only: false, paths: [src]}",
    "functional_unit: {name: orders, per_month: 9}",
    "stacks: [{name: mine, manifests: [a], labels: {env: dev}}]",
    "stacks: [{name: edge, manifests: [edge, more]}]",
    'usage: {"*": {cpu: 70%}}',
    'usage: {"*": {hours: 700}, "web*": {cpu: 5%}}',
    'resources: {"mine/*": {watts: 1 W}, "rack/*": {watts: 300 W}}',
    "estimate: {runner_visibility: private}",
]


@pytest.mark.parametrize("own", ALLOWED)
def test_tighter_and_what_the_defaults_do_not_state_is_allowed(own: str) -> None:
    made(own)


@pytest.mark.parametrize(
    "own",
    [
        "mode: report",
        "estimate: {dataset: ccf-2024, autoscaling: min}",
        "code: {fail_on: 'off', disable: [query-in-loop], paths: [src]}",
        'usage: {"*": {cpu: 1%}}',
        'resources: {"*": {vcpus: 1}}',
    ],
)
def test_what_the_defaults_leave_open_is_the_repositorys_own(own: str) -> None:
    made(own, "version: 1\nbudgets: [{id: org, total: 1 kg/month}]\n")


def test_a_fraction_that_is_the_same_number_is_not_looser() -> None:
    made(
        "budgets: [{id: org, total: 0.1 t/month}]",
        "version: 1\nbudgets: [{id: org, total: 100 kg/month}]\n",
    )

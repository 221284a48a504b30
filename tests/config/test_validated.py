"""What `carbongate config` prints."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator

from carbongate.config.validated import schema_text, validated
from carbongate.errors import ConfigError
from tests.test_config import WHOLE

ORG = """\
version: 1
mode: enforce
budgets: [{id: org, match: {env: prod}, total: 100 kgCO2e/month, min_coverage: 90%, level: warn}]
"""
OWN = """\
version: 1
extends: org.yaml
policy: base
functional_unit: {name: 1k orders, per_month: [400, 420, 500]}
stacks: [{name: shop, manifests: [deploy], labels: {env: prod}}]
usage: {"web*": {cpu: 20%}}
budgets:
  - {id: own, increase: {max: 10%}, ratchet: {slack: 1%}, findings: {error: 0, info: 1200}}
code: {disable: [busy-wait]}
"""


def test_a_configuration_and_what_it_comes_to() -> None:
    assert (
        validated(OWN, "carbongate.yaml", other=lambda wanted: (ORG, wanted.name))
        == """\
carbongate.yaml can be read.
  mode      enforce, policy base
  extends   org.yaml
  dataset   carbongate-2026.11
  unit      1k orders, [400, 420, 500] a month
  stacks    shop
  budget    own: increase 10%, ratchet 1%, error findings 0, info findings 1,200 on everything
  budget    org: total 100 kgCO2e/month, coverage 90% on env prod, level warn  (of org.yaml)
  stated    use of 1 pattern, size of 0 patterns
  code      findings of severity error fail, new ones only, without busy-wait
Whether its paths, regions and patterns reach anything, `carbongate check` says.
"""
    )


def test_a_configuration_that_says_nothing_of_its_own() -> None:
    assert (
        validated("version: 1\n", "carbongate.yaml")
        == """\
carbongate.yaml can be read.
  mode      enforce
  dataset   carbongate-2026.11
  stacks    those that a run finds
  budgets   none: nothing but code can fail
  code      findings of severity error fail, new ones only
Whether its paths, regions and patterns reach anything, `carbongate check` says.
"""
    )


def test_what_this_version_cannot_hold_is_said() -> None:
    page = validated("version: 1\nestimate: {grid: here.json}\n", "carbongate.yaml")
    assert "  line 2: estimate.grid: this version cannot hold it yet, and refuses to run\n" in page


def test_everything_that_may_stand_there_can_be_shown() -> None:
    page = validated(WHOLE, "carbongate.yaml")
    assert "budget    shop: total 120 kgCO2e/month, sci 2.9 gCO2e/unit, coverage 90%" in page
    assert "budget    ci: per_run 40 gCO2e on stack pipeline" in page


def test_many_budgets_are_counted() -> None:
    budgets = "".join(f"  - {{id: b{n}, total: 1 kg/month}}\n" for n in range(25))
    page = validated(f"version: 1\nbudgets:\n{budgets}", "carbongate.yaml")
    assert "            and 5 more budgets\n" in page


def test_waivers_are_told_by_their_name() -> None:
    text = """\
version: 1
waivers:
  - {id: W-7, scope: prod-total, allow: 15 kgCO2e/month, reason: r, owner: team, until: 2026-12-05}
  - {id: W-8, scope: "aws_*", reason: r, owner: team, until: 2026-12-06}
"""
    assert (
        validated(text, "sub/carbongate-waivers.yaml")
        == """\
sub/carbongate-waivers.yaml can be read: 2 waivers.
  W-7: prod-total, allows 15 kgCO2e/month, until 2026-12-05, by team
  W-8: aws_*, until 2026-12-06, by team
"""
    )


@pytest.mark.parametrize("path", ["carbongate.yaml", "carbongate-waivers.yaml"])
def test_a_mistake_is_the_one_of_every_run(path: str) -> None:
    with pytest.raises(ConfigError, match=f"{path}:2: budget: unknown key; did you mean|there are"):
        validated("version: 1\nbudget: []\n", path)


@pytest.mark.parametrize(
    ("waivers", "name"),
    [(False, "urn:carbon-budget-gate:config:1"), (True, "urn:carbon-budget-gate:waivers:1")],
)
def test_the_schemas(waivers: bool, name: str) -> None:
    schema = json.loads(schema_text(waivers=waivers))
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == name
    assert not schema["additionalProperties"]
    assert all("description" in key for key in schema["properties"].values())

"""The proposed file, read as whoever opens it reads it."""

from __future__ import annotations

import json

from tests.proposal import CHART, TEMPLATE, WORKFLOW, pod, proposed

FILES = {
    "services/cart/k8s/prod/cart.yaml": pod("cart"),
    "charts/web/Chart.yaml": CHART,
    "charts/web/templates/web.yaml": TEMPLATE,
    "examples/k8s/web.yaml": pod(),
    ".github/workflows/ci.yml": WORKFLOW,
    "src/cart.py": "print(1)\n",
}


def test_the_whole_file() -> None:
    assert (
        proposed(FILES)
        == """\
# The carbon budget of this repository, as `carbongate init` proposes it for what it found here.
# Change what is wrong and delete what does not help; `carbongate config validate` reads it back.
version: 1

# Nothing fails yet: reports say what `enforce` would have done. After two weeks of that, enforce.
mode: warn
# policy: base  # a change is then held to the limits that stand before it, whatever it makes of them

# What the system delivers in a month. With it each report has a score, and a budget may limit it (sci).
# functional_unit: {name: 1k requests, per_month: 42000}

# Hosted runners of public repositories are larger, and no file says which kind this repository is.
# estimate: {runner_visibility: private}

# What is deployed together; names and labels are yours, and budgets match them.
# The CI workflows are a stack too, called pipeline, without being named here.
stacks:
  - name: cart-prod
    labels: {env: prod, service: cart}
    manifests: [services/cart/k8s/prod]
    # regions: {aws: eu-west-1}  # which cloud and where; no manifest says it, and the world's average is taken
  - name: web
    labels: {service: web}
    manifests: [charts/web]  # kubernetes, 2 files today
    # not estimated: HelmChart/charts/web: a Helm chart (of Deployment) is no manifest until it is rendered: run `helm template web charts/web > rendered.yaml` and name that file
# left out, since nobody seems to deploy them: examples/k8s/web.yaml

# What you know better than the defaults: today's widest assumptions. Take away the # of
# `usage` and of each line that you can fill.
# usage:
#   "Deployment/shop/cart": {hours: 730 h, cpu: [10%, 50%, 90%]}  # a pod uses 50 % (10 to 90) of its request unless stated
#   ".github/workflows/ci.yml:test": {cpu: [10%, 50%, 90%], runs: [10, 100, 1000], duration: [1 min, 10 min, 60 min]}  # a workflow without a schedule runs 100 times a month (10 to 1,000) unless stated

# The limits: today's estimate and a quarter more, so that what is there today passes.
budgets:
  - id: cart-prod
    match: {stack: cart-prod}
    total: 1.55 kgCO2e/month  # today 1.24 kgCO2e (0.117 to 6.14)
    min_coverage: 100%  # today 1 of 1 resource that uses energy can be estimated
  - id: pipeline
    match: {stack: pipeline}
    per_run: 0.687 gCO2e  # one run of .github/workflows/ci.yml, the heaviest workflow, today 0.549 gCO2e (0.00644 to 12.4)
  # What may follow, a line at a time, each with `carbongate check --base origin/main` in a pull request:
  #   increase: {max: 10%, floor: 1 kgCO2e/month}  # one change may add so much; both must be exceeded
  #   sci: 50 gCO2e/unit                           # carbon for one functional unit
  #   ratchet: {slack: 1%}                         # never more than before the change

# Energy anti-patterns in code. Files by folder: src (1).
code:
  fail_on: error  # a finding of this severity fails, one below it is only shown
  new_only: true  # and only on lines that a change adds or touches
  # paths: [src]  # without it all code is looked at
"""
    )


def test_no_name_ends_a_comment_or_begins_a_line() -> None:
    name = "x\u202e # {}: [::error::"
    files = {"k8s/web.yaml": pod(json.dumps(name)), "charts/ # {}: [/Chart.yaml": CHART}
    written = proposed(files)
    assert r'"Deployment/shop/x\u202e # {}: [::error::"' in written
    assert all(character.isprintable() or character == "\n" for character in written)
    assert not any(line.lstrip("# ").startswith("::") for line in written.splitlines())

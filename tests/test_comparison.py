"""A pull request that makes its own gate easier to pass is told so, whichever way it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbongate.cli.main import exit_code
from tests.repository.conftest import Checkout, no_hook

__all__ = ["no_hook"]  # these tests ask git, and no hook may answer

CONFIG = """\
version: 1
stacks:
  - {name: shop, labels: {env: prod}, manifests: [deploy], regions: {aws: eu-west-1}}
  - {name: api, labels: {env: prod}, manifests: [api], regions: {aws: eu-west-1}}
budgets:
  - {id: all, match: {env: prod}, total: 60 kgCO2e/month}
"""


def pods(name: str, replicas: int) -> str:
    container = {
        "name": "c",
        "image": "x",
        "resources": {"requests": {"cpu": "1", "memory": "2Gi"}},
    }
    pod = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": {"app": name}}, "template": pod}
    kind = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}}
    return json.dumps({**kind, "spec": spec}, indent=1)


def loosened(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bool]]:
    """Key, sentence and `held` of what a check beside main lists."""
    monkeypatch.chdir(checkout.root)
    assert exit_code(["check", "--base=main", "--quiet", "--output=json=report.json"]) in (0, 1)
    report = json.loads(Path("report.json").read_text())
    return [(one["key"], one["text"], one["held"]) for one in report["loosened"]]


@pytest.fixture
def shop(tmp_path: Path) -> Checkout:
    """A repository with two stacks, on a branch of its own."""
    checkout = Checkout(tmp_path / "shop")
    checkout.commit(
        {
            "carbongate.yaml": CONFIG,
            "deploy/web.yaml": pods("web", 4),
            "api/api.yaml": pods("api", 1),
            "tests/sample.yaml": pods("sample", 1),
        }
    )
    checkout.git("checkout", "-q", "-b", "change")
    return checkout


def test_a_machine_under_a_new_name_does_not_get_fewer_hours_unseen(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new name is none of the base, so that nothing seemed to be stated lower than before."""
    usage = "usage:\n  Deployment/default/site: {hours: 1 h}\n"
    shop.commit({"carbongate.yaml": CONFIG + usage, "deploy/web.yaml": pods("site", 4)})
    text = "fewer hours than assumed otherwise: Deployment/default/site"
    assert loosened(shop, monkeypatch) == [('usage."Deployment/default/site".hours', text, False)]

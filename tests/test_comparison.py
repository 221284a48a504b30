"""A pull request that makes its own gate easier to pass is told so, whichever way it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carbongate.cli.main import exit_code
from tests.repository.conftest import Checkout, no_hook

__all__ = ["no_hook"]  # these tests ask git, and no hook may answer

SHOP = "  - {name: shop, labels: {env: prod}, manifests: [deploy], regions: {aws: eu-west-1}}\n"
CONFIG = f"""\
version: 1
stacks:
{SHOP}  - {{name: api, labels: {{env: prod}}, manifests: [api], regions: {{aws: eu-west-1}}}}
budgets:
  - {{id: all, match: {{env: prod}}, total: 60 kgCO2e/month}}
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


def test_a_manifest_that_was_moved_out_of_the_stacks_is_no_silent_credit(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was a deletion to the gate, and the file was mentioned among the notes alone."""
    shop.git("mv", "deploy", "apps")
    shop.commit({"carbongate.yaml": CONFIG.replace(SHOP, "")})
    text = "what was counted is still there, and no stack counts it"
    assert loosened(shop, monkeypatch) == [("stacks", text, False)]


def test_a_manifest_that_no_kind_has_by_its_name_is_no_silent_credit(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.git("mv", "deploy/web.yaml", "deploy/web.md")
    shop.commit({"deploy/small.yaml": pods("small", 1)})
    text = "what was counted is still there, and no stack counts it"
    assert loosened(shop, monkeypatch) == [("stacks", text, False)]


def test_a_manifest_written_anew_beside_the_stacks_is_no_silent_credit(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.git("rm", "-q", "-r", "deploy")
    config = CONFIG.replace(SHOP, "")
    shop.commit(
        {
            "carbongate.yaml": config,
            "apps/site.yaml": "# anew\n" * 300 + pods("site", 9),
        }
    )
    text = "manifests are new, and no stack counts them"
    assert loosened(shop, monkeypatch) == [("stacks", text, False)]


def test_a_manifest_that_is_deleted_loosens_nothing(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.git("rm", "-q", "-r", "deploy")
    shop.commit({"carbongate.yaml": CONFIG.replace(SHOP, "")})
    assert loosened(shop, monkeypatch) == []


@pytest.mark.parametrize(
    "stack",
    [
        pytest.param("", id="to where no stack is"),
        pytest.param(
            "  - {name: lab, labels: {env: dev}, manifests: [apps]}\n", id="to another stack"
        ),
        pytest.param("  - {name: lab, runs_on: api, manifests: [apps]}\n", id="to another host"),
    ],
)
def test_the_policy_of_the_base_follows_a_manifest_that_was_moved(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch, stack: str
) -> None:
    """Its own configuration said where it counts, or that it does not, and the base believed it."""
    held = CONFIG.replace("version: 1", "version: 1\npolicy: base")
    shop.git("checkout", "-q", "main")
    shop.commit({"carbongate.yaml": held})
    shop.git("checkout", "-q", "-B", "change")
    shop.git("mv", "deploy", "apps")
    shop.commit({"carbongate.yaml": held.replace(SHOP, stack), "apps/web.yaml": pods("web", 400)})
    monkeypatch.chdir(shop.root)
    assert exit_code(["check", "--base=main", "--quiet", "--output=json=report.json"]) == 1


def test_a_manifest_that_is_none_any_more_by_its_looks_is_no_silent_credit(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.commit({"deploy/web.yaml": "# {}\n", "deploy/small.yaml": pods("small", 1)})
    text = "what was counted is still there, and no stack counts it"
    assert loosened(shop, monkeypatch) == [("stacks", text, False)]


def test_a_manifest_that_the_configuration_takes_out_is_listed_once(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.commit({"carbongate.yaml": CONFIG.replace(SHOP, "")})
    assert [key for key, _, _ in loosened(shop, monkeypatch)] == ["stacks[shop]"]


def test_a_base_that_cannot_be_read_is_named_where_nothing_of_it_is_held(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its policy was gone without a word beside the limits."""
    shop.git("checkout", "-q", "main")
    shop.commit({"carbongate.yaml": CONFIG + "policy: base\nfuture: 1\n"})
    shop.git("checkout", "-q", "-B", "change")
    shop.commit({"carbongate.yaml": CONFIG.replace("60 kg", "9000 kg")})
    ((key, text, held),) = loosened(shop, monkeypatch)
    assert (key, held) == ("policy", False)
    assert text.startswith("what the base asks for cannot be read, and nothing of it is held: ")
    assert "future: unknown key" in text


def test_a_manifest_that_was_moved_out_of_its_budget_is_named(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides took in all their stacks, and what was moved between them was a credit."""
    shop.git("mv", "deploy", "apps")
    lab = "  - {name: lab, labels: {env: dev}, manifests: [apps], regions: {aws: eu-west-1}}\n"
    shop.commit({"carbongate.yaml": CONFIG.replace(SHOP, lab)})
    text = "manifests were moved to stacks that budget all does not take in"
    assert loosened(shop, monkeypatch) == [("budgets[all].match", text, False)]


def test_a_manifest_that_was_moved_to_a_stack_found_by_itself_is_named(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = "version: 1\nbudgets:\n  - {id: all, match: {stack: deploy}, total: 60 kgCO2e/month}\n"
    shop.git("checkout", "-q", "main")
    shop.commit({"carbongate.yaml": budget})
    shop.git("checkout", "-q", "-B", "change")
    (shop.root / "deploy" / "more").mkdir()
    shop.git("mv", "deploy/web.yaml", "deploy/more/web.yaml")
    shop.commit({"deploy/small.yaml": pods("small", 1)})
    text = "manifests were moved to stacks that budget all does not take in"
    assert loosened(shop, monkeypatch) == [("budgets[all].match", text, False)]


def test_workloads_that_were_moved_to_the_machines_of_another_stack_are_named(
    shop: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.git("mv", "deploy", "apps")
    lab = "  - {name: lab, labels: {env: prod}, manifests: [apps], runs_on: api}\n"
    shop.commit({"carbongate.yaml": CONFIG.replace(SHOP, lab)})
    text = "the workloads of stack lab count as a share of the machines of another"
    assert loosened(shop, monkeypatch) == [("stacks[lab].runs_on", text, False)]

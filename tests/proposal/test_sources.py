"""What would be a manifest after one command."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from carbongate.proposal.groups import grouped
from carbongate.proposal.sources import MOST, sources
from carbongate.repository import MappingTree
from tests.proposal import CHART, OVERLAY, ROOT, TEMPLATE, pod, tree

PLAN = '{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {}, "resource_changes": []}'
RUN = "terraform -chdir=infra"


def found(files: Mapping[str, str]) -> list[tuple[str, str, str]]:
    made = tree(files)
    return [
        (one.name, one.command, one.manifest) for one in sources(made, grouped(made).groups, ())
    ]


def test_a_root_without_a_plan() -> None:
    assert found({"infra/main.tf": ROOT, "infra/modules/vpc/main.tf": 'resource "a" "b" {}'}) == [
        (
            "infra",
            f"{RUN} plan -out=tfplan && {RUN} show -json tfplan > infra/tfplan.json",
            "infra/tfplan.json",
        )
    ]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"infra/main.tf": ROOT, "infra/plan.json": PLAN}, id="it has its plan"),
        pytest.param({"infra/main.tf": 'variable "x" {}'}, id="it is a module of others"),
        pytest.param({"modules/vpc/main.tf": ROOT}, id="it lies among modules"),
        pytest.param({"examples/vpc/main.tf": ROOT}, id="it is an example"),
        pytest.param({"a\nb/main.tf": ROOT}, id="no configuration holds its name"),
    ],
)
def test_where_there_is_nothing_to_say(files: Mapping[str, str]) -> None:
    assert found(files) == []


def test_variables_of_environments_are_a_stack_each() -> None:
    files = {"main.tf": ROOT, "prod.tfvars": "", "env/staging.tfvars": "", "common.tfvars": ""}
    assert [(name, manifest) for name, _, manifest in found(files)] == [
        ("terraform-prod", "prod.tfplan.json"),
        ("terraform-staging", "staging.tfplan.json"),
    ]
    assert found(files)[1][1].startswith("terraform plan -var-file=env/staging.tfvars -out=staging")


def test_a_folder_with_a_space_stays_one_word_of_the_command() -> None:
    (one,) = found({"my infra/main.tf": ROOT})
    assert one[1] == (
        "terraform -chdir='my infra' plan -out=tfplan && "
        "terraform -chdir='my infra' show -json tfplan > 'my infra/tfplan.json'"
    )


def test_a_plan_that_git_ignores_only_needs_its_name() -> None:
    class Ignoring(MappingTree):
        """As a checkout is: an ignored file is there when it is asked for."""

        def files(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as it is there
            return (file for file in super().files() if file.path != "infra/plan.json")

    made = Ignoring({"infra/main.tf": ROOT.encode(), "infra/plan.json": PLAN.encode()})
    (one,) = sources(made, grouped(made).groups, ())
    assert one.manifest == "infra/plan.json"
    assert "infra/plan.json, which git ignores, counts where it is named" in one.about


def test_values_of_an_environment() -> None:
    chart = {"charts/web/Chart.yaml": CHART, "charts/web/templates/web.yaml": TEMPLATE}
    values = dict.fromkeys(
        ("charts/web/values.yaml", "charts/web/values-prod.yaml", "charts/web/ci/qa.values.yaml"),
        "",
    )
    assert [(name, manifest) for name, _, manifest in found(chart | values)] == [
        ("web-prod", "rendered/web-prod.yaml"),
        ("web-qa", "rendered/web-qa.yaml"),
    ]
    assert found(chart | values)[0][1] == (
        "mkdir -p rendered && helm template web charts/web -f charts/web/values-prod.yaml "
        "> rendered/web-prod.yaml"
    )


def test_overlays_that_only_change_what_lies_beside_them() -> None:
    made = tree({"d/base/web.yaml": pod(), "d/overlays/prod/kustomization.yaml": OVERLAY})
    groups = grouped(made).groups
    folded = [one for one in groups if one.place.environment]
    (one,) = sources(made, groups, folded)
    assert (one.name, one.command) == (
        "d-prod",
        "mkdir -p rendered && kubectl kustomize d/overlays/prod > rendered/d-prod.yaml",
    )


def test_only_so_many_are_shown() -> None:
    assert len(found({f"infra/r{n:02}/main.tf": ROOT for n in range(MOST + 5)})) == MOST

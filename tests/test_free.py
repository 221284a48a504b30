"""Types without energy of their own: told by name, and never one that uses some."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbongate.free import rules
from carbongate.tables import DEFAULT, Tables

# Types of every language that use energy, one a line.
USERS = (Path(__file__).parent / "data" / "energy_users.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The default dataset."""
    return Tables(DEFAULT)


def test_no_energy_user_is_swallowed(tables: Tables) -> None:
    swallowed = {name: tables.free(name) for name in USERS if tables.free(name)}
    assert swallowed == {}


@pytest.mark.parametrize(
    ("user", "free"),
    [
        ("aws_lb", "aws_lb_listener"),
        ("aws_vpc_endpoint", "aws_vpc_endpoint_policy"),
        ("aws_ec2_transit_gateway", "aws_ec2_transit_gateway_vpc_attachment"),
        ("aws_ecs_service", "aws_ecs_cluster"),
        ("aws_launch_configuration", "aws_s3_bucket_lifecycle_configuration"),
        ("aws_s3_bucket_object", "aws_s3_bucket_acl"),
        ("aws_route53_resolver_endpoint", "aws_route53_record"),
        ("aws_iot_topic_rule", "aws_cloudwatch_event_rule"),
        ("google_sql_database_instance", "google_sql_database"),
        ("google_compute_forwarding_rule", "google_compute_firewall"),
        ("google_compute_router_nat", "google_compute_router"),
        ("google_logging_project_bucket_config", "google_logging_project_sink"),
        ("azurerm_mssql_database", "azurerm_mssql_server"),
        ("azurerm_postgresql_flexible_server", "azurerm_postgresql_flexible_server_database"),
        ("azurerm_virtual_network_gateway", "azurerm_virtual_network"),
        ("azurerm_firewall", "azurerm_firewall_policy"),
        ("azurerm_app_configuration", "azurerm_app_configuration_key"),
        ("AWS::EC2::VPCEndpoint", "AWS::EC2::VPC"),
        ("AWS::IoT::TopicRule", "AWS::Events::Rule"),
        ("AWS::CloudFormation::Stack", "AWS::CloudFormation::WaitCondition"),
        ("Microsoft.Network/virtualNetworkGateways", "Microsoft.Network/virtualNetworks"),
        ("Microsoft.Sql/servers/databases", "Microsoft.Sql/servers"),
        ("kustomize.toolkit.fluxcd.io/Kustomization", "kustomize.config.k8s.io/Kustomization"),
        ("gateway.networking.k8s.io/Gateway", "networking.istio.io/Gateway"),
        ("karpenter.sh/NodeClaim", "karpenter.sh/NodePool"),
    ],
)
def test_look_alikes_are_told_apart(tables: Tables, user: str, free: str) -> None:
    assert tables.free(user) is None
    assert tables.free(free)


@pytest.mark.parametrize(
    "name",
    [
        "random_pet",
        "null_resource",
        "aws_iam_role_policy_attachment",
        "google_project_iam_member",
        "azurerm_role_assignment",
        "oci_identity_policy",
        "kubernetes_config_map_v1",
        "AWS::IAM::Role",
        "Custom::S3AutoDeleteObjects",
        "AWS::S3::BucketPolicy",
        "microsoft.insights/diagnosticSettings",
        "Microsoft.KeyVault/vaults/secrets",
        "ConfigMap",
        "core/ConfigMap",
        "rbac.authorization.k8s.io/ClusterRole",
        "apiextensions.k8s.io/CustomResourceDefinition",
    ],
)
def test_settings_and_permissions_are_free_in_every_language(tables: Tables, name: str) -> None:
    assert tables.free(name)


@pytest.mark.parametrize(
    "name", ["aws_quantum_thing", "AWS::New::Service", "Microsoft.New/things", "Thing", ""]
)
def test_an_unknown_type_stays_unknown(tables: Tables, name: str) -> None:
    assert tables.free(name) is None


def test_every_exception_is_one_to_a_rule(tables: Tables) -> None:
    rows = list(tables.rows("free_types").values())
    without = rules(row for row in rows if row["how"] != "never")
    idle = [
        row["pattern"]
        for row in rows
        if row["how"] == "never" and not without.reason(row["pattern"])
    ]
    assert idle == []


def test_no_exact_row_repeats_a_pattern(tables: Tables) -> None:
    rows = list(tables.rows("free_types").values())
    patterns = rules(row for row in rows if row["how"] not in ("exact", "never"))
    twice = [
        row["pattern"] for row in rows if row["how"] == "exact" and patterns.reason(row["pattern"])
    ]
    assert twice == []


def test_rows_use_the_words_that_the_matcher_knows(tables: Tables) -> None:
    for pattern, row in tables.rows("free_types").items():
        assert row["how"] in ("exact", "prefix", "suffix", "contains", "never"), pattern
        assert row["dialect"] in ("terraform", "cloudformation", "arm", "kubernetes"), pattern
        assert row["reason"], pattern

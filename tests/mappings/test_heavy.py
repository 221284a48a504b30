"""Which unknown types leave a verdict undecided."""

from __future__ import annotations

import pytest

from carbongate.mappings.heavy import heavy


@pytest.mark.parametrize(
    "name",
    [
        "aws_sagemaker_notebook_instance",
        "aws_elasticsearch_domain",
        "aws_elasticache_replication_group",
        "aws_dynamodb_table",
        "aws_redshift_cluster",
        "aws_batch_compute_environment",
        "google_sql_database_instance",
        "google_cloudfunctions_function",
        "google_tpu_v2_vm",
        "azurerm_container_group",
        "azurerm_cosmosdb_account",
        "azurerm_postgresql_flexible_server",
        "kubernetes_deployment_v1",
        "helm_release",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::RDS::DBInstance",
        "Microsoft.Compute/virtualMachines",
    ],
)
def test_it_computes(name: str) -> None:
    assert heavy(name)


@pytest.mark.parametrize(
    "name",
    [
        "aws_iam_instance_profile",
        "aws_db_subnet_group",
        "aws_rds_cluster_parameter_group",
        "aws_sfn_state_machine",
        "aws_sqs_queue",
        "aws_ecs_task_definition",
        "aws_placement_group",
        "azurerm_storage_container",
        "azurerm_storage_account",
        "google_storage_bucket",
        "google_sql_user",
        "kubernetes_service_v1",
        "kubernetes_namespace",
        "aws_api_gateway_deployment",
        "AWS::RDS::DBSubnetGroup",
        "group",
        "",
        "___",
    ],
)
def test_it_only_sets_something_up(name: str) -> None:
    assert not heavy(name)

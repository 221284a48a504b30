"""YAML and JSON without surprises: limits before anything is built, lines kept, nothing executed."""

from carbongate.documents.json import json_document
from carbongate.documents.node import Map, Seq
from carbongate.documents.scalars import Version
from carbongate.documents.yaml import yaml_documents

__all__ = ["Map", "Seq", "Version", "json_document", "yaml_documents"]

"""The JSON Schema of the configuration, for editors; made of the same keys that `load` reads."""

from __future__ import annotations

from typing import Any

from carbongate.config.root import ROOT


def schema() -> dict[str, Any]:
    """Draft 7, as the public collections of schemas want it."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:carbon-budget-gate:config:1",
        "title": "carbongate",
        "description": "Configuration of carbongate, a carbon budget gate: carbongate.yaml.",
        **ROOT.schema(),
    }


def text() -> str:
    """The schema as the file docs/config.schema.json has it."""
    import json

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"

"""Resources of the JSON report, and what could not be estimated."""

from __future__ import annotations

import math
from typing import Any

from carbongate.model import Accelerator, Compute, Estimate, Memory, Skipped, Storage, Where
from carbongate.reports.quantities import kg, quantity


def resource(row: Estimate) -> dict[str, Any]:
    """One resource and its month."""
    found = row.resource
    return {
        "address": found.address,
        "type": found.type,
        "kind": found.kind.value,
        "provider": found.provider,
        "region": found.region,
        "stack": row.stack,
        "where": where(found.where),
        "replicas": quantity([row.resource.replicas]),
        "tenant_of": row.tenant_of,
        "basis": row.basis,
        **sizes(row),
        "energy_kwh": quantity(part.energy for part in row.parts),
        "operational_kg": quantity((part.operational for part in row.parts), 1000),
        "embodied_kg": quantity((part.embodied for part in row.parts), 1000),
        "carbon_kg": kg(
            *(part.operational for part in row.parts), *(part.embodied for part in row.parts)
        ),
        "components": [
            {
                "kind": part.kind,
                "energy_kwh": quantity([part.energy]),
                "operational_kg": kg(part.operational),
                "embodied_kg": kg(part.embodied),
            }
            for part in row.parts
        ],
    }


def sizes(row: Estimate) -> dict[str, float]:
    """What all best replicas together have."""
    components = row.resource.components
    each = {
        "vcpus": [part.vcpus for part in components if isinstance(part, Compute)],
        "memory_gib": [part.gib for part in components if isinstance(part, Memory)],
        "storage_gb": [part.gb for part in components if isinstance(part, Storage)],
        "accelerators": [part.count for part in components if isinstance(part, Accelerator)],
    }
    return {
        name: math.fsum(figure.best for figure in figures) * row.resource.replicas.best
        for name, figures in each.items()
    }


def where(place: Where) -> dict[str, Any]:
    """Path and line of the manifest."""
    return {"path": place.path, "line": place.line}


def skipped(row: Skipped) -> dict[str, Any]:
    """What could not be estimated."""
    return {
        "address": row.address,
        "type": row.type,
        "where": where(row.where),
        "why": row.why,
        "heavy": row.heavy,
    }

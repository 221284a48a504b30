"""The fields of the JSON report, in the order of the contract. Nothing is rounded here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carbongate.figure import Figure
from carbongate.model import (
    Accelerator,
    Assumption,
    Compute,
    Coverage,
    Estimate,
    Finding,
    Fingerprint,
    FunctionalUnit,
    Judgement,
    Memory,
    Report,
    Skipped,
    StackEstimate,
    Storage,
    Totals,
    Verdict,
    Where,
)
from carbongate.reports.disclosure import boundary, exclusions
from carbongate.reports.largest import estimates, largest

VERSION = 1
FULL_LIST = 50_000  # resources; above it only the largest are listed
SHORT_LIST = 1_000


def document(report: Report) -> dict[str, Any]:
    """The fields in the order of the contract."""
    stacks = sorted(report.stacks, key=lambda found: found.stack.name)
    missing = [row for found in stacks for row in found.skipped]
    free = [row for found in stacks for row in found.free]
    count = sum(len(found.estimates) for found in stacks)
    short = count > FULL_LIST and not report.all_resources
    rows = largest(estimates(report), SHORT_LIST) if short else list(estimates(report))
    rows.sort(key=lambda row: (row.stack, row.resource.address, row.tenant_of or ""))
    return {
        "version": VERSION,
        "mode": report.mode,
        "exit_code": report.verdict.exit_code,
        "verdict": verdict(report.verdict),
        "fingerprint": fingerprint(report.fingerprint),
        "budgets": [budget(judgement) for judgement in report.verdict.judgements],
        "stacks": [stack(found) for found in stacks],
        "totals": totals(report.totals),
        "resources_total": sum(not row.idle for row in estimates(report)),
        "resources": [resource(row) for row in rows],
        "skipped": [
            skipped(row)
            for row in sorted(missing, key=lambda row: (row.address, str(row.where), row.why))
        ],
        "carbon_free": [
            {"address": row.address, "type": row.type}
            for row in sorted(free, key=lambda row: (row.address, row.type))
        ],
        "coverage": coverage(report.coverage),
        "findings": [
            finding(row)
            for row in sorted(
                report.findings, key=lambda row: (row.path, row.line, row.column, row.rule)
            )
        ],
        "waivers": [],
        "loosened": [],
        "diff": None,
        "assumptions": [
            assumption(row, short=short)
            for row in sorted(report.assumptions, key=lambda row: row.text)
        ],
        "sources": [
            {"key": row.key, "title": row.title, "year": row.year, "licence": row.licence}
            for row in sorted(report.sources, key=lambda row: row.key)
        ],
    }


# ---- numbers -----------------------------------------------------------------------------------


def quantity(figures: Iterable[Figure], divisor: float = 1) -> dict[str, float]:
    """The sum of figures of one unit, over a divisor."""
    parts = tuple(figures)
    return {
        "low": math.fsum(part.low for part in parts) / divisor,
        "best": math.fsum(part.best for part in parts) / divisor,
        "high": math.fsum(part.high for part in parts) / divisor,
    }


def kg(*grams: Figure) -> dict[str, float]:
    """Kilograms of what is kept in grams."""
    return quantity(grams, 1000)


def totals(found: Totals) -> dict[str, Any]:
    """Energy and carbon of a stack or of everything."""
    return {
        "energy_kwh": quantity([found.energy]),
        "operational_kg": kg(found.operational),
        "embodied_kg": kg(found.embodied),
        "carbon_kg": kg(found.carbon),
    }


# ---- entries -----------------------------------------------------------------------------------


def verdict(found: Verdict) -> dict[str, Any]:
    """Outcome and why."""
    return {"outcome": found.outcome, "reasons": list(found.reasons)}


def fingerprint(found: Fingerprint) -> dict[str, Any]:
    """What decided the numbers."""
    return {
        "tool": found.tool,
        "dataset": found.dataset,
        "grid_basis": found.grid_basis,
        "rules": found.rules,
        "config": found.config,
        "date": found.date,
        "tools": dict(sorted(found.tools.items())),
    }


def budget(found: Judgement) -> dict[str, Any]:
    """One limit and what was held against it; the value is null when there was nothing."""
    value = None
    if found.best is not None:
        value = {
            "low": float(found.best if found.low is None else found.low),
            "best": float(found.best),
            "high": float(found.best if found.high is None else found.high),
        }
    return {
        "id": found.budget,
        "metric": found.metric,
        "stacks": list(found.stacks),
        "value": value,
        "limit": float(found.limit),
        "allow": None,
        "unit": found.unit,
        "state": found.state,
        "waiver": None,
    }


def stack(found: StackEstimate) -> dict[str, Any]:
    """One boundary and its score."""
    score = found.sci
    return {
        "name": found.stack.name,
        "labels": dict(sorted(found.stack.labels.items())),
        "functional_unit": functional_unit(found.stack.functional_unit),
        "sci": None if score is None else {**quantity([score]), "unit": score.unit.value},
        "totals": totals(found.totals),
        "boundary": boundary(found),
        "exclusions": list(exclusions(found)),
    }


def functional_unit(unit: FunctionalUnit | None) -> dict[str, Any] | None:
    """R, where there is one."""
    return None if unit is None else {"name": unit.name, "per_month": quantity([unit.per_month])}


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


def coverage(found: Coverage) -> dict[str, Any]:
    """How much of it was looked at."""
    return {
        "estimated": found.estimated,
        "skipped": found.skipped,
        "carbon_free": found.free,
        "share": found.share,
        "known": found.known,
        "assumed_share": found.assumed_share,
    }


def finding(row: Finding) -> dict[str, Any]:
    """One energy anti-pattern in the code."""
    equivalents: Mapping[str, Sequence[str]] = {"creedengo": (), "catalogue": (), **row.equivalents}
    return {
        "rule": row.rule,
        "path": row.path,
        "line": row.line,
        "column": row.column,
        "end_line": row.end_line,
        "severity": row.severity,
        "confidence": row.confidence,
        "tier": row.tier,
        "message": row.message,
        "new": row.new,
        "suppressed": row.suppressed,
        "carbon_kg": None,
        "equivalents": {name: list(ids) for name, ids in sorted(equivalents.items())},
    }


def assumption(row: Assumption, *, short: bool) -> dict[str, Any]:
    """A sentence and what it touches."""
    affects = sorted(row.affects)
    return {"text": row.text, "affects": affects[:SHORT_LIST] if short else affects}

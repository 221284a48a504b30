"""The fields of the JSON report, in the order of the contract. Nothing is rounded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.model import (
    Assumption,
    Coverage,
    Finding,
    Fingerprint,
    FunctionalUnit,
    Judgement,
    Report,
    Source,
    StackEstimate,
    Verdict,
)
from carbongate.reports.contract_difference import difference
from carbongate.reports.contract_resources import resource, skipped
from carbongate.reports.contract_waivers import loosened, plans, waivers
from carbongate.reports.disclosure import (
    FORMULAS,
    METHODS,
    PRINCIPLES,
    Coefficient,
    boundary,
    coefficients,
    exclusions,
)
from carbongate.reports.largest import estimates, largest
from carbongate.reports.quantities import quantity, totals

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
    failing = frozenset(map(place, report.verdict.failing))
    rows.sort(key=lambda row: (row.stack, row.resource.address, row.tenant_of or ""))
    return {
        "version": VERSION,
        "mode": report.mode,
        "command": report.command,
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
            finding(row, fails=place(row) in failing)
            for row in sorted(
                report.findings, key=lambda row: (row.path, row.line, row.column, row.rule)
            )
        ],
        "waivers": waivers(report.waivers),
        "loosened": loosened(report.loosened),
        "diff": compared(report),
        "assumptions": [
            assumption(row, short=short)
            for row in sorted(report.assumptions, key=lambda row: row.text)
        ],
        "sources": [source(row) for row in sorted(report.sources, key=lambda row: row.key)],
        "notes": notes(report),
        "methods": methods(),
        "coefficients": [coefficient(row) for row in coefficients(report)],
        "plans": plans(report.plans),
        "prefix": report.prefix,
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
        "end": found.end,
        "limit": float(found.limit),
        "allow": None if found.allow is None else float(found.allow),
        "unit": found.unit,
        "state": found.state,
        "waiver": found.waiver,
        "reason": found.reason or None,
    }


def stack(found: StackEstimate) -> dict[str, Any]:
    """One boundary and its score."""
    score = found.sci if found.estimates else None  # nothing estimated is not nothing emitted
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


def place(row: Finding) -> tuple[str, str, int, int]:
    """What tells one finding from another."""
    return row.rule, row.path, row.line, row.column


def finding(row: Finding, *, fails: bool) -> dict[str, Any]:
    """One energy anti-pattern in the code."""
    equivalents: Mapping[str, Sequence[str]] = {"creedengo": (), "catalogue": (), **row.equivalents}
    return {
        "rule": row.rule,
        "path": row.path,
        "line": row.line,
        "column": row.column,
        "end_line": row.end_line,
        "end_column": row.end_column or None,
        "severity": row.severity,
        "confidence": row.confidence,
        "tier": row.tier,
        "message": row.message,
        "new": row.new,
        "suppressed": row.suppressed,
        "fails": fails,
        "fingerprint": row.fingerprint or None,
        "carbon_kg": None,
        "equivalents": {name: list(ids) for name, ids in sorted(equivalents.items())},
    }


def assumption(row: Assumption, *, short: bool) -> dict[str, Any]:
    """A sentence and what it touches."""
    affects = sorted(row.affects)
    return {"text": row.text, "affects": affects[:SHORT_LIST] if short else affects}


# ---- the base, and what the numbers rest on -----------------------------------------------------


def compared(report: Report) -> dict[str, Any] | None:
    """The difference against the base, where there is one."""
    found = report.difference
    if found is None:
        return None
    short = len(found.changes) > FULL_LIST and not report.all_resources
    return difference(found, SHORT_LIST if short else None)


def source(row: Source) -> dict[str, Any]:
    """Where numbers come from."""
    return {
        "key": row.key,
        "title": row.title,
        "year": row.year,
        "licence": row.licence,
        "url": row.url or None,
    }


def notes(report: Report) -> list[str]:
    """What was looked at and what was not; each sentence once."""
    stacks = sorted(report.stacks, key=lambda found: found.stack.name)
    every = (*report.notes, *(note for found in stacks for note in found.notes))
    return list(dict.fromkeys(every))


def methods() -> dict[str, Any]:
    """How each part of a score was come by."""
    return {"formulas": list(FORMULAS), **METHODS, "principles": list(PRINCIPLES)}


def coefficient(row: Coefficient) -> dict[str, Any]:
    """A cell of a table that the largest resources rest on."""
    at = row.cell
    return {
        "table": at.table,
        "row": at.row,
        "column": at.column,
        "value": quantity([row.figure]),
        "unit": row.figure.unit.value,
        "source": at.source,
    }

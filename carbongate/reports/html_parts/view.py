"""All that the page shows, in the order in which a reader asks. The template only loops and prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbongate.reports import remedy
from carbongate.reports.disclosure import made_with
from carbongate.reports.html_parts import lists
from carbongate.reports.html_parts.breakdown import (
    Component,
    Pool,
    Tile,
    components,
    pool_bars,
    stack_table,
    tiles,
)
from carbongate.reports.html_parts.changed import Changed, changed
from carbongate.reports.html_parts.limits import DRAWN, Limit, all_limits, kept, limits
from carbongate.reports.html_parts.numbers import said
from carbongate.reports.html_parts.parts import part_table
from carbongate.reports.html_parts.resources import resource_table, tenant_table
from carbongate.reports.html_parts.table import Table
from carbongate.reports.html_parts.unknown import brief
from carbongate.reports.html_parts.words import Words
from carbongate.words import count, share

OPTIONAL: Mapping[str, Any] = {
    "command": "",
    "waivers": (),
    "loosened": (),
    "diff": None,
    "notes": (),
    "methods": None,
    "coefficients": (),
    "plans": (),
    "prefix": "",
}
REASONS = (12, 3)  # that stand open: of one report, and of several, whose table says more
LINES = 40  # of carbongate.yaml, for what was skipped


@dataclass(frozen=True, slots=True)
class View:
    """One page."""

    words: Words
    state: str
    document: Mapping[str, Any]
    facts: tuple[tuple[str, str], ...]
    limits: tuple[Limit, ...]
    changed: Changed | None
    components: tuple[Component, ...]
    tiles: tuple[Tile, ...]
    pools: tuple[Pool, ...]
    lines: tuple[str, ...]
    lines_left: int
    partial: str
    method: str
    fingerprint: tuple[tuple[str, str], ...]
    contents: tuple[tuple[str, str], ...]
    scored: bool
    reasons: int  # that stand open
    held: bool
    tables: Mapping[str, Table]


def view(document: Mapping[str, Any], words: Words) -> View:
    """The document of a report, made ready to print. A field of a later version may be missing."""
    document = {**OPTIONAL, **document}
    found, difference = limits(document), changed(document)
    missing = lists.gaps(document)
    lines = remedy.to_add(missing)
    tables = [
        part_table(words.parts if len(words.parts) > 1 else ()),
        lists.loosened(document),
        all_limits(found),
        *((difference.stacks, difference.resources) if difference else ()),
        stack_table(document),
        resource_table(document, explain=len(words.parts) < 2),
        tenant_table(document, explain=len(words.parts) < 2),
        lists.findings(document),
        lists.skipped(missing),
        lists.assumptions(document),
        lists.waivers(document),
        lists.carbon_free(document),
        lists.coefficients(document),
        lists.sources(document),
        lists.plans(document),
    ]
    by_id = {each.id: each for each in tables}
    return View(
        words=words,
        state=state(document, words),
        document=document,
        facts=tuple(facts(document, found, several=len(words.parts) > 1)),
        limits=tuple(found[:DRAWN]),
        changed=difference,
        components=tuple(components(document)),
        tiles=tuple(tiles(document)),
        pools=tuple(pool_bars(document)),
        lines=lines[:LINES],
        lines_left=max(0, len(lines) - LINES),
        partial=partial(document),
        method=method(document),
        fingerprint=made_with(document["fingerprint"]),
        contents=tuple(
            contents(by_id, words, limited=bool(found), compared=difference is not None)
        ),
        held=any(row["held"] for row in document["loosened"]),
        reasons=REASONS[len(words.parts) > 1],
        scored=any(stack["sci"] for stack in document["stacks"]),
        tables=by_id,
    )


def contents(
    tables: Mapping[str, Table], words: Words, *, limited: bool, compared: bool
) -> Iterator[tuple[str, str]]:
    """The sections that are there."""
    listed = (
        ("verdict", "Verdict", True),
        ("loosened", "Loosened", bool(tables["loosened"].rows)),
        ("parts", "Reports", bool(tables["parts"].rows)),
        ("budgets", "Budgets", limited),
        ("change", "What changed", compared),
        ("todo", "What to do", bool(words.actions or words.first_config)),
        ("carbon", "Where the carbon is", bool(tables["stacks"].rows)),
        ("resources", "Resources", bool(tables["resources"].rows)),
        ("tenants", "Workloads", bool(tables["tenants"].rows)),
        ("findings", "Code", bool(tables["findings"].rows)),
        ("skipped", "Skipped", bool(tables["skipped"].rows)),
        ("assumptions", "Assumptions", bool(tables["assumptions"].rows)),
        ("waivers", "Waivers", bool(tables["waivers"].rows)),
        ("carbon-free", "Without energy", bool(tables["carbon-free"].rows)),
        ("method", "Method", True),
        ("coefficients", "Coefficients", bool(tables["coefficients"].rows)),
        ("sources", "Sources", bool(tables["sources"].rows)),
        ("fingerprint", "Fingerprint", True),
    )
    yield from ((name, title) for name, title, there in listed if there)


def state(document: Mapping[str, Any], words: Words) -> str:
    """The colour of the verdict: an estimate has none, and what is not enforced only warns."""
    if words.word == "ESTIMATE" or document.get("command") in ("estimate", "diff"):
        return "off"
    outcome = str(document["verdict"]["outcome"])
    if outcome in ("fail", "undecided") and document["exit_code"] == 0:
        return "warn"
    if outcome == "pass" and not document["budgets"] and document["stacks"]:
        return "off"  # nothing was held against a limit: no reason for green
    return {"empty": "off"}.get(outcome, outcome)


def facts(
    document: Mapping[str, Any], found: Sequence[Limit], *, several: bool
) -> list[tuple[str, str]]:
    """What a glance takes in. Of several stacks there is no common sum that means something."""
    stacks, coverage = document["stacks"], document["coverage"]
    shown = []
    if len(stacks) == 1:
        known = coverage["estimated"] > 0  # nothing estimated is not nothing emitted
        carbon = said(stacks[0]["totals"]["carbon_kg"], "kgCO2e") if known else "nothing estimated"
        shown.append(("carbon a month", carbon))
        if stacks[0]["sci"]:
            unit = stacks[0]["functional_unit"]["name"]
            shown.append((f"score, one unit = {unit}", said(stacks[0]["sci"], "gCO2e")))
    elif several:
        total = said(document["totals"]["carbon_kg"], "kgCO2e")
        total = total if coverage["estimated"] else "nothing estimated"
        shown.append(("all reports together, a month", total))
    elif stacks:
        shown.append(("stacks", f"{len(stacks):,}"))
    if document.get("diff"):
        shown.append(("this change", brief(document["diff"])))
    if found:
        shown.append(("limits kept", kept(found)))
    if coverage["share"] is not None:
        known = f"{share(coverage['share'])} of {coverage['estimated'] + coverage['skipped']:,}"
        shown.append(("estimated", known))
    fresh = [r for r in document["findings"] if not r["suppressed"] and r["new"] is not False]
    if fresh:
        shown.append(("findings", f"{len(fresh):,}"))
    holding = sum(row["state"] in ("in force", "ends soon") for row in document.get("waivers", ()))
    if holding:
        shown.append(("waivers in force", f"{holding:,}"))
    return shown


def partial(document: Mapping[str, Any]) -> str:
    """Says so where the document lists only the largest resources."""
    own = sum(not row["address"].endswith("#idle") for row in document["resources"])
    if own >= document["resources_total"]:
        return ""
    largest = count(len(document["resources"]), "largest row", "largest rows")
    return f"Drawn and listed from the {largest} of {document['resources_total']:,} resources."


def method(document: Mapping[str, Any]) -> str:
    """How each quantity was come by."""
    found = document.get("methods") or {}
    names = ("energy", "intensity", "pue", "embodied", "functional_unit")
    return ", ".join(f"{name.replace('_', ' ')} {found[name]}" for name in names if name in found)

"""What is said of several reports: notes for the document, words for the page and the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from carbongate.merged import verdict
from carbongate.merged.part import Part
from carbongate.reports.headline import MEANING
from carbongate.reports.html_parts.limits import limits
from carbongate.reports.html_parts.numbers import best, change, ends
from carbongate.reports.html_parts.words import NO_BASE, NO_LIMIT, Words
from carbongate.reports.html_parts.words import Part as PartWords
from carbongate.words import listed, share

NAMED = 5
WORDS = {
    "pass": "PASS",
    "fail": "FAIL",
    "undecided": "UNDECIDED",
    "empty": "NOTHING TO LOOK AT",
}
LET_GO = {"fail": "WOULD FAIL", "undecided": "WOULD BE UNDECIDED"}


# ---- notes -------------------------------------------------------------------------------------


def notes(parts: Sequence[Part]) -> list[str]:
    """What a reader of the sum must know: what came twice, and what cannot be compared."""
    found = [
        f"report {part.name} was given {part.copies:,} times, and is counted once"
        for part in parts
        if part.copies > 1
    ]
    for key, words in (("dataset", "datasets"), ("grid_basis", "bases of the grid factors")):
        by_word: dict[str, list[str]] = defaultdict(list)
        for part in parts:
            by_word[part.document["fingerprint"][key]].append(part.name)
        if len(by_word) > 1:
            each = "; ".join(f"{word} ({listed(by_word[word], NAMED)})" for word in sorted(by_word))
            found.append(
                f"the reports rest on different {words}, so their numbers cannot be compared, "
                f"and a sum mixes them: {each}"
            )
    return [*found, *twice(parts)]


def twice(parts: Sequence[Part]) -> list[str]:
    """Stacks that stand in several reports with the very same numbers: one thing, or two alike."""
    holders: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for part in parts:
        for row in part.document["stacks"]:
            if row["totals"]["carbon_kg"]["best"] > 0:
                holders[(row["name"], repr(row["totals"]), row["boundary"])].append(part.name)
    return [
        f"stack {name} has the same boundary and numbers in {listed(names, NAMED)}, and is counted "
        f"{len(names):,} times: if it is one and the same, leave it out of all reports but one"
        for (name, _, _), names in sorted(holders.items())
        if len(names) > 1
    ]


# ---- words -------------------------------------------------------------------------------------


def words(document: Mapping[str, Any], parts: Sequence[Part]) -> Words:
    """The verdict of the whole, and a row for each report, the gravest first."""
    rows = sorted(parts, key=verdict.gravity)
    return Words(
        word(document),
        verdict.headline(parts) if len(parts) > 1 else worst(document),
        tuple(dict.fromkeys(document["verdict"]["reasons"])),
        meaning(document),
        (covered(document["coverage"]),),
        alerts=tuple(notes(parts)),
        parts=tuple(map(part_words, rows)),
    )


def covered(found: Mapping[str, Any]) -> str:
    """How much was looked at."""
    free = f"; {found['carbon_free']:,} need no energy of their own" if found["carbon_free"] else ""
    skipped = f", {found['skipped']:,} skipped" if found["skipped"] else ""
    whole = found["estimated"] + found["skipped"]
    return f"Estimated {found['estimated']:,} of {whole:,} resources{skipped}{free}."


def word(document: Mapping[str, Any]) -> str:
    """The outcome; what it would be where nothing is enforced."""
    outcome = document["verdict"]["outcome"]
    if document["command"] in ("estimate", "diff") and outcome != "empty":
        return {"estimate": "ESTIMATE", "diff": "DIFFERENCE"}[document["command"]]
    if document["exit_code"] == 0 and outcome in LET_GO:
        return LET_GO[outcome]
    return WORDS[outcome]


def meaning(document: Mapping[str, Any]) -> str:
    """The exit code."""
    if document["command"] in ("estimate", "diff"):
        return ""
    code = document["exit_code"]
    if word(document) in LET_GO.values():
        return f"exit code {code}: none of those that are not green enforces its limits"
    return f"exit code {code}: {MEANING[code]}"


def part_words(part: Part) -> PartWords:
    """One report in a row."""
    document = part.document
    found, share_of = document["totals"]["carbon_kg"], document["coverage"]["share"]
    holding = [row for row in document["waivers"] if row["state"] in ("in force", "ends soon")]
    return PartWords(
        part.name,
        word(document),
        best(found) if found["best"] > 0 else "nothing estimated",
        ends(found),
        worst(document),
        "" if share_of is None else share(share_of),
        f"{len(holding):,}",
        f"{len(document['loosened']):,}",
        increase(document),
    )


def worst(document: Mapping[str, Any]) -> str:
    """The limit that is broken, or that least is left of."""
    found = [each for each in limits(document) if each.state != "off"]
    if not found:
        return NO_LIMIT
    most = min(found, key=lambda each: each.rank)
    more = sum(each.state == most.state for each in found) - 1
    rest = f", and {more:,} more" if more and most.state in ("fail", "undecided") else ""
    return f"{most.id} {most.metric}: {most.room}{rest}"


def increase(document: Mapping[str, Any]) -> str:
    """What the change adds, and what of it most."""
    found = document["diff"]
    if found is None:
        return NO_BASE
    growing = [row for row in found["changes"] if row["delta"]["best"] > 0 and not row["tenant_of"]]
    most = max(growing, key=lambda row: (row["delta"]["best"], row["address"]), default=None)
    tail = f", most by {most['address']}" if most else ""
    return f"{change(found['delta'], 'kg')}{tail}"

"""Lines for carbongate.yaml: what would make an estimate of something skipped, a first budget."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carbongate.config import PIPELINE
from carbongate.limits.carbon import runs
from carbongate.model import Skipped, StackEstimate
from carbongate.words import number

# A reason that brings its own line: ... `"address": {requests: 1M}` under usage
GIVEN = re.compile(r"`(?P<line>\"[^`]+\": \{[^`]*\})` under `?(?P<section>usage|resources)\b")
LEAD = re.compile(r"[:;,]? *(?:add|state|state what runs with|give) *$")
# A reason whose remedy is a command or a choice, not the size of one machine.
ELSEWHERE = re.compile(r"`|--render|ambiguous|runs_on")
EXAMPLE = re.compile(r"(?<=: )\d[\d.,_]*[kKMGB]?(?=[^\"]*$)")
SIZE = "{vcpus: ..., memory: ... GiB}"
HEADROOM = 1.25
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of carbongate.yaml that would make an estimate of something skipped."""

    section: str
    text: str


def line(skipped: Skipped) -> Line | None:
    """The line to add; None where something else helps, which the reason says then.

    The dots are for the reader: a line that is pasted as it is stays a configuration error.
    """
    given = GIVEN.search(skipped.why)
    if given:
        return Line(given["section"], EXAMPLE.sub("...", given["line"]))
    whole_file = skipped.address == skipped.where.path
    if skipped.heavy and not whole_file and not ELSEWHERE.search(skipped.why):
        return Line("resources", f"{json.dumps(skipped.address)}: {SIZE}")
    return None


def reason(skipped: Skipped) -> str:
    """Why it was skipped, without the line that stands beside it."""
    given = GIVEN.search(skipped.why)
    if given is None:
        return skipped.why
    return LEAD.sub("", skipped.why[: given.start()]) or skipped.why


def to_add(skipped: Iterable[Skipped]) -> tuple[str, ...]:
    """The lines of all of them as they stand in carbongate.yaml."""
    lines = [found for found in map(line, skipped) if found]
    shown: list[str] = []
    for section in sorted({found.section for found in lines}):
        texts = dict.fromkeys(found.text for found in lines if found.section == section)
        shown += [f"{section}:", *(f"  {text}" for text in texts)]
    return tuple(shown)


def first_budget(stacks: Sequence[StackEstimate]) -> tuple[str, ...]:
    """A carbongate.yaml to begin with: what there is today and a quarter more, as a warning."""
    limits = [
        f"  - {{{about(found.stack.name)}, {limit(found)}}}"
        for found in sorted(stacks, key=lambda found: found.stack.name)
        if found.estimates and found.totals.carbon.best > 0
    ]
    return ("version: 1", "mode: warn", "budgets:", *limits) if limits else ()


def limit(found: StackEstimate) -> str:
    """Its month, or of workflows that run and end one run of the heaviest of them."""
    if found.stack.name == PIPELINE:
        worst = max((run.best for run in runs([found]).values()), default=0)
        if worst > 0:
            return f"per_run: {plain(worst * HEADROOM)} gCO2e"
    return f"total: {plain(found.totals.carbon.best * HEADROOM / 1000)} kgCO2e/month"


def about(stack: str) -> str:
    """Id and match of a budget; what came through standard input is no stack of a configuration."""
    if stack == STDIN:
        return "id: all"
    return f"id: {json.dumps(stack)}, match: {{stack: {json.dumps(stack)}}}"


def plain(value: float) -> str:
    """A number that YAML reads: no commas."""
    return number(value).replace(",", "")

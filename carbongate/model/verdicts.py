"""What was found in code, what was decided, and all that a report may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from carbongate.model.differences import Difference
from carbongate.model.estimates import Coverage, Source, StackEstimate, Totals
from carbongate.model.waivers import Loosening, Waived

Severity = Literal["error", "warning", "info", "hint"]
Confidence = Literal["high", "medium", "low"]
Tier = Literal["gate", "advice", "parity"]


@dataclass(frozen=True, slots=True)
class Finding:
    """An energy anti-pattern at a place. Lines and columns from 1; `end_column` is behind the last
    character, 0 where it is not known.

    `new` is None when nothing could be compared; `suppressed` holds the reason of a suppression,
    "" for a suppression without one (which does not count as one); None when not suppressed.
    `fingerprint` stays the same when lines above it come and go: it is made of the rule, the path and the
    text of the line, with `:n` for the nth of that text; "" where there is no text to make it of.
    """

    rule: str
    path: str
    line: int
    column: int
    end_line: int
    severity: Severity
    confidence: Confidence
    tier: Tier
    message: str
    new: bool | None = None
    suppressed: str | None = None
    equivalents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    end_column: int = 0
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule says of itself, for reports that explain their findings."""

    id: str
    language: str
    severity: Severity
    tier: Tier
    confidence: Confidence
    title: str
    why: str
    instead: str
    evidence: str  # how it is known that the pattern wastes energy, and where that stands
    pattern: str | None = None  # slug of the Green Software pattern it serves


Outcome = Literal["pass", "fail", "undecided", "empty"]
State = Literal["pass", "fail", "warn", "undecided", "off"]
Mode = Literal["report", "warn", "enforce"]
Metric = Literal["total", "sci", "per_run", "findings", "min_coverage", "increase", "ratchet"]
Command = Literal["check", "scan", "estimate", "diff"]
End = Literal["low", "best", "high"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One limit of one budget, held against what was found. Numbers are in `unit`.

    `allow` is what a waiver adds to the limit, in the same unit, and `waiver` its id; the numbers of
    `increase` and `ratchet` are growth, so they may be negative. `end` is the number that decided.
    """

    budget: str
    metric: Metric
    stacks: tuple[str, ...]
    low: float | None
    best: float | None
    high: float | None
    limit: float
    unit: str
    state: State
    reason: str  # a sentence; "" when it passed
    allow: float | None = None
    waiver: str | None = None
    end: End = "best"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one object that drives every format and the exit code.

    `failing` are the findings that break something, be it `code.fail_on` or the limit of a budget.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    exit_code: int
    enforced: int  # the exit code that mode `enforce` would have given
    judgements: tuple[Judgement, ...]
    failing: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """A sentence and the addresses it touches."""

    text: str
    affects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What decided the numbers: two reports with equal fingerprints and trees have equal bytes."""

    tool: str
    dataset: str
    grid_basis: str
    rules: str
    config: str
    date: str
    tools: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that was judged: what is applied later must have the same digest (sha256, hex)."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that a renderer may know.

    Paths are relative to the root of the run; `prefix` is the folder of the repository that this is, ""
    for its top. `config` is the configuration, seen from the root; "" where there is none inside it.
    `policy` says whose configuration decides. `here`: a command that names no path, in the folder that was looked at, sees the same.
    """

    mode: Mode
    command: Command
    verdict: Verdict
    fingerprint: Fingerprint
    stacks: tuple[StackEstimate, ...]
    totals: Totals
    coverage: Coverage
    findings: tuple[Finding, ...]
    scanned: int  # files the analyzer read
    assumptions: tuple[Assumption, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]  # sentences for the reader: superseded files, what a stack lacks
    configured: bool  # a carbongate.yaml was there
    all_resources: bool = False
    difference: Difference | None = None  # against the base, where one was given
    waivers: tuple[Waived, ...] = ()
    loosened: tuple[Loosening, ...] = ()
    plans: tuple[Plan, ...] = ()
    rules: tuple[RuleText, ...] = ()  # of the rules that have findings
    prefix: str = ""
    config: str = ""
    policy: Literal["head", "base"] = "head"
    here: bool = True

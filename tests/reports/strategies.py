"""Reports of any shape, with texts that nobody would write on purpose."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from carbongate.model import (
    Assumption,
    CarbonFree,
    Estimate,
    Finding,
    Judgement,
    Kind,
    Report,
    Skipped,
    Source,
    StackEstimate,
    Verdict,
    Where,
)
from tests.reports import build

NASTY = [
    "",
    " ",
    "a",
    "é",
    "`",
    "|",
    "\n",
    "\u202e",
    "\x1b[2J",
    "<b>",
    "@me",
    "::error::x",
    "](x)",
    "\ud800",
]
texts = st.lists(st.sampled_from(NASTY), max_size=6).map("".join) | st.text(max_size=30)
names = texts.filter(bool)
lines = st.none() | st.integers(1, 10_000)
places = st.builds(Where, texts, lines)
skipped = st.builds(Skipped, names, texts, places, texts, st.booleans())
free = st.builds(CarbonFree, names, texts, places)
findings = st.builds(
    Finding,
    rule=texts,
    path=texts,
    line=st.integers(1, 9999),
    column=st.integers(1, 200),
    end_line=st.integers(1, 9999),
    severity=st.sampled_from(["error", "warning", "info", "hint"]),
    confidence=st.sampled_from(["high", "medium", "low"]),
    tier=st.sampled_from(["gate", "advice", "parity"]),
    message=texts,
    new=st.none() | st.booleans(),
    suppressed=st.none() | texts,
    equivalents=st.dictionaries(
        st.sampled_from(["creedengo", "catalogue", "other"]), st.just(("X1",))
    ),
)
numbers = st.none() | st.floats(0, 1e6)
judgements = st.builds(
    Judgement,
    budget=texts,
    metric=st.sampled_from(["total", "sci", "per_run", "findings", "min_coverage"]),
    stacks=st.sampled_from([(), ("a",), ("a", "b")]),
    low=st.none(),
    best=numbers,
    high=st.none(),
    limit=st.floats(0, 1e6),
    unit=texts,
    state=st.sampled_from(["pass", "fail", "warn", "undecided", "off"]),
    reason=texts,
)


@st.composite
def estimates(draw: st.DrawFn, stack: str) -> Estimate:
    """A resource of any name and size."""
    return build.estimate(
        draw(names),
        draw(texts),
        kwh=draw(st.floats(0, 1e7)),
        kilograms=draw(st.floats(0, 1e6)),
        stack=stack,
        machine=draw(st.none() | texts),
        region=draw(st.none() | texts),
        path=draw(texts),
        line=draw(lines),
        kind=draw(st.sampled_from(Kind)),
        replicas=draw(st.floats(0.5, 1e4)),
        basis=draw(st.sampled_from(["declared", "usage", "assumed", "measured"])),
        tenant_of=draw(st.none() | names),
        idle=draw(st.booleans()),
    )


@st.composite
def stacks(draw: st.DrawFn, name: str) -> StackEstimate:
    """A stack with and without a score."""
    return build.stack(
        name,
        draw(st.lists(estimates(name), max_size=4)),
        skipped=draw(st.lists(skipped, max_size=3)),
        free=draw(st.lists(free, max_size=3)),
        unit=draw(st.none() | st.builds(build.unit, texts, st.floats(0.1, 1e9))),
        manifests=draw(st.sampled_from([(), ("a.json",), ("b", "a")])),
        labels=draw(st.dictionaries(texts, texts, max_size=2)),
        notes=tuple(draw(st.lists(texts, max_size=2))),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of any command and verdict."""
    made = build.report(
        [draw(stacks(name)) for name in draw(st.sampled_from([[], ["a"], ["b", "a"]]))]
    )
    code, enforced = draw(st.sampled_from([(0, 0), (1, 1), (0, 1), (0, 4), (3, 3), (4, 4)]))
    outcome = draw(st.sampled_from(["pass", "fail", "undecided", "empty"]))
    verdict = Verdict(
        outcome,  # type: ignore[arg-type]  # the words are outcomes
        tuple(draw(st.lists(texts, max_size=3))),
        code,
        enforced,
        tuple(draw(st.lists(judgements, max_size=3))),
    )
    return replace(
        made,
        mode=draw(st.sampled_from(["report", "warn", "enforce"])),
        command=draw(st.sampled_from(["check", "scan", "estimate"])),
        verdict=verdict,
        findings=tuple(draw(st.lists(findings, max_size=4))),
        scanned=draw(st.integers(0, 5000)),
        assumptions=tuple(
            draw(st.lists(st.builds(Assumption, texts, st.just(("a", "b"))), max_size=2))
        ),
        sources=tuple(draw(st.lists(st.builds(Source, texts, texts, texts, texts), max_size=2))),
        notes=tuple(draw(st.lists(texts, max_size=2))),
        configured=draw(st.booleans()),
    )

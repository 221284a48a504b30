"""Reports of any shape, with texts that nobody would write on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from carbongate.figure import Unit
from carbongate.model import (
    Assumption,
    CarbonFree,
    Cause,
    Change,
    Difference,
    Estimate,
    Finding,
    Judgement,
    Kind,
    Loosening,
    Plan,
    Report,
    Skipped,
    Source,
    StackDifference,
    StackEstimate,
    Verdict,
    Waived,
    Waiver,
    Where,
)
from carbongate.paired import Delta
from tests.reports import build, team

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
numbers = st.none() | st.floats(-1e6, 1e6)
judgements = st.builds(
    Judgement,
    budget=texts,
    metric=st.sampled_from(
        ["total", "sci", "per_run", "findings", "min_coverage", "increase", "ratchet"]
    ),
    stacks=st.sampled_from([(), ("a",), ("a", "b")]),
    low=st.none(),
    best=numbers,
    high=st.none(),
    limit=st.floats(0, 1e6),
    unit=texts,
    state=st.sampled_from(["pass", "fail", "warn", "undecided", "off"]),
    reason=texts,
    allow=st.none() | st.floats(0, 1e6),
    waiver=st.none() | texts,
    end=st.sampled_from(["low", "best", "high"]),
)
kilograms = st.sampled_from([0.0, 0.004, 1.5, 2e5])
grams = st.tuples(kilograms, kilograms, kilograms).map(lambda ends: team.grams(*sorted(ends)))
ends = st.sampled_from([-2e5, -1.5, -0.004, 0.0, 0.004, 1.5, 2e5])
deltas = st.tuples(ends, ends, ends).map(lambda found: team.kilograms(*sorted(found)))
scores = st.floats(0, 1e6).map(lambda value: build.exact(value, Unit.GRAM_PER_UNIT))
changes = st.builds(
    Change,
    effect=st.sampled_from(["added", "removed", "changed", "moved", "understood", "lost"]),
    unknown=texts,
    address=names,
    stack=st.sampled_from(["a", "b", "`|"]),
    type=texts,
    where=places,
    before=st.none() | grams,
    after=st.none() | grams,
    delta=deltas,
    causes=st.lists(
        st.builds(
            Cause,
            st.sampled_from(
                [
                    "type",
                    "size",
                    "count",
                    "region",
                    "usage",
                    "assumption",
                    "host",
                    "stack",
                    "data",
                ]
            ),
            texts,
            texts,
        ),
        max_size=2,
    ).map(tuple),
    was=texts,
    tenant_of=st.none() | names,
)
stack_differences = st.builds(
    StackDifference,
    name=texts,
    before=st.none() | grams,
    after=st.none() | grams,
    delta=deltas,
    score_before=st.none() | scores,
    score_after=st.none() | scores,
    score=st.none() | st.just(Delta(-1, 0, 2, Unit.GRAM_PER_UNIT)),
)
differences = st.builds(
    Difference,
    base=texts,
    changes=st.lists(changes, max_size=4).map(tuple),
    same=st.integers(0, 10_000),
    stacks=st.lists(stack_differences, max_size=3).map(tuple),
    delta=deltas,
    data=st.none() | deltas,
    notes=st.lists(texts, max_size=2).map(tuple),
)
waivers = st.builds(
    Waived,
    st.builds(
        Waiver,
        id=names,
        scope=names,
        reason=names,
        owner=names,
        until=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
        allow=st.none() | grams | scores,
    ),
    st.sampled_from(["budget", "rule", "address"]),
    st.sampled_from(["in force", "ends soon", "expired", "not held", "unused"]),
    st.integers(-4000, 180),
    st.lists(texts, max_size=3).map(tuple),
)
loosened = st.builds(Loosening, texts, texts, texts, texts, st.booleans())


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
        command=draw(st.sampled_from(["check", "scan", "estimate", "diff"])),
        verdict=verdict,
        findings=tuple(draw(st.lists(findings, max_size=4))),
        scanned=draw(st.integers(0, 5000)),
        assumptions=tuple(
            draw(st.lists(st.builds(Assumption, texts, st.just(("a", "b"))), max_size=2))
        ),
        sources=tuple(draw(st.lists(st.builds(Source, texts, texts, texts, texts), max_size=2))),
        notes=tuple(draw(st.lists(texts, max_size=2))),
        configured=draw(st.booleans()),
        difference=draw(st.none() | differences),
        waivers=tuple(draw(st.lists(waivers, max_size=3))),
        loosened=tuple(draw(st.lists(loosened, max_size=2))),
        plans=tuple(draw(st.lists(st.builds(Plan, texts, texts), max_size=2))),
    )

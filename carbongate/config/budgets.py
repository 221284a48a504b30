"""The keys of a budget, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from carbongate.config import units
from carbongate.config.kinds import Choice, Each, Flag, Named, Text, Whole
from carbongate.config.node import Fields, Key, Section
from carbongate.config.settings import Bound, Budget, Increase, Level, Ratchet
from carbongate.model import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")

INCREASE_MAX = Key("max", "The growth in percent that may pass.", units.GROWTH, required=True)
INCREASE_FLOOR = Key(
    "floor", "Growth up to here never fails, whatever its percentage.", units.CARBON_A_MONTH
)
SLACK = Key("slack", "How much more than on the merge base may pass.", units.GROWTH, required=True)

ID = Key("id", "The name of the budget, as reports use it.", Text(), required=True)
MATCH = Key(
    "match",
    "The stacks it is about, by labels or by `stack`; without it all of them.",
    Named(Text(), least=1),
)
TOTAL = Key(
    "total", "The most carbon in a month, such as `120 kgCO2e/month`.", units.CARBON_A_MONTH
)
SCI = Key(
    "sci", "The most carbon for one functional unit, such as `2.9 gCO2e/unit`.", units.CARBON_A_UNIT
)
PER_RUN = Key(
    "per_run",
    "The most carbon for one run of any workflow of the pipeline, such as `40 gCO2e`.",
    units.CARBON_A_RUN,
)


def allowed(fields: Fields) -> Mapping[Severity, int]:
    """How many findings of each stated severity may be there."""
    known = {one: fields.found[one] for one in SEVERITIES if one in fields.found}
    if not known:
        raise fields.node.wrong("sets no limit")
    return MappingProxyType(known)


FINDINGS = Key(
    "findings",
    "How many findings of each severity may be there, in the whole repository; new ones where code.new_only holds. It goes before code.fail_on for the severities it names.",
    Section(
        tuple(
            Key(severity, f"Findings of severity {severity} that may be there.", Whole())
            for severity in SEVERITIES
        ),
        allowed,
    ),
)
MIN_COVERAGE = Key(
    "min_coverage",
    "The share of what uses energy that must be estimated, such as `90%`; below it the budget is undecided.",
    units.SHARE,
)
DECIDE_ON: Key[Bound] = Key(
    "decide_on",
    "The end of the range that is held against the limit.",
    Choice(("low", "best", "high")),
)
STRICT = Key("strict", "Undecided where the limit lies within the range.", Flag())
LEVEL: Key[Level] = Key(
    "level",
    "What a broken limit does: nothing, a warning, or a failed gate.",
    Choice(("off", "warn", "error")),
)
INCREASE = Key(
    "increase",
    "Growth of the carbon in a month against the merge base; both max and floor must be exceeded. Judged with --base.",
    Section(
        (INCREASE_MAX, INCREASE_FLOOR),
        lambda fields: Increase(
            fields.must(INCREASE_MAX), fields.get(INCREASE_FLOOR), fields.node.line
        ),
    ),
)
RATCHET = Key(
    "ratchet",
    "No more than on the merge base, but for the slack: of the score where the budget limits `sci`, else of the carbon in a month; of both where it limits both. Judged with --base.",
    Section((SLACK,), lambda fields: Ratchet(fields.must(SLACK), fields.node.line)),
)
LIMITS = (TOTAL, SCI, PER_RUN, FINDINGS, MIN_COVERAGE, INCREASE, RATCHET)


def budget(fields: Fields) -> Budget:
    """One entry of `budgets`."""
    if not any(key.name in fields.found for key in LIMITS):
        names = ", ".join(key.name for key in LIMITS)
        raise fields.node.wrong(f"sets no limit; there are {names}")
    coverage = fields.get(MIN_COVERAGE)
    return Budget(
        id=fields.must(ID),
        match=fields.get_or(MATCH, {}),
        total=fields.get(TOTAL),
        sci=fields.get(SCI),
        per_run=fields.get(PER_RUN),
        findings=fields.get_or(FINDINGS, {}),
        min_coverage=coverage.best if coverage else None,
        decide_on=fields.get_or(DECIDE_ON, "best"),
        strict=fields.get_or(STRICT, False),
        level=fields.get_or(LEVEL, "error"),
        increase=fields.get(INCREASE),
        ratchet=fields.get(RATCHET),
        line=fields.node.line,
        path=fields.node.path,
    )


BUDGETS = Key(
    "budgets",
    "The limits that the gate holds.",
    Each(Section((ID, MATCH, *LIMITS, DECIDE_ON, STRICT, LEVEL), budget)),
)

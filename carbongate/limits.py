"""The limits of one budget, each held against what was estimated and found.

A limit on carbon that is broken stays broken under low coverage, since what was skipped can only
add; one that holds is undecided as long as something that matters was not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carbongate.config import PIPELINE, Budget, CodeConfig, same
from carbongate.errors import ConfigError, DataError
from carbongate.figure import Figure, Unit, total
from carbongate.model import (
    Coverage,
    Finding,
    FunctionalUnit,
    Judgement,
    Kind,
    Metric,
    Severity,
    Skipped,
    StackEstimate,
    State,
)
from carbongate.words import amount, apart, count, listed, number, share

METRICS: tuple[Metric, ...] = ("total", "sci", "per_run", "min_coverage", "findings")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")
# What a sum of binary fractions may be off by: no limit is broken by that.
NOISE = 1e-9


def limits(
    budget: Budget, stacks: Sequence[StackEstimate], findings: Sequence[Finding], code: CodeConfig
) -> Iterator[Judgement]:
    """Every limit of a budget, held against what was found."""
    covered = sorted(
        (one for one in stacks if budget.covers(one.stack.name, one.stack.labels)),
        key=lambda one: one.stack.name,
    )
    # A run of the pipeline is no unit of the system: each has to be asked for by name or label.
    system = [one for one in covered if budget.match or one.stack.name != PIPELINE]
    pipeline = [one for one in covered if budget.match or one.stack.name == PIPELINE]
    if budget.total:
        limit = budget.total.to(Unit.KG).best
        yield Carbon(budget, "total", covered, month(covered), limit, "kgCO2e/month").judgement()
    if budget.sci:
        value = score(budget, system)
        yield Carbon(budget, "sci", system, value, budget.sci.best, "gCO2e/unit").judgement()
    if budget.per_run:
        value = score(budget, pipeline)
        yield Carbon(
            budget, "per_run", pipeline, value, budget.per_run.best, "gCO2e/run"
        ).judgement()
    names = tuple(one.stack.name for one in covered)
    if budget.min_coverage is not None:
        found, doubt = coverage(covered).share, uncovered(budget, covered)
        state = leveled(budget, "undecided" if doubt else "pass")
        reason = f"budget {budget.id}: {doubt}" if doubt and state != "off" else ""
        yield Judgement(
            budget.id,
            "min_coverage",
            names,
            found,
            found,
            found,
            budget.min_coverage,
            "share",
            state,
            reason,
        )
    for severity in SEVERITIES:
        if severity in budget.findings:
            mine = [one for one in counting(findings, code) if one.severity == severity]
            yield counted(budget, severity, mine, names)


@dataclass(frozen=True, slots=True)
class Carbon:
    """One limit on carbon, and what stands against it; `value` is None where nobody knows it."""

    budget: Budget
    metric: Metric
    stacks: Sequence[StackEstimate]
    value: Figure | None
    limit: float
    unit: str

    def judgement(self) -> Judgement:
        """The limit with its state, and a sentence where it does not plainly hold."""
        decided, sentence = self.decided()
        state = leveled(self.budget, decided)
        value = self.value
        return Judgement(
            self.budget.id,
            self.metric,
            tuple(one.stack.name for one in self.stacks),
            value.low if value else None,
            value.best if value else None,
            value.high if value else None,
            self.limit,
            self.unit,
            state,
            "" if state in ("pass", "off") else f"budget {self.budget.id}: {sentence}",
        )

    def decided(self) -> tuple[State, str]:
        """pass, fail or undecided."""
        doubt, value, budget = self.doubt(), self.value, self.budget
        name = {"total": "total", "sci": "SCI"}.get(self.metric, "one run")
        if value is None:
            return "undecided", f"{name} is not known: {doubt}"
        end = {"low": value.low, "best": value.best, "high": value.high}[budget.decide_on]
        digits = apart(end, self.limit)
        said = f"{name} {amount(value.low, value.best, value.high, self.spoken(), digits)}"
        limit = number(self.limit, digits)
        least, most = (value.low, value.high) if budget.strict else (end, end)
        if over(least, self.limit):
            other = not budget.strict and budget.decide_on != "best"
            which = f" at its {budget.decide_on} end" if other else ""
            return "fail", f"{said} is over the limit of {limit}{which}"
        if over(most, self.limit):
            return "undecided", f"{said} may be under or over the limit of {limit}"
        if doubt:
            return "undecided", f"{said} is within the limit of {limit}, but {doubt}"
        return "pass", ""

    def doubt(self) -> str:
        """Why the limit may not pass: "" where all that matters was seen."""
        if not self.stacks:
            return "no stack is like its match"
        for one in self.stacks:
            if self.metric != "total" and one.stack.functional_unit is None:
                return f"stack {one.stack.name} has no functional unit"
            if self.metric == "per_run" and any(
                found.resource.kind is not Kind.PIPELINE for found in one.estimates
            ):
                return f"stack {one.stack.name} is not a pipeline"
        for one in self.stacks:
            # A stack of nothing but policies and records hides nothing, beside others that run.
            if not one.estimates and (one.skipped or not one.free):
                return f"nothing of stack {one.stack.name} was estimated"
        if not any(one.estimates for one in self.stacks):
            return "nothing of what it covers was estimated"
        unseen = [skipped for one in self.stacks for skipped in one.skipped if skipped.heavy]
        return missing(unseen) if unseen else uncovered(self.budget, self.stacks)

    def spoken(self) -> str:
        """The unit as a sentence has it."""
        match self.metric:
            case "total":
                return "kgCO2e a month"
            case "sci":
                unit = self.stacks[0].stack.functional_unit
                return f"gCO2e per {unit.name}" if unit else "gCO2e per unit"
            case _:
                return "gCO2e"


def leveled(budget: Budget, state: State) -> State:
    """What the state means at the level of its budget."""
    if budget.level == "off":
        return "off"
    return "warn" if budget.level == "warn" and state != "pass" else state


def over(value: float, limit: float) -> bool:
    """Above, and by more than noise."""
    return value > limit * (1 + NOISE)


# ---- carbon and coverage of some stacks ----------------------------------------------------------


def month(stacks: Sequence[StackEstimate]) -> Figure | None:
    """kgCO2e of all of them; workloads on machines of a stack that is not among them count here."""
    if not stacks:
        return None
    names = {one.stack.name for one in stacks}
    return total((carbon(one, names) for one in stacks), Unit.GRAM).to(Unit.KG)


def carbon(one: StackEstimate, beside: set[str]) -> Figure:
    """gCO2e of a stack among others: with its share of machines that none of the others has."""
    if one.guests is None or one.stack.runs_on in beside:
        return one.totals.carbon
    return one.totals.carbon + one.guests


def score(budget: Budget, stacks: Sequence[StackEstimate]) -> Figure | None:
    """gCO2e for one unit of all of them together; None where one has no functional unit.

    Errors: ConfigError when they have different ones.
    """
    units: dict[str, FunctionalUnit] = {}
    for one in stacks:
        if one.stack.functional_unit is None:
            return None
        units[one.stack.name] = one.stack.functional_unit
    if not units:
        return None
    (first_name, unit), *others = units.items()
    for name, other in others:
        if not same(unit, other):
            raise ConfigError(
                f"budget {budget.id}: stacks {first_name} and {name} have different functional units "
                f"({unit.name} and {other.name}), so they have no common score"
            )
    if len(stacks) == 1:
        return stacks[0].sci
    together = total((carbon(one, set(units)) for one in stacks), Unit.GRAM)
    return together.over(unit.per_month, unit.key)


def coverage(stacks: Sequence[StackEstimate]) -> Coverage:
    """Counts over some stacks; the idle rest of a pool is no resource."""
    own = [found for one in stacks for found in one.estimates if not found.idle]
    return Coverage(
        estimated=len(own),
        skipped=sum(len(one.skipped) for one in stacks),
        free=sum(len(one.free) for one in stacks),
        assumed=sum(found.basis == "assumed" for found in own),
    )


def uncovered(budget: Budget, stacks: Sequence[StackEstimate]) -> str:
    """The sentence about coverage below the minimum; "" where it is reached or none is asked for."""
    least = budget.min_coverage
    if least is None:
        return ""
    if not 0 <= least <= 1:
        raise DataError(f"budget {budget.id}: min_coverage {least} is no share")
    found = coverage(stacks).share
    if found is None:
        return "nothing that uses energy was found"
    if found >= least - NOISE:
        return ""
    return f"{share(found)} of what uses energy is estimated, and the minimum is {share(least)}"


def missing(unseen: Sequence[Skipped]) -> str:
    """How many resources that matter nobody could estimate."""
    matter = "matters" if len(unseen) == 1 else "matter"
    return f"{count(len(unseen), 'resource')} that {matter} could not be estimated"


# ---- findings ------------------------------------------------------------------------------------


def counting(findings: Sequence[Finding], code: CodeConfig) -> list[Finding]:
    """Those that may fail something: of a gate rule, not suppressed with a reason, new if asked for."""
    return [
        one
        for one in findings
        if one.tier == "gate" and not one.suppressed and not (code.new_only and one.new is False)
    ]


def counted(
    budget: Budget, severity: Severity, found: Sequence[Finding], names: tuple[str, ...]
) -> Judgement:
    """A limit on findings; they are those of the whole repository, since code is of no stack."""
    limit, value = budget.findings[severity], float(len(found))
    state = leveled(budget, "fail" if value > limit else "pass")
    said = f"{count(len(found), noun(found))} of severity {severity}, and the limit is {limit:,}"
    reason = "" if state in ("pass", "off") else f"budget {budget.id}: {said}: {places(found)}"
    return Judgement(
        budget.id,
        "findings",
        names,
        value,
        value,
        value,
        limit,
        f"{severity} findings",
        state,
        reason,
    )


def noun(found: Sequence[Finding]) -> str:
    """Whether they are known to be new."""
    return "new finding" if all(one.new for one in found) else "finding"


def places(found: Sequence[Finding]) -> str:
    """The first of them, gravest first."""
    ranked = sorted(
        found, key=lambda one: (SEVERITIES.index(one.severity), one.path, one.line, one.rule)
    )
    return listed([f"{one.rule} in {one.path}:{one.line}" for one in ranked])

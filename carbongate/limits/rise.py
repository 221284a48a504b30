"""Limits on what a change adds: `increase`, and the ratchet that holds what is there."""

from __future__ import annotations

from dataclasses import dataclass

from carbongate.config import Budget
from carbongate.limits.allowances import Allowance
from carbongate.limits.ranges import deciding, end_of, over, position, worded
from carbongate.limits.states import leveled
from carbongate.model import Judgement, Metric, State
from carbongate.paired import Delta
from carbongate.words import amount, apart, number, share

NEW = "and nothing of it is on the base"


@dataclass(frozen=True, slots=True)
class Rise:
    """One limit on growth; `name` and `spoken` are for a sentence.

    `delta` is None where nobody knows it, and `doubt` says why, or why the limit may not pass. Growth
    up to `part` of what the base has may pass, and up to `floor` any growth.
    """

    budget: Budget
    metric: Metric
    stacks: tuple[str, ...]
    name: str
    delta: Delta | None
    base: float
    part: float
    floor: float | None
    unit: str
    spoken: str
    allowance: Allowance
    doubt: str = ""

    def judgement(self) -> Judgement:
        """The limit with its state, and a sentence where it does not plainly hold."""
        decided, sentence = self.decided()
        state = leveled(self.budget, decided)
        delta = self.delta
        where = position(self.budget, delta, self.most, self.base) if delta else "within"
        return Judgement(
            self.budget.id,
            self.metric,
            self.stacks,
            delta.low if delta else None,
            delta.best if delta else None,
            delta.high if delta else None,
            self.limit,
            self.unit,
            state,
            f"budget {self.budget.id}: {sentence}" if sentence and state != "off" else "",
            self.allowance.allow,
            self.allowance.ids,
            end_of(self.budget, where),
        )

    @property
    def limit(self) -> float:
        """The larger of the two: both must be exceeded."""
        return max(self.part * self.base, self.floor or 0)

    @property
    def most(self) -> float:
        """The limit with what waivers add to it."""
        return self.limit + self.allowance.more

    def decided(self) -> tuple[State, str]:
        """pass, fail or undecided, and why."""
        if self.delta is None:
            return "undecided", f"growth of the {self.name} is not known: {self.doubt}"
        digits = apart(deciding(self.budget, self.delta), self.most)
        said, limit = self.moved(self.delta, digits), self.bound(digits)
        match position(self.budget, self.delta, self.most, self.base):
            case "over":
                return "fail", f"{said}, over {limit}"
            case "on both sides":
                return "undecided", f"{said}, which may be under or over {limit}"
            case "within" if self.doubt:
                return "undecided", f"{said}, within {limit}, but {self.doubt}"
            case _:
                waived = position(self.budget, self.delta, self.limit, self.base) != "within"
                return "pass", f"{said}, within {limit}" if waived else ""

    def moved(self, delta: Delta, digits: int) -> str:
        """`total grows by 12 kgCO2e a month (9 to 17), 11.4 % of the base`."""
        end = deciding(self.budget, delta)
        if over(-delta.best, 0, self.base) and end <= 0:
            said = f"falls by {amount(-delta.high, -delta.best, -delta.low, self.spoken, digits)}"
            end = delta.best
        elif over(max(delta.high, -delta.low), 0, self.base):
            said = f"grows by {worded(self.budget, delta, self.spoken, digits)}"
        else:
            return f"{self.name} stays as it is"
        part = f"{share(abs(end) / self.base)} of the base" if self.base else NEW
        return f"{self.name} {said}, {part}"

    def bound(self, digits: int) -> str:
        """`the limit of 10.5 (10 % of the base; the floor of 2 is less)`."""
        part, floor = f"{share(self.part)} of the base", self.floor
        why = part if self.base else "" if floor is None else "the floor"
        if self.base and floor is not None:
            by_part = self.part * self.base
            why = f"{part}; the floor of {number(floor)} is less"
            if floor > by_part:
                why = f"the floor; {part} is {number(by_part)}"
        limit = number(self.limit, digits)
        word = "limit" if self.metric == "increase" else "slack"
        said = self.allowance.over(f"{limit} ({why})" if why else limit, digits)
        return f"the {word} of {said}"

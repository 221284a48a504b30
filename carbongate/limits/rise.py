"""Limits on what a change adds: `increase`, and the ratchet that holds what is there."""

from __future__ import annotations

from dataclasses import dataclass

from carbongate.config import Budget
from carbongate.figure import Figure
from carbongate.limits.allowances import Allowance
from carbongate.limits.ranges import ENDS, Ends, Position, at, end_of, over, position, worded
from carbongate.limits.states import leveled
from carbongate.model import End, Judgement, Metric, State
from carbongate.paired import Delta
from carbongate.words import amount, apart, number, share


@dataclass(frozen=True, slots=True)
class Rise:
    """One limit on growth; `name` and `spoken` are for a sentence.

    `delta` is None where nobody knows it, and `doubt` says why, or why the limit may not pass. `base`
    is what stood there, None for nothing. Growth up to `part` of it may pass, and any up to `floor`.
    """

    budget: Budget
    metric: Metric
    stacks: tuple[str, ...]
    name: str
    delta: Delta | None
    base: Figure | None
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
        delta, where = self.delta, self.where(self.allowance.more)
        end = end_of(self.budget, where)
        return Judgement(
            self.budget.id,
            self.metric,
            self.stacks,
            delta.low if delta else None,
            delta.best if delta else None,
            delta.high if delta else None,
            self.limit(end),
            self.unit,
            state,
            f"budget {self.budget.id}: {sentence}" if sentence and state != "off" else "",
            self.allowance.allow,
            self.allowance.ids,
            end,
        )

    def limit(self, end: End) -> float:
        """The larger of the two, since both must be exceeded; the part is one of the base's same end."""
        return max(self.part * self.had(end), self.floor or 0)

    def had(self, end: End) -> float:
        """What stood there."""
        return at(self.base, end) if self.base else 0

    def where(self, more: float) -> Position:
        """Where growth stands against its limit and so much more."""
        if self.delta is None:
            return "within"
        low, best, high = (self.limit(end) + more for end in ENDS)
        return position(self.budget, self.delta, Ends(low, best, high), self.had("high"))

    def decided(self) -> tuple[State, str]:
        """pass, fail or undecided, and why."""
        if self.delta is None:
            return "undecided", f"growth of the {self.name} is not known: {self.doubt}"
        where = self.where(self.allowance.more)
        end = "best" if self.budget.strict else self.budget.decide_on
        digits = apart(at(self.delta, end), self.limit(end) + self.allowance.more)
        said, limit = self.moved(self.delta, end, digits), self.bound(end, digits)
        match where:
            case "over":
                return "fail", f"{said}, over {limit}"
            case "on both sides":
                return "undecided", f"{said}, which may be under or over {limit}"
            case "within" if self.doubt:
                return "undecided", f"{said}, within {limit}, but {self.doubt}"
            case "within":
                return "pass", f"{said}, within {limit}" if self.where(0) != "within" else ""

    def moved(self, delta: Delta, end: End, digits: int) -> str:
        """`total grows by 12 kgCO2e a month (9 to 17), 11.4 % of the base`."""
        by, had = at(delta, end), self.had(end)
        if not over(max(delta.high, -delta.low), 0, self.had("high")):
            return f"{self.name} stays as it is"
        if max(by, delta.best) < 0:
            said = f"falls by {amount(-delta.high, -delta.best, -delta.low, self.spoken, digits)}"
            by, had = delta.best, self.had("best")
        else:
            said = f"grows by {worded(self.budget, delta, self.spoken, digits)}"
        part = f"{share(abs(by) / had)} of the base" if had else "and nothing of it is on the base"
        return f"{self.name} {said}, {part}"

    def bound(self, end: End, digits: int) -> str:
        """`the limit of 10.5 (10 % of the base; the floor of 2 is less)`."""
        part, floor, had = f"{share(self.part)} of the base", self.floor, self.had(end)
        why = part if had else "" if floor is None else "the floor"
        if had and floor is not None:
            by_part = self.part * had
            why = f"{part}; the floor of {number(floor)} is less"
            if floor > by_part:
                why = f"the floor; {part} is {number(by_part)}"
        limit = number(self.limit(end), digits)
        word = "limit" if self.metric == "increase" else "slack"
        said = self.allowance.over(f"{limit} ({why})" if why else limit, digits)
        return f"the {word} of {said}"

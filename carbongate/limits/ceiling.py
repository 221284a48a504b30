"""Limits on what there is: the month, one functional unit, one run.

One that is broken stays broken under low coverage, since what was skipped can only add; one that
holds is undecided as long as something that matters was not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carbongate.config import Budget
from carbongate.figure import Figure
from carbongate.limits.allowances import Allowance
from carbongate.limits.past import Past
from carbongate.limits.ranges import deciding, end_of, position, worded
from carbongate.limits.states import leveled
from carbongate.model import Judgement, Metric, State
from carbongate.words import apart, number


def nothing() -> None:
    """The past of what has none."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One limit on carbon, and what stands against it; `name` and `spoken` are for a sentence.

    `value` is None where nobody knows it, and `doubt` says why, or why the limit may not pass. `past`
    is asked where the limit does not hold, and knows of nothing where there is no base.
    """

    budget: Budget
    metric: Metric
    stacks: tuple[str, ...]
    name: str
    value: Figure | None
    limit: float
    unit: str
    spoken: str
    allowance: Allowance
    doubt: str = ""
    past: Callable[[], Past | None] = nothing

    def judgement(self) -> Judgement:
        """The limit with its state, and a sentence where it does not plainly hold."""
        decided, sentence = self.decided()
        state = leveled(self.budget, decided)
        value = self.value
        where = position(self.budget, value, self.most) if value else "within"
        return Judgement(
            self.budget.id,
            self.metric,
            self.stacks,
            value.low if value else None,
            value.best if value else None,
            value.high if value else None,
            self.limit,
            self.unit,
            state,
            f"budget {self.budget.id}: {sentence}" if sentence and state != "off" else "",
            self.allowance.allow,
            self.allowance.ids,
            end_of(self.budget, where),
        )

    @property
    def most(self) -> float:
        """The limit with what waivers add to it."""
        return self.limit + self.allowance.more

    def decided(self) -> tuple[State, str]:
        """pass, fail, warn or undecided, and why."""
        if self.value is None:
            return "undecided", f"{self.name} is not known: {self.doubt}"
        digits = apart(deciding(self.budget, self.value), self.most)
        said = f"{self.name} {worded(self.budget, self.value, self.spoken, digits)}"
        limit = f"the limit of {self.allowance.over(number(self.limit, digits), digits)}"
        state: State
        match position(self.budget, self.value, self.most):
            case "within" if self.doubt:
                return "undecided", f"{said} is within {limit}, but {self.doubt}"
            case "within":
                waived = position(self.budget, self.value, self.limit) != "within"
                return "pass", f"{said} is within {limit}" if waived else ""
            case "over":
                state, said = "fail", f"{said} is over {limit}"
            case "on both sides":
                state, said = "undecided", f"{said} may be under or over {limit}"
        past = self.past()
        if past is None:
            return state, said
        return past.excused(self.budget, self.value, self.most, state, said)

"""A broken limit beside the base: only growth fails what was broken before."""

from __future__ import annotations

from dataclasses import dataclass

from carbongate.config import Budget
from carbongate.figure import Figure
from carbongate.limits.ranges import ENDS, Ends, at, deciding, over, position, worded
from carbongate.model import State
from carbongate.paired import Delta
from carbongate.words import DIGITS, amount, number


@dataclass(frozen=True, slots=True)
class Past:
    """The same number on the base, and what the change does to it.

    `doubt` is why growth may be there that nobody sees; "" for no reason.
    """

    value: Figure
    delta: Delta
    doubt: str = ""

    def excused(
        self, budget: Budget, now: Figure, limit: float, state: State, said: str
    ) -> tuple[State, str]:
        """State and sentence of a limit that is broken, or may be, in the light of the base.

        What does not grow was no less on the base, so it was broken there too.
        """
        scale = max(now.high, self.value.high)
        grown = position(budget, self.growth(now), 0, scale)
        too = position(budget, self.value, limit) in ("over", position(budget, now, limit))
        before = f"{said}, as it was before" if too else said
        match grown:
            case "over" if not too:
                return state, said
            case "over" if position(budget, self.delta, 0, scale) == "within":
                return state, f"{before}, and the base could not estimate all of it"
            case "over":
                return state, f"{before}, and {self.effect(budget, scale)}"
            case "on both sides":
                return "undecided", f"{before}, and the change may add to it"
            case "within" if self.doubt:
                return "undecided", f"{before}, but {self.doubt}"
            case "within":
                return "warn", f"{before}, and {self.effect(budget, scale)}"

    def growth(self, now: Figure) -> Ends:
        """By how much it is more at each end.

        What the base could not estimate counts as growth here: that a limit was broken before is to
        be shown, not to be supposed. The limit has no say in it, so that a higher one never fails
        where a lower one does not.
        """
        low, best, high = (
            max(at(self.delta, end), at(now, end) - at(self.value, end)) for end in ENDS
        )
        return Ends(low, best, high)

    def effect(self, budget: Budget, scale: float) -> str:
        """What the change does to a number that is too high."""
        delta = self.delta
        if over(deciding(budget, delta), 0, scale):
            return f"the change adds {worded(budget, delta, '', DIGITS)} to it"
        if over(-delta.best, 0, scale):
            return f"the change takes {amount(-delta.high, -delta.best, -delta.low, '')} off it"
        if over(delta.high, 0, scale):
            return f"the change may add up to {number(delta.high)} to it"
        return "the change does not add to it"

"""What becomes of a limit: at the level of its budget, and where there is nothing to judge."""

from carbongate.config import Budget
from carbongate.model import Judgement, Metric, State

# In the order in which reports show them.
METRICS: tuple[Metric, ...] = (
    "total",
    "sci",
    "per_run",
    "increase",
    "ratchet",
    "min_coverage",
    "findings",
)
NO_BASE = "no base was given to compare with (--base REF)"
GONE = "all that it takes in is gone"
NO_SCORE = "the base has no score to compare with"


def leveled(budget: Budget, state: State) -> State:
    """What the state means: a budget that is off says nothing, one that warns never fails."""
    if budget.level == "off":
        return "off"
    return "warn" if budget.level == "warn" and state in ("fail", "undecided") else state


def unjudged(
    budget: Budget,
    metric: Metric,
    stacks: tuple[str, ...],
    limit: float,
    unit: str,
    why: str,
) -> Judgement:
    """A limit that is held against nothing, and why; no pass, and nothing that fails."""
    reason = "" if budget.level == "off" else f"budget {budget.id}: {metric} is not judged: {why}"
    return Judgement(budget.id, metric, stacks, None, None, None, limit, unit, "off", reason)


def percent(
    budget: Budget, metric: Metric, stacks: tuple[str, ...], part: float, why: str
) -> Judgement:
    """The same for a limit that is a part of what is on the base."""
    return unjudged(budget, metric, stacks, part * 100, "%", why)

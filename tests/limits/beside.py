"""Limits held beside a base, for the tests of the rooms that judge a change."""

from collections.abc import Sequence

from carbongate.config import Budget, CodeConfig
from carbongate.limits.budget import limits
from carbongate.model import Judgement, StackEstimate, Waived
from tests.verdicts import change

CODE = CodeConfig()


def judged(
    budget: Budget,
    before: Sequence[StackEstimate] | StackEstimate,
    after: Sequence[StackEstimate] | StackEstimate,
    *waived: Waived,
) -> list[Judgement]:
    """The judgements of a budget on what a change makes of some stacks."""
    base = [before] if isinstance(before, StackEstimate) else list(before)
    head = [after] if isinstance(after, StackEstimate) else list(after)
    difference = change(base, head)
    return list(limits(budget, head, (), CODE, base=base, difference=difference, waived=waived))


def said(rows: Sequence[Judgement]) -> list[tuple[str, str, str]]:
    """Metric, state and sentence of each, without the name of the budget."""
    return [
        (row.metric, row.state, row.reason.removeprefix(f"budget {row.budget}: ")) for row in rows
    ]

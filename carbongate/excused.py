"""The waivers of a run: which count today, what they take out, and what they let pass."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from carbongate.config import Config
from carbongate.config.find import WAIVERS
from carbongate.config.policy import held_waivers
from carbongate.model import Finding, Judgement, StackEstimate, Waived
from carbongate.request import Request
from carbongate.scanning import Code
from carbongate.waivers import suppressed, used, waived, without


@dataclass(frozen=True, slots=True)
class Excused:
    """Stacks and findings without what waivers take out, and as they were before."""

    config: Config
    waivers: tuple[Waived, ...]
    judged: tuple[StackEstimate, ...]
    found: tuple[Finding, ...]
    whole: bool  # all of the tree was looked at

    @property
    def stacks(self) -> tuple[StackEstimate, ...]:
        """What is left to judge."""
        return without(self.judged, self.waivers)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, with those of waived rules suppressed."""
        return suppressed(self.found, self.waivers)

    def passed(self, judgements: Sequence[Judgement]) -> tuple[Waived, ...]:
        """The waivers, each with what it let pass."""
        return used(
            self.waivers,
            stacks=self.judged,
            findings=self.found,
            code=self.config.code,
            judgements=judgements,
            whole=self.whole,
        )


def excused(
    request: Request,
    config: Config,
    day: str,
    judged: tuple[StackEstimate, ...],
    code: Code,
    addresses: Collection[str],
) -> Excused:
    """The waivers in force for what was estimated and found; `addresses` are those of both sides.

    Errors: ConfigError for a waiver that is about nothing, or that ends too late.
    """
    whole = request.command == "check" and request.head.named is None
    base, listed, counting = request.base, request.head.waivers, None
    if base:
        listed, counting = held_waivers(base.config, base.waivers, listed)
    waivers = waived(
        listed,
        date.fromisoformat(day or request.today),
        path=WAIVERS,
        # A waiver of a budget that the base does not have yet is known, and not held.
        budgets=(*request.head.config.budgets, *config.budgets),
        rules=code.known,
        addresses=addresses if whole else None,
        held=counting,
    )
    return Excused(config, waivers, judged, code.findings, whole)

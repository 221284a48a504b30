"""Waivers on the day of a run: what each is about, whether it holds, and what it lets pass."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from carbongate.config import Budget, CodeConfig
from carbongate.model import Finding, Judgement, StackEstimate, Waived, Waiver

LONGEST = 180  # days from the day of the run to the end of a waiver
SOON = 14  # days before its end from which on a waiver is announced


def waived(
    waivers: Sequence[Waiver],
    day: date,
    *,
    path: str,
    budgets: Sequence[Budget],
    rules: Collection[str],
    addresses: Collection[str] | None,
    held: Collection[str] | None = None,
) -> tuple[Waived, ...]:
    """Each waiver with its kind and its state, in the order of the file; `affects` is still empty.

    `rules` are all that there are, `addresses` those of both sides, None where not the whole tree was
    read. `held` are the ids that count under the policy of the base, None for all of them.
    Errors: ConfigError at the line of a waiver that ends too late, whose scope is nothing or several
    things, or whose `allow` does not fit its scope. Of an expired one nothing is asked.
    """
    raise NotImplementedError


def without(stacks: Sequence[StackEstimate], waived: Sequence[Waived]) -> tuple[StackEstimate, ...]:
    """The stacks without the skipped resources that a waiver takes out of coverage."""
    raise NotImplementedError


def suppressed(findings: Sequence[Finding], waived: Sequence[Waived]) -> tuple[Finding, ...]:
    """The findings, those of a waived rule suppressed with `waiver W-7 until 2026-12-05: reason`."""
    raise NotImplementedError


def used(
    waived: Sequence[Waived],
    *,
    stacks: Sequence[StackEstimate],
    findings: Sequence[Finding],
    code: CodeConfig,
    judgements: Sequence[Judgement],
) -> tuple[Waived, ...]:
    """The waivers with what each lets pass, and the state "unused" for those that let nothing pass.

    `stacks` and `findings` are those before `without` and `suppressed`.
    """
    raise NotImplementedError

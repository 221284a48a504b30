"""Waivers on the day of a run: what each is about, whether it holds, and what it lets pass."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carbongate.config import Budget, CodeConfig, Patterns
from carbongate.config.node import Node, meant
from carbongate.config.patterns import Aimed
from carbongate.errors import ConfigError
from carbongate.limits import NOISE, counting
from carbongate.model import (
    Finding,
    Judgement,
    Per,
    StackEstimate,
    Waived,
    Waiver,
    WaiverKind,
    WaiverState,
)
from carbongate.words import listed

LONGEST = 180  # days from the day of the run to the end of a waiver
SOON = 14  # days before its end from which on a waiver is announced
COMPARED = (
    2000  # addresses that a mistaken scope is compared with: enough for a hint, and soon done
)
SAID: dict[Per, str] = {"month": "a month", "unit": "a functional unit", "run": "one run"}


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

    `budgets` are those in force; under the policy of the base those that only the head has as well.
    `rules` are all that there are, `addresses` those of both sides, None where not the whole tree was
    read. `held` are the ids that count under the policy of the base, None for all of them.
    Errors: ConfigError at the line of a waiver that ends too late, whose scope is nothing or several
    things, or whose `allow` does not fit its scope. Of an expired one nothing is asked: it counts no
    more, so that what it was about may be gone.
    """
    known = Known({one.id: one for one in budgets}, frozenset(rules), addresses, path)
    found = []
    for number, one in enumerate(waivers):
        node = Node(None, path, one.line, f"waivers[{number}]")
        left = (one.until - day).days
        state = state_of(one, left, held)
        if left > LONGEST:
            raise wrong(
                node,
                "until",
                f"{one.until} is {left:,} days after {day}; a waiver ends after {LONGEST} days "
                "at the latest",
            )
        kinds = known.kinds(one.scope)
        if left >= 0:
            known.check(one, kinds, node)
        found.append(Waived(one, kinds[0] if kinds else "address", state, left))
    return tuple(found)


def state_of(one: Waiver, left: int, held: Collection[str] | None) -> WaiverState:
    """Whether it counts, with so many days left; `until` is the last day on which it does."""
    if left < 0:
        return "expired"
    if held is not None and one.id not in held:
        return "not held"
    return "ends soon" if left <= SOON else "in force"


def wrong(node: Node, key: str, message: str) -> ConfigError:
    """The mistake of one key of a waiver."""
    return replace(node, key=f"{node.key}.{key}").wrong(message)


@dataclass(frozen=True, slots=True)
class Known:
    """What a waiver can be about."""

    budgets: dict[str, Budget]
    rules: frozenset[str]
    addresses: Collection[str] | None
    path: str

    def kinds(self, scope: str) -> list[WaiverKind]:
        """All that a scope may mean; of addresses that were not read it is taken to mean one."""
        found: list[WaiverKind] = []
        if scope in self.budgets:
            found.append("budget")
        if scope in self.rules:
            found.append("rule")
        if self.addresses is None:
            return found or ["address"]
        if scope in self.addresses or (
            "*" in scope and not Patterns([Aimed(scope)]).unmatched(self.addresses)
        ):
            found.append("address")
        return found

    def check(self, one: Waiver, kinds: Sequence[WaiverKind], node: Node) -> None:
        """Errors: ConfigError for a scope that is nothing or several things, and for an allowance
        that does not fit it."""
        if not kinds:
            near = [*self.budgets, *sorted(self.rules), *sorted(self.addresses or ())[:COMPARED]]
            hint = meant(one.scope, tuple(near))
            more = f"; {hint}" if hint.startswith("did you mean") else ""
            raise wrong(node, "scope", f"no budget, rule or address is like {one.scope}{more}")
        if len(kinds) > 1:
            both = " and ".join(article(kind) for kind in kinds)
            raise wrong(node, "scope", f"{one.scope} is {both}; give the budget another id")
        if kinds[0] == "budget":
            self.check_budget(one, self.budgets[one.scope], node)
        elif one.allow is not None:
            raise wrong(
                node, "allow", f"{one.scope} is {article(kinds[0])}, and only a budget has a limit"
            )

    def check_budget(self, one: Waiver, budget: Budget, node: Node) -> None:
        """Errors: ConfigError for no allowance, and for one that no limit of the budget is about."""
        limits = tuple(limited(budget))
        if not limits:
            raise wrong(
                node,
                "scope",
                f"budget {budget.id} limits no carbon; waive the rule or the address itself",
            )
        example = {"month": "15 kgCO2e/month", "unit": "0.5 gCO2e/unit", "run": "10 gCO2e"}
        write = listed([f"`allow: {example[per]}`" for per in dict(limits).values()])
        if one.allow is None or one.per is None:
            why = (
                f"{node.key}: allow is missing; {one.scope} is a budget, write for example {write}"
            )
            raise replace(node, key="").wrong(why)
        if all(one.lets(metric) is None for metric, _ in limits):
            names = listed([f"{metric}" for metric, _ in limits], 5)
            raise wrong(
                node,
                "allow",
                f"is for {SAID[one.per]}, and budget {budget.id} limits {names}; "
                f"write for example {write}",
            )


def article(kind: WaiverKind) -> str:
    """`a budget`."""
    return "an address" if kind == "address" else f"a {kind}"


def limited(budget: Budget) -> Iterator[tuple[str, Per]]:
    """The limits on carbon that a budget has, and what each is counted for."""
    for metric in ("total", "increase", "ratchet"):
        if getattr(budget, metric) is not None:
            yield metric, "month"
    if budget.sci is not None:
        yield "sci", "unit"
    if budget.per_run is not None:
        yield "per_run", "run"


# ---- what they let pass --------------------------------------------------------------------------


def without(stacks: Sequence[StackEstimate], waived: Sequence[Waived]) -> tuple[StackEstimate, ...]:
    """The stacks without the skipped resources that a waiver takes out of coverage."""
    patterns = aimed(waived)
    if patterns is None:
        return tuple(stacks)
    return tuple(
        replace(
            stack,
            skipped=tuple(one for one in stack.skipped if patterns.match(one.address) is None),
            waived=tuple(one for one in stack.skipped if patterns.match(one.address) is not None),
        )
        if stack.skipped
        else stack
        for stack in stacks
    )


def aimed(waived: Sequence[Waived]) -> Patterns[Aimed] | None:
    """The addresses that waivers are about, where there are any."""
    scopes = [
        Aimed(one.waiver.scope, order)
        for order, one in enumerate(waived)
        if one.holds and one.kind == "address"
    ]
    return Patterns(scopes) if scopes else None


def suppressed(findings: Sequence[Finding], waived: Sequence[Waived]) -> tuple[Finding, ...]:
    """The findings, those of a waived rule suppressed with `waiver W-7 until 2026-12-05: reason`.

    Of several waivers the one that lasts longest speaks; a comment with a reason goes before all.
    """
    rules: dict[str, Waiver] = {}
    for one in waived:
        known = rules.get(one.waiver.scope)
        if one.holds and one.kind == "rule" and not (known and known.until >= one.waiver.until):
            rules[one.waiver.scope] = one.waiver
    return tuple(
        replace(finding, suppressed=f"waiver {waiver.id} until {waiver.until}: {waiver.reason}")
        if not finding.suppressed and (waiver := rules.get(finding.rule))
        else finding
        for finding in findings
    )


def used(
    waived: Sequence[Waived],
    *,
    stacks: Sequence[StackEstimate],
    findings: Sequence[Finding],
    code: CodeConfig,
    judgements: Sequence[Judgement],
    whole: bool = True,
) -> tuple[Waived, ...]:
    """The waivers with what each lets pass, and the state "unused" for those that let nothing pass.

    `stacks` and `findings` are those before `without` and `suppressed`. Where not the `whole` tree was
    looked at nobody knows what is unused.
    """
    open_findings = [
        (one.rule, f"{one.rule} {one.path}:{one.line}") for one in counting(findings, code)
    ]
    skipped = [
        (one.address, f"{one.address}: {one.why}") for each in stacks for one in each.skipped
    ]
    told = []
    for one in waived:
        match one.holds, one.kind:
            case False, _:
                affects: list[str] = []
            case True, "budget":
                affects = [
                    f"{each.budget} {each.metric}"
                    for each in judgements
                    if needed(each, one.waiver)
                ]
            case True, "rule":
                affects = [said for rule, said in open_findings if rule == one.waiver.scope]
            case _:
                scope = Patterns([Aimed(one.waiver.scope)])
                affects = [said for address, said in skipped if scope.match(address)]
        unused = whole and one.holds and not affects
        state: WaiverState = "unused" if unused else one.state
        told.append(replace(one, affects=tuple(dict.fromkeys(affects)), state=state))
    return tuple(told)


def needed(judgement: Judgement, waiver: Waiver) -> bool:
    """Whether a limit would be broken without the waiver."""
    if judgement.budget != waiver.scope or waiver.id not in (judgement.waiver or "").split(", "):
        return False
    ends = {"low": judgement.low, "best": judgement.best, "high": judgement.high}
    value = ends[judgement.end]
    noise = NOISE * max(abs(judgement.limit), abs(value or 0))
    return judgement.state != "off" and value is not None and value > judgement.limit + noise

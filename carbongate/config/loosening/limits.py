"""Limits of budgets that are higher, later, or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from carbongate.config.loosening.words import entry, more, percent
from carbongate.config.node import shortened
from carbongate.config.settings import Bound, Budget, Config, Increase, Level, Ratchet
from carbongate.config.written import written
from carbongate.figure import Figure
from carbongate.model import Loosening, Severity

CARBON = {
    "total": "carbon in a month",
    "sci": "carbon for one functional unit",
    "per_run": "carbon for one run of the pipeline",
}
LEVELS: tuple[Level, ...] = ("off", "warn", "error")
BOUNDS: tuple[Bound, ...] = ("low", "best", "high")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")
EVERY = float("inf")


def pairs(base: Config, head: Config) -> list[tuple[Budget, Budget | None]]:
    """Each budget of the base with what became of it: the one of its id, else one of another id that
    is new and about the same stacks."""
    heads = {one.id: one for one in head.budgets}
    bases = {one.id for one in base.budgets}
    fresh = [one for one in head.budgets if one.id not in bases]
    found: list[tuple[Budget, Budget | None]] = []
    for one in base.budgets:
        other = heads.get(one.id)
        if other is None:
            alike = [new for new in fresh if dict(new.match) == dict(one.match)]
            other = alike[0] if len(alike) == 1 else None
            fresh = [new for new in fresh if new is not other]
        found.append((one, other))
    return found


def limits(base: Config, head: Config) -> Iterator[Loosening]:
    """The budgets of the base, each held against what became of it; one that is off holds nothing."""
    for one, other in pairs(base, head):
        if one.level == "off":
            continue
        key = entry("budgets", one.id)
        if other is None:
            yield Loosening(key, summary(one), "", f"budget {shortened(one.id)} is gone")
            continue
        yield from carbon(key, one, other)
        yield from growth(key, one, other)
        yield from counts(key, one, other)
        yield from ways(key, one, other)
    yield from relieved(base, head)


def carbon(key: str, one: Budget, other: Budget) -> Iterator[Loosening]:
    """Limits on carbon."""
    for metric, what in CARBON.items():
        before, after = getattr(one, metric), getattr(other, metric)
        if gone_or_higher(before, after):
            yield Loosening(
                f"{key}.{metric}",
                written(before, metric),
                written(after, metric) if after else "",
                f"budget {shortened(one.id)} allows more {what}"
                if after
                else f"budget {shortened(one.id)} limits {what} no more",
            )


def growth(key: str, one: Budget, other: Budget) -> Iterator[Loosening]:
    """Limits on growth against the merge base."""
    if one.increase and not other.increase:
        yield Loosening(
            f"{key}.increase",
            grown(one.increase),
            "",
            f"budget {shortened(one.id)} limits growth no more",
        )
    elif one.increase and other.increase:
        if more(one.increase.max.best, other.increase.max.best):
            yield Loosening(
                f"{key}.increase.max",
                written(one.increase.max),
                written(other.increase.max),
                f"budget {shortened(one.id)} allows more growth",
            )
        floor, new = one.increase.floor, other.increase.floor
        if new and more(floor.best if floor else 0, new.best):
            yield Loosening(
                f"{key}.increase.floor",
                written(floor) if floor else "",
                written(new),
                f"budget {shortened(one.id)} lets more growth pass, whatever its percentage",
            )
    if one.ratchet and (other.ratchet is None or wider(one.ratchet, other.ratchet)):
        yield Loosening(
            f"{key}.ratchet" + (".slack" if other.ratchet else ""),
            written(one.ratchet.slack),
            written(other.ratchet.slack) if other.ratchet else "",
            f"budget {shortened(one.id)} allows more slack against the merge base"
            if other.ratchet
            else f"budget {shortened(one.id)} holds no ratchet any more",
        )


def wider(one: Ratchet, other: Ratchet) -> bool:
    """Whether a ratchet has more slack."""
    return more(one.slack.best, other.slack.best)


def counts(key: str, one: Budget, other: Budget) -> Iterator[Loosening]:
    """Limits on findings, and the coverage that is asked for."""
    for severity, limit in one.findings.items():
        after = other.findings.get(severity)
        if after is None or after > limit:
            yield Loosening(
                f"{key}.findings.{severity}",
                f"{limit:,}",
                "" if after is None else f"{after:,}",
                f"budget {shortened(one.id)} limits findings of severity {severity} no more"
                if after is None
                else f"budget {shortened(one.id)} allows more findings of severity {severity}",
            )
    if one.min_coverage is not None and more(other.min_coverage or 0, one.min_coverage):
        gone = other.min_coverage is None
        yield Loosening(
            f"{key}.min_coverage",
            percent(one.min_coverage),
            percent(other.min_coverage or 0) if not gone else "",
            f"budget {shortened(one.id)} asks for no coverage any more"
            if gone
            else f"budget {shortened(one.id)} passes with less of its resources estimated",
        )


def ways(key: str, one: Budget, other: Budget) -> Iterator[Loosening]:
    """What a broken limit does, and which end of a range is held against it."""
    if LEVELS.index(other.level) < LEVELS.index(one.level):
        does = "only warns" if other.level == "warn" else "is off"
        yield Loosening(
            f"{key}.level", one.level, other.level, f"budget {shortened(one.id)} {does}"
        )
    if BOUNDS.index(other.decide_on) < BOUNDS.index(one.decide_on):
        yield Loosening(
            f"{key}.decide_on",
            one.decide_on,
            other.decide_on,
            f"budget {shortened(one.id)} is decided on a lower end of the range",
        )
    if one.strict and not other.strict:
        yield Loosening(
            f"{key}.strict",
            "true",
            "false",
            f"budget {shortened(one.id)} passes although its limit lies within the range",
        )


def relieved(base: Config, head: Config) -> Iterator[Loosening]:
    """Severities that `code.fail_on` decided, and that a budget of the head decides instead."""
    before, after = budgeted(base), budgeted(head)
    for severity in SEVERITIES:
        if severity in before or severity not in after or not decides(base, severity):
            continue
        limit, one = after[severity]
        if limit > 0:
            yield Loosening(
                f"{entry('budgets', one.id)}.findings.{severity}",
                "0",
                f"{one.findings[severity]:,}" if one.level == "error" else one.level,
                f"findings of severity {severity} failed by code.fail_on, and budget {shortened(one.id)} "
                + ("lets some pass" if one.level == "error" else "only warns of them"),
            )


def budgeted(config: Config) -> Mapping[Severity, tuple[float, Budget]]:
    """The severities that budgets decide: how many findings may be there, and the strictest budget."""
    found: dict[Severity, tuple[float, Budget]] = {}
    for one in config.budgets:
        for severity, limit in one.findings.items() if one.level != "off" else ():
            allowed = limit if one.level == "error" else EVERY
            if severity not in found or allowed < found[severity][0]:
                found[severity] = allowed, one
    return found


def decides(config: Config, severity: Severity) -> bool:
    """Whether findings of a severity fail by `code.fail_on`, where no budget limits them."""
    fail_on = config.code.fail_on
    return fail_on != "off" and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)


def gone_or_higher(before: Figure | None, after: Figure | None) -> bool:
    """Whether there was a limit, and it is none or a higher one now."""
    return before is not None and (after is None or more(before.best, after.best))


def grown(one: Increase) -> str:
    """`10%, 2 kgCO2e/month`."""
    return ", ".join(written(figure) for figure in (one.max, one.floor) if figure)


def summary(one: Budget) -> str:
    """Its limits, as a person writes them."""
    said: list[str] = [
        f"{metric}: {written(figure, metric)}"
        for metric in CARBON
        if (figure := getattr(one, metric)) is not None
    ]
    if one.increase:
        said.append(f"increase: {grown(one.increase)}")
    if one.ratchet:
        said.append(f"ratchet: {written(one.ratchet.slack)}")
    said += findings(one.findings)
    if one.min_coverage is not None:
        said.append(f"min_coverage: {percent(one.min_coverage)}")
    return ", ".join(said)


def findings(found: Mapping[Severity, int]) -> Sequence[str]:
    """`error findings: 0`."""
    return [f"{severity} findings: {limit:,}" for severity, limit in found.items()]

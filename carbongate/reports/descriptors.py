"""What the rules behind results say of themselves: those of the code, and the gate's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from carbongate.model import Confidence, Finding, Report, RuleText, Severity, Tier
from carbongate.reports.escape import code, prose
from carbongate.reports.results import BUDGET, LEVELS, LOOSENED, SKIPPED, Level, Result

Problem = Literal["error", "warning", "recommendation"]
PROBLEMS: Mapping[Level, Problem] = {
    "error": "error",
    "warning": "warning",
    "note": "recommendation",
}


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A rule as a viewer of results shows it; `help` is plain text, `markdown` the same with form."""

    id: str
    title: str
    text: str
    help: str
    markdown: str
    level: Level
    precision: Confidence
    tags: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """Its severity in the words of code scanning."""
        return PROBLEMS[self.level]


def descriptors(report: Report, shown: Iterable[Result]) -> tuple[Descriptor, ...]:
    """The rules of the results, in the order of their ids."""
    ids = sorted({one.rule for one in shown})
    texts = {text.id: text for text in report.rules}
    findings = {finding.rule: finding for finding in reversed(report.findings)}
    found = []
    for name in ids:
        if name in OWN:
            found.append(own(name))
        elif name in texts:
            found.append(of_code(texts[name]))
        else:
            found.append(unknown(name, findings.get(name)))
    return tuple(found)


def of_code(text: RuleText) -> Descriptor:
    """A rule on code, with its reason, its remedy and its evidence."""
    suppress = f"# carbongate: ignore[{text.id}] reason"
    parts = (
        text.why,
        f"Instead: {text.instead}",
        f"Evidence: {text.evidence}.",
        f"To let a finding stand, say why beside it: {suppress}",
    )
    marked = (
        prose(text.why),
        f"**Instead:** {prose(text.instead)}",
        f"**Evidence:** {prose(text.evidence)}",
        f"To let a finding stand, say why beside it: {code(suppress)}",
        f"{code(f'carbongate explain {text.id}')} shows examples.",
    )
    return Descriptor(
        id=text.id,
        title=text.title,
        text=text.why,
        help="\n\n".join(parts),
        markdown="\n\n".join((f"# {prose(text.title)}", *marked)),
        level=level(text.severity, text.tier),
        precision=text.confidence,
        tags=tuple(filter(None, ("energy", text.language, text.tier, text.pattern))),
    )


def level(severity: Severity, tier: Tier) -> Level:
    """What only advises is never an error."""
    found = LEVELS[severity]
    return "warning" if found == "error" and tier != "gate" else found


def unknown(name: str, finding: Finding | None) -> Descriptor:
    """A rule that came without its page."""
    said = "A pattern in code that wastes energy."
    shown = f"`carbongate explain {name}` says why and what instead."
    return Descriptor(
        id=name,
        title=said,
        text=said,
        help=f"{said} {shown}",
        markdown=prose(f"{said} {shown}"),
        level=level(finding.severity, finding.tier) if finding else "warning",
        precision=finding.confidence if finding else "medium",
        tags=("energy",),
    )


def own(name: str) -> Descriptor:
    """One of the gate's own."""
    said = OWN[name]
    return Descriptor(
        id=name,
        title=said.title,
        text=said.text,
        help=f"{said.text}\n\n{said.remedy}",
        markdown=f"# {said.title}\n\n{said.text}\n\n{said.remedy}",
        level=said.level,
        precision="high",
        tags=("carbon", "gate"),
    )


@dataclass(frozen=True, slots=True)
class Own:
    """What a rule of the gate itself is about, and what to do."""

    title: str
    text: str
    remedy: str
    level: Level


OWN: Mapping[str, Own] = {
    BUDGET: Own(
        title="A carbon budget does not hold",
        text="A budget in the configuration limits carbon, its growth, coverage or findings. This limit is "
        "broken, or nobody can tell yet whether it holds. A budget that only warns is a warning.",
        remedy="Begin at the place of this result: where a budget limits carbon, it is the largest resource "
        "of the budget, the one that grew most, or the one that nobody could estimate. `carbongate explain ADDRESS` takes its number apart. If the "
        "carbon is meant, raise the limit in a change that says why, or write a waiver with an owner and an end.",
        level="error",
    ),
    SKIPPED: Own(
        title="A resource that matters is not estimated",
        text="A machine, a database, an accelerator or a template is declared here that nobody could estimate. "
        "It is in no number of the report, so the verdict cannot be green.",
        remedy="State its size under `resources` in the configuration, render the template, or write a "
        "waiver for its address with an owner and an end.",
        level="error",
    ),
    LOOSENED: Own(
        title="The change loosens its own gate",
        text="A limit, a load, an override, a rule, a stack or a waiver is easier to pass than on the base of "
        "this change.",
        remedy="Nothing has to be wrong with that; somebody should want it. With `policy: base` at the top of "
        "the configuration the values of the base hold.",
        level="warning",
    ),
}

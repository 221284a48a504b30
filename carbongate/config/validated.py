"""What `carbongate config` prints: that a file is sound and what it comes to, and the schemas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from carbongate.config import load
from carbongate.config import schema as config_schema
from carbongate.config.extends import Other
from carbongate.config.find import WAIVERS
from carbongate.config.settings import Budget, Config
from carbongate.config.waivers import read_waivers, waivers_schema_text
from carbongate.config.written import written
from carbongate.model import Waiver
from carbongate.words import count, listed

FEW = 20  # of one kind that are listed


def validated(text: str, path: str, *, other: Other | None = None) -> str:
    """Lines about a configuration, or a carbongate-waivers.yaml, that was read in full.

    Whether its paths and patterns reach anything only a run can say.
    Errors: ConfigError with file, line and key.
    """
    if PurePosixPath(path).name == WAIVERS:
        lines = list(of_waivers(read_waivers(text, path), path))
    else:
        lines = list(of_config(load(text, path, other=other)))
    return "".join(f"{line}\n" for line in lines)


def schema_text(*, waivers: bool = False) -> str:
    """The JSON Schema of carbongate.yaml, or of carbongate-waivers.yaml."""
    return waivers_schema_text() if waivers else config_schema.text()


def of_config(config: Config) -> Iterator[str]:
    """What it comes to, the defaults it extends included."""
    yield f"{config.path} can be read."
    yield f"  mode      {config.mode}" + (", policy base" if config.policy == "base" else "")
    if config.extends:
        yield f"  extends   {config.extends}"
    yield f"  dataset   {config.dataset}"
    if config.functional_unit:
        unit = config.functional_unit
        yield f"  unit      {unit.name}, {written(unit.per_month)} a month"
    names = [one.name for one in config.stacks]
    yield f"  stacks    {listed(names, FEW) or 'those that a run finds'}"
    for budget in config.budgets[:FEW]:
        origin = f"  (of {budget.path})" if config.inherited(budget.path) else ""
        yield f"  budget    {budget.id}: {said(budget)}{origin}"
    if len(config.budgets) > FEW:
        yield f"            and {count(len(config.budgets) - FEW, 'more budget', 'more budgets')}"
    if not config.budgets:
        yield "  budgets   none: nothing but code can fail"
    if config.usage or config.resources:
        yield (
            f"  stated    use of {count(len(config.usage), 'pattern')}, "
            f"size of {count(len(config.resources), 'pattern')}"
        )
    code = config.code
    what = f"findings of severity {code.fail_on} fail" if code.fail_on != "off" else "nothing fails"
    off = f", without {listed(code.disable, FEW)}" if code.disable else ""
    yield f"  code      {what}{', new ones only' if code.new_only else ''}{off}"
    for key, line in config.unsupported():
        yield f"  line {line}: {key}: this version cannot hold it yet, and refuses to run"
    yield "Whether its paths, regions and patterns reach anything, `carbongate check` says."


def said(budget: Budget) -> str:
    """Its limits on one line."""
    limits = [
        f"{name} {written(figure, name)}"
        for name in ("total", "sci", "per_run")
        if (figure := getattr(budget, name)) is not None
    ]
    if budget.increase:
        limits.append(f"increase {written(budget.increase.max)}")
    if budget.ratchet:
        limits.append(f"ratchet {written(budget.ratchet.slack)}")
    if budget.min_coverage is not None:
        limits.append(f"coverage {budget.min_coverage * 100:.12g}%")
    limits += [f"{one} findings {most:,}" for one, most in budget.findings.items()]
    where = ", ".join(f"{key} {word}" for key, word in budget.match.items()) or "everything"
    level = "" if budget.level == "error" else f", level {budget.level}"
    return f"{', '.join(limits)} on {where}{level}"


def of_waivers(waivers: tuple[Waiver, ...], path: str) -> Iterator[str]:
    """Each with its end."""
    yield f"{path} can be read: {count(len(waivers), 'waiver')}."
    for one in waivers:
        allow = (
            f", allows {written(one.allow, 'per_run' if one.per == 'run' else '')}"
            if one.allow
            else ""
        )
        yield f"  {one.id}: {one.scope}{allow}, until {one.until.isoformat()}, by {one.owner}"

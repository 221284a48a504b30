"""The order of the steps, and no formula. Start reading here.

tree -> manifests -> resources -> [ usage -> energy -> carbon -> SCI ] --+
                                                                         +--> verdict -> report
tree -> code files -> findings ------------------------------------------+
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from carbongate import __version__, gate
from carbongate.config import Budget, Config, at_work, check_stacks
from carbongate.errors import ConfigError
from carbongate.evidence import evidence, with_sources
from carbongate.limits import coverage
from carbongate.model import Fingerprint, Loosening, Plan, Report, StackEstimate
from carbongate.months import totals_of
from carbongate.reports.check import check
from carbongate.request import Request
from carbongate.scanning import Code, code_files, scanning
from carbongate.sides import Side, estimated, read
from carbongate.stacks import Found, is_manifest
from carbongate.tables import Tables
from carbongate.words import listed

if TYPE_CHECKING:
    from carbongate.comparison import Base
    from carbongate.excused import Excused


def run(request: Request) -> Report:
    """One report. Errors: ConfigError (exit 2), InputError and DataError (exit 5)."""
    config = supported(in_force(request))
    head = replace(request.head, config=config, files=request.head.files - code_files(request))
    tables, day = Tables(config.dataset), request.day()
    with scanning(request, config) as code_of:  # the engine works while the manifests are read
        found, base = sides(request, head, tables)
        known = (*found.stacks, *(base.found.stacks if base else ()))
        held, idle = at_work(config, known)
        request.progress("estimating", 0, 0)
        judged = estimated(found.stacks, config, tables) if found.stacks else ()
        changed = base.compared(judged, request.moved) if base else None
        request.progress("reading code", 0, 0)
        code = code_of(request)
    request.progress("writing the report", 0, 0)
    assumptions, sources = evidence(judged, tables)
    if changed:
        # What did not change rests on the same rows on both sides.
        before = (one.before for one in changed.changes if one.before is not None)
        sources = with_sources(sources, before, tables)
    excuse = excused(request, config, day, judged, code, found, base)
    stacks, findings = (excuse.stacks, excuse.findings) if excuse else (judged, code.findings)
    mode = request.mode or config.mode
    verdict = gate.judge(
        mode="report" if request.command in ("estimate", "diff") else mode,
        budgets=budgets(request, held),
        stacks=stacks,
        findings=findings,
        code=config.code,
        empty=not found.manifests and not code.files and not (base and base.found.manifests),
        allow_empty=request.allow_empty or request.command == "scan",
        base=base.stacks if base else None,
        difference=changed,
        waived=excuse.waivers if excuse else (),
        limiting=request.command not in ("estimate", "diff"),
    )
    done = Report(
        mode=mode,
        command=request.command,
        verdict=verdict,
        fingerprint=fingerprint(config, day, tables, code),
        stacks=stacks,
        totals=totals_of([one for stack in stacks for one in stack.estimates if not one.tenant_of]),
        coverage=coverage(stacks),
        findings=findings,
        scanned=code.files,
        assumptions=assumptions,
        sources=sources,
        notes=(*request.notes, *idle, *notes(request, found, stacks), *code.notes),
        configured=config.path is not None,
        all_resources=request.all_resources,
        difference=changed,
        waivers=excuse.passed(verdict.judgements) if excuse else (),
        loosened=loosened(request, day, found, code, base, tables),
        plans=plans(request, found),
        rules=code.texts,
        prefix=request.prefix(),
        config=request.seen(config.path),
        policy=request.base.config.policy if request.base else "head",
        here=head.named is None,
    )
    check(done)
    return done


def estimates(request: Request) -> tuple[tuple[StackEstimate, ...], Tables]:
    """The numbers alone, and the tables behind them."""
    config = supported(request.config)
    tables = Tables(config.dataset)
    found, _ = sides(request, request.head, tables)
    return estimated(found.stacks, config, tables), tables


def read_waived(request: Request) -> None:
    """Holds the waivers against what there is. Errors: ConfigError, as `run` raises it."""
    config = supported(in_force(request))
    tables = Tables(config.dataset)
    found, base = sides(request, replace(request.head, config=config), tables)
    with scanning(request, config) as code_of:
        excused(request, config, request.day(), (), code_of(request), found, base)


def in_force(request: Request) -> Config:
    """The configuration that decides: the head's own, unless the policy of the base holds."""
    if request.base is None or request.base.config.policy != "base":
        return request.config
    from carbongate.config.policy import held

    tree = request.head.tree
    moved = {old: new for old, new in request.moved.items() if is_manifest(tree, new)}
    return held(request.base.config, request.config, lambda path: bool(tree.under(path)), moved)


def supported(config: Config) -> Config:
    """The configuration, unless it asks for what would be passed over in silence."""
    for key, line in config.unsupported():
        raise ConfigError(f"{key}: this version cannot hold it yet", config.path, line)
    return config


# ---- manifests to estimates --------------------------------------------------------------------


def sides(request: Request, head: Side, tables: Tables) -> tuple[Found, Base | None]:
    """What the head declares, and the month of the base where there is one.

    Errors: ConfigError for a pattern or a budget that would look at nothing on either side.
    """
    if request.command == "scan":
        return Found((), 0), None
    base = None
    if request.base:
        from carbongate.comparison import estimated_base

        base = estimated_base(request.base, head.config, tables)
    found = read(head, tables)
    if head.named is None:
        reached(head.config, found, base)
    return found, base


def reached(config: Config, found: Found, base: Base | None) -> None:
    """Errors: ConfigError for what the configuration says of something that is nowhere."""
    from carbongate.reach import patterns_reach

    patterns_reach(config, [*found.readings(), *(base.readings() if base else ())])
    check_stacks(config, (*found.stacks, *(base.found.stacks if base else ())))


# ---- a pull request and its gate ----------------------------------------------------------------


def excused(
    request: Request,
    config: Config,
    day: str,
    judged: tuple[StackEstimate, ...],
    code: Code,
    found: Found,
    base: Base | None,
) -> Excused | None:
    """What waivers leave to judge; None where there are none. Errors: those of `Excused`."""
    there = request.head.waivers or (request.base and request.base.waivers)
    if not there or request.command in ("estimate", "diff"):
        return None
    from carbongate.excused import excused

    declared = [*found.readings(), *(base.readings() if base else ())]
    addresses = {reading.address for reading in declared}
    return excused(request, config, day, judged, code, addresses)


def loosened(
    request: Request, day: str, found: Found, code: Code, base: Base | None, tables: Tables
) -> tuple[Loosening, ...]:
    """What the change makes easier to pass."""
    if base is None:
        return ()
    from carbongate.config.loosened import silenced

    return (
        *base.loosened(lasting(request.head, day), found, tables, code.known),
        *base.displaced(request.head, found, request.moved),
        *silenced(code.findings),
    )


def lasting(head: Side, day: str) -> Side:
    """The head with the waivers that have not ended: one that lets nothing pass loosens nothing."""
    waivers = tuple(one for one in head.waivers if one.until.isoformat() >= day)
    return replace(head, waivers=waivers)


# ---- the report --------------------------------------------------------------------------------


def budgets(request: Request, config: Config) -> tuple[Budget, ...]:
    """The budgets that a command can hold: `scan` sees no carbon, `estimate` decides nothing."""
    match request.command:
        case "check":
            return config.budgets
        case "scan":
            return tuple(budget.findings_only() for budget in config.budgets)
        case "estimate" | "diff":
            return ()
        case _:
            assert_never(request.command)


def notes(request: Request, found: Found, judged: Sequence[StackEstimate]) -> list[str]:
    """Sentences about what was looked at and what was not."""
    said = [note for stack in judged for note in stack.notes]
    said.extend(
        f"{stack.name}: nothing was taken from {listed(stack.superseded)}: a better manifest of the "
        "same root was read, or it declares nothing that runs"
        for stack in found.stacks
        if stack.superseded
    )
    if found.unclaimed:
        said.append(f"manifests of no configured stack, not counted: {listed(found.unclaimed)}")
    left_out = request.head.tree.left_out()
    if left_out and request.command != "scan":
        said.append(
            "not looked at: " + listed([f"{path} ({why})" for path, why in left_out.items()])
        )
    return said


def plans(request: Request, found: Found) -> tuple[Plan, ...]:
    """The plans that were judged, with the digests of their bytes."""
    if request.command != "check" or not found.plans:
        return ()
    from carbongate.plans import digest

    files = [file for path in found.plans if (file := request.head.tree.file(path))]
    return tuple(Plan(file.path, digest(file.data())) for file in files)


def fingerprint(config: Config, day: str, tables: Tables, code: Code) -> Fingerprint:
    """What decided the numbers."""
    return Fingerprint(
        tool=__version__,
        dataset=tables.dataset,
        grid_basis=tables.grid_basis,
        rules=code.rules,
        config=config.digest,
        date=day,
        tools=code.tools,
    )

"""The order of the steps, and no formula. Start reading here.

tree -> manifests -> resources -> [ usage -> energy -> carbon -> SCI ] --+
                                                                         +--> verdict -> report
tree -> code files -> findings ------------------------------------------+
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from carbongate import __version__, gate
from carbongate.config import (
    Budget,
    Config,
    Override,
    Patterns,
    UsagePatterns,
    check_stacks,
)
from carbongate.errors import ConfigError, InputError
from carbongate.evidence import evidence
from carbongate.grids import bundled
from carbongate.limits import coverage
from carbongate.model import (
    Command,
    Finding,
    Fingerprint,
    Mode,
    Reading,
    Report,
    Site,
    Stack,
    StackEstimate,
)
from carbongate.months import totals_of
from carbongate.reports.check import check
from carbongate.repository import Git, Tree, WorkTree
from carbongate.stacks import Found, stacks, within
from carbongate.tables import Tables
from carbongate.words import listed


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of the code: findings, files read, and what decided them."""

    findings: tuple[Finding, ...] = ()
    files: int = 0
    notes: tuple[str, ...] = ()
    rules: str = ""
    tools: Mapping[str, str] = field(default_factory=dict)


def silent(step: str, done: int, of: int) -> None:
    """The progress of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; made once, by the command line.

    `named` are the files that the given paths stand for, None for all; `files` those that were
    given one by one and so must be understood. New code is what is not in the index's HEAD (`staged`), not in the merge base
    with `base`, or not in that with the upstream branch; without any of these all code is new.
    """

    command: Command
    root: Path
    tree: Tree
    git: Git | None
    config: Config
    mode: Mode
    named: frozenset[str] | None = None
    files: frozenset[str] = frozenset()
    base: str | None = None
    staged: bool = False
    allow_empty: bool = False
    all_resources: bool = False
    date: str = ""
    progress: Callable[[str, int, int], None] = field(default=silent)


def run(request: Request) -> Report:
    """One report. Errors: ConfigError (exit 2), InputError and DataError (exit 5)."""
    config = supported(request.config)
    tables = Tables(config.dataset)
    with scanning(request) as code_of:  # the engine works while the manifests are read
        found = Found((), 0) if request.command == "scan" else read(request, tables)
        request.progress("estimating", 0, 0)
        judged = estimated(found.stacks, config, tables) if found.stacks else ()
        request.progress("reading code", 0, 0)
        code = code_of(request)
    request.progress("writing the report", 0, 0)
    assumptions, sources = evidence(judged, tables)
    verdict = gate.judge(
        mode="report" if request.command == "estimate" else request.mode,
        budgets=budgets(request),
        stacks=judged,
        findings=code.findings,
        code=config.code,
        empty=not found.manifests and not code.files,
        allow_empty=request.allow_empty or request.command == "scan",
    )
    done = Report(
        mode=request.mode,
        command=request.command,
        verdict=verdict,
        fingerprint=fingerprint(request, tables, code),
        stacks=judged,
        totals=totals_of([one for stack in judged for one in stack.estimates if not one.tenant_of]),
        coverage=coverage(judged),
        findings=code.findings,
        scanned=code.files,
        assumptions=assumptions,
        sources=sources,
        notes=(*notes(request, found, judged), *code.notes),
        configured=config.path is not None,
        all_resources=request.all_resources,
    )
    check(done)
    return done


def estimates(request: Request) -> tuple[tuple[StackEstimate, ...], Tables]:
    """The numbers alone, and the tables behind them."""
    config = supported(request.config)
    tables = Tables(config.dataset)
    return estimated(read(request, tables).stacks, config, tables), tables


def supported(config: Config) -> Config:
    """The configuration, unless it asks for what would be passed over in silence."""
    for key, line in config.unsupported():
        raise ConfigError(f"{key}: this version cannot hold it yet", config.path, line)
    return config


# ---- manifests to estimates --------------------------------------------------------------------


def read(request: Request, tables: Tables) -> Found:
    """The stacks of the tree, corrected as `resources:` says.

    Errors: ConfigError for a pattern or a budget that would look at nothing.
    """
    from carbongate.reach import patterns_reach

    config = request.config
    must = request.files - code_files(request)
    found = stacks(request.tree, request.named, must, config, tables, request.progress)
    corrections = Patterns(config.resources)
    if request.named is None:
        every = [reading for stack in found.stacks for reading in stack.readings]
        patterns_reach(config, every)
        check_stacks(config, found.stacks)
    if not config.resources:
        return found
    corrected = tuple(
        replace(stack, readings=tuple(correct(one, corrections, tables) for one in stack.readings))
        for stack in found.stacks
    )
    return replace(found, stacks=corrected)


def correct(reading: Reading, corrections: Patterns[Override], tables: Tables) -> Reading:
    """The reading, or what `resources:` makes of it."""
    from carbongate.overrides import overridden

    override = corrections.match(reading.address)
    return overridden(reading, override, tables) if override else reading


def estimated(found: Sequence[Stack], config: Config, tables: Tables) -> tuple[StackEstimate, ...]:
    """The bracket, with the configuration's use and the grid source it names."""
    from carbongate.estimate import estimate
    from carbongate.reach import regions_exist

    def site(provider: str, region: str | None) -> Site:
        return bundled.site(tables, provider, region)

    regions_exist(config, site)
    return estimate(found, UsagePatterns(config.usage).merged, tables, site)


# ---- code to findings --------------------------------------------------------------------------


@contextmanager
def scanning(request: Request) -> Iterator[Callable[[Request], Code]]:
    """Sets the engine to work on the code that was named, or that `code.paths` names; what it
    yields waits for the findings."""
    if request.command == "estimate":
        yield lambda request: Code()
        return
    from carbongate.code.rules import digest, load
    from carbongate.code.scan import start
    from carbongate.reach import paths_hold_code, rules_exist

    code = request.config.code
    rules = load(examples=False)
    rules_exist(request.config, [rule.id for rule in rules])
    if request.named is None:
        paths_hold_code(request.config, request.tree.files())
    wanted = [rule for rule in rules if rule.tier in code.tiers and rule.id not in code.disable]
    files = [file for file in request.tree.files() if is_wanted(file.path, request)]
    root = request.root if isinstance(request.tree, WorkTree) else None
    with start(root, files, wanted, known=[rule.id for rule in rules]) as scan:

        def finish(request: Request) -> Code:
            found = scan.finish(changed(request))
            for path in sorted(request.files & found.unread.keys()):
                raise InputError(found.unread[path], path)
            return Code(found.findings, found.files, found.notes, digest(wanted), found.tools)

        yield finish


def code_files(request: Request) -> frozenset[str]:
    """Of the files that were named those that are code, where code is looked at."""
    if request.command != "check" or not request.files:
        return frozenset()
    from carbongate.code.files import all_languages, in_languages

    named = [file for file in request.tree.files() if file.path in request.files]
    return frozenset(file.path for file, _ in in_languages(named, all_languages()))


def is_wanted(path: str, request: Request) -> bool:
    """Whether a file of the tree is among those to scan."""
    if request.named is not None:
        return path in request.named
    paths = request.config.code.paths
    return not paths or any(within(path, entry) for entry in paths)


def changed(request: Request) -> Mapping[str, Container[int]] | None:
    """New lines by path, or None when nothing says what is new."""
    git = request.git
    if request.base is not None and request.staged:
        raise ConfigError("--base and --staged say different things of what is new; give one")
    if git is None:
        if request.base is not None or request.staged:
            raise ConfigError("--base and --staged need a git checkout")
        return None
    if request.staged:
        return git.changed_lines(None, staged=True)
    if request.base is not None:
        return git.changed_lines(git.merge_base(request.base))
    upstream = git.upstream()
    return git.changed_lines(git.merge_base(upstream)) if upstream else None


# ---- the report --------------------------------------------------------------------------------


def budgets(request: Request) -> tuple[Budget, ...]:
    """The budgets that a command can hold: `scan` sees no carbon, `estimate` decides nothing."""
    match request.command:
        case "check":
            return request.config.budgets
        case "scan":
            return tuple(budget.findings_only() for budget in request.config.budgets)
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
    left_out = request.tree.left_out()
    if left_out and request.command != "scan":
        said.append(
            "not looked at: " + listed([f"{path} ({why})" for path, why in left_out.items()])
        )
    return said


def fingerprint(request: Request, tables: Tables, code: Code) -> Fingerprint:
    """What decided the numbers. The date is that of the commit, else the one given."""
    head = request.git.head() if request.git else None
    day = request.git.commit_date(head).isoformat() if request.git and head else request.date
    return Fingerprint(
        tool=__version__,
        dataset=tables.dataset,
        grid_basis=tables.grid_basis,
        rules=code.rules,
        config=request.config.digest,
        date=request.date or day,
        tools=code.tools,
    )

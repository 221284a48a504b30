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
from typing import TYPE_CHECKING, assert_never

from carbongate import __version__, gate
from carbongate.config import Budget, Config, check_stacks
from carbongate.errors import ConfigError, InputError
from carbongate.evidence import evidence
from carbongate.limits import coverage
from carbongate.model import (
    Command,
    Finding,
    Fingerprint,
    Mode,
    Plan,
    Reading,
    Report,
    StackEstimate,
)
from carbongate.months import totals_of
from carbongate.reports.check import check
from carbongate.repository import Git, WorkTree
from carbongate.sides import Progress, Side, estimated, read, silent
from carbongate.stacks import Found, within
from carbongate.tables import Tables
from carbongate.words import listed

if TYPE_CHECKING:
    from carbongate.comparison import Base


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of the code: findings, files read, and what decided them."""

    findings: tuple[Finding, ...] = ()
    files: int = 0
    notes: tuple[str, ...] = ()
    rules: str = ""
    tools: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; made once, by the command line.

    `head` is what is judged, `base` what it is held against, and `since` the commit after which code
    is new. Without it new code is what is not in the index's HEAD (`staged`) or not in the merge base
    with the upstream branch; without any of these all code is new. `moved` are the old and new paths
    of files with another name since the base.
    """

    command: Command
    root: Path
    head: Side
    git: Git | None
    mode: Mode
    base: Side | None = None
    since: str | None = None
    moved: Mapping[str, str] = field(default_factory=dict)
    staged: bool = False
    allow_empty: bool = False
    all_resources: bool = False
    date: str = ""
    progress: Progress = field(default=silent)

    @property
    def config(self) -> Config:
        """The configuration that the head states, whichever is in force."""
        return self.head.config


def run(request: Request) -> Report:
    """One report. Errors: ConfigError (exit 2), InputError and DataError (exit 5)."""
    config = supported(in_force(request))
    head = replace(request.head, config=config, files=request.head.files - code_files(request))
    tables = Tables(config.dataset)
    with scanning(request, config) as code_of:  # the engine works while the manifests are read
        found, base = sides(request, head, tables)
        request.progress("estimating", 0, 0)
        judged = estimated(found.stacks, config, tables) if found.stacks else ()
        changed = base.compared(judged, request.moved) if base else None
        request.progress("reading code", 0, 0)
        code = code_of(request)
    request.progress("writing the report", 0, 0)
    assumptions, sources = evidence(judged, tables)
    verdict = gate.judge(
        mode="report" if request.command in ("estimate", "diff") else request.mode,
        budgets=budgets(request, config),
        stacks=judged,
        findings=code.findings,
        code=config.code,
        empty=not found.manifests and not code.files and not (base and base.found.manifests),
        allow_empty=request.allow_empty or request.command == "scan",
        base=base.stacks if base else None,
        difference=changed,
    )
    done = Report(
        mode=request.mode,
        command=request.command,
        verdict=verdict,
        fingerprint=fingerprint(request, config, tables, code),
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
        difference=changed,
        loosened=base.loosened(request.head) if base else (),
        plans=plans(request, found),
    )
    check(done)
    return done


def estimates(request: Request) -> tuple[tuple[StackEstimate, ...], Tables]:
    """The numbers alone, and the tables behind them."""
    config = supported(request.config)
    tables = Tables(config.dataset)
    found, _ = sides(request, request.head, tables)
    return estimated(found.stacks, config, tables), tables


def in_force(request: Request) -> Config:
    """The configuration that decides: the head's own, unless the policy of the base holds."""
    if request.base is None or request.base.config.policy != "base":
        return request.config
    from carbongate.config.policy import held

    tree = request.head.tree
    return held(request.base.config, request.config, lambda path: bool(tree.under(path)))


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

    every: list[Reading] = [reading for stack in found.stacks for reading in stack.readings]
    patterns_reach(config, [*every, *(base.readings() if base else ())])
    check_stacks(config, (*found.stacks, *(base.found.stacks if base else ())))


# ---- code to findings --------------------------------------------------------------------------


@contextmanager
def scanning(request: Request, config: Config) -> Iterator[Callable[[Request], Code]]:
    """Sets the engine to work on the code that was named, or that `code.paths` names; what it
    yields waits for the findings."""
    if request.command in ("estimate", "diff"):
        yield lambda request: Code()
        return
    from carbongate.code.rules import digest, load
    from carbongate.code.scan import start
    from carbongate.reach import paths_hold_code, rules_exist

    code, head = config.code, request.head
    rules = load(examples=False)
    rules_exist(config, [rule.id for rule in rules])
    if head.named is None:
        paths_hold_code(config, head.tree.files())
    wanted = [rule for rule in rules if rule.tier in code.tiers and rule.id not in code.disable]
    files = [file for file in head.tree.files() if is_wanted(file.path, head, config)]
    root = request.root if isinstance(head.tree, WorkTree) else None
    with start(root, files, wanted, known=[rule.id for rule in rules]) as scan:

        def finish(request: Request) -> Code:
            found = scan.finish(changed(request))
            for path in sorted(head.files & found.unread.keys()):
                raise InputError(found.unread[path], path)
            return Code(found.findings, found.files, found.notes, digest(wanted), found.tools)

        yield finish


def code_files(request: Request) -> frozenset[str]:
    """Of the files that were named those that are code, where code is looked at."""
    head = request.head
    if request.command != "check" or not head.files:
        return frozenset()
    from carbongate.code.files import all_languages, in_languages

    named = [file for file in head.tree.files() if file.path in head.files]
    return frozenset(file.path for file, _ in in_languages(named, all_languages()))


def is_wanted(path: str, head: Side, config: Config) -> bool:
    """Whether a file of the tree is among those to scan."""
    if head.named is not None:
        return path in head.named
    paths = config.code.paths
    return not paths or any(within(path, entry) for entry in paths)


def changed(request: Request) -> Mapping[str, Container[int]] | None:
    """New lines by path, or None when nothing says what is new."""
    git = request.git
    if git is None:
        if request.staged:
            raise ConfigError("--staged needs a git checkout")
        return None
    if request.staged:
        return git.changed_lines(None, staged=True)
    if request.since is not None:
        return git.changed_lines(request.since)
    upstream = git.upstream()
    return git.changed_lines(git.merge_base(upstream)) if upstream else None


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
    from hashlib import sha256

    files = [file for path in found.plans if (file := request.head.tree.file(path))]
    return tuple(Plan(file.path, sha256(file.data()).hexdigest()) for file in files)


def fingerprint(request: Request, config: Config, tables: Tables, code: Code) -> Fingerprint:
    """What decided the numbers. The date is that of the commit, else the one given."""
    head = request.git.head() if request.git else None
    day = request.git.commit_date(head).isoformat() if request.git and head else request.date
    return Fingerprint(
        tool=__version__,
        dataset=tables.dataset,
        grid_basis=tables.grid_basis,
        rules=code.rules,
        config=config.digest,
        date=request.date or day,
        tools=code.tools,
    )

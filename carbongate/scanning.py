"""Code to findings: what is scanned, with which rules, and what of it is new."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbongate.config import Config
from carbongate.errors import ConfigError, InputError
from carbongate.model import Finding, RuleText
from carbongate.repository import WorkTree
from carbongate.repository.file import within
from carbongate.request import Request
from carbongate.sides import Side

if TYPE_CHECKING:
    from carbongate.lock import Lock


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of the code: findings, files read, and what decided them."""

    findings: tuple[Finding, ...] = ()
    files: int = 0
    notes: tuple[str, ...] = ()
    rules: str = ""
    tools: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()  # ids of all rules that there are
    texts: tuple[RuleText, ...] = ()  # of those that have findings


@contextmanager
def scanning(request: Request, config: Config) -> Iterator[Callable[[Request], Code]]:
    """Sets the engine to work on the code that was named, or that `code.paths` names; what it
    yields waits for the findings."""
    if request.command in ("estimate", "diff"):
        yield lambda request: Code()
        return
    from carbongate.code.rules import digest, load, text
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
            known = tuple(rule.id for rule in rules)
            met = {finding.rule for finding in found.findings}
            lock = request.lock()
            return Code(
                counted(found.findings, lock),
                found.files,
                found.notes,
                digest(wanted),
                found.tools,
                known,
                tuple(text(rule) for rule in rules if rule.id in met),
            )

        yield finish


def counted(findings: tuple[Finding, ...], lock: Lock | None) -> tuple[Finding, ...]:
    """The findings, those of rules that came after the lock as advice."""
    if lock is None:
        return findings
    from carbongate.lock import arrived

    return arrived(findings, lock)


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
    # Nobody asked for a comparison, so nothing is fetched for one.
    return git.changed_lines(git.merge_base(upstream, fetch=False)) if upstream else None

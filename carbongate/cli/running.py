"""The commands at work: from a request to what the user sees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carbongate.cli.opening import STDIN, opened
from carbongate.cli.output import say, show, targets, write
from carbongate.cli.sources import named_text, parsed, repository
from carbongate.errors import ConfigError, InputError
from carbongate.flow import estimates, run
from carbongate.model import Command
from carbongate.repository import WorkTree
from carbongate.request import Request

WIDE = 200  # columns of a list that is for reading and for grep


def report(command: Command, options: Mapping[str, Any]) -> int:
    """Runs, writes every output, shows the report; the exit code of the verdict."""
    with opened(command, options) as request:
        return shown(request, options)


def shown(request: Request, options: Mapping[str, Any]) -> int:
    """Runs a request, as `report` does."""
    wanted = targets(options["outputs"])
    found = run(request)
    for render, file in wanted:
        write(render(found), file)
    if not options["quiet"]:
        show(found, to_stderr=any(file == STDIN for _, file in wanted))
    return found.verdict.exit_code


def explanation(subject: str, options: Mapping[str, Any]) -> str:
    """A rule's page, or the derivation of a resource's numbers."""
    from carbongate import explain
    from carbongate.code.rules import load as load_rules

    rules = {rule.id: rule for rule in load_rules()}
    if subject in rules:
        return explain.rule(rules[subject])
    with opened("estimate", options) as request:
        stacks, tables = estimates(request)
        return explain.address(subject, stacks, tables.sources(), tuple(rules))


def rule_list(everything: bool) -> str:
    """One line for each rule."""
    from carbongate.code.rules import load as load_rules
    from carbongate.reports.layout import table

    rows = [
        (rule.id, rule.language, rule.tier, rule.severity, rule.confidence, rule.title)
        for rule in load_rules()
        if everything or rule.tier != "parity"
    ]
    head = ("rule", "language", "tier", "severity", "confidence", "what it finds")
    lines = [line for row in table((head, *rows), WIDE, indent=0) for line in row]
    return "".join(f"{line.text}\n" for line in lines)


def coverage_page(options: Mapping[str, Any]) -> str:
    """What of the tree was understood."""
    from carbongate.reports import coverage

    with opened("estimate", options) as request:
        return coverage.page(run(request))


def validation(path: str) -> str:
    """What a configuration, or the one of a folder, comes to. Errors: ConfigError."""
    from carbongate.config import NAMES, find, others
    from carbongate.config.validated import validated

    place = Path(path)
    root = place if place.is_dir() else Path()
    tree = WorkTree(root)
    other = others(tree, repository(root))
    if not place.is_dir():
        return validated(named_text(root, path), path, other=other)
    found = find(tree)
    if found is None:
        raise ConfigError(f"has no {NAMES[0]}; `carbongate init` writes one", path)
    return parsed(found, lambda text, name: validated(text, name, other=other))


def verification(plan: str | None, report: str | None) -> int:
    """0 where a report judged this plan and let it pass, else 1; a sentence says why.

    Errors: ConfigError when one of both is missing, InputError when one cannot be read.
    """
    from carbongate.plans import report_of, verified

    if plan is None or report is None:
        raise ConfigError("--verify-plan FILE and --report FILE go together")
    passed, sentence = verified(report_of(content(report), report), content(plan), plan)
    say(f"carbongate: {sentence}")
    return 0 if passed else 1


def content(path: str) -> bytes:
    """The bytes of a file. Errors: InputError."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path) from None

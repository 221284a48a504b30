"""From hits to what is certain: the conditions of the rules, asked of one file at a time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carbongate.code.hit import Hit, Span
from carbongate.code.knowledge import Facts
from carbongate.code.languages import Language
from carbongate.code.python.module import Module
from carbongate.code.rules import Rule

SHOWN = 60  # characters of code in a message
DEEP = "too deeply nested"


@dataclass(frozen=True, slots=True)
class Task:
    """One file and the hits in it."""

    path: str
    language: str
    source: bytes
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A hit that meets all conditions of its rule, with its message."""

    hit: Hit
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the hits in one file; `problem` says why some could not be judged."""

    confirmed: tuple[Confirmed, ...] = ()
    problem: str = ""
    lost: frozenset[str] = field(default_factory=frozenset)  # the rules that could not be judged


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file for conditions to look at; `module` is None where `problem` says why there is none."""

    module: Module | None
    problem: str = ""


def parse(source: bytes, language: Language) -> Parsed:
    """The file as its language reads it."""
    try:
        return Parsed(language.parsed(source))
    except SyntaxError as error:
        return Parsed(None, f"line {error.lineno}: {error.msg}" if error.lineno else error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return Parsed(None, str(error) or DEEP)


def confirm(
    task: Task, rules: Mapping[str, Rule], language: Language, parsed: Parsed | None = None
) -> Outcome:
    """Those of the hits in a file that are findings; it is parsed if need be and not done already."""
    asked = [hit for hit in task.hits if _possible(hit, rules[hit.rule], task)]
    if parsed is None and any(rules[hit.rule].conditions for hit in asked):
        parsed = parse(task.source, language)
    confirmed = []
    lost = set()
    problem = parsed.problem if parsed else ""
    for hit in asked:
        rule = rules[hit.rule]
        if rule.conditions and (parsed is None or parsed.module is None):
            lost.add(rule.id)
            continue
        try:
            facts = _facts(hit, rule, parsed.module if parsed else None)
        except RecursionError:
            problem = DEEP
            lost.add(rule.id)
            continue
        if facts is not None:
            said = message(rule.message, hit, facts, task.source)
            confirmed.append(Confirmed(hit, said))
    return Outcome(tuple(confirmed), problem if lost else "", frozenset(lost))


def _possible(hit: Hit, rule: Rule, task: Task) -> bool:
    """What can be told without parsing: whether the file is one that the rule skips, and more."""
    folders = task.path.split("/")[:-1]
    return rule.skip_folders.isdisjoint(folders) and all(
        condition.possible(hit, task.source) for condition in rule.conditions
    )


def _facts(hit: Hit, rule: Rule, module: Module | None) -> Facts | None:
    """What the conditions of a rule know of a hit; None as soon as one is not met."""
    known: dict[str, str] = {}
    for condition in rule.conditions:
        if module is None:
            return None
        facts = condition.holds(hit, module)
        if facts is None:
            return None
        known.update(facts)
    return known


def message(template: str, hit: Hit, facts: Facts, source: bytes) -> str:
    """The rule's message with `$NAME` replaced by the fact or the code of that name, on one line."""

    def said(found: re.Match[str]) -> str:
        name = found[1]
        if name in facts:
            return facts[name]
        return _code(hit.captures[name], source) if name in hit.captures else found[0]

    return re.sub(r"\$([A-Z][A-Z0-9_]*)", said, template)


def _code(spans: Iterable[Span], source: bytes) -> str:
    parts = (source[span.start : span.end].decode("utf-8", "replace") for span in spans)
    text = " ".join(", ".join(parts).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"

"""docs/rules/: one page for each rule and a table of all, from the rule files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from carbongate.code.knowledge import Condition
from carbongate.code.knowledge.calls import Calls
from carbongate.code.knowledge.carried import Carried
from carbongate.code.knowledge.complexity import Complexity
from carbongate.code.knowledge.invariant import Invariant
from carbongate.code.knowledge.repeats import FEW, Repeats
from carbongate.code.knowledge.requires_import import RequiresImport
from carbongate.code.knowledge.values import Values
from carbongate.code.rules import Rule, load
from tools.docs.markdown import bullets, code, fenced, page, table

EVIDENCE = {
    "published": "measured by others and published",
    "measured-here": "measured by this project, with the program that is named",
    "model": "worked out with a model",
    "vendor": "stated by a vendor",
    "arithmetic": "plain arithmetic: the waste can be counted without a meter",
    "mixed": "several measurements that do not agree in size",
    "contradicted": "contradicted: a measurement shows no gain, or the opposite",
    "to-measure": "not measured yet, so the rule never fails a build unless its waste can be counted",
}
TIERS = {
    "gate": "can fail a build",
    "advice": "is shown and never fails a build",
    "parity": "is off unless asked for, to be comparable with another tool",
}
GUIDES = {
    "creedengo": "Creedengo",
    "catalogue": "Catalogue of this project",
    "ruff": "Ruff",
    "pylint": "Pylint",
}
PATTERNS = "https://patterns.greensoftware.foundation/"
INTRODUCTION = """
# Rules

Each rule is one file in [`rules/`](../../rules), in the rule language of
[ast-grep](https://ast-grep.github.io/guide/rule-config.html), with its reason, its evidence and its
examples; the examples are its tests. *Severity* says how much energy is at stake, *confidence* how
sure a match is. `carbongate explain RULE` shows the same in a terminal. To let a finding stand, say why beside it:
`# carbongate: ignore[rule-id] reason`; a reason is needed. `code.disable` in
[carbongate.yaml](../config.md#code) switches a rule off.
"""


def pages(root: Path) -> Mapping[str, str]:
    """Path -> text. Errors: ValueError for a pattern that the foundation does not have."""
    titles = patterns()
    rules = load()
    return {
        "docs/rules/index.md": index(rules),
        **{f"docs/rules/{rule.id}.md": of_rule(rule, titles) for rule in rules},
    }


def patterns() -> Mapping[str, str]:
    """Slug -> title of the patterns of the Green Software Foundation."""
    path = Path(__file__).with_name("patterns.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row["title"] for row in csv.DictReader(file)}


def index(rules: Sequence[Rule]) -> str:
    """All rules by language."""
    tiers = bullets(f"*{tier}* {what}" for tier, what in TIERS.items())
    blocks = [INTRODUCTION, "A rule is of one of three tiers:", tiers]
    for language in sorted({rule.language for rule in rules}):
        rows = [
            (
                f"[`{rule.id}`]({rule.id}.md)",
                rule.title,
                rule.tier,
                rule.severity,
                rule.confidence,
                rule.evidence.status,
            )
            for rule in rules
            if rule.language == language
        ]
        head = ("rule", "what it finds", "tier", "severity", "confidence", "evidence")
        blocks += [f"## {language.capitalize()}", table(head, rows)]
    return page(*blocks)


def of_rule(rule: Rule, titles: Mapping[str, str]) -> str:
    """One rule: why, what to do instead, how we know, and what is and is not found."""
    return page(
        f"# {rule.title}",
        f"{code(rule.id)}: {rule.message}",
        table(
            ("language", "tier", "severity", "confidence"),
            [
                (
                    rule.language,
                    f"{rule.tier}: {TIERS[rule.tier]}",
                    rule.severity,
                    rule.confidence,
                )
            ],
        ),
        "## Why",
        rule.why,
        "## Instead",
        rule.instead,
        "## How we know",
        "\n\n".join(evidence(rule, titles)),
        "## When it speaks",
        bullets(demands(rule)),
        *examples("## Found", "Each line with `here` is a finding.", rule.examples.bad, rule),
        *examples("## Not found, and rightly so", "", rule.examples.good, rule),
        *examples(
            "## Not found yet",
            "Known to be missed; a test notices when one of them is found.",
            rule.examples.missed,
            rule,
        ),
    )


def evidence(rule: Rule, titles: Mapping[str, str]) -> Iterator[str]:
    """The status in plain words, the figure and where it stands, and who else has the rule."""
    found = rule.evidence
    yield f"Evidence `{found.status}`: {EVIDENCE[found.status]}."
    if found.figure:
        yield f"{found.figure[:1].upper()}{found.figure[1:]} (source: `{found.source}`)."
    if found.countable:
        yield f"What is wasted can be counted: {found.countable}."
    if rule.pattern:
        if rule.pattern not in titles:
            raise ValueError(f"rule {rule.id}: no pattern is called {rule.pattern}")
        yield (
            f"Serves the pattern [{titles[rule.pattern]}]({PATTERNS}) "
            f"(`{rule.pattern}`) of the Green Software Foundation."
        )
    if rule.equivalents:
        same = [
            f"{GUIDES[guide]} {', '.join(map(code, ids))}"
            for guide, ids in sorted(rule.equivalents.items())
        ]
        yield f"The same or nearly so: {'; '.join(same)}."


def demands(rule: Rule) -> Iterator[str]:
    """What must hold beside the pattern itself."""
    for condition in rule.conditions:
        yield demand(condition)
    if rule.skip_folders:
        yield f"The file is not in a folder called {', '.join(map(code, sorted(rule.skip_folders)))}."
    if not rule.conditions and not rule.skip_folders:
        yield "Wherever the pattern matches."


def demand(condition: Condition) -> str:
    """One condition in words."""
    match condition:
        case RequiresImport(packages=packages):
            return f"The file imports one of {', '.join(map(code, packages))}."
        case Calls(names=names):
            return f"The call is one of {', '.join(map(code, sorted(names)))}, under any name that the file gives it."
        case Complexity(cyclomatic=paths, nesting=depth):
            return (
                f"The cyclomatic complexity of the function is {paths} or more, "
                f"and its loops are nested {depth} deep or more."
            )
        case Invariant(captures=captures):
            return f"{captured(captures)} stands for the same in every pass of the loop."
        case Carried(captures=captures):
            return f"{captured(captures)} is carried from one pass of the loop to the next."
        case Repeats():
            return f"The loop is not over {FEW} items or fewer that are written out in the file."
        case Values(wanted=wanted):
            kinds = [
                f"{code(f'${name}')} is {' or '.join(map(code, sorted(found)))}"
                for name, found in wanted
            ]
            return f"As the file itself assigns or annotates it, {', and '.join(kinds)}."
        case _:
            return (type(condition).__doc__ or "").partition("\n")[0]


def captured(names: Sequence[str]) -> str:
    """What the pattern of the rule calls them."""
    return ", ".join(code(f"${name}") for name in names)


def examples(heading: str, note: str, texts: Sequence[str], rule: Rule) -> Iterator[str]:
    """A heading with its examples, where there are any."""
    if texts:
        yield heading
        yield note
        yield from (fenced(text, rule.language) for text in texts)

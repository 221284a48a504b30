"""Several reports in one table: for a job that collects those of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carbongate.reports.escape import code, prose
from carbongate.reports.html_parts.words import Part, Words
from carbongate.reports.layout import wrapped
from carbongate.reports.markdown import shortened
from carbongate.words import amount, count

LISTED = 100  # reports of a table; the gravest stand first
REASONS, NOTES = 30, 20
WIDTH = 100
HEAD = (
    "verdict",
    "report",
    "kgCO2e a month",
    "worst limit",
    "estimated",
    "waivers in force",
    "loosened",
    "largest increase",
)
SIGNS = {"PASS": "✅", "FAIL": "❌", "UNDECIDED": "❓", "WOULD FAIL": "🟠"}


def markdown(document: Mapping[str, Any], words: Words) -> str:
    """For a step summary: a row for each report, at most 60,000 characters."""
    return shortened("\n".join(markdown_lines(document, words)) + "\n")


def markdown_lines(document: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The page, line by line."""
    yield f"## {SIGNS.get(words.word, '⚪')} {words.word}: {prose(words.headline)}"
    yield ""
    yield " ".join(prose(sentence) for sentence in summary(document, words))
    yield ""
    yield f"| {' | '.join(HEAD)} |"
    yield "|---|---|---:|---|---:|---:|---:|---|"
    for part in words.parts[:LISTED]:
        name, *cells = row(part)[1:]
        shown = (SIGNS.get(part.word, "⚪") + " " + part.word, code(name), *map(prose, cells))
        yield f"| {' | '.join(shown)} |"
    if len(words.parts) > LISTED:
        yield ""
        yield f"and {left(words.parts)}"
    for title, sentences, most in lists(document, words):
        yield ""
        yield f"<details><summary>{title}</summary>"
        yield ""
        yield from (f"- {prose(sentence)}" for sentence in sentences[:most])
        if len(sentences) > most:
            yield f"- and {count(len(sentences) - most, 'more sentence')}"
        yield ""
        yield "</details>"


def text(document: Mapping[str, Any], words: Words) -> str:
    """For a terminal or a log."""
    return "".join(f"{line}\n" for line in text_lines(document, words))


def text_lines(document: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The page, line by line."""
    yield from plain(f"{words.word}: {words.headline}")
    for sentence in summary(document, words):
        yield from plain(sentence)
    yield ""
    for part in words.parts[:LISTED]:
        yield from plain(f"{part.word}: {part.name}", 2)
        yield from plain(", ".join(facts(part)), 4)
    if len(words.parts) > LISTED:
        yield from plain(f"and {left(words.parts)}", 2)
    for title, sentences, most in lists(document, words):
        yield ""
        yield from plain(title)
        for sentence in sentences[:most]:
            yield from plain(f"- {sentence}", 2)
        if len(sentences) > most:
            yield from plain(f"and {count(len(sentences) - most, 'more sentence')}", 2)


def plain(sentence: str, indent: int = 0) -> list[str]:
    """A sentence over as many lines as it takes."""
    return [line.text for line in wrapped(sentence, WIDTH, indent, hanging=2)]


def summary(document: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """The sum, how much was looked at, and what the exit code means."""
    found = document["totals"]["carbon_kg"]
    total = f"{amount(found['low'], found['best'], found['high'], 'kgCO2e')} in a month"
    if not document["coverage"]["estimated"]:
        total = "Nothing estimated"
    meaning = f"{words.meaning[:1].upper()}{words.meaning[1:]}." if words.meaning else ""
    stacks = count(len(document["stacks"]), "stack")
    return tuple(filter(None, (f"{total}, {stacks} together.", *words.coverage, meaning)))


def row(part: Part) -> tuple[str, ...]:
    """The cells of one report."""
    return (
        part.word,
        part.name,
        carbon(part),
        part.budget,
        part.coverage or "-",
        part.waivers,
        part.loosened,
        part.increase,
    )


def carbon(part: Part) -> str:
    """The best value with its range."""
    return f"{part.carbon} ({part.ends})" if part.ends else part.carbon


def facts(part: Part) -> Iterator[str]:
    """What stands below the name of a report."""
    unit = " kgCO2e" if part.carbon[:1].isdigit() else ""
    yield f"{part.carbon}{unit} ({part.ends})" if part.ends else f"{part.carbon}{unit}"
    yield part.budget
    if part.coverage:
        yield f"{part.coverage} estimated"
    if part.waivers != "0":
        yield count(int(part.waivers.replace(",", "")), "waiver") + " in force"
    if part.loosened != "0":
        yield f"{part.loosened} loosened"
    yield part.increase


def left(parts: Sequence[Part]) -> str:
    """What the table has no room for."""
    return f"{count(len(parts) - LISTED, 'more report')}, which the JSON report names"


def lists(document: Mapping[str, Any], words: Words) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Sentences below the table."""
    loosened = tuple(f"{row['key']}: {row['text']}" for row in document["loosened"])
    for title, sentences, most in (
        ("loosened", loosened, REASONS),
        ("reasons", words.reasons, REASONS),
        ("notes", tuple(document["notes"]), NOTES),
    ):
        if sentences:
            yield title, sentences, most

"""What the page says in sentences, and what only the run knows: not in the JSON report."""

from __future__ import annotations

from dataclasses import dataclass

from carbongate.model import Report
from carbongate.reports.outline import outline

NO_BASE, NO_LIMIT = "no base", "no limit"


@dataclass(frozen=True, slots=True)
class Part:
    """One report of several that were joined, in words."""

    name: str
    word: str
    carbon: str
    ends: str
    budget: str
    coverage: str
    waivers: str
    loosened: str
    increase: str


@dataclass(frozen=True, slots=True)
class Words:
    """The verdict for a reader, and what to do about it."""

    word: str
    headline: str
    reasons: tuple[str, ...]
    meaning: str
    coverage: tuple[str, ...]
    actions: tuple[str, ...] = ()
    first_config: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()  # what must not be overlooked, beside the verdict
    calm: str = ""  # of a change that does nothing
    loosening: str = ""
    parts: tuple[Part, ...] = ()


def words(report: Report) -> Words:
    """The words of the other formats for people: all of them say the same."""
    said = outline(report)
    return Words(
        said.word,
        said.headline,
        said.reasons,
        said.meaning,
        said.coverage,
        said.actions,
        said.first_config,
        said.alerts,
        said.calm,
        said.loosening,
    )

"""The report for a pull request: a step summary, a comment, a file."""

from __future__ import annotations

import re
from importlib.resources import files

from carbongate.cutting import cut
from carbongate.model import Report
from carbongate.reports.escape import Escaped, code, finished
from carbongate.reports.page import page
from carbongate.reports.plain import visible

GAP = re.compile(r"\n{3,}")
LONGEST = 60_000  # characters; a comment of GitHub holds 65,536
POINTER = "*The report was cut here, at 60,000 characters; the JSON report holds all of it.*"


def render(report: Report) -> str:
    """Markdown of GitHub's kind, inert whatever the repository's names hold."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(  # noqa: S701 - not HTML: `finalize` escapes what is printed
        finalize=finished,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code"] = lambda text: Escaped(code(text))
    # What a macro returns was escaped where the macro printed it.
    environment.filters["printed"] = lambda text: Escaped(text.strip("\n"))
    environment.filters["line"] = lambda text: Escaped(visible(text).replace("##", "#\\u0023"))
    source = files("carbongate.reports").joinpath("markdown.md.j2").read_text("utf-8")
    text = environment.from_string(source).render(page=page(report))
    return shortened(GAP.sub("\n\n", text).lstrip("\n"))


def shortened(text: str) -> str:
    """The text, at most as long as a report may be."""
    return cut(text, LONGEST, POINTER)

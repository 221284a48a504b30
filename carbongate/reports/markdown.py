"""The report for a pull request: a step summary, a comment, a file."""

from __future__ import annotations

import re
from importlib.resources import files

from carbongate.model import Report
from carbongate.reports.escape import Escaped, code, finished
from carbongate.reports.page import page
from carbongate.reports.plain import visible

GAP = re.compile(r"\n{3,}")
LONGEST = 60_000  # characters; a comment of GitHub holds 65,536
POINTER = "*The report was cut here, at 60,000 characters; the JSON report holds all of it.*"
# What may still have to be closed, and the pointer.
RESERVED = len(POINTER) + 200


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
    return cut(GAP.sub("\n\n", text).lstrip("\n"))


def cut(text: str, longest: int = LONGEST) -> str:
    """The text at most that long, ended between two lines with all that was open closed."""
    if len(text) <= longest:
        return text
    kept: list[str] = []
    folds, fenced, length = 0, False, 0
    for line in text.splitlines():
        length += len(line) + 1
        if length > longest - RESERVED:
            break
        kept.append(line)
        fenced ^= line.startswith("```")
        folds += line.startswith("<details>") - line.startswith("</details>")
    closing = ["```"] * fenced + ["", "</details>"] * folds
    return "\n".join((*kept, *closing, "", POINTER, ""))

"""The report as one page that needs no network: for a browser, an artifact, an archive."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from carbongate.model import Report
from carbongate.reports.contract import document
from carbongate.reports.escape import QUOTED
from carbongate.reports.html_parts.table import data
from carbongate.reports.html_parts.view import view
from carbongate.reports.html_parts.words import Words, words
from carbongate.reports.plain import shortened, visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

LONGEST = {"code": 160, "text": 400}  # where it stands in a row, which can be opened; rows.js too
SCRIPTS = ("rows.js", "table.js", "page.js")


def render(report: Report) -> str:
    """The page of a report; its numbers are those of the JSON report."""
    return page(document(report), words(report))


def page(document: Mapping[str, Any], words: Words) -> str:
    """The page of a document of the JSON contract. The same document gives the same bytes."""
    found = view(document, words)
    style, script = source("page.css"), "".join(map(source, SCRIPTS))
    template = environment().get_template("page.html.j2")
    return template.render(
        view=found,
        words=words,
        document=found.document,
        tables=found.tables,
        long=LONGEST,
        style=style,
        script=script,
        style_digest=digest(style),
        script_digest=digest(script),
        data=data(tuple(found.tables.values())),
    )


def environment() -> Environment:
    """What prints the template: every text visible and escaped."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else visible(str(value)),
        loader=FunctionLoader(source),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["shortened"] = lambda text, longest: shortened(visible(str(text)), longest)
    made.filters["percent"] = lambda place: f"{place / 10:g}%"
    made.filters["ticked"] = ticked
    return made


def ticked(text: str) -> Markup:
    """A sentence in which what stands between backticks is code."""
    from markupsafe import Markup, escape

    pieces = QUOTED.split(visible(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def source(name: str) -> str:
    """A file of the page, as it lies beside this module."""
    return files("carbongate.reports.html_parts").joinpath(name).read_text("utf-8")


def digest(text: str) -> str:
    """What the page's own policy knows a script or a style by: nothing else runs."""
    from hashlib import sha256

    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"

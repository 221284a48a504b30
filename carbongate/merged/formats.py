"""The whole in the formats that can show it."""

from __future__ import annotations

from typing import Literal, assert_never

from carbongate.merged.joining import Merged

Format = Literal["json", "html", "markdown", "text"]
FORMATS: tuple[Format, ...] = ("html", "json", "markdown", "text")


def render(merged: Merged, format_: Format) -> str:
    """The text of one format. Errors: DataError for a number that is not finite."""
    match format_:
        case "json":
            from carbongate.reports.json import written

            return written(merged.document)
        case "html":
            from carbongate.reports.html import page

            return page(merged.document, merged.words)
        case "markdown":
            from carbongate.reports.summary import markdown

            return markdown(merged.document, merged.words)
        case "text":
            from carbongate.reports.summary import text

            return text(merged.document, merged.words)
        case _:
            assert_never(format_)

"""carbongate-waivers.yaml: what a team lets pass for a while, read, described and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carbongate.model import Waiver

WAIVERS = "carbongate-waivers.yaml"


def read_waivers(text: str, path: str = WAIVERS) -> tuple[Waiver, ...]:
    """The waivers in a text, in its order. Errors: ConfigError with file, line and key."""
    raise NotImplementedError


def waiver(
    *,
    id: str,
    scope: str,
    reason: str,
    owner: str,
    until: str,
    allow: str | None = None,  # noqa: A002, a waiver has an id
) -> Waiver:
    """One waiver in words, as a command line has them. Errors: ConfigError naming the word."""
    raise NotImplementedError


def added(text: str | None, waiver: Waiver, path: str = WAIVERS) -> str:
    """The file's text with one more waiver behind the others; what is there stays as it is.

    `text` is None where there is no file yet. The result was read back.
    Errors: ConfigError for a text that cannot be read, and for an id that is taken.
    """
    raise NotImplementedError


def next_id(waivers: Sequence[Waiver]) -> str:
    """The id after the highest of `W-1`, `W-2` ..."""
    raise NotImplementedError


def waivers_schema() -> dict[str, Any]:
    """JSON Schema of the file, draft 7; made of the same keys that `read_waivers` reads."""
    raise NotImplementedError


def waivers_schema_text() -> str:
    """The schema as docs/waivers.schema.json has it."""
    raise NotImplementedError

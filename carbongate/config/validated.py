"""What `carbongate config` prints: that a file is sound and what it comes to, and the schemas."""

from __future__ import annotations

from carbongate.config.extends import Other


def validated(text: str, path: str, *, other: Other | None = None) -> str:
    """Lines about a configuration, or a carbongate-waivers.yaml, that was read in full.

    Errors: ConfigError with file, line and key.
    """
    raise NotImplementedError


def schema_text(*, waivers: bool = False) -> str:
    """The JSON Schema of carbongate.yaml, or of carbongate-waivers.yaml."""
    raise NotImplementedError

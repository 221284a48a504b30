"""Builders of the tables in carbongate/data: pure from pinned input bytes to rows.

Each module here with a function `build` is a builder; `python -m tools.tables --input DIR` runs them
all, `--check` compares byte by byte. What no upstream table says (copies, media, defaults, aliases,
types without energy) is kept by hand in `hand/` and copied to both datasets by the builder `hand`.
"""

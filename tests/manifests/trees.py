"""Small trees, and what a reader says of them."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent
from types import ModuleType
from typing import Any

from carbongate.context import Context
from carbongate.model import CarbonFree, Reading, Resource, Skipped
from carbongate.repository import File, MappingTree
from carbongate.tables import DEFAULT, Tables

TABLES = Tables(DEFAULT)


def tree(files: Mapping[str, str | bytes]) -> MappingTree:
    """Files in memory; text is freed of its indentation."""
    return MappingTree(
        {
            path: dedent(content).lstrip("\n").encode() if isinstance(content, str) else content
            for path, content in files.items()
        }
    )


def file(content: str | bytes, path: str = "a.yaml") -> File:
    """One file."""
    found = tree({path: content}).file(path)
    assert found is not None
    return found


def read(reader: ModuleType, files: Mapping[str, str | bytes], **context: Any) -> list[Reading]:
    """All readings of the files that a reader claims, as one stack."""
    place = tree(files)
    claimed = [one for one in place.files() if reader.claims(one)]
    return list(reader.read(claimed, Context(TABLES, tree=place, **context)))


class Readings(dict[str, Reading]):
    """Readings by address."""

    def resource(self, address: str) -> Resource:
        """One that is estimated."""
        found = self[address]
        assert isinstance(found, Resource), found
        return found

    def skipped(self, address: str) -> Skipped:
        """One that is not."""
        found = self[address]
        assert isinstance(found, Skipped), found
        return found

    def free(self, address: str) -> CarbonFree:
        """One that uses no energy of its own."""
        found = self[address]
        assert isinstance(found, CarbonFree), found
        return found


def readings(reader: ModuleType, files: Mapping[str, str | bytes], **context: Any) -> Readings:
    """All readings by address, which must be unique."""
    found = read(reader, files, **context)
    result = Readings({reading.address: reading for reading in found})
    assert len(result) == len(found), [reading.address for reading in found]
    return result

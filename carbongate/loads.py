"""What holds of the resources of the base when something is stated of their use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from carbongate.figure import Figure
from carbongate.model import Reading
from carbongate.tables import Tables


def loads(
    readings: Iterable[Reading], tables: Tables
) -> Callable[[str, Mapping[str, Figure]], Mapping[str, Figure]]:
    """For `loosened(use=...)`: address and what is stated -> what holds: stated, else of the manifest,
    else of the defaults table. Of an address that is not among the readings only what is stated."""
    raise NotImplementedError

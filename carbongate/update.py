"""What new data and new rules do to this repository, for reading before they are taken."""

from __future__ import annotations

from carbongate.lock import Lock
from carbongate.model import Report


def effect(lock: Lock | None, now: Lock, before: Report | None, after: Report) -> str:
    """The page that `carbongate update` prints before it writes `now` to carbongate.lock.

    `before` is the report of this tree under the dataset of the lock, None where there is no lock or
    its dataset is gone; `after` the one of the same tree under the new dataset with all rules.
    """
    raise NotImplementedError

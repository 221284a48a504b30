"""The project's own source, for what is made of it: the action, the hooks, the made pages."""

import os
from pathlib import Path


def source() -> Path:
    """The checkout; CARBONGATE_SOURCE says where it is when the tests were copied away from it."""
    return Path(os.environ.get("CARBONGATE_SOURCE") or Path(__file__).parents[1])

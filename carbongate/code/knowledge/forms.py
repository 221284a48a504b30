"""How conditions are written in a rule file."""

from typing import Any


def names(value: Any) -> tuple[str, ...]:
    """A list of names. Errors: ValueError for anything else, an empty list included."""
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise ValueError("must be a list of names")
    return tuple(value)


def count(value: Any) -> int:
    """A whole number above zero. Errors: ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("must be a whole number above zero")
    return value


def mapping(value: Any) -> dict[str, Any]:
    """A map of names. Errors: ValueError for anything else, an empty map included."""
    if not isinstance(value, dict) or not value:
        raise ValueError("must be a map of names")
    return {str(key): item for key, item in value.items()}

"""carbongate.yaml: find the file of a tree, load a text to a frozen Config, match addresses."""

from carbongate.config.checks import check_stacks, same, unmatched
from carbongate.config.find import NAMES, default, find
from carbongate.config.patterns import Patterns, UsagePatterns
from carbongate.config.settings import (
    PIPELINE,
    Budget,
    CodeConfig,
    Config,
    Increase,
    Override,
    Ratchet,
    StackConfig,
    UsageRule,
)

__all__ = [
    "NAMES",
    "PIPELINE",
    "Budget",
    "CodeConfig",
    "Config",
    "Increase",
    "Override",
    "Patterns",
    "Ratchet",
    "StackConfig",
    "UsagePatterns",
    "UsageRule",
    "check_stacks",
    "default",
    "find",
    "load",
    "same",
    "unmatched",
]


def load(text: str, path: str) -> Config:
    """The configuration in a text; `path` is how messages name it. Errors: ConfigError.

    The keys and their units are imported here: a tree without a file does not wait for them.
    """
    from carbongate.config.reading import read

    return read(text, path)

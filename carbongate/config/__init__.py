"""carbongate.yaml: load a text to a frozen Config, find the file of a tree, match addresses."""

from carbongate.config.checks import check_stacks, scored, unmatched
from carbongate.config.load import default, find, load
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
    "scored",
    "unmatched",
]

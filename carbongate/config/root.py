"""The keys of the whole file, of `estimate` and of `code`."""

from __future__ import annotations

from carbongate.config.addresses import RESOURCES, USAGE
from carbongate.config.budgets import BUDGETS, SEVERITIES
from carbongate.config.extends import EXTENDS
from carbongate.config.kinds import Choice, Each, Flag, Path, Text, Version
from carbongate.config.node import Fields, Key, Section
from carbongate.config.settings import Autoscaling, CodeConfig, FailOn, Policy, Visibility
from carbongate.config.stacks import FUNCTIONAL_UNIT, STACKS
from carbongate.model import Mode, Tier

DATASET = Key("dataset", "The dataset of factors; reports name it.", Text())
AUTOSCALING: Key[Autoscaling] = Key(
    "autoscaling",
    "Where between its ends an autoscaler is taken to stand.",
    Choice(("declared", "min", "mid", "max")),
)
GRID = Key("grid", "`bundled`, or a file written by `carbongate grid snapshot`.", Text())
VISIBILITY: Key[Visibility] = Key(
    "runner_visibility",
    "Whether the repository is public: hosted runners of public ones are larger.",
    Choice(("public", "private", "unknown")),
)
ESTIMATE = Key(
    "estimate",
    "How the estimate is made.",
    Section((DATASET, AUTOSCALING, GRID, VISIBILITY), lambda fields: fields),
)

FAIL_ON: Key[FailOn] = Key(
    "fail_on",
    "Findings of this severity or a graver one fail, but for severities that a budget limits; `off` lets them all pass.",
    Choice((*SEVERITIES, "off")),
)
NEW_ONLY = Key("new_only", "Only findings on new or changed lines can fail.", Flag())
TIERS: Key[tuple[Tier, ...]] = Key(
    "tiers",
    "The rules that run: gate rules can fail, advice and parity never do.",
    Each(Choice(("gate", "advice", "parity")), least=1, distinct=True),
)
PATHS = Key(
    "paths", "The files and folders with code; without it all.", Each(Path(), 1, distinct=True)
)
DISABLE = Key("disable", "Rules that do not run, by id.", Each(Text(), distinct=True))


def code(fields: Fields) -> CodeConfig:
    """The section `code`."""
    return CodeConfig(
        fields.get_or(FAIL_ON, "error"),
        fields.get_or(NEW_ONLY, True),
        fields.get_or(TIERS, ("gate", "advice")),
        fields.get_or(PATHS, ()),
        fields.get_or(DISABLE, ()),
        fields.node.line,
        fields.node.path,
    )


CODE = Key(
    "code",
    "The analysis of code.",
    Section((FAIL_ON, NEW_ONLY, TIERS, PATHS, DISABLE), code),
)

VERSION = Key("version", "The version of this format: 1.", Version(), required=True)
MODE: Key[Mode] = Key(
    "mode",
    "`report` and `warn` never fail the run, `enforce` does; enforce where a file does not say.",
    Choice(("report", "warn", "enforce")),
)
POLICY: Key[Policy] = Key(
    "policy",
    "Whose limits hold in a pull request: those of its head, or those of its merge base.",
    Choice(("head", "base")),
)
ROOT = Section(
    (
        VERSION,
        EXTENDS,
        MODE,
        POLICY,
        FUNCTIONAL_UNIT,
        ESTIMATE,
        STACKS,
        USAGE,
        RESOURCES,
        BUDGETS,
        CODE,
    ),
    lambda fields: fields,
)

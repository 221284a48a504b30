"""Settings of the whole file that let more pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carbongate.config.loosening.words import names
from carbongate.config.node import shortened
from carbongate.config.settings import Autoscaling, CodeConfig, Config, Visibility
from carbongate.model import Loosening, Mode
from carbongate.repository.file import within

MODES: tuple[Mode, ...] = ("report", "warn", "enforce")
FAIL_ON = ("off", "error", "warning", "info", "hint")  # what fails: nothing, and then ever more
# Hosted runners of public repositories are larger, and an unknown one is taken to be either.
RUNNERS: tuple[Visibility, ...] = ("private", "unknown", "public")
# Where an autoscaler stands; the declared number lies anywhere between its ends.
SCALES: Mapping[Autoscaling, int] = {"min": 0, "declared": 1, "mid": 1, "max": 2}


def decision(base: Config, head: Config) -> Iterator[Loosening]:
    """Whether a verdict ends the pipeline, and whose limits hold."""
    if MODES.index(head.mode) < MODES.index(base.mode):
        text = (
            "a broken limit does not fail the run any more"
            if base.mode == "enforce"
            else "what enforce would have done is not said any more"
        )
        yield Loosening("mode", base.mode, head.mode, text)
    if base.policy == "base" and head.policy == "head":
        text = "a change is judged by its own limits, and no more by those of its base"
        yield Loosening("policy", "base", "head", text)


def estimate(base: Config, head: Config) -> Iterator[Loosening]:
    """How the estimate is made."""
    if base.dataset != head.dataset:
        text = "the estimate is made with other data, so that its numbers are others"
        yield Loosening("estimate.dataset", base.dataset, head.dataset, text)
    if base.grid != head.grid:
        text = "the carbon intensity of electricity comes from elsewhere"
        yield Loosening("estimate.grid", base.grid, head.grid, text)
    old, new = base.autoscaling, head.autoscaling
    if old != new and SCALES[new] <= SCALES[old]:
        text = "an autoscaler may count for fewer units"
        yield Loosening("estimate.autoscaling", old, new, text)
    if RUNNERS.index(head.runner_visibility) < RUNNERS.index(base.runner_visibility):
        yield Loosening(
            "estimate.runner_visibility",
            base.runner_visibility,
            head.runner_visibility,
            "hosted runners are taken to be smaller",
        )


def code(base: CodeConfig, head: CodeConfig) -> Iterator[Loosening]:
    """What the analysis of code looks at, and what of it can fail."""
    if FAIL_ON.index(head.fail_on) < FAIL_ON.index(base.fail_on):
        text = (
            "no finding fails any more"
            if head.fail_on == "off"
            else f"only findings of severity {head.fail_on} or graver fail"
        )
        yield Loosening("code.fail_on", base.fail_on, head.fail_on, text)
    if head.new_only and not base.new_only:
        text = "findings on old lines do not fail any more"
        yield Loosening("code.new_only", "false", "true", text)
    for tier in base.tiers:
        if tier not in head.tiers:
            text = f"{tier} rules do not run any more"
            yield Loosening("code.tiers", tier, "", text)
    for rule in head.disable:
        if rule not in base.disable:
            yield Loosening(
                "code.disable", "", rule, f"rule {shortened(rule)} does not run any more"
            )
    yield from paths(base, head)


def paths(base: CodeConfig, head: CodeConfig) -> Iterator[Loosening]:
    """Folders that are not looked at any more."""
    if not head.paths:
        return
    if not base.paths:
        there = names(head.paths)
        yield Loosening("code.paths", "all", there, "code elsewhere is not looked at any more")
    for path in base.paths:
        if not any(within(path, one) for one in head.paths):
            text = f"not all code of {path} is looked at any more"
            inside = [one for one in head.paths if within(one, path)]
            yield Loosening("code.paths", path, names(inside), text)

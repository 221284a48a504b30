"""Whether what the configuration says of addresses, regions and code reaches anything at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from carbongate.code.files import all_languages, in_languages
from carbongate.config import Config, Patterns, UsagePatterns, unmatched
from carbongate.errors import ConfigError
from carbongate.model import Reading, Resource, Site, Skipped
from carbongate.repository import File
from carbongate.repository.file import under
from carbongate.usage import read_by


def patterns_reach(config: Config, readings: Sequence[Reading]) -> None:
    """Errors: ConfigError for the first pattern of `usage` or `resources` that no address is like,
    or a stated use that nothing it is stated of has. What the defaults say of use is said to many
    repositories, and need not fit this one."""
    addresses = [reading.address for reading in readings]
    uses = UsagePatterns(config.usage)
    for key, patterns in (("usage", uses), ("resources", Patterns(config.resources))):
        for rule in patterns.unmatched(addresses):
            if not config.inherited(rule.path):
                raise unmatched(config, key, rule.pattern, rule.line, addresses)
    read: dict[str, set[str]] = {rule.pattern: set() for rule in config.usage}
    for reading in readings if config.usage else ():
        keys = read_by(reading) if isinstance(reading, Resource) else ()
        for rule in uses.matching(reading.address):
            # What is skipped today may read all of it once it is understood.
            read[rule.pattern].update(rule.values if isinstance(reading, Skipped) else keys)
    for rule in config.usage:
        if config.inherited(rule.path):
            continue
        for key in sorted(rule.values.keys() - read[rule.pattern]):
            raise ConfigError(
                f'usage."{rule.pattern}".{key}: changes nothing of what the pattern stands for',
                config.path,
                rule.line,
            )


def regions_exist(config: Config, site: Callable[[str, str | None], Site]) -> None:
    """Errors: ConfigError for a region under `stacks` that no table knows."""
    for stack in config.stacks:
        for provider, region in stack.regions.items():
            if site(provider, region).assumed:
                raise ConfigError(
                    f"stacks[{stack.name}].regions.{provider}: no table knows the region {region}",
                    stack.path or config.path,
                    stack.line,
                )


def paths_hold_code(config: Config, files: Iterable[File]) -> None:
    """Errors: ConfigError for an entry of `code.paths` under which there is no code."""
    if not config.code.paths:
        return
    known = {file.path: file for file in files}
    for entry in config.code.paths:
        below = under(known, entry)
        if next(in_languages(below, all_languages()), None) is None:
            why = "holds no code of a known language" if below else "is no file or folder here"
            raise ConfigError(
                f"code.paths: {entry} {why}", config.code.path or config.path, config.code.line
            )


def rules_exist(config: Config, known: Sequence[str]) -> None:
    """Errors: ConfigError for a rule under `code.disable` that there is not."""
    for rule in config.code.disable:
        if rule not in known:
            near = get_close_matches(rule, known, 1)
            hint = f"did you mean {near[0]}?" if near else "`carbongate rules --all` lists them"
            raise ConfigError(
                f"code.disable: there is no rule {rule}; {hint}",
                config.code.path or config.path,
                config.code.line,
            )
